import { columnIndex, ROWS_MAX } from './cells.ts'
import { SheetError } from './error.ts'

export interface Merge {
  top: number
  bottom: number
  left: number
  right: number
}

const MERGES_MAX = 100_000
const MERGE_CELL =
  /<(?:[\w.-]+:)?mergeCell\s[^<>]*?ref\s*=\s*["']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})["']/g

/**
 * Finds the merged ranges, which the file lists behind all rows, while a sheet streams past once:
 * parsing the rows twice for them would double the time.
 */
export class MergeFinder {
  readonly merges: Merge[] = []
  #carry = ''
  #hasMet = false

  write(chunk: Buffer): void {
    // The last bytes of the chunk before are looked at again, since a tag may lie across.
    if (!this.#hasMet && !chunk.includes('mergeCell') && !this.#isSplit(chunk)) {
      this.#carry = chunk.toString('latin1', Math.max(0, chunk.length - 16))
      return
    }
    this.#hasMet = true
    const text = this.#carry + chunk.toString('latin1')
    let end = 0
    for (const match of text.matchAll(MERGE_CELL)) {
      end = match.index + match[0].length
      this.#add(match)
    }
    this.#carry = text.slice(Math.max(end, text.length - 256))
  }

  #isSplit(chunk: Buffer): boolean {
    return (this.#carry + chunk.toString('latin1', 0, 16)).includes('mergeCell')
  }

  #add([, left, top, right, bottom]: RegExpMatchArray): void {
    if (this.merges.length >= MERGES_MAX) {
      throw new SheetError('sheet_too_large', { reason: 'merges', max: MERGES_MAX })
    }
    const merge = {
      top: Number(top),
      bottom: Math.min(Number(bottom), ROWS_MAX),
      left: columnIndex(left!),
      right: columnIndex(right!),
    }
    const isRange = merge.top < merge.bottom || merge.left < merge.right
    if (isRange && merge.left >= 0 && merge.right >= merge.left && merge.top >= 1) {
      this.merges.push(merge)
    }
  }
}

/**
 * Gives the value of a merged range to all its cells, as people mean it when they merge the cells
 * of a group. A title across the top is left alone: ranges of several columns count only below the
 * first row that has two filled cells. Rows that hold nothing else stay blank, so a range that
 * runs to the end of the sheet makes no rows.
 */
export class MergedValues {
  readonly #merges: Merge[]
  readonly #columns: number
  readonly #open: ({ bottom: number; value: string } | undefined)[] = []
  #next = 0
  #isInData = false

  constructor(merges: readonly Merge[], columns: number) {
    this.#columns = columns
    this.#merges = merges
      .filter(({ left }) => left < columns)
      .sort((a, b) => a.top - b.top || a.left - b.left)
  }

  fill(row: number, cells: string[]): void {
    if (this.#merges.length === 0) return
    const isInData = this.#isInData
    this.#isInData ||= cells.filter((cell) => cell !== '').length > 1
    for (; (this.#merges[this.#next]?.top ?? Infinity) <= row; this.#next++) {
      const { top, bottom, left, right } = this.#merges[this.#next]!
      const value = top === row ? cells[left] : undefined
      if (value === undefined || value === '' || (left !== right && !isInData)) continue
      for (let i = left; i <= Math.min(right, this.#columns - 1); i++) {
        this.#open[i] = { bottom, value }
      }
    }
    this.#open.forEach((range, i) => {
      if (range === undefined || (cells[i] ?? '') !== '') return
      if (range.bottom < row) {
        this.#open[i] = undefined
        return
      }
      while (cells.length < i) cells.push('')
      cells[i] = range.value
    })
  }
}
