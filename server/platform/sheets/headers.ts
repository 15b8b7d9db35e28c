import type { SheetRow } from './rows.ts'

/** What each field is called in people's sheets, in Chinese and English; the order is no preference. */
export type HeaderDictionary<F extends string = string> = Readonly<Record<F, readonly string[]>>

export interface HeaderColumn {
  index: number
  header: string
}

export interface FoundHeaders {
  /** The row's number in the file; data begins below it. */
  headerRow: number
  columns: HeaderColumn[]
  /** 0 to 1: under about a half a person should confirm the row. */
  confidence: number
}

export interface MappedColumn<F extends string> extends HeaderColumn {
  field: F | null
  match: 'exact' | 'contains' | 'close' | null
}

/** How many rows a caller need read for `findHeaders`: titles and notes are never longer. */
export const HEADER_SEARCH_ROWS = 40

/** Finds the row that names the columns, below titles and notes and above the data. */
export function findHeaders(
  rows: readonly SheetRow[],
  dictionary: HeaderDictionary,
): FoundHeaders | null {
  const searched = rows.slice(0, HEADER_SEARCH_ROWS)
  let best: { row: SheetRow; score: number; known: number } | undefined
  searched.forEach((row, i) => {
    const { score, known } = headerScore(row, searched[i + 1], dictionary)
    // Of equal rows the upper one: headers stand above what looks like them.
    if (!best || score > best.score) best = { row, score, known }
  })
  if (!best) return null
  const columns = best.row.cells
    .map((header, index) => ({ index, header: header.replace(/\s+/g, ' ').trim() }))
    .filter(({ header }) => header !== '')
  const share = best.known / Math.max(1, columns.length)
  const confidence = best.known === 0 ? 0.2 : Math.min(1, 0.3 + 0.15 * best.known + 0.4 * share)
  return { headerRow: best.row.number, columns, confidence: Math.round(confidence * 100) / 100 }
}

function headerScore(row: SheetRow, below: SheetRow | undefined, dictionary: HeaderDictionary) {
  const filled = row.cells.filter((cell) => cell.trim() !== '')
  const columns = row.cells.map((header, index) => ({ index, header }))
  // A sentence that happens to hold a field's name is a note, and a note is no header.
  const short = columns.filter(({ header }) => header.trim() !== '' && header.length <= 40)
  const mapped = guessMapping(short, dictionary)
  const exact = mapped.filter(({ match }) => match === 'exact').length
  const loose = mapped.filter(({ match }) => match === 'contains' || match === 'close').length
  const distinct = new Set(filled.map((cell) => normalise(cell))).size
  const values = filled.filter(isValueLike).length
  const long = filled.filter((cell) => cell.length > 40).length
  let score = 6 * exact + 2 * loose + Math.min(distinct, 12) / 2
  score -= 2 * values + 2 * long + 2 * (filled.length - distinct)
  // A title stands alone in its row, while a header is about as wide as the row below it.
  if (filled.length === 1 && (below?.cells.filter(Boolean).length ?? 0) > 1) score -= 6
  return { score, known: exact + loose }
}

/** Numbers, dates, mail addresses and codes are values, and no header reads like one. */
function isValueLike(cell: string): boolean {
  const text = cell.trim()
  return (
    /^[-+¥$]?[\d\s,.:/\-T%]+$/.test(text) || text.includes('@') || /^(?=.*\d)[\w-]{5,}$/.test(text)
  )
}

interface Candidate<F extends string> {
  column: number
  field: F
  match: 'exact' | 'contains' | 'close'
  score: number
}

/** Gives each column the field that its header means; no field is given twice. */
export function guessMapping<F extends string>(
  headers: readonly HeaderColumn[] | readonly string[],
  dictionary: HeaderDictionary<F>,
): MappedColumn<F>[] {
  const columns = headers.map((header, index) =>
    typeof header === 'string' ? { index, header } : header,
  )
  const synonyms = (Object.keys(dictionary) as F[]).flatMap((field) =>
    [...new Set(dictionary[field].map((name) => normalise(name)))]
      .filter((name) => name !== '')
      .map((name) => ({ field, name })),
  )
  const candidates: Candidate<F>[] = []
  columns.forEach(({ header }, column) => {
    const forms = headerForms(header)
    for (const { field, name } of synonyms) {
      const best = forms
        .map((form, i) => ({ ...compare(form, name), isLater: i > 0 }))
        .filter(({ score }) => score > 0)
        .map(({ match, score, isLater }) => ({ match, score: isLater ? score - 1 : score }))
        .sort((a, b) => b.score - a.score)[0]
      if (best) candidates.push({ column, field, match: best.match, score: best.score })
    }
  })
  candidates.sort((a, b) => b.score - a.score || a.column - b.column)
  const result: MappedColumn<F>[] = columns.map((column) => ({
    ...column,
    field: null,
    match: null,
  }))
  const taken = new Set<F>()
  for (const { column, field, match } of candidates) {
    const target = result[column]!
    if (target.field !== null || taken.has(field)) continue
    target.field = field
    target.match = match
    taken.add(field)
  }
  return result
}

/** The header as it stands, and without what stands in brackets, such as a unit or an example. */
function headerForms(header: string): string[] {
  const whole = normalise(header)
  const bare = normalise(
    header.normalize('NFKC').replace(/[([{【〔<《][^)\]}】〕>》]*[)\]}】〕>》]?/g, ' '),
  )
  return [...new Set([whole, bare])].filter((form) => form !== '')
}

const NOTES =
  /必填项?|选填项?|可选|必须|不能为空|required|optional|mandatory|(?<![a-z])e\.?g\.?.*$|如[:：].*$|例[:：如].*$/g

/** One spelling for headers that people read as the same: lower case words joined by single spaces. */
export function normalise(text: string): string {
  const words = text
    .normalize('NFKC')
    .slice(0, 200)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/./gu, (char) => SIMPLIFIED.get(char) ?? char)
  const bare = words.replace(NOTES, ' ')
  // A header that says nothing but "required" keeps its own words.
  return squeeze(bare) || squeeze(words)
}

function squeeze(text: string): string {
  return (
    text
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      // Chinese has no spaces between words, and people set some to make a header wider.
      .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '')
      .trim()
  )
}

// Of the characters that stand in headers, those that traditional script writes otherwise.
const SIMPLIFIED = new Map(
  [
    ...'編编號号碼码稱称簡简電电話话聯联絡络繫系級级類类別别區区縣县門门業业務务負负責责職职位位郵邮傳传真真機机構构組组織织單单價价額额數数量量貨货產产規规標标籤签備备註注說说時时間间開开關关狀状態态國国際际層层統统會会員员經经銷销營营運运廠厂處处證证書书執执照照幣币種种稅税賬账戶户銀银行行顧顾客客網网點点樣样顏颜與与長长寬宽親亲屬属歸归總总隸隶從从後后鎮镇鄉乡',
  ].reduce<[string, string][]>((pairs, char, i, all) => {
    if (i % 2 === 0) pairs.push([char, all[i + 1]!])
    return pairs
  }, []),
)

const isChinese = (text: string) => /\p{Script=Han}/u.test(text)

function compare(
  header: string,
  name: string,
): { match: Candidate<string>['match']; score: number } {
  if (header === name || header.replaceAll(' ', '') === name.replaceAll(' ', '')) {
    return { match: 'exact', score: 100 }
  }
  const share = Math.min(header.length, name.length) / Math.max(header.length, name.length)
  if (holds(header, name)) {
    // The noun comes last: 联系人电话 is a telephone, not a person.
    return { match: 'contains', score: 50 + (header.endsWith(name) ? 8 : 0) + 30 * share }
  }
  if (holds(name, header)) return { match: 'contains', score: 45 + 15 * share }
  const allowed = Math.floor(Math.min(header.length, name.length) / (isChinese(name) ? 3 : 5))
  const distance = allowed > 0 ? editDistance(header, name, Math.min(allowed, 2)) : Infinity
  return { match: 'close', score: distance === Infinity ? 0 : 35 - 10 * distance + 5 * share }
}

/** Chinese by characters, two at least; other scripts by whole words, so that "no" is not in "note". */
function holds(text: string, part: string): boolean {
  if (isChinese(part)) return part.length >= 2 && text.includes(part)
  return (
    part.length >= 2 &&
    ` ${text.replace(/(?<=\p{Script=Han})|(?=\p{Script=Han})/gu, ' ')} `.includes(` ${part} `)
  )
}

/** Edits between two short texts, a swap of neighbours counting one, or Infinity beyond `max`. */
function editDistance(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return Infinity
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j]!, before[j - 2]! + 1)
      }
    }
    before = last
    last = row
  }
  return last[b.length]! <= max ? last[b.length]! : Infinity
}
