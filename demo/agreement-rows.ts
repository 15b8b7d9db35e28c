import type { AgreementTerms, PriceRule } from '../server/modules/trade/agreements/schema.ts'
import { DAY } from './calendar.ts'
import type { Value } from './copy.ts'
import { seeded } from './random.ts'
import { type Table, when } from './rows.ts'
import { SEED, type World } from './world.ts'

const EPOCH = Date.UTC(2026, 0, 3)
const CARTON: Record<string, number> = { T恤: 48, 衬衫: 24, 卫衣: 20, 针织: 24, 羽绒: 8, 内搭: 60 }

const percent = (bp: number) => ({ kind: 'percent', bp, of: 'price' }) as const
const rule = (
  id: string,
  label: string,
  more: Pick<PriceRule, 'step' | 'breaks'> & Partial<PriceRule>,
) => ({
  ...{
    id,
    label,
    when: {},
    priority: 0,
    combine: 'stackable' as const,
    breakMode: 'volume' as const,
  },
  ...more,
})

/** What the lead grants every distributor of the first tier: more for less, cash for less, haste for more. */
const POLICY: AgreementTerms = {
  coversAll: true,
  payments: [
    [{ shareBp: 10_000, from: 'order', days: 0 }],
    [
      { shareBp: 3_000, from: 'order', days: 0 },
      { shareBp: 7_000, from: 'delivery', days: 0 },
    ],
    [{ shareBp: 10_000, from: 'invoice', days: 30 }],
    [{ shareBp: 10_000, from: 'invoice', days: 60 }],
  ],
  rounding: { stepE4: 10_000, mode: 'half_up' },
  rules: [
    rule('volume', '数量阶梯', {
      step: 'discount',
      breaks: [
        { from: '0', effect: percent(0) },
        { from: '100', effect: percent(-200) },
        { from: '500', effect: percent(-450) },
        { from: '2000', effect: percent(-700) },
        { from: '10000', effect: percent(-1000) },
      ],
    }),
    rule('rush', '七天内加急', {
      step: 'lead',
      when: { lead: { belowDays: 7 } },
      breaks: [{ from: '0', effect: percent(400) }],
    }),
    rule('early', '提前一个月订货', {
      step: 'lead',
      when: { lead: { fromDays: 30 } },
      breaks: [{ from: '0', effect: percent(-250) }],
    }),
    rule('interest', '账期利息（年 6%）', {
      step: 'payment',
      breaks: [
        {
          from: '0',
          effect: {
            ...{ kind: 'time_value', annualRateBp: 600, yearDays: 365 },
            base: [
              { shareBp: 3_000, from: 'order', days: 0 },
              { shareBp: 7_000, from: 'delivery', days: 0 },
            ],
          },
        },
      ],
    }),
  ],
}
/** One distributor gets its down jackets for less, and waits for nobody's approval of it: it is a draft. */
const WINTER: AgreementTerms = {
  ...{ coversAll: false, payments: [] },
  rules: [
    rule('winter', '羽绒专项', {
      step: 'price',
      combine: 'exclusive',
      when: { categories: ['羽绒'] },
      breaks: [
        { from: '0', effect: { kind: 'percent', bp: -300, of: 'list' } },
        { from: '300', effect: { kind: 'percent', bp: -900, of: 'list' } },
      ],
    }),
  ],
}

/** Packs and floors of the lead's goods, and what it agreed about their prices. */
export function agreementTables({ network, goods }: World): Table[] {
  const draw = seeded(`${SEED}/agreements`)
  const { lead, partners, people } = network
  const org_id = lead.id
  const author = people[0]!
  const at = lead.createdAt + 5 * DAY
  const first = partners.find((p) => p.side === 'downstream' && p.tier === 1 && p.orgId !== null)
  const units = goods.products.map(({ id, category }) => ({
    ...{ org_id, product_id: id, unit: '箱', numerator: CARTON[category] ?? 24, denominator: 1 },
    decimals: 0,
  }))
  const floors = goods.products.map(({ id, priceMinor }) => ({
    ...{ org_id, product_id: id, set_by: author.id, set_at: when(at) },
    // Round figures, as people set them: four fifths and two thirds of the first price, to the yuan.
    floor_e4: Math.floor((priceMinor * 0.8) / 100) * 1_000_000,
    cost_e4: Math.floor((priceMinor * 0.66) / 100) * 1_000_000,
  }))
  const ids = [draw.id(EPOCH), draw.id(EPOCH + 1)] as const
  const common = { org_id, currency: 'CNY', created_by: author.id, created_at: when(at) }
  const agreements = [
    { ...common, id: ids[0], name: '一级经销商供货政策', audience: 'tier', tier: 1 },
    ...(first
      ? [
          {
            ...{ ...common, id: ids[1], name: `羽绒专项协议（${first.name}）` },
            ...{ audience: 'org', buyer_org_id: first.orgId },
          },
        ]
      : []),
  ]
  const versionOf = (agreement_id: string, terms: AgreementTerms, heldFrom: number | null) => ({
    ...{ org_id, agreement_id, no: 1, terms: terms as unknown as Value },
    ...{ author_id: author.id, author_name: author.name, authored_at: when(at) },
    ...{ valid_from: when(heldFrom), activated_at: when(heldFrom) },
  })
  const versions = [
    versionOf(ids[0], POLICY, at),
    ...(first ? [versionOf(ids[1], WINTER, null)] : []),
  ]
  const wide = agreements.map((row) => ({ buyer_org_id: null, tier: null, ...row }))
  return [
    { name: 'product_units', rows: units },
    { name: 'product_floors', rows: floors },
    { name: 'agreements', rows: wide },
    { name: 'agreement_versions', rows: versions },
  ]
}
