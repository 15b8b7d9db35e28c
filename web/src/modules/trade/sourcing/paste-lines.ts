import { cellsOf } from '../../messaging/paste.ts'
import { textToE4, textToQuantity } from './price.ts'

export interface LineDraft {
  key: string
  productId: string | null
  kind: 'goods' | 'service'
  description: string
  category: string
  spec: string
  quality: string
  quantity: string
  unit: string
  targetE4: number | null
  isTargetShown: boolean
  deliverBy: string | null
  place: string
}
export const emptyLine = (key: string): LineDraft => ({
  ...{ key, productId: null, kind: 'goods', description: '', category: '', spec: '', quality: '' },
  ...{ quantity: '', unit: '', targetE4: null, isTargetShown: false, deliverBy: null, place: '' },
})

const HEADS = {
  description: /(品名|名称|物料|商品|item|name|description|product)/i,
  spec: /(规格|型号|spec|model)/i,
  quality: /(质量|品质|标准|quality|standard)/i,
  quantity: /(数量|qty|quantity)/i,
  unit: /(单位|unit|uom)/i,
  target: /(目标价|单价|价格|target|price)/i,
  deliverBy: /(交期|交货|日期|date|deliver)/i,
  place: /(地点|地址|place|address)/i,
  category: /(分类|品类|category)/i,
}
type Column = keyof typeof HEADS
const ORDER: Column[] = ['description', 'quantity', 'unit', 'spec', 'target', 'deliverBy', 'place']

export interface PastedLines {
  lines: LineDraft[]
  /** Rows, counted as the reader counts them, that have no name or no quantity. */
  faults: number[]
}

/** Lines from a spreadsheet: by their headings where there are some, else name, quantity, unit, spec, price, date. */
export function pasteLines(text: string, currency: string, newKey: () => string): PastedLines {
  const rows = cellsOf(text)
  const columns = columnsOf(rows[0] ?? [])
  const found: PastedLines = { lines: [], faults: [] }
  for (const [at, row] of rows.entries()) {
    if (row.every((cell) => cell === '') || (columns && at === 0)) continue
    const cell = (column: Column) => {
      const place = columns ? columns.get(column) : ORDER.indexOf(column)
      return place === undefined || place < 0 ? '' : (row[place] ?? '')
    }
    const quantity = textToQuantity(cell('quantity'))
    if (!cell('description') || quantity === null || !/[1-9]/.test(quantity)) {
      found.faults.push(at + 1)
      continue
    }
    found.lines.push({
      ...emptyLine(newKey()),
      quantity,
      description: cell('description').slice(0, 200),
      unit: cell('unit').slice(0, 20),
      spec: cell('spec'),
      quality: cell('quality'),
      category: cell('category').slice(0, 60),
      place: cell('place').slice(0, 200),
      targetE4: textToE4(cell('target'), currency),
      deliverBy: dayOf(cell('deliverBy')),
    })
  }
  return found
}

function columnsOf(head: readonly string[]): Map<Column, number> | null {
  const columns = new Map<Column, number>()
  for (const [at, cell] of head.entries()) {
    const column = (Object.keys(HEADS) as Column[]).find(
      (name) => !columns.has(name) && HEADS[name].test(cell),
    )
    if (column) columns.set(column, at)
  }
  return columns.has('description') && columns.has('quantity') ? columns : null
}

/** `2027/1/5`, `2027年1月5日` and `2027-01-05` are one day. */
function dayOf(text: string): string | null {
  const match = /^(\d{4})\D(\d{1,2})\D(\d{1,2})/.exec(text)
  if (!match) return null
  const day = `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`
  return Number.isNaN(Date.parse(day)) ? null : day
}
