import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { TestContext } from 'node:test'
import yazl from 'yazl'
import {
  openSheet,
  SheetError,
  type SheetErrorCode,
  type SheetOptions,
  type SheetRow,
} from './read.ts'

/** Files for the tests of this folder, made by hand where the point is that no program writes them. */

export async function tempFile(t: TestContext, name: string, content?: Buffer | string) {
  const folder = await mkdtemp(join(tmpdir(), 'jingwei-sheets-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, name)
  if (content !== undefined) await writeFile(path, content)
  return path
}

type Part = string | Buffer | (() => Iterable<Buffer | string>)

export async function zipOf(parts: Record<string, Part>): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part === 'function') zip.addReadStream(Readable.from(part()), name)
    else zip.addBuffer(Buffer.from(part as string), name)
  }
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE_RELS = 'http://schemas.openxmlformats.org/package/2006/relationships'

export function relationships(list: readonly (readonly [type: string, target: string])[]): string {
  const items = list.map(
    ([type, target], i) =>
      `<Relationship Id="rId${i + 1}" Type="${RELS}/${type}" Target="${target}"/>`,
  )
  return `<Relationships xmlns="${PACKAGE_RELS}">${items.join('')}</Relationships>`
}

export interface MadeWorkbook {
  /** The inside of sheetData. */
  rows?: string
  /** What follows sheetData. */
  after?: string
  strings?: string
  styles?: string
  date1904?: boolean
  /** Parts to add, replace, or leave out (null). */
  parts?: Record<string, Part | null>
}

export function sheetXml(rows: string, after = ''): string {
  return `<?xml version="1.0"?><worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData>${after}</worksheet>`
}

export async function workbook(made: MadeWorkbook): Promise<Buffer> {
  const parts: Record<string, Part | null> = {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relationships([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELS}"><workbookPr date1904="${made.date1904 ? 1 : 0}"/><sheets><sheet name="门店" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['sharedStrings', 'sharedStrings.xml'],
      ['styles', 'styles.xml'],
    ]),
    'xl/worksheets/sheet1.xml': sheetXml(made.rows ?? '', made.after),
    'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${made.strings ?? ''}</sst>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}">${made.styles ?? ''}</styleSheet>`,
    ...made.parts,
  }
  const kept = Object.entries(parts).filter((entry): entry is [string, Part] => entry[1] !== null)
  return zipOf(Object.fromEntries(kept))
}

export async function readAll(path: string, options?: SheetOptions): Promise<SheetRow[]> {
  const sheet = await openSheet(path, options)
  const rows: SheetRow[] = []
  for await (const row of sheet.rows()) rows.push(row)
  return rows
}

export async function readBytes(t: TestContext, bytes: Buffer | string, options?: SheetOptions) {
  return readAll(await tempFile(t, 'file', bytes), options)
}

/** For `assert.rejects`: a SheetError of this code, with these facts in its detail. */
export function sheetError(code: SheetErrorCode, detail: Record<string, string | number> = {}) {
  return (error: unknown) => {
    if (!(error instanceof SheetError)) throw error
    const met = { code: error.code, ...error.detail }
    for (const [key, value] of Object.entries({ code, ...detail })) {
      if (met[key as keyof typeof met] !== value) {
        throw new Error(`expected ${key} ${value}, met ${JSON.stringify(met)}`)
      }
    }
    return true
  }
}

export async function writtenTo(
  path: string,
  write: (out: ReturnType<typeof createWriteStream>) => Promise<void>,
): Promise<string> {
  await write(createWriteStream(path))
  return path
}

/** Changes the central directory behind the zip library's back; `edit` gets each entry's offset. */
export function forged(zip: Buffer, edit: (bytes: Buffer, at: number) => void): Buffer {
  const bytes = Buffer.from(zip)
  let at = bytes.indexOf('PK\x01\x02')
  for (; at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4)) edit(bytes, at)
  return bytes
}
