import { pipeline, type Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import yauzl from 'yauzl'
import { SheetError } from './error.ts'
import { RATIO_FREE_BYTES, type ReadingClock, type SheetLimits } from './limits.ts'
import { type XmlHandler, XmlReader } from './xml.ts'

const ENTRIES_MAX = 10_000
// Inflating in large pieces takes half the time of Node's 16 kB.
const INFLATE_BYTES = 256 * 1024

/** The parts of a zip file, each streamed under the limits and against its checksum. */
export class ZipParts {
  readonly #zip: yauzl.ZipFile
  readonly #entries: Map<string, yauzl.Entry>
  readonly #limits: SheetLimits
  readonly #clock: ReadingClock
  readonly #unzipped = new Map<string, number>()

  private constructor(
    zip: yauzl.ZipFile,
    entries: Map<string, yauzl.Entry>,
    limits: SheetLimits,
    clock: ReadingClock,
  ) {
    this.#zip = zip
    this.#entries = entries
    this.#limits = limits
    this.#clock = clock
  }

  static async open(path: string, limits: SheetLimits, clock: ReadingClock): Promise<ZipParts> {
    const zip = await yauzl.openPromise(path, { autoClose: false }).catch(asDamage)
    try {
      clock.check()
      if (zip.entryCount > ENTRIES_MAX) {
        throw new SheetError('sheet_not_readable', { reason: 'too_many_parts', max: ENTRIES_MAX })
      }
      return new ZipParts(zip, await listEntries(zip), limits, clock)
    } catch (error) {
      zip.close()
      throw error
    }
  }

  close(): void {
    this.#zip.close()
  }

  has(part: string): boolean {
    return this.#entries.has(part.toLowerCase())
  }

  async readXml(part: string, handler: XmlHandler, each?: () => void): Promise<void> {
    for await (const _ of this.scanXml(part, handler)) each?.()
  }

  /** As `readXml`, pausing after every chunk, so that a caller can hand on what the handler found. */
  async *scanXml(part: string, handler: XmlHandler): AsyncGenerator<void> {
    const reader = new XmlReader(part, handler)
    for await (const chunk of this.chunks(part)) {
      reader.write(chunk)
      yield
    }
    reader.end()
    yield
  }

  async *chunks(part: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(part.toLowerCase())
    if (!entry) throw new SheetError('sheet_not_readable', { part, reason: 'missing' })
    if (entry.isEncrypted()) throw new SheetError('sheet_encrypted', { part })
    let bytes = 0
    let sum = 0
    for await (const chunk of await this.#open(part, entry)) {
      bytes += chunk.length
      sum = crc32(chunk, sum)
      this.#guard(part, bytes, entry.compressedSize)
      this.#clock.check()
      yield chunk
    }
    if (bytes !== entry.uncompressedSize || sum !== entry.crc32) {
      throw new SheetError('sheet_not_readable', { part, reason: 'checksum' })
    }
  }

  async #open(part: string, entry: yauzl.Entry): Promise<AsyncIterable<Buffer>> {
    if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
      throw new SheetError('sheet_not_readable', { part, reason: 'compression' })
    }
    const packed = await this.#zip
      .openReadStreamPromise(entry, { decodeFileData: false })
      .catch(asDamage)
    return unpack(packed, entry.compressionMethod === 8)
  }

  /** Trusts only the bytes that have come out, never the sizes in the headers. */
  #guard(part: string, bytes: number, packedBytes: number): void {
    this.#unzipped.set(part, Math.max(bytes, this.#unzipped.get(part) ?? 0))
    let total = 0
    for (const count of this.#unzipped.values()) total += count
    const { unzippedBytes, unzippedRatio } = this.#limits
    if (total > unzippedBytes) throw new SheetError('sheet_zip_bomb', { part, max: unzippedBytes })
    if (bytes > RATIO_FREE_BYTES && bytes > packedBytes * unzippedRatio) {
      throw new SheetError('sheet_zip_bomb', { part, maxRatio: unzippedRatio })
    }
  }
}

async function listEntries(zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>()
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.toLowerCase()
      // Two parts of one name mean that two programs would read two different sheets.
      if (entries.has(name)) {
        throw new SheetError('sheet_not_readable', { part: entry.fileName, reason: 'twice' })
      }
      entries.set(name, entry)
    }
  } catch (error) {
    asDamage(error)
  }
  return entries
}

async function* unpack(packed: Readable, isDeflated: boolean): AsyncGenerator<Buffer> {
  try {
    // The callback has nothing to add: the stream that is read here fails with the same error.
    yield* isDeflated
      ? pipeline(packed, createInflateRaw({ chunkSize: INFLATE_BYTES }), () => {})
      : packed
  } catch (error) {
    asDamage(error)
  }
}

/** The libraries' errors mean a damaged file; the disk's errors and our own stay what they are. */
function asDamage(error: unknown): never {
  const isOurs = error instanceof SheetError || (error instanceof Error && 'syscall' in error)
  if (isOurs || (error instanceof Error && error.name === 'AbortError')) throw error
  throw new SheetError('sheet_not_readable', { reason: 'zip' }, error)
}
