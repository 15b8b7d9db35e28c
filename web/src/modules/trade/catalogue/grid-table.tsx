import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTexts } from '../../../ui/i18n.ts'
import {
  COLUMNS,
  type Column,
  cellsOf,
  type Faults,
  type GridState,
  parseTsv,
  paste,
  redo,
  type SheetRow,
  toTsv,
  undo,
  write,
} from './grid.ts'

const ROW_PX = 34
const BESIDE = 12
const HIDDEN_LABELS: Record<Column, string> = {
  code: 'trade:product.code',
  name: 'trade:product.name',
  unit: 'trade:product.unit',
  category: 'trade:product.category',
  price: 'trade:product.price',
  retail: 'trade:product.retail',
  units: 'price:detail.units',
  decimals: 'price:detail.decimals',
  priceGroup: 'price:detail.priceGroup',
  floor: 'price:detail.floor',
  cost: 'price:detail.cost',
  description: 'price:detail.description',
}
const NUMBERS = new Set<Column>(['price', 'retail', 'decimals', 'floor', 'cost'])

type Place = readonly [row: number, column: number]

interface GridTableProps {
  grid: GridState
  shown: readonly SheetRow[]
  faults: ReadonlyMap<string, Faults>
  onChange: (grid: GridState) => void
}

/** Cells that are chosen by mouse and keys, typed into and pasted over; only the rows in view are drawn. */
export function GridTable({ grid, shown, faults, onChange }: GridTableProps) {
  const { t } = useTexts()
  const box = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const [at, setAt] = useState<Place>([0, 0])
  const [from, setFrom] = useState<Place>([0, 0])
  const [typing, setTyping] = useState<string | null>(null)
  const [height, setHeight] = useState(560)
  useEffect(() => {
    const measure = () => setHeight(box.current?.clientHeight ?? 560)
    measure()
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [])
  const first = Math.max(0, Math.floor(top / ROW_PX) - BESIDE)
  const last = Math.min(shown.length, Math.ceil((top + height) / ROW_PX) + BESIDE)

  const block = {
    rows: [Math.min(at[0], from[0]), Math.max(at[0], from[0])] as const,
    columns: [Math.min(at[1], from[1]), Math.max(at[1], from[1])] as const,
  }
  const go = (row: number, column: number, isWider = false) => {
    const to: Place = [
      Math.min(Math.max(0, row), shown.length - 1),
      Math.min(Math.max(0, column), COLUMNS.length - 1),
    ]
    setAt(to)
    if (!isWider) setFrom(to)
    const y = to[0] * ROW_PX
    const list = box.current
    if (list && y < list.scrollTop) list.scrollTop = y
    if (list && y > list.scrollTop + list.clientHeight - 2 * ROW_PX) {
      list.scrollTop = y - list.clientHeight + 2 * ROW_PX
    }
  }
  const commit = (text: string) => {
    const row = shown[at[0]]
    setTyping(null)
    if (row) onChange(write(grid, [{ key: row.key, column: COLUMNS[at[1]]!, after: text.trim() }]))
    box.current?.focus()
  }
  const clear = () => {
    const rows = shown.slice(block.rows[0], block.rows[1] + 1)
    const columns = COLUMNS.slice(block.columns[0], block.columns[1] + 1)
    onChange(
      write(
        grid,
        rows.flatMap(({ key }) => columns.map((column) => ({ key, column, after: '' }))),
      ),
    )
  }
  const onKey = (event: KeyboardEvent) => {
    if (typing !== null) return
    const moves: Record<string, Place> = {
      ...{ ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] },
      ...{ Tab: [0, event.shiftKey ? -1 : 1], PageDown: [15, 0], PageUp: [-15, 0] },
    }
    const move = moves[event.key]
    const isCommand = event.ctrlKey || event.metaKey
    if (isCommand && event.key === 'z') onChange(event.shiftKey ? redo(grid) : undo(grid))
    else if (isCommand && event.key === 'y') onChange(redo(grid))
    else if (isCommand) return
    else if (move) go(at[0] + move[0], at[1] + move[1], event.shiftKey && event.key !== 'Tab')
    else if (event.key === 'Enter' || event.key === 'F2') setTyping(textAt(shown, at))
    else if (event.key === 'Delete' || event.key === 'Backspace') clear()
    else if (event.key.length === 1) setTyping('')
    else return
    // A sign that begins the typing goes into the field that opens for it.
    if (event.key.length !== 1) event.preventDefault()
  }
  const onPaste = (event: ClipboardEvent) => {
    if (typing !== null) return
    event.preventDefault()
    const cells = parseTsv(event.clipboardData.getData('text/plain'))
    onChange(
      paste(
        grid,
        shown.map(({ key }) => key),
        [block.rows[0], block.columns[0]],
        cells,
      ),
    )
  }
  const onCopy = (event: ClipboardEvent) => {
    if (typing !== null) return
    event.preventDefault()
    const columns = COLUMNS.slice(block.columns[0], block.columns[1] + 1)
    const rows = shown.slice(block.rows[0], block.rows[1] + 1)
    event.clipboardData.setData(
      'text/plain',
      toTsv(rows.map(({ cells }) => columns.map((c) => cells[c]))),
    )
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a grid takes the keys for all its cells
    // biome-ignore lint/a11y/useSemanticElements: rows that are not in view are not in the table either
    <div
      ref={box}
      className="grid"
      role="grid"
      tabIndex={0}
      aria-rowcount={shown.length}
      aria-label={t('price:grid.title')}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={onKey}
      onPaste={onPaste}
      onCopy={onCopy}
    >
      <table>
        <thead>
          <tr>
            <th className="grid-no" scope="col" aria-label="#" />
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={`grid-${column}`}>
                {t(HIDDEN_LABELS[column])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr aria-hidden style={{ height: first * ROW_PX }} />
          {shown.slice(first, last).map((row, i) => (
            <GridRowCells
              key={row.key}
              row={row}
              no={first + i}
              at={at}
              block={block}
              faults={faults.get(row.key) ?? NONE}
              typing={at[0] === first + i ? typing : null}
              onPick={(column, isWider) => go(first + i, column, isWider)}
              onOpen={(column) => {
                go(first + i, column)
                setTyping(row.cells[COLUMNS[column]!])
              }}
              onCommit={commit}
              onMove={(down, right) => go(at[0] + down, at[1] + right)}
              onCancel={() => {
                setTyping(null)
                box.current?.focus()
              }}
            />
          ))}
          <tr aria-hidden style={{ height: (shown.length - last) * ROW_PX }} />
        </tbody>
      </table>
    </div>
  )
}

const NONE: Faults = {}
const textAt = (shown: readonly SheetRow[], [row, column]: Place) =>
  shown[row]?.cells[COLUMNS[column]!] ?? ''

interface RowProps {
  row: SheetRow
  no: number
  at: Place
  block: { rows: readonly [number, number]; columns: readonly [number, number] }
  faults: Faults
  typing: string | null
  onPick: (column: number, isWider: boolean) => void
  onOpen: (column: number) => void
  onCommit: (text: string) => void
  onMove: (down: number, right: number) => void
  onCancel: () => void
}

function GridRowCells({ row, no, at, block, faults, typing, ...on }: RowProps) {
  const { t } = useTexts()
  const before = row.product && cellsOf(row.product)
  const isIn = (i: number) =>
    no >= block.rows[0] && no <= block.rows[1] && i >= block.columns[0] && i <= block.columns[1]
  return (
    <tr style={{ height: ROW_PX }}>
      <th className="grid-no" scope="row">
        {no + 1}
      </th>
      {COLUMNS.map((column, i) => {
        const isAt = at[0] === no && at[1] === i
        const fault = faults[column]
        const names = [
          isIn(i) && 'grid-in',
          isAt && 'grid-at',
          fault && 'grid-bad',
          before?.[column] !== row.cells[column] && 'grid-new',
          NUMBERS.has(column) && 'grid-number',
        ]
        return (
          <td
            key={column}
            className={names.filter(Boolean).join(' ')}
            title={fault && t([`errors:field.${fault}`, 'errors:field.invalid'])}
            onMouseDown={(event) => on.onPick(i, event.shiftKey)}
            onDoubleClick={() => on.onOpen(i)}
          >
            {isAt && typing !== null ? (
              <input
                // biome-ignore lint/a11y/noAutofocus: it opens where somebody has begun to type
                autoFocus
                defaultValue={typing}
                aria-label={t('price:grid.cell', { column: t(HIDDEN_LABELS[column]), row: no + 1 })}
                onBlur={(event) => on.onCommit(event.target.value)}
                onKeyDown={(event) => {
                  event.stopPropagation()
                  if (event.key === 'Escape') on.onCancel()
                  if (event.key !== 'Enter' && event.key !== 'Tab') return
                  event.preventDefault()
                  on.onCommit(event.currentTarget.value)
                  on.onMove(event.key === 'Enter' ? 1 : 0, event.key === 'Tab' ? 1 : 0)
                }}
              />
            ) : (
              row.cells[column]
            )}
          </td>
        )
      })}
    </tr>
  )
}
