import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { z } from 'zod'
import { Fault, type Report } from './console.ts'

/*
 * A dump file: a line that names the format, one zstd stream, and the SHA-256 of all before it.
 * The stream holds sections: a kind (1 byte), a JSON head (length, text), then chunks
 * (length, bytes) up to a chunk of length 0. Lengths are 4 bytes, big end first.
 */
const MAGIC = Buffer.from('JINGWEI DUMP 1\n')
const TRAILER_BYTES = 32
const HEAD_BYTES_MAX = 16 * 1024 ** 2
const CHUNK_BYTES_MAX = 16 * 1024 ** 2

const KINDS = ['header', 'table', 'jobs', 'file', 'end'] as const

export const Header = z.object({
  version: z.int().positive(),
  migrations: z.array(z.string()),
  server: z.string(),
  madeAt: z.string(),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int() })),
  sequences: z.array(z.object({ name: z.string(), value: z.string(), isCalled: z.boolean() })),
  jobs: z.int(),
})
export type Header = z.infer<typeof Header>

export interface Section {
  kind: (typeof KINDS)[number]
  head: unknown
  body?: AsyncIterable<Buffer>
}

/** Writes sections beside the target, makes them durable, then moves them into place. */
export async function writeDumpFile(path: string, sections: AsyncIterable<Section>): Promise<void> {
  const target = resolve(path)
  const part = `${target}.part`
  try {
    const file = await open(part, 'w', 0o600)
    try {
      const hash = createHash('sha256')
      const append = async (bytes: Buffer) => {
        hash.update(bytes)
        await file.writeFile(bytes)
      }
      await append(MAGIC)
      const compress = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } })
      await pipeline(
        Readable.from(framed(sections)),
        compress,
        async (bytes: AsyncIterable<Buffer>) => {
          for await (const chunk of bytes) await append(chunk)
        },
      )
      await file.writeFile(hash.digest())
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, target)
    await syncFolder(dirname(target))
  } catch (error) {
    await rm(part, { force: true })
    throw explainWrite(error, target)
  }
}

// A rename is durable once its folder is. Windows has no such thing as syncing a folder.
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder)
  await handle.sync()
  await handle.close()
}

function explainWrite(error: unknown, path: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new Fault(`The disk is full: ${path} was not written.`)
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new Fault(`No right to write ${path}.`)
    case 'ENOENT':
      return new Fault(`There is no folder ${dirname(path)}.`)
    case 'EISDIR':
      return new Fault(`${path} is a folder: name a file.`)
    default:
      return error
  }
}

async function* framed(sections: AsyncIterable<Section>): AsyncGenerator<Buffer> {
  for await (const { kind, head, body } of sections) {
    const json = Buffer.from(JSON.stringify(head))
    yield Buffer.concat([Buffer.from([KINDS.indexOf(kind)]), length(json.length), json])
    for await (const chunk of body ?? []) {
      if (chunk.length === 0) continue
      yield length(chunk.length)
      yield chunk
    }
    yield length(0)
  }
}

function length(bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(4)
  buffer.writeUInt32BE(bytes)
  return buffer
}

/** Checks every byte of a dump against its SHA-256, and its parts against its header; answers the header. */
export async function verifyDumpFile(path: string, report: Report): Promise<Header> {
  const total = await dumpSize(path)
  const file = await open(path)
  try {
    const magic = Buffer.alloc(MAGIC.length)
    await file.read(magic, 0, magic.length, 0)
    if (magic.subarray(0, 13).equals(MAGIC.subarray(0, 13)) && !magic.equals(MAGIC)) {
      throw new Fault(`${path} was written by a newer Jingwei: upgrade the program first.`)
    }
    if (!magic.equals(MAGIC)) throw new Fault(`${path} is not a dump of Jingwei.`)
    const trailer = Buffer.alloc(TRAILER_BYTES)
    await file.read(trailer, 0, TRAILER_BYTES, total - TRAILER_BYTES)
    const hash = createHash('sha256')
    let done = 0
    for await (const chunk of createReadStream(path, { end: total - TRAILER_BYTES - 1 })) {
      hash.update(chunk)
      done += chunk.length
      report(Math.round(done / 1e6), Math.round(total / 1e6), 'MB')
    }
    if (!hash.digest().equals(trailer)) throw damaged(path)
  } finally {
    await file.close()
  }
  return checkParts(path)
}

async function dumpSize(path: string): Promise<number> {
  let size: number
  try {
    size = (await stat(path)).size
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new Fault(`There is no file ${path}.`)
    if (code === 'EACCES') throw new Fault(`No right to read ${path}.`)
    throw error
  }
  if (size < MAGIC.length + TRAILER_BYTES) throw new Fault(`${path} is not a dump of Jingwei.`)
  return size
}

function damaged(path: string): Fault {
  return new Fault(
    `${path} is cut short or was changed: its checksum does not fit. Nothing was loaded.`,
  )
}

/** The sum proves that the file is as it was written; this, that it was written to its end. */
async function checkParts(path: string): Promise<Header> {
  let header: Header | undefined
  const tables: string[] = []
  let isComplete = false
  for await (const { kind, head, body } of readSections(path)) {
    if (kind === 'header') header = Header.parse(head)
    let rows = 0
    for await (const chunk of body) rows += kind === 'table' ? countRows(chunk) : 0
    if (kind === 'table') {
      const { name } = head as { name: string }
      if (header?.tables.find((table) => table.name === name)?.rows !== rows) throw damaged(path)
      tables.push(name)
    }
    isComplete = kind === 'end'
  }
  if (!header || !isComplete || tables.length !== header.tables.length) throw damaged(path)
  return header
}

/** COPY's text format spells line ends inside values as \n, so a byte 10 ends a row. */
export function countRows(chunk: Buffer): number {
  let rows = 0
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows++
  return rows
}

/** Reads the sections in order; each body must be read before the next section is asked for. */
export async function* readSections(
  path: string,
): AsyncGenerator<{ kind: Section['kind']; head: unknown; body: AsyncGenerator<Buffer> }> {
  const end = (await dumpSize(path)) - TRAILER_BYTES - 1
  const compressed = createReadStream(path, { start: MAGIC.length, end })
  const plain = createZstdDecompress()
  // A failure of either side ends the loop below with that failure.
  compressed.on('error', (error) => plain.destroy(error))
  const take = taker(compressed.pipe(plain))
  try {
    for (;;) {
      const first = await take(1, true)
      if (!first) return
      const kind = KINDS[first[0]!]
      const headBytes = (await take(4))!.readUInt32BE()
      if (!kind || headBytes > HEAD_BYTES_MAX) throw damaged(path)
      const head: unknown = JSON.parse((await take(headBytes))!.toString())
      yield { kind, head, body: bodyOf(take, path) }
    }
  } finally {
    compressed.destroy()
  }
}

type Take = (bytes: number, mayEnd?: boolean) => Promise<Buffer | null>

async function* bodyOf(take: Take, path: string): AsyncGenerator<Buffer> {
  for (;;) {
    const bytes = (await take(4))!.readUInt32BE()
    if (bytes === 0) return
    if (bytes > CHUNK_BYTES_MAX) throw damaged(path)
    yield (await take(bytes))!
  }
}

function taker(stream: Readable): Take {
  const chunks = stream[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  return async (bytes, mayEnd = false) => {
    const parts = [rest]
    let have = rest.length
    while (have < bytes) {
      const { value, done } = await chunks.next()
      if (done && mayEnd && have === 0) return null
      if (done) throw new Fault('The dump ends in the middle. Nothing was loaded.')
      parts.push(value)
      have += value.length
    }
    const all = parts.length === 1 ? rest : Buffer.concat(parts, have)
    rest = all.subarray(bytes)
    return all.subarray(0, bytes)
  }
}
