import {
  columnIndex,
  columnName,
  formatNumber,
  type NumberFormat,
  ROWS_MAX,
  unescapeHexLike,
} from './cells.ts'
import { SheetError } from './error.ts'
import type { SheetLimits } from './limits.ts'
import type { Merge } from './merges.ts'
import { MergedValues } from './merges.ts'
import { dropBlankTail, isBlankText, type SheetRow } from './rows.ts'
import type { Attributes, XmlHandler } from './xml.ts'
import type { ZipParts } from './zip-parts.ts'

const PLAIN: NumberFormat = { kind: 'plain' }

export async function readSharedStrings(
  zip: ZipParts,
  part: string,
  limits: SheetLimits,
): Promise<string[]> {
  const strings: string[] = []
  const text = new RichText()
  let bytes = 0
  await zip.readXml(part, {
    open(name) {
      if (name === 'si') text.begin()
      else text.open(name)
    },
    close(name, leaf) {
      if (name !== 'si') return text.close(name, leaf)
      const value = unescapeHexLike(text.value)
      // Even an empty string costs its place in the list.
      bytes += value.length * 2 + 16
      if (bytes > limits.sharedStringBytes) {
        throw new SheetError('sheet_too_large', { part, max: limits.sharedStringBytes })
      }
      strings.push(value)
    },
  })
  return strings
}

/** Joins the runs of a rich text, without the reading aids that stand above Chinese and Japanese. */
class RichText {
  value = ''
  #isAid = false

  begin(): void {
    this.value = ''
    this.#isAid = false
  }

  open(name: string): void {
    if (name === 'rPh') this.#isAid = true
  }

  close(name: string, leaf: string): void {
    if (name === 'rPh') this.#isAid = false
    else if (name === 't' && !this.#isAid) this.value = this.value === '' ? leaf : this.value + leaf
  }
}

export interface SheetContext {
  part: string
  strings: readonly string[]
  formats: readonly NumberFormat[]
  is1904: boolean
  merges: readonly Merge[]
  limits: SheetLimits
}

/** Turns the XML of a sheet into rows; `take` empties what has been finished so far. */
export class RowReader implements XmlHandler {
  readonly #context: SheetContext
  readonly #merged: MergedValues
  #ready: SheetRow[] = []
  #rowsSeen = 0
  #isInData = false
  #row = 0
  #cells: string[] = []
  #column = -1
  #type: string | undefined
  #style = 0
  #value = ''
  readonly #text = new RichText()
  #isInCell = false

  constructor(context: SheetContext) {
    this.#context = context
    this.#merged = new MergedValues(context.merges, context.limits.columns)
  }

  take(): SheetRow[] {
    const rows = this.#ready
    this.#ready = []
    return rows
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'sheetData') this.#isInData = true
    else if (!this.#isInData) return
    else if (name === 'c') this.#openCell(attributes)
    else if (name === 'row') this.#openRow(attributes)
    else if (this.#isInCell) this.#text.open(name)
  }

  close(name: string, leaf: string): void {
    if (!this.#isInData) return
    if (name === 'v') this.#value = leaf
    else if (name === 'c') this.#closeCell()
    else if (name === 'row') this.#closeRow()
    else if (name === 'sheetData') this.#isInData = false
    else if (this.#isInCell) this.#text.close(name, leaf)
  }

  #openRow(attributes: Attributes): void {
    const number = attributes.get('r')
    const row = number === undefined ? this.#row + 1 : Number(number)
    // Rows come in order: anything else is a file that no program writes.
    if (!Number.isInteger(row) || row <= this.#row || row > ROWS_MAX) {
      this.#fail('row_number', { row: number ?? row })
    }
    this.#row = row
    this.#cells = []
    this.#column = -1
  }

  #openCell(attributes: Attributes): void {
    const ref = attributes.get('r')
    this.#column = ref === undefined ? this.#column + 1 : columnIndex(ref)
    if (this.#column < 0) this.#fail('cell_reference', { cell: ref! })
    this.#type = attributes.get('t')
    this.#style = Number(attributes.get('s') ?? 0)
    this.#value = ''
    this.#text.begin()
    this.#isInCell = true
  }

  #closeCell(): void {
    this.#isInCell = false
    const text = this.#cellText()
    if (text === '' || isBlankText(text)) return
    const { limits } = this.#context
    if (this.#column >= limits.columns) {
      throw new SheetError('sheet_too_many_columns', {
        max: limits.columns,
        columns: this.#column + 1,
        cell: this.#cell(),
      })
    }
    if (text.length > limits.cellChars) {
      throw new SheetError('sheet_cell_too_long', { max: limits.cellChars, cell: this.#cell() })
    }
    while (this.#cells.length < this.#column) this.#cells.push('')
    this.#cells[this.#column] = text
  }

  #cellText(): string {
    const value = this.#value
    switch (this.#type) {
      case 's': {
        if (value === '') return ''
        const text = this.#context.strings[Number(value)]
        return text ?? this.#fail('shared_string', { cell: this.#cell() })
      }
      case 'inlineStr':
        return unescapeHexLike(this.#text.value)
      case 'b':
        return value === '' ? '' : value === '1' || value === 'true' ? 'TRUE' : 'FALSE'
      case 'd':
        return value.replace(/(?:T00:00(?::00)?)?(?:\.0+)?Z?$/, '')
      case 'str':
        return unescapeHexLike(value)
      case 'e':
        return value
      default: {
        if (value === '') return ''
        const format = this.#context.formats[this.#style] ?? PLAIN
        return formatNumber(value, format, this.#context.is1904)
      }
    }
  }

  #closeRow(): void {
    const cells = dropBlankTail(this.#cells)
    if (cells.length === 0) return
    this.#merged.fill(this.#row, cells)
    this.#rowsSeen += 1
    if (this.#rowsSeen > this.#context.limits.rows) {
      throw new SheetError('sheet_too_many_rows', { max: this.#context.limits.rows })
    }
    this.#ready.push({ number: this.#row, cells })
  }

  #cell(): string {
    return `${columnName(this.#column)}${this.#row}`
  }

  #fail(reason: string, detail: Record<string, string | number>): never {
    throw new SheetError('sheet_not_readable', { part: this.#context.part, reason, ...detail })
  }
}
