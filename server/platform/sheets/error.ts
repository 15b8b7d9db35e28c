/** What can be wrong with a file that a person chose; the web app translates each by its code. */
export const SHEET_ERRORS = {
  sheet_too_large: 'The file is larger than allowed',
  sheet_too_many_columns: 'The sheet has more columns than allowed',
  sheet_too_many_rows: 'The sheet has more rows than allowed',
  sheet_cell_too_long: 'A cell holds more text than a cell can hold',
  sheet_zip_bomb: 'The file unpacks to far more than it should',
  sheet_not_readable: 'The file is damaged or is not a spreadsheet',
  sheet_old_xls: 'This is the old .xls format: save it as .xlsx or .csv',
  sheet_encrypted: 'The file is protected by a password: save it without one',
  sheet_html: 'This is a web page with the name of a spreadsheet: save it as .xlsx or .csv',
  sheet_other_format: 'This is another kind of file: save it as .xlsx or .csv',
  sheet_empty: 'The file is empty',
  sheet_no_such_sheet: 'The workbook has no sheet of this name',
  sheet_encoding: 'The text is neither UTF-8, UTF-16 nor GB18030: save it as CSV UTF-8',
  sheet_too_slow: 'Reading the file took longer than allowed',
} as const

export type SheetErrorCode = keyof typeof SHEET_ERRORS

/** Facts for the message: which part, cell or line, which limit, what was met. */
export type SheetErrorDetail = Record<string, string | number>

export class SheetError extends Error {
  readonly code: SheetErrorCode
  readonly detail: SheetErrorDetail
  constructor(code: SheetErrorCode, detail: SheetErrorDetail = {}, cause?: unknown) {
    super(SHEET_ERRORS[code], cause === undefined ? undefined : { cause })
    this.name = 'SheetError'
    this.code = code
    this.detail = detail
  }
}
