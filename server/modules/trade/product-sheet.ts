import { clockOf } from '../../platform/sheets/clock.ts'
import type { WrittenSheet } from '../../platform/sheets/write.ts'
import type { Product, ProductExport } from './schema.ts'

const HEADINGS = {
  'zh-CN': [
    '商品编码',
    '商品名称',
    '单位',
    '分类',
    '币种',
    '供货价',
    '建议零售价',
    '下次供货价',
    '下次零售价',
    '生效时间',
  ],
  en: [
    'Code',
    'Name',
    'Unit',
    'Category',
    'Currency',
    'Price',
    'Retail price',
    'Next price',
    'Next retail price',
    'Valid from',
  ],
} as const
const NAMES = { 'zh-CN': '商品', en: 'Products' } as const

/** The catalogue as a worksheet, with amounts in the units that people read. */
export function productSheet(
  products: readonly Product[],
  { locale, timeZone }: Pick<ProductExport, 'locale' | 'timeZone'>,
): WrittenSheet {
  const clock = clockOf(timeZone)
  return {
    name: NAMES[locale],
    columns: HEADINGS[locale].map((header, at) => ({
      header,
      width: at === 1 ? 28 : 14,
      type: at < 5 ? 'text' : at < 9 ? 'number' : 'datetime',
    })),
    rows: products.map(({ code, name, unit, category, currency, nextPrice, ...price }) => [
      code,
      name,
      unit,
      category,
      currency,
      inMajor(price.priceMinor, currency),
      inMajor(price.retailMinor, currency),
      nextPrice && inMajor(nextPrice.priceMinor, currency),
      nextPrice && inMajor(nextPrice.retailMinor, currency),
      nextPrice && clock(nextPrice.validFrom),
    ]),
  }
}

/** Minor units as a decimal amount: fen to yuan, and yen as they are. */
export function inMajor(minor: number, currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return minor / 10 ** (maximumFractionDigits ?? 2)
}
