import { posix } from 'node:path'
import { builtInFormat, type NumberFormat, readFormat } from './cells.ts'
import { SheetError } from './error.ts'
import type { Attributes } from './xml.ts'
import type { ZipParts } from './zip-parts.ts'

export interface Workbook {
  sheets: { name: string; isHidden: boolean; part: string }[]
  formats: NumberFormat[]
  is1904: boolean
  sharedStringsPart: string | undefined
}

const SHEETS_MAX = 1000
const FORMATS_MAX = 65_536

/** Reads what stands around the sheets. A workbook part tells what it is by its root element. */
export async function readWorkbook(zip: ZipParts): Promise<Workbook> {
  const roots = zip.has('_rels/.rels') ? await readRelations(zip, '') : []
  const main = roots.find(({ type }) => type === 'officeDocument')?.part ?? 'xl/workbook.xml'
  if (!zip.has(main) || main.endsWith('.bin')) {
    const reason = zip.has('mimetype') ? 'ods' : main.endsWith('.bin') ? 'xlsb' : 'zip'
    throw new SheetError('sheet_other_format', { kind: reason })
  }
  const workbook: Workbook = {
    sheets: [],
    formats: [],
    is1904: false,
    sharedStringsPart: undefined,
  }
  const listed: { name: string; isHidden: boolean; id: string }[] = []
  let root: string | undefined
  await zip.readXml(main, {
    open(name, attributes) {
      root ??= name
      if (name === 'workbookPr') workbook.is1904 = isTrue(attributes.get('date1904'))
      if (name === 'sheet' && listed.length < SHEETS_MAX) {
        listed.push({
          name: attributes.get('name') ?? '',
          isHidden: (attributes.get('state') ?? 'visible') !== 'visible',
          id: attributes.get('id') ?? '',
        })
      }
    },
    close() {},
  })
  if (root !== 'workbook') throw new SheetError('sheet_other_format', { kind: root ?? 'xml' })

  const relations = await readRelations(zip, main)
  const worksheets = new Map(
    relations.filter(({ type }) => type === 'worksheet').map(({ id, part }) => [id, part]),
  )
  for (const { name, isHidden, id } of listed) {
    const part = worksheets.get(id)
    // Charts and macro sheets stand in the same list, and hold no rows.
    if (part !== undefined) workbook.sheets.push({ name, isHidden, part })
  }
  workbook.sharedStringsPart = relations.find(({ type }) => type === 'sharedStrings')?.part
  const styles = relations.find(({ type }) => type === 'styles')?.part
  if (styles !== undefined && zip.has(styles)) workbook.formats = await readStyles(zip, styles)
  return workbook
}

/** The parts that `part` points to; what lies outside of the file is left out, never followed. */
async function readRelations(zip: ZipParts, part: string) {
  const folder = posix.dirname(part)
  const list = posix.join(folder, '_rels', `${posix.basename(part)}.rels`)
  const relations: { id: string; type: string; part: string }[] = []
  await zip.readXml(list, {
    open(name, attributes) {
      const target = attributes.get('Target')
      if (name !== 'Relationship' || target === undefined) return
      if (attributes.get('TargetMode') === 'External' || relations.length >= 10 * SHEETS_MAX) return
      const type = attributes.get('Type') ?? ''
      relations.push({
        id: attributes.get('Id') ?? '',
        type: type.slice(type.lastIndexOf('/') + 1),
        // A target may climb above the root, but only names that the zip lists are ever opened.
        part: posix.resolve('/', folder, target.replaceAll('\\', '/')).slice(1),
      })
    },
    close() {},
  })
  return relations
}

async function readStyles(zip: ZipParts, part: string): Promise<NumberFormat[]> {
  const own = new Map<number, NumberFormat>()
  const formats: NumberFormat[] = []
  let isInCells = false
  const formatOf = (attributes: Attributes) => Number(attributes.get('numFmtId') ?? 0)
  await zip.readXml(part, {
    open(name, attributes) {
      if (name === 'cellXfs') isInCells = true
      else if (name === 'numFmt' && own.size < FORMATS_MAX) {
        own.set(formatOf(attributes), readFormat(attributes.get('formatCode') ?? ''))
      } else if (name === 'xf' && isInCells && formats.length < FORMATS_MAX) {
        const id = formatOf(attributes)
        formats.push(own.get(id) ?? builtInFormat(id))
      }
    },
    close(name) {
      if (name === 'cellXfs') isInCells = false
    },
  })
  return formats
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true'
}
