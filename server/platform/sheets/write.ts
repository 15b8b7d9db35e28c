import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import yazl from 'yazl'
import { columnName, escapeHexLike, numberText, ROWS_MAX, TEXT_MAX } from './cells.ts'
import { SheetError } from './error.ts'

export type CellValue = string | number | bigint | boolean | Date | null | undefined
export const COLUMN_TYPES = ['text', 'number', 'date', 'datetime'] as const
export interface SheetColumn {
  header: string
  /** In characters, as spreadsheet programs count it. */
  width?: number
  type?: (typeof COLUMN_TYPES)[number]
}
export type SheetRows = Iterable<readonly CellValue[]> | AsyncIterable<readonly CellValue[]>
export interface WrittenSheet {
  name: string
  columns: readonly SheetColumn[]
  rows: SheetRows
}

// The indexes of the cell formats in STYLES.
const STYLE = { plain: 0, header: 1, date: 2, datetime: 3, text: 4 } as const
const CHUNK_CHARS = 128 * 1024
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

const STYLES = `${PROLOG}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

/** Writes a workbook as it is produced; `out` is ended. Text stays text: nothing can become a formula. */
export async function writeXlsx(
  out: Writable,
  { sheets }: { sheets: readonly WrittenSheet[] },
): Promise<void> {
  const names = sheetNames(sheets)
  const zip = new yazl.ZipFile()
  // Level 1 makes files a fifth larger than level 6, and leaves the other core to the requests.
  const options = { compressionLevel: 1, mtime: new Date(Date.UTC(2000, 0, 1)) }
  const text = (path: string, xml: string) => zip.addBuffer(Buffer.from(xml), path, options)
  const number = (i: number) => i + 1

  text('[Content_Types].xml', contentTypes(sheets.length))
  text('_rels/.rels', relationships([['officeDocument', 'xl/workbook.xml']]))
  const parts: [string, string][] = sheets.map((_, i) => [
    'worksheet',
    `worksheets/sheet${number(i)}.xml`,
  ])
  text('xl/_rels/workbook.xml.rels', relationships([...parts, ['styles', 'styles.xml']]))
  const list = names.map(
    (name, i) => `<sheet name="${escapeXml(name)}" sheetId="${number(i)}" r:id="rId${number(i)}"/>`,
  )
  text(
    'xl/workbook.xml',
    `${PROLOG}<workbook xmlns="${MAIN}" xmlns:r="${RELS}"><sheets>${list.join('')}</sheets></workbook>`,
  )
  text('xl/styles.xml', STYLES)

  const stop = new AbortController()
  const begun: Readable[] = []
  sheets.forEach((sheet, i) => {
    zip.addReadStreamLazy(`xl/worksheets/sheet${number(i)}.xml`, options, (give) => {
      const stream = Readable.from(sheetXml(sheet), { objectMode: false, highWaterMark: 1 })
      // The zip library pipes without watching its source, so a failing row must stop the pipeline.
      stream.on('error', (error) => stop.abort(error))
      begun.push(stream)
      give(null, stream)
    })
  })
  zip.on('error', (error) => stop.abort(error))
  zip.end()
  try {
    await pipeline(zip.outputStream as Readable, out, { signal: stop.signal })
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error
  } finally {
    // Rows that nobody takes any more may hold a database cursor: this ends their iterator.
    for (const stream of begun) stream.destroy()
  }
}

async function* sheetXml({ columns, rows }: WrittenSheet): AsyncGenerator<Buffer> {
  const letters = columns.map((_, i) => columnName(i))
  const last = letters.at(-1) ?? 'A'
  const widths = columns.map(
    (column, i) =>
      `<col min="${i + 1}" max="${i + 1}" width="${Math.min(255, Math.max(1, column.width ?? 16))}" customWidth="1"/>`,
  )
  let xml = `${PROLOG}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${widths.length ? `<cols>${widths.join('')}</cols>` : ''}<sheetData><row r="1">`
  columns.forEach(({ header }, i) => {
    xml += textCell(`${letters[i]}1`, header, STYLE.header)
  })
  xml += '</row>'
  let number = 1
  for await (const row of rows) {
    number += 1
    if (number > ROWS_MAX) throw new SheetError('sheet_too_many_rows', { max: ROWS_MAX })
    xml += `<row r="${number}">`
    for (let i = 0; i < columns.length; i++) {
      xml += cell(`${letters[i]}${number}`, row[i], columns[i]!.type ?? 'text')
    }
    xml += '</row>'
    if (xml.length > CHUNK_CHARS) {
      yield Buffer.from(xml)
      xml = ''
    }
  }
  yield Buffer.from(
    `${xml}</sheetData>${columns.length ? `<autoFilter ref="A1:${last}${number}"/>` : ''}</worksheet>`,
  )
}

function cell(ref: string, value: CellValue, type: NonNullable<SheetColumn['type']>): string {
  if (value === null || value === undefined || value === '') return ''
  if (typeof value === 'string') return textCell(ref, value, type === 'text' ? STYLE.text : 0)
  if (typeof value === 'boolean') return `<c r="${ref}" t="b"><v>${value ? 1 : 0}</v></c>`
  if (value instanceof Date) return dateCell(ref, value, type)
  // A spreadsheet keeps 15 digits of a number, so a longer whole number (a code) must be text.
  const isKept = typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e15
  if (type === 'text' || !isKept) return textCell(ref, String(value), STYLE.text)
  return `<c r="${ref}"><v>${Object.is(value, -0) ? 0 : value}</v></c>`
}

const DAY_MS = 86_400_000
const EPOCH_MS = Date.UTC(1899, 11, 30)
// Before this day the serial numbers of spreadsheets are off by a leap day that never was.
const FIRST_SURE_MS = Date.UTC(1900, 2, 1)

function dateCell(ref: string, value: Date, type: NonNullable<SheetColumn['type']>): string {
  const ms = value.getTime()
  if (Number.isNaN(ms)) return ''
  if (ms < FIRST_SURE_MS || ms >= Date.UTC(10_000, 0, 1)) {
    return textCell(ref, value.toISOString(), STYLE.text)
  }
  const isDay = type === 'date'
  const serial = (isDay ? Math.floor((ms - EPOCH_MS) / DAY_MS) : (ms - EPOCH_MS) / DAY_MS) || 0
  return `<c r="${ref}" s="${isDay ? STYLE.date : STYLE.datetime}"><v>${serial}</v></c>`
}

function textCell(ref: string, value: string, style: number): string {
  const text = escapeXml(clean(value))
  if (text === '') return ''
  return `<c r="${ref}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`
}

/** Text that a spreadsheet can hold: no control characters but tab and line break, and not too long. */
function clean(value: string): string {
  const text = value.replace(/\r\n?/g, '\n').replace(UNPRINTABLE, '').toWellFormed()
  if (text.length <= TEXT_MAX) return text
  return `${text.slice(0, TEXT_MAX - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]/g

const ENTITY: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
function escapeXml(text: string): string {
  const safe = /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (char) => ENTITY[char]!) : text
  return safe.includes('_x') ? escapeHexLike(safe) : safe
}

/** Spreadsheet programs refuse some characters, more than 31 of them, and two sheets of one name. */
function sheetNames(sheets: readonly WrittenSheet[]): string[] {
  const seen = new Set<string>()
  return sheets.map(({ name }, i) => {
    const plain = clean(name)
      .replace(/[[\]:*?/\\\n\t]/g, ' ')
      .replace(/^[' ]+|[' ]+$/g, '')
    let unique = plain.slice(0, 31).toWellFormed() || `Sheet${i + 1}`
    for (let n = 2; seen.has(unique.toLowerCase()); n++) unique = `${plain.slice(0, 25)} (${n})`
    seen.add(unique.toLowerCase())
    return unique
  })
}

function relationships(list: readonly (readonly [type: string, target: string])[]): string {
  const items = list.map(
    ([type, target], i) =>
      `<Relationship Id="rId${i + 1}" Type="${RELS}/${type}" Target="${target}"/>`,
  )
  return `${PROLOG}<Relationships xmlns="${PACKAGE}/relationships">${items.join('')}</Relationships>`
}

function contentTypes(count: number): string {
  const override = (part: string, type: string) =>
    `<Override PartName="/xl/${part}.xml" ContentType="${TYPES}.${type}+xml"/>`
  const list = Array.from({ length: count }, (_, i) =>
    override(`worksheets/sheet${i + 1}`, 'worksheet'),
  )
  list.push(override('workbook', 'sheet.main'), override('styles', 'styles'))
  return `${PROLOG}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${list.join('')}</Types>`
}

/** Writes CSV that opens rightly in Excel, and in which no text is taken for a formula; `out` is ended. */
export async function writeCsv(
  out: Writable,
  { columns, rows }: Omit<WrittenSheet, 'name'>,
): Promise<void> {
  await pipeline(csvText(columns, rows), out)
}

async function* csvText(columns: readonly SheetColumn[], rows: SheetRows): AsyncGenerator<Buffer> {
  let text = `\ufeff${columns.map(({ header }) => csvField(header)).join(',')}\r\n`
  for await (const row of rows) {
    text += `${columns.map((column, i) => csvValue(row[i], column)).join(',')}\r\n`
    if (text.length > CHUNK_CHARS) {
      yield Buffer.from(text)
      text = ''
    }
  }
  if (text !== '') yield Buffer.from(text)
}

function csvValue(value: CellValue, column: SheetColumn): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return csvField(value)
  if (!(value instanceof Date)) return numberText(String(value))
  if (Number.isNaN(value.getTime())) return ''
  const iso = value.toISOString()
  return column.type === 'date' ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ')
}

// Blanks before the sign do not disarm it, and some input methods type the wide forms.
const FORMULA_LIKE = /^\s*[=+\-@＝＋－＠\t\r]/
function csvField(value: string): string {
  const kept = value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '').toWellFormed()
  const text = FORMULA_LIKE.test(kept) ? `'${kept}` : kept
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
