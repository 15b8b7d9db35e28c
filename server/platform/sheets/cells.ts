/** The bounds of the format itself. */
export const ROWS_MAX = 1_048_576
export const COLUMNS_MAX = 16_384
export const TEXT_MAX = 32_767

/** 0 is A, 25 is Z, 26 is AA. */
export function columnName(index: number): string {
  let name = ''
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name
  }
  return name
}

/** The index of the column that a reference like AB12 begins with, or -1. */
export function columnIndex(ref: string): number {
  let index = 0
  let at = 0
  for (; at < ref.length && at < 4; at++) {
    const code = ref.charCodeAt(at)
    if (code < 65 || code > 90) break
    index = index * 26 + code - 64
  }
  return at === 0 || index > COLUMNS_MAX ? -1 : index - 1
}

/** The format writes characters that XML cannot hold as _x000D_, so a literal one must be escaped. */
export function escapeHexLike(text: string): string {
  return text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
}

export function unescapeHexLike(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

/** What a number format makes of a number, as far as it changes what a person reads in the cell. */
export type NumberFormat =
  | { kind: 'plain' }
  | { kind: 'percent' }
  /** Codes that keep their leading zeros by the format 00000. */
  | { kind: 'zeros'; width: number }
  | { kind: 'moment'; hasDate: boolean; hasTime: boolean; isElapsed: boolean }

const PLAIN: NumberFormat = { kind: 'plain' }
const moment = (hasDate: boolean, hasTime: boolean, isElapsed = false): NumberFormat => ({
  kind: 'moment',
  hasDate,
  hasTime,
  isElapsed,
})

/** Formats that files name by number alone; 27-36 and 50-58 are those of the Chinese editions. */
export function builtInFormat(id: number): NumberFormat {
  if (id === 9 || id === 10) return { kind: 'percent' }
  if (id === 22) return moment(true, true)
  if (id === 46) return moment(false, true, true)
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36) return moment(true, false)
  if ((id >= 50 && id <= 54) || id === 57 || id === 58) return moment(true, false)
  const isTime = (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id === 45 || id === 47
  return isTime || id === 55 || id === 56 ? moment(false, true) : PLAIN
}

export function readFormat(code: string): NumberFormat {
  const marks = code
    .slice(0, 255)
    .replace(/"[^"]*"?|\\.|[_*]./g, '')
    .split(';', 1)[0]!
  const isElapsed = /\[(?:h+|m+|s+)\]/i.test(marks)
  const signs = marks
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .replace(/general|g\/通用格式|am\/pm|a\/p|上午\/下午|e[+-]/gi, '')
  if (/^0{2,}$/.test(signs)) return { kind: 'zeros', width: signs.length }
  const hasTime = isElapsed || /[hs]/i.test(signs)
  const hasDate = /[yde]/i.test(signs) || (!hasTime && /m/i.test(signs))
  if (hasDate || hasTime) return moment(hasDate, hasTime, isElapsed)
  return signs.includes('%') ? { kind: 'percent' } : PLAIN
}

/** A number cell as text; `literal` is the number as the file has it. */
export function formatNumber(literal: string, format: NumberFormat, is1904: boolean): string {
  switch (format.kind) {
    case 'plain':
      return numberText(literal)
    case 'percent': {
      const value = Number(literal)
      return Number.isFinite(value) ? `${numberText(String(value * 100))}%` : literal
    }
    case 'zeros': {
      const text = numberText(literal)
      return /^\d+$/.test(text) ? text.padStart(format.width, '0') : text
    }
    case 'moment':
      return momentText(Number(literal), format, is1904) ?? numberText(literal)
  }
}

/** Whole numbers digit by digit, others to the 15 digits that a spreadsheet keeps; never an exponent. */
export function numberText(literal: string): string {
  const whole = /^(-?)0*(\d+)(?:\.0*)?$/.exec(literal)
  if (whole) return whole[2] === '0' ? '0' : whole[1]! + whole[2]!
  const value = Number(literal)
  if (literal.trim() === '' || !Number.isFinite(value)) return literal
  const short = Number(value.toPrecision(15))
  // Rounding lifts the very last numbers over the end of what a number can be.
  const [digits, exponent] = String(Number.isFinite(short) ? short : value).split('e')
  if (exponent === undefined) return digits!
  const [, sign, head, tail = ''] = /^(-?)(\d)(?:\.(\d+))?$/.exec(digits!)!
  const power = Number(exponent)
  return power < 0
    ? `${sign}0.${'0'.repeat(-power - 1)}${head}${tail}`
    : `${sign}${head}${tail.padEnd(power, '0')}`
}

const DAY_SECONDS = 86_400
const LAST_DAY = 2_958_465

/** The ISO text of a serial day number, or undefined when it is no day that the format can show. */
function momentText(
  serial: number,
  { hasDate, hasTime, isElapsed }: Extract<NumberFormat, { kind: 'moment' }>,
  is1904: boolean,
): string | undefined {
  if (!(serial >= 0)) return undefined
  const seconds = Math.round(serial * DAY_SECONDS)
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const clock = (total: number) =>
    `${two(total / 3600)}:${two((total % 3600) / 60)}:${two(total % 60)}`
  if (isElapsed && seconds <= LAST_DAY * DAY_SECONDS) return clock(seconds)
  const time = clock(seconds % DAY_SECONDS)
  if (hasTime && !hasDate) return serial <= LAST_DAY ? time : undefined
  // A date without a time shows the day it lies in, however late: it must not be rounded up.
  const day =
    (hasTime ? Math.floor(seconds / DAY_SECONDS) : Math.floor(serial)) + (is1904 ? 1462 : 0)
  if (day < 1 || day > LAST_DAY) return undefined
  const date = isoDay(day)
  return hasTime ? `${date}T${time}` : date
}

// Sheets name the same few days over and over, and making the text anew costs more than the cell.
const DAYS = new Map<number, string>()

function isoDay(day: number): string {
  // The format counts a 29 February 1900 that never was, and every program shows it.
  if (day === 60) return '1900-02-29'
  const known = DAYS.get(day)
  if (known !== undefined) return known
  const start = Date.UTC(1899, 11, day < 60 ? 31 : 30)
  const text = new Date(start + day * DAY_SECONDS * 1000).toISOString().slice(0, 10)
  if (DAYS.size >= 20_000) DAYS.clear()
  DAYS.set(day, text)
  return text
}
