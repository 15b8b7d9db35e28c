import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { SheetError } from './error.ts'
import type { ReadingClock, SheetLimits } from './limits.ts'
import { dropBlankTail, isBlankText, type SheetRow } from './rows.ts'

export interface CsvPlan {
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'
  separator: ',' | ';' | '\t'
  /** A first line `sep=;` tells the program how to read, and is no row. */
  hasSeparatorLine: boolean
}

const HEAD_CHARS = 64 * 1024
const CHUNK_BYTES = 256 * 1024
const BATCH_ROWS = 256

/** Reads the whole file once for its encoding: one wrong byte may stand in the last line. */
export async function planCsv(path: string, clock: ReadingClock): Promise<CsvPlan> {
  const encoding = await findEncoding(path, clock)
  let head = ''
  for await (const text of decoded(path, encoding, clock)) {
    if (text.includes('\0')) throw new SheetError('sheet_other_format', { kind: 'binary' })
    if (head.length < HEAD_CHARS) head += text.slice(0, HEAD_CHARS)
  }
  if (head.trim() === '') throw new SheetError('sheet_empty')
  const stated = /^sep=([,;\t])\r?\n/i.exec(head)
  const separator = (stated?.[1] as CsvPlan['separator']) ?? findSeparator(head)
  return { encoding, separator, hasSeparatorLine: stated !== null }
}

async function findEncoding(path: string, clock: ReadingClock): Promise<CsvPlan['encoding']> {
  let isFirst = true
  let isValid = true
  for await (const bytes of wholeCharacters(path, clock)) {
    if (isFirst && bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
    if (isFirst && bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
    isFirst = false
    isValid = isUtf8(bytes)
    if (!isValid) break
  }
  if (isValid) return 'utf-8'
  // GB18030 would read a damaged UTF-8 file as well, but as other characters. Chinese in GB18030 is
  // hardly ever valid UTF-8, so many good sequences and few bad ones mean damage.
  const { good, bad, firstBadLine } = await tallyUtf8(path, clock)
  if (good > 20 * bad) throw new SheetError('sheet_encoding', { line: firstBadLine })
  return 'gb18030'
}

/** Chunks that end between two characters, if they are UTF-8. */
async function* wholeCharacters(path: string, clock: ReadingClock): AsyncGenerator<Buffer> {
  let carry = Buffer.alloc(0)
  for await (const chunk of bytesOf(path, clock)) {
    const bytes = Buffer.concat([carry, chunk])
    const cut = bytes.length - openEnd(bytes)
    yield bytes.subarray(0, cut)
    carry = bytes.subarray(cut)
  }
  yield carry
}

/** How many bytes at the end begin a UTF-8 character that the next chunk finishes. */
function openEnd(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0
  }
  return 0
}

function sequenceLength(lead: number): number {
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
}

/** Counts the good and the bad sequences beyond ASCII. */
async function tallyUtf8(path: string, clock: ReadingClock) {
  const tally = { good: 0, bad: 0, firstBadLine: 0 }
  let line = 1
  for await (const bytes of wholeCharacters(path, clock)) {
    for (let at = 0; at < bytes.length; ) {
      const lead = bytes[at]!
      const length = sequenceLength(lead)
      if (lead === 10) line += 1
      if (lead >= 0x80) {
        const isGood = length > 1 && isUtf8(bytes.subarray(at, at + length))
        tally[isGood ? 'good' : 'bad'] += 1
        if (!isGood) tally.firstBadLine ||= line
        at += isGood ? length : 1
      } else at += 1
    }
  }
  return tally
}

async function* bytesOf(path: string, clock: ReadingClock): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    clock.check()
    yield chunk as Buffer
  }
}

/** The text without its byte order mark. */
async function* decoded(
  path: string,
  encoding: CsvPlan['encoding'],
  clock: ReadingClock,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const decode = (chunk?: Buffer) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined })
    } catch (error) {
      throw new SheetError('sheet_encoding', { tried: encoding }, error)
    }
  }
  for await (const chunk of bytesOf(path, clock)) yield decode(chunk)
  yield decode()
}

/** The separator that cuts most lines into the same number of fields, two or more. */
export function findSeparator(head: string): CsvPlan['separator'] {
  const lines = head.replace(/"(?:[^"]|"")*"/g, '').split(/\r\n|\n|\r/, 100)
  let best: CsvPlan['separator'] = ','
  let bestScore = 0
  for (const separator of [',', '\t', ';'] as const) {
    const tally = new Map<number, number>()
    for (const line of lines) {
      const count = line.split(separator).length - 1
      if (count > 0) tally.set(count, (tally.get(count) ?? 0) + 1)
    }
    const [count, times] = [...tally].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0]
    // Many lines that agree weigh more than many fields, yet a comma in each remark is no column.
    const score = times * Math.log2(1 + count)
    if (score > bestScore) {
      best = separator
      bestScore = score
    }
  }
  return best
}

export async function* csvRows(
  path: string,
  plan: CsvPlan,
  limits: SheetLimits,
  clock: ReadingClock,
): AsyncGenerator<SheetRow[]> {
  const parser = parse({
    delimiter: plan.separator,
    // Files joined by hand end their lines in more than one way.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_quotes: true,
    relax_column_count: true,
    // A quote that is never closed would otherwise gather the rest of the file.
    max_record_size: limits.columns * limits.cellChars,
  })
  // The callback has nothing to add: the parser that is read here fails with the same error.
  pipeline(decoded(path, plan.encoding, clock), parser, () => {})
  let number = plan.hasSeparatorLine ? -1 : 0
  let count = 0
  let batch: SheetRow[] = []
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      number += 1
      if (number === 0) continue
      const cells = dropBlankTail(record.map(plainField))
      if (cells.length === 0) continue
      count += 1
      checkRow(cells, number, count, limits)
      batch.push({ number: plan.hasSeparatorLine ? number + 1 : number, cells })
      if (batch.length >= BATCH_ROWS) {
        yield batch
        batch = []
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new SheetError('sheet_not_readable', { reason: error.code, row: number + 1 }, error)
  }
  yield batch
}

function checkRow(cells: string[], row: number, count: number, limits: SheetLimits): void {
  if (count > limits.rows) throw new SheetError('sheet_too_many_rows', { max: limits.rows })
  if (cells.length > limits.columns) {
    throw new SheetError('sheet_too_many_columns', {
      max: limits.columns,
      columns: cells.length,
      row,
    })
  }
  if (cells.some((cell) => cell.length > limits.cellChars)) {
    throw new SheetError('sheet_cell_too_long', { max: limits.cellChars, row })
  }
}

/** Undoes what exports do to keep a code from becoming a number: ="00123", or a tab beside it. */
function plainField(field: string): string {
  if (isBlankText(field)) return ''
  const bare = field.replace(/^\t+|\t+$/g, '')
  return bare.startsWith('="') && bare.endsWith('"')
    ? bare.slice(2, -1).replaceAll('""', '"')
    : bare
}
