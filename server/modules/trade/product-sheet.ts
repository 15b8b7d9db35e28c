import { clockOf } from '../../platform/sheets/clock.ts'
import type { CellValue, WrittenSheet } from '../../platform/sheets/write.ts'
import { asDecimal, digitsOf } from './catalogue/amounts.ts'
import type { Product, ProductExport } from './schema.ts'

type Locale = ProductExport['locale']

// The import reads these headings and words back, so that a catalogue can be edited in Excel and returned.
const HEADINGS: Record<Locale, readonly string[]> = {
  'zh-CN': [
    ...['商品编码', '商品名称', '单位', '分类', '币种', '供货价', '建议零售价'],
    ...[
      '下次供货价',
      '下次零售价',
      '生效时间',
      '类型',
      '小数位',
      '包装单位',
      '价格组',
      '所属款',
      '规格',
    ],
    ...['可见范围', '询价', '底价', '成本', '停用', '说明'],
  ],
  en: [
    ...['Code', 'Name', 'Unit', 'Category', 'Currency', 'Price', 'Retail price'],
    ...[
      'Next price',
      'Next retail price',
      'Valid from',
      'Kind',
      'Decimals',
      'Pack units',
      'Price group',
    ],
    ...[
      'Variant of',
      'Options',
      'Visibility',
      'On request',
      'Floor',
      'Cost',
      'Retired',
      'Description',
    ],
  ],
}
const WORDS = {
  'zh-CN': {
    goods: '货品',
    service: '服务',
    buyers: '全部',
    chosen: '指定',
    nobody: '不可见',
    yes: '是',
    no: '否',
  },
  en: {
    goods: 'goods',
    service: 'service',
    buyers: 'buyers',
    chosen: 'chosen',
    nobody: 'nobody',
    yes: 'yes',
    no: 'no',
  },
} as const
const NAMES = { 'zh-CN': '商品', en: 'Products' } as const
const NUMBERS = new Set([5, 6, 7, 8, 11, 18, 19])

/** The catalogue as a worksheet, with amounts in the units that people read; `codes` names heads of families. */
export function productSheet(
  products: readonly Product[],
  { locale, timeZone }: Pick<ProductExport, 'locale' | 'timeZone'>,
  codes: ReadonlyMap<string, string> = new Map(),
): WrittenSheet {
  const clock = clockOf(timeZone)
  return {
    name: NAMES[locale],
    columns: HEADINGS[locale].map((header, at) => ({
      header,
      width: at === 1 ? 28 : 14,
      type: NUMBERS.has(at) ? 'number' : at === 9 ? 'datetime' : 'text',
    })),
    rows: products.map((product) => rowOf(product, WORDS[locale], clock, codes)),
  }
}

function rowOf(
  product: Product,
  words: (typeof WORDS)[Locale],
  clock: ReturnType<typeof clockOf>,
  codes: ReadonlyMap<string, string>,
): CellValue[] {
  const { code, name, unit, category, currency, nextPrice } = product
  const yes = (is: boolean) => words[is ? 'yes' : 'no']
  const e4 = (value: number | null) => value && asDecimal(value, digitsOf(currency) + 4)
  return [
    ...[code, name, unit, category, currency],
    ...[inMajor(product.priceMinor, currency), inMajor(product.retailMinor, currency)],
    nextPrice && inMajor(nextPrice.priceMinor, currency),
    nextPrice && inMajor(nextPrice.retailMinor, currency),
    nextPrice && clock(nextPrice.validFrom),
    ...[words[product.kind], product.decimals],
    product.units
      .map((u) => `${u.unit}=${u.numerator}${u.denominator > 1 ? `/${u.denominator}` : ''}`)
      .join('; '),
    product.priceGroup,
    product.variantOf && (codes.get(product.variantOf) ?? ''),
    Object.entries(product.options)
      .map(([option, value]) => `${option}=${value}`)
      .join('; '),
    ...[words[product.visibility], yes(product.isOnRequest)],
    ...[e4(product.floorE4), e4(product.costE4), yes(product.isRetired), product.description],
  ]
}

/** Minor units as a decimal amount: fen to yuan, and yen as they are. */
export function inMajor(minor: number, currency: string): number {
  return asDecimal(minor, digitsOf(currency))
}
