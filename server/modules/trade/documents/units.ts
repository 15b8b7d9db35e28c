// Units of measure by their codes of UN/ECE Recommendation 20. Pure.

const CODES: readonly [code: string, ...words: string[]][] = [
  ['C62', '件', '个', '只', '条', '支', '枚', '张', 'pcs', 'pc', 'piece', 'pieces', 'ea'],
  ['KGM', '千克', '公斤', 'kg'],
  ['GRM', '克', 'g'],
  ['TNE', '吨', 't'],
  ['MTR', '米', 'm'],
  ['CMT', '厘米', 'cm'],
  ['MMT', '毫米', 'mm'],
  ['MTK', '平方米', 'm²', 'm2'],
  ['MTQ', '立方米', 'm³', 'm3'],
  ['LTR', '升', 'l'],
  ['MLT', '毫升', 'ml'],
  ['SET', '套', 'set'],
  ['PR', '双', '对', 'pair'],
  ['DZN', '打', 'dozen'],
  ['HUR', '小时', 'h', 'hour'],
  ['DAY', '天', 'day'],
  ['MON', '月', 'month'],
]
const CODE_OF = new Map(CODES.flatMap(([code, ...words]) => words.map((word) => [word, code])))
const WORD_OF = new Map(CODES.map(([code, word]) => [code, word!]))

/** A unit of no code is counted in ones (C62); the document then says its name beside it. */
export const unitCode = (unit: string): string => CODE_OF.get(unit.trim().toLowerCase()) ?? 'C62'

/** The unit that a code stands for; a code that is not known stays as it is. */
export const unitOfCode = (code: string): string => WORD_OF.get(code) ?? code
