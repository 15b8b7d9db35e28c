import { stat } from 'node:fs/promises'
import { type CsvPlan, csvRows, planCsv } from './csv-read.ts'
import { SheetError } from './error.ts'
import { ReadingClock, SHEET_LIMITS, type SheetLimits } from './limits.ts'
import { MergeFinder } from './merges.ts'
import type { SheetRow } from './rows.ts'
import { recognise } from './sniff.ts'
import { RowReader, readSharedStrings } from './xlsx-rows.ts'
import { readWorkbook, type Workbook } from './xlsx-workbook.ts'
import { ZipParts } from './zip-parts.ts'

export { SheetError, type SheetErrorCode } from './error.ts'
export { SHEET_LIMITS, type SheetLimits } from './limits.ts'
export type { SheetRow } from './rows.ts'

export interface Sheet {
  format: 'xlsx' | 'csv'
  encoding?: CsvPlan['encoding']
  sheetName?: string
  /** The visible sheets, in their order. */
  sheetNames: string[]
  /** Cells were merged, so a value may have been repeated over the range that it stood for. */
  merged: boolean
  /** Each call reads from the start. A sheet without any row is an error, as an empty file is. */
  rows(signal?: AbortSignal): AsyncGenerator<SheetRow, void, void>
}

export interface SheetOptions {
  /** The name that the person knows the file by, for the message. */
  name?: string
  /** A sheet to read, hidden or not, in place of the first visible one. */
  sheetName?: string
  limits?: Partial<SheetLimits>
  signal?: AbortSignal
}

/** Opens a file that anybody may have sent. What it is, is decided by its content alone. */
export async function openSheet(path: string, options: SheetOptions = {}): Promise<Sheet> {
  const limits = { ...SHEET_LIMITS, ...options.limits }
  const clock = new ReadingClock(limits.wallMs, options.signal)
  try {
    const { size } = await stat(path)
    if (size > limits.fileBytes) {
      throw new SheetError('sheet_too_large', { bytes: size, max: limits.fileBytes })
    }
    const isZip = (await recognise(path)) === 'zip'
    return await (isZip
      ? openXlsx(path, options, limits, clock)
      : openCsv(path, options, limits, clock))
  } catch (error) {
    throw named(error, options)
  }
}

async function openCsv(
  path: string,
  options: SheetOptions,
  limits: SheetLimits,
  clock: ReadingClock,
): Promise<Sheet> {
  const plan = await planCsv(path, clock)
  return {
    format: 'csv',
    encoding: plan.encoding,
    sheetNames: [],
    merged: false,
    rows: (signal) =>
      counted(options, limits, signal, (ownClock) => csvRows(path, plan, limits, ownClock)),
  }
}

async function openXlsx(
  path: string,
  options: SheetOptions,
  limits: SheetLimits,
  clock: ReadingClock,
): Promise<Sheet> {
  const zip = await ZipParts.open(path, limits, clock)
  try {
    const workbook = await readWorkbook(zip)
    const visible = workbook.sheets.filter(({ isHidden }) => !isHidden)
    const chosen =
      options.sheetName === undefined
        ? visible[0]
        : workbook.sheets.find(({ name }) => name === options.sheetName)
    if (!chosen) throw new SheetError('sheet_no_such_sheet', { sheet: options.sheetName ?? '' })
    // Reading the sheet once to its end also proves its checksum before the first row is given out.
    const finder = new MergeFinder()
    for await (const chunk of zip.chunks(chosen.part)) finder.write(chunk)
    return {
      format: 'xlsx',
      sheetName: chosen.name,
      sheetNames: visible.map(({ name }) => name),
      merged: finder.merges.length > 0,
      rows: (signal) =>
        counted(options, limits, signal, (ownClock) =>
          xlsxRows(path, workbook, chosen.part, finder, limits, ownClock),
        ),
    }
  } finally {
    zip.close()
  }
}

async function* xlsxRows(
  path: string,
  workbook: Workbook,
  part: string,
  { merges }: MergeFinder,
  limits: SheetLimits,
  clock: ReadingClock,
): AsyncGenerator<SheetRow[]> {
  const zip = await ZipParts.open(path, limits, clock)
  try {
    const stringsPart = workbook.sharedStringsPart
    const strings =
      stringsPart === undefined ? [] : await readSharedStrings(zip, stringsPart, limits)
    const reader = new RowReader({ ...workbook, part, strings, merges, limits })
    for await (const _ of zip.scanXml(part, reader)) yield reader.take()
  } finally {
    zip.close()
  }
}

/** Hands on rows one by one, with the clock stopped while the caller works on one. */
async function* counted(
  options: SheetOptions,
  limits: SheetLimits,
  signal: AbortSignal | undefined,
  read: (clock: ReadingClock) => AsyncGenerator<SheetRow[]>,
): AsyncGenerator<SheetRow, void, void> {
  const clock = new ReadingClock(limits.wallMs, signal)
  let isEmpty = true
  try {
    for await (const rows of read(clock)) {
      clock.pause()
      for (const row of rows) {
        isEmpty = false
        yield row
      }
      clock.resume()
    }
    if (isEmpty) throw new SheetError('sheet_empty')
  } catch (error) {
    throw named(error, options)
  }
}

function named(error: unknown, { name }: SheetOptions): unknown {
  if (error instanceof SheetError && name !== undefined) error.detail.file ??= name
  return error
}
