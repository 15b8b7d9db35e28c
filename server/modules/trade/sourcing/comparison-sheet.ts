import { clockOf } from '../../../platform/sheets/clock.ts'
import type { WrittenSheet } from '../../../platform/sheets/write.ts'
import { inMajor } from '../product-sheet.ts'
import type { Comparison, ComparisonExport } from './schema.ts'

const HEADINGS = {
  'zh-CN': [
    ...['行号', '物料', '需求数量', '单位', '供应商', '报价版本', '报价单位', '每报价单位含'],
    ...[
      '起订量',
      '可供量',
      '报价',
      '到手单价',
      '运费',
      '关税',
      '账期折算',
      '交期（天）',
      '有效期至',
      '备注',
    ],
  ],
  en: [
    ...['Line', 'Item', 'Asked', 'Unit', 'Supplier', 'Version', 'Quoted unit', 'Units held'],
    ...['Minimum', 'Available', 'Price', 'Landed price', 'Freight', 'Duty', 'Payment', 'Lead days'],
    ...['Valid until', 'Remark'],
  ],
} as const
const NAMES = { 'zh-CN': '比价', en: 'Comparison' } as const
const TEXTS = new Set([1, 3, 4, 6, 17])

/** The comparison as a worksheet: a row an offer, with what its landed price is made of. */
export function comparisonSheet(
  { lines, currency }: Comparison,
  { locale, timeZone }: ComparisonExport,
): WrittenSheet {
  const clock = clockOf(timeZone)
  const amount = (e4: number) => inMajor(e4, currency) / 10_000
  return {
    name: NAMES[locale],
    columns: HEADINGS[locale].map((header, at) => ({
      header,
      width: at === 1 || at === 17 ? 28 : 13,
      type: at === 16 ? 'datetime' : TEXTS.has(at) ? 'text' : 'number',
    })),
    rows: lines.flatMap(({ line, offers }) =>
      offers.map(({ offer, seller, versionNo, landedE4, parts, validUntil }) => {
        const part = (kind: string) => amount(parts.find((p) => p.kind === kind)?.e4 ?? 0)
        return [
          ...[line.no, line.description, Number(line.quantity), line.unit, seller.name, versionNo],
          ...[offer.unit, Number(offer.unitHolds), Number(offer.minQuantity)],
          offer.available === null ? null : Number(offer.available),
          ...[
            amount(offer.unitE4),
            amount(landedE4),
            part('freight'),
            part('duty'),
            part('payment'),
          ],
          ...[offer.leadDays, clock(validUntil), offer.remark],
        ]
      }),
    ),
  }
}
