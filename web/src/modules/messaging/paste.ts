import { textToMinor } from '../../ui/format.ts'

/** Rows pasted from a spreadsheet: code, new price, and the retail price when there is a third column. */
export interface PastedRow {
  /** Counted as the person sees it, from 1. */
  row: number
  code: string
  priceMinor: number
  retailMinor: number | null
}
export type PasteFault =
  | 'code_missing'
  | 'price_missing'
  | 'price_wrong'
  | 'retail_wrong'
  | 'code_twice'
export interface Pasted {
  rows: PastedRow[]
  faults: { row: number; text: string; fault: PasteFault }[]
  hasHeader: boolean
}

const CODE_HEADS =
  /^(code|sku|item|product( code)?|编码|编号|货号|款号|商品编码|产品编码|物料编码)$/i
const RETAIL_HEADS = /(retail|msrp|rrp|零售|建议价)/i
const PRICE_HEADS = /(price|价)/i

interface Columns {
  code: number
  price: number
  retail: number
}

/** Cells of what a spreadsheet puts on the clipboard; a quoted cell may hold tabs and line breaks. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  const source = text.replace(/\r\n?/g, '\n')
  const separator = source.includes('\t') ? '\t' : ','
  for (let at = 0; at < source.length; at++) {
    const char = source[at]!
    if (isQuoted) {
      if (char !== '"') cell += char
      else if (source[at + 1] === '"') cell += source[++at]
      else isQuoted = false
    } else if (char === '"' && cell === '') isQuoted = true
    else if (char === separator || char === '\n') {
      row.push(cell.trim())
      cell = ''
      if (char === '\n') {
        rows.push(row)
        row = []
      }
    } else cell += char
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell.trim()])
  return rows
}

/** Reads the paste; a bad row is named and does not hinder the others. */
export function parsePaste(text: string, currency = 'CNY'): Pasted {
  const cells = cellsOf(text)
  const first = cells.findIndex((row) => row.some((cell) => cell !== ''))
  const head = first === -1 ? null : headerOf(cells[first]!)
  const columns = head ?? { code: 0, price: 1, retail: 2 }
  const result: Pasted = { rows: [], faults: [], hasHeader: head !== null }
  const seen = new Set<string>()
  for (const [index, row] of cells.entries()) {
    if (row.every((cell) => cell === '') || (head && index === first)) continue
    const read = readRow(row, columns, currency)
    const text = row.join(' ')
    if (typeof read === 'string') result.faults.push({ row: index + 1, text, fault: read })
    else if (seen.has(read.code.toLowerCase())) {
      result.faults.push({ row: index + 1, text, fault: 'code_twice' })
    } else {
      seen.add(read.code.toLowerCase())
      result.rows.push({ row: index + 1, ...read })
    }
  }
  return result
}

/** Headings are told by their words; when none is known, the first row is data. */
function headerOf(row: string[]): Columns | null {
  const code = row.findIndex((cell) => CODE_HEADS.test(cell))
  if (code === -1) return null
  const retail = row.findIndex((cell) => RETAIL_HEADS.test(cell))
  const prices = row.flatMap((cell, at) => (at !== retail && PRICE_HEADS.test(cell) ? [at] : []))
  // With both an old and a new price in the sheet, the new one is meant.
  const fresh = prices.find((at) => /(new|新)/i.test(row[at]!))
  const price = fresh ?? prices[0]
  return price === undefined ? null : { code, price, retail }
}

function readRow(
  row: string[],
  columns: Columns,
  currency: string,
): Omit<PastedRow, 'row'> | PasteFault {
  const code = row[columns.code] ?? ''
  const price = row[columns.price] ?? ''
  const retail = columns.retail === -1 ? '' : (row[columns.retail] ?? '')
  if (code === '') return 'code_missing'
  if (price === '') return 'price_missing'
  const priceMinor = textToMinor(price, currency)
  if (priceMinor === null) return 'price_wrong'
  const retailMinor = retail === '' ? null : textToMinor(retail, currency)
  if (retail !== '' && retailMinor === null) return 'retail_wrong'
  return { code, priceMinor, retailMinor }
}
