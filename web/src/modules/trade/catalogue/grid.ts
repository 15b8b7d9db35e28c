import type { GridRow } from '../../../../../server/modules/trade/catalogue/schema.ts'
import type { Product } from '../../../../../server/modules/trade/schema.ts'
import { minorToText, textToMinor } from '../../../ui/format.ts'
import { e4ToText, textToE4 } from '../agreements/unit-price.ts'

// The catalogue as a sheet of texts: what was typed or pasted, what it means, and how to take it back. Pure.

export const COLUMNS = [
  'code',
  'name',
  'unit',
  'category',
  'price',
  'retail',
  'units',
  'decimals',
  'priceGroup',
  'floor',
  'cost',
  'description',
] as const
export type Column = (typeof COLUMNS)[number]
export type Cells = Record<Column, string>

export interface SheetRow {
  /** The product's id, or a name of its own for a row that is new. */
  key: string
  product: Product | null
  cells: Cells
}
export interface Edit {
  key: string
  column: Column
  before: string
  after: string
}
export interface GridState {
  rows: SheetRow[]
  done: Edit[][]
  undone: Edit[][]
}

const EMPTY = Object.fromEntries(COLUMNS.map((column) => [column, ''])) as Cells

export function cellsOf(product: Product): Cells {
  const { currency, floorE4, costE4 } = product
  return {
    ...{ code: product.code, name: product.name, unit: product.unit, category: product.category },
    price: minorToText(product.priceMinor, currency),
    retail: minorToText(product.retailMinor, currency),
    units: product.units
      .map(({ unit, numerator: n, denominator: d }) => `${unit}=${n}${d > 1 ? `/${d}` : ''}`)
      .join('; '),
    decimals: String(product.decimals),
    priceGroup: product.priceGroup,
    floor: floorE4 === null ? '' : e4ToText(floorE4, currency),
    cost: costE4 === null ? '' : e4ToText(costE4, currency),
    description: product.description,
  }
}

export function openGrid(products: readonly Product[]): GridState {
  const rows = products.map((product) => ({ key: product.id, product, cells: cellsOf(product) }))
  return { rows, done: [], undone: [] }
}

export function addRow(state: GridState): GridState {
  const key = `new-${state.rows.length}`
  return {
    ...state,
    rows: [...state.rows, { key, product: null, cells: { ...EMPTY, decimals: '0' } }],
  }
}

/** Writes texts into cells as one step that can be undone. */
export function write(state: GridState, texts: readonly Omit<Edit, 'before'>[]): GridState {
  const at = new Map(state.rows.map((row) => [row.key, row]))
  const edits = texts.flatMap(({ key, column, after }) => {
    const before = at.get(key)?.cells[column]
    return before === undefined || before === after ? [] : [{ key, column, before, after }]
  })
  if (edits.length === 0) return state
  return {
    rows: applied(state.rows, edits, 'after'),
    done: [...state.done, edits],
    undone: [],
  }
}

export function undo(state: GridState): GridState {
  const last = state.done.at(-1)
  if (!last) return state
  return {
    rows: applied(state.rows, last, 'before'),
    done: state.done.slice(0, -1),
    undone: [...state.undone, last],
  }
}

export function redo(state: GridState): GridState {
  const next = state.undone.at(-1)
  if (!next) return state
  return {
    rows: applied(state.rows, next, 'after'),
    done: [...state.done, next],
    undone: state.undone.slice(0, -1),
  }
}

function applied(rows: SheetRow[], edits: readonly Edit[], which: 'before' | 'after'): SheetRow[] {
  const byRow = Map.groupBy(edits, ({ key }) => key)
  return rows.map((row) => {
    const own = byRow.get(row.key)
    if (!own) return row
    const texts = Object.fromEntries(own.map((edit) => [edit.column, edit[which]]))
    return { ...row, cells: { ...row.cells, ...texts } }
  })
}

/** A block from Excel: rows by line, cells by tab; a cell in quotes may hold both. */
export function parseTsv(text: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let isQuoted = false
  const plain = text.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  for (let i = 0; i < plain.length; i++) {
    const sign = plain[i]!
    if (isQuoted) {
      if (sign !== '"') cell += sign
      else if (plain[i + 1] === '"') cell += plain[++i]
      else isQuoted = false
    } else if (sign === '"' && cell === '') isQuoted = true
    else if (sign === '\t' || sign === '\n') {
      rows.at(-1)!.push(cell)
      cell = ''
      if (sign === '\n') rows.push([])
    } else cell += sign
  }
  rows.at(-1)!.push(cell)
  return rows
}

export function toTsv(block: readonly (readonly string[])[]): string {
  const quoted = (cell: string) => (/[\t\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  return block.map((row) => row.map(quoted).join('\t')).join('\n')
}

/** A block laid down from a cell of the shown rows; rows that it needs beyond the last are added. */
export function paste(
  state: GridState,
  shown: readonly string[],
  [row, column]: readonly [number, number],
  block: readonly (readonly string[])[],
): GridState {
  let next = state
  const keys = [...shown]
  while (keys.length < row + block.length) {
    next = addRow(next)
    keys.push(next.rows.at(-1)!.key)
  }
  const texts = block.flatMap((cells, i) =>
    cells.flatMap((after, j) => {
      const name = COLUMNS[column + j]
      return name ? [{ key: keys[row + i]!, column: name, after: after.trim() }] : []
    }),
  )
  return write(next, texts)
}

export const isChanged = ({ product, cells }: SheetRow): boolean =>
  product === null
    ? COLUMNS.some((column) => cells[column] !== '' && column !== 'decimals')
    : COLUMNS.some((column) => cells[column] !== cellsOf(product)[column])

export type Faults = Partial<Record<Column, string>>

/** What a row asks the server for, or what is wrong with its cells. */
export function readRow({ product, cells }: SheetRow): { input: GridRow; faults: Faults } {
  const faults: Faults = {}
  const currency = product?.currency ?? 'CNY'
  const before = product ? cellsOf(product) : EMPTY
  const isNew = (column: Column) => product === null || cells[column] !== before[column]
  const read = <T>(column: Column, work: (text: string) => T | null, fault: string) => {
    if (!isNew(column)) return undefined
    const value = work(cells[column])
    if (value !== null) return value
    faults[column] = cells[column] === '' ? 'required' : fault
    return undefined
  }
  const text = (column: Column) => (isNew(column) ? cells[column] : undefined)
  const needed = (column: Column) => read(column, (cell) => cell || null, 'required')
  const minor = (cell: string) => textToMinor(cell, currency)
  const private_ = (cell: string) => (cell === '' ? undefined : textToE4(cell, currency))
  const floor = isNew('floor') ? private_(cells.floor) : undefined
  const cost = isNew('cost') ? private_(cells.cost) : undefined
  if (floor === null) faults.floor = 'amount_invalid'
  if (cost === null) faults.cost = 'amount_invalid'
  const said = {
    ...{ code: needed('code'), name: needed('name'), unit: needed('unit') },
    ...{
      category: text('category'),
      priceGroup: text('priceGroup'),
      description: text('description'),
    },
    priceMinor: read('price', minor, 'amount_invalid'),
    retailMinor: read('retail', minor, 'amount_invalid'),
    units: read('units', readUnits, 'units_invalid'),
    decimals: read('decimals', (cell) => (/^[0-6]$/.test(cell) ? Number(cell) : null), 'invalid'),
    floorE4: isNew('floor') && product && cells.floor === '' ? null : (floor ?? undefined),
    costE4: isNew('cost') && product && cells.cost === '' ? null : (cost ?? undefined),
  }
  const entries = Object.entries(said).filter(([, value]) => value !== undefined)
  return {
    input: {
      ...{ id: product?.id ?? null, version: product?.version ?? null },
      ...Object.fromEntries(entries),
    } as GridRow,
    faults,
  }
}

/** `箱=24; 毫米=1/1000`. */
export function readUnits(text: string): NonNullable<GridRow['units']> | null {
  const parts = text.split(/[;；,，、]/).filter((part) => part.trim() !== '')
  const units = parts.map((part) => {
    const match = /^\s*(.{1,20}?)\s*[=＝]\s*([1-9]\d{0,11})(?:\s*\/\s*([1-9]\d{0,11}))?\s*$/.exec(
      part,
    )
    return match
      ? {
          unit: match[1]!,
          numerator: Number(match[2]),
          denominator: Number(match[3] ?? 1),
          decimals: 0,
        }
      : null
  })
  return units.every((unit) => unit !== null) ? units : null
}

const SERVER_COLUMN: Record<string, Column> = {
  ...{ priceMinor: 'price', retailMinor: 'retail', floorE4: 'floor', costE4: 'cost' },
  ...{ id: 'code', version: 'code' },
}

/** Faults that the server named, `rows.3.priceMinor`, by the row they belong to. */
export function serverFaults(
  rows: readonly SheetRow[],
  errors: readonly { field: string; code: string }[],
): Map<string, Faults> {
  const found = new Map<string, Faults>()
  for (const { field, code } of errors) {
    const [, at, name = ''] = field.split('.')
    const row = rows[Number(at)]
    const column = SERVER_COLUMN[name] ?? COLUMNS.find((one) => one === name) ?? 'code'
    if (row) found.set(row.key, { ...found.get(row.key), [column]: code })
  }
  return found
}
