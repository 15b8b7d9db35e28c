import { DAY, HOUR } from './calendar.ts'
import type { Row } from './copy.ts'
import { seeded } from './random.ts'
import { type Table, when } from './rows.ts'
import type { Partner } from './shapes.ts'
import type { World } from './world.ts'

const EPOCH = Date.UTC(2026, 0, 7)
const ON_DELIVERY = [
  { shareBp: 3000, from: 'order', days: 0 },
  { shareBp: 7000, from: 'delivery', days: 0 },
]
const CREDIT_60 = [{ shareBp: 10_000, from: 'invoice', days: 60 }]

interface Asked {
  title: string
  /** What the suppliers make, as their kind says. */
  kind: string
  asked: number
  closes: number
  isSealed?: boolean
  lines: [description: string, spec: string, quantity: number, unit: string][]
  /** A price a unit for each line, by supplier in turn: 12.5 yuan is 12,500,000. */
  quotes: number[][]
  /** The buyer's answer to the first of them: so much of its price. */
  counter?: number
  question?: [question: string, answer: string | null]
}

/** What the lead asks its mills for: open, sealed, and one whose quotes are being negotiated. */
const ASKED: Asked[] = [
  {
    ...{ title: '秋冬全棉磨毛布', kind: '面料', asked: -6 * DAY, closes: -1 * DAY, counter: 0.95 },
    lines: [
      ['全棉磨毛斜纹', '幅宽 150 cm，280 克', 12_000, '米'],
      ['全棉府绸', '幅宽 148 cm，40 支', 8_000, '米'],
    ],
    quotes: [
      [18_600_000, 12_400_000],
      [18_200_000, 12_900_000],
      [19_100_000, 12_150_000],
    ],
    question: ['缸差按几级验收？', '按国标 4 级，每缸留样。'],
  },
  {
    ...{ title: '春季活性印花加工', kind: '印花', asked: -2 * DAY, closes: 3 * DAY },
    lines: [['活性印花', '四套色，花回 64 cm', 6_000, '米']],
    quotes: [[4_350_000], [4_120_000]],
    question: ['花稿由哪一方分色？', null],
  },
  {
    ...{ title: '年度树脂纽扣招标', kind: '纽扣', asked: -DAY, closes: 2 * DAY, isSealed: true },
    lines: [
      ['四眼树脂纽扣', '18L，哑光', 500_000, '粒'],
      ['金属工字扣', '17 mm，无镍', 120_000, '粒'],
    ],
    quotes: [
      [82_000, 410_000],
      [79_500, 436_000],
    ],
  },
  {
    ...{ title: '尼龙拉链补货', kind: '拉链', asked: -3 * HOUR, closes: 4 * DAY },
    lines: [['5# 尼龙闭尾拉链', '18 cm，配色', 40_000, '条']],
    quotes: [],
  },
]

export interface DemoRfq extends Asked {
  id: string
  code: string
  suppliers: Partner[]
}

/** Requests with the suppliers that they went to: joined makers of what is asked for. */
export function requestsOf(seed: string, { network }: Pick<World, 'network'>): DemoRfq[] {
  const draw = seeded(`${seed}/sourcing`)
  return ASKED.map((asked, i) => ({
    ...asked,
    id: draw.id(EPOCH + i),
    code: `RFQ-${String(i + 1).padStart(4, '0')}`,
    suppliers: network.partners
      .filter((p) => p.side === 'upstream' && p.status === 'joined' && p.kind === asked.kind)
      .slice(0, 4),
  }))
}

/** The requests as rows, with what was quoted, countered, asked and answered. */
export function sourcingTables(seed: string, world: World, now: number): Table[] {
  const rfqs = requestsOf(seed, world)
  const quotes = rfqs.flatMap((rfq) => quotesOf(seed, world, rfq, now))
  const org_id = world.network.lead.id
  return [
    { name: 'rfqs', rows: rfqs.map((rfq) => rfqRow(world, rfq, now)) },
    {
      name: 'rfq_lines',
      rows: rfqs.flatMap((rfq) =>
        rfq.lines.map(([description, spec, quantity, unit], i) => ({
          ...{ org_id, rfq_id: rfq.id, no: i + 1, kind: 'goods', description, spec, quantity },
          ...{ unit, category: rfq.kind, quality: '', place: '' },
        })),
      ),
    },
    {
      name: 'rfq_private',
      rows: rfqs.map((rfq) => ({ org_id, rfq_id: rfq.id, annual_rate_bp: 600 })),
    },
    {
      name: 'rfq_suppliers',
      rows: rfqs.flatMap((rfq) =>
        rfq.suppliers.map((supplier, i) => ({
          ...{ org_id, rfq_id: rfq.id, seller_org_id: supplier.orgId, seller_name: supplier.name },
          invited_at: when(now + rfq.asked),
          seen_at: when(i < rfq.quotes.length ? now + rfq.asked + HOUR : null),
        })),
      ),
    },
    ...questionTables(seed, world, rfqs, now),
    { name: 'quotes', rows: quotes.map((one) => one.quote) },
    { name: 'quote_versions', rows: quotes.flatMap((one) => one.versions) },
    { name: 'quote_offers', rows: quotes.flatMap((one) => one.offers) },
    { name: 'purchasers', rows: purchaserRows(world) },
  ]
}

function rfqRow({ network }: World, rfq: DemoRfq, now: number): Row {
  const buyer = network.people[0]!
  return {
    ...{ id: rfq.id, org_id: network.lead.id, buyer_name: network.lead.shortName, code: rfq.code },
    ...{ title: rfq.title, currency: 'CNY', payment: JSON.stringify(ON_DELIVERY) },
    ...{ is_sealed: rfq.isSealed ?? false, closes_at: when(now + rfq.closes) },
    ...{ created_by: buyer.id, created_by_name: buyer.name, created_at: when(now + rfq.asked) },
  }
}

interface Quoted {
  quote: Row
  versions: Row[]
  offers: Row[]
}

function quotesOf(seed: string, world: World, rfq: DemoRfq, now: number): Quoted[] {
  const draw = seeded(`${seed}/quotes ${rfq.code}`)
  const { network } = world
  return rfq.suppliers.slice(0, rfq.quotes.length).map((supplier, i) => {
    const prices = rfq.quotes[i]!
    const id = draw.id(EPOCH + i)
    const madeAt = now + rfq.asked + (i + 2) * HOUR
    const isCountered = i === 0 && rfq.counter !== undefined
    const common = {
      ...{ org_id: supplier.orgId, quote_id: id, rfq_id: rfq.id, buyer_org_id: network.lead.id },
    }
    const person = network.people.find((one) => one.id === supplier.personId)!
    const version = (no: number, author: 'seller' | 'buyer', at: number): Row => ({
      ...{ ...common, no, author, made_at: when(at) },
      author_name: author === 'seller' ? person.name : network.people[0]!.name,
      valid_until: when(now + rfq.closes + 20 * DAY),
    })
    const offer = (no: number, line: number, unitE4: number): Row => ({
      ...{ ...common, version_no: no, line_no: line + 1, no: 1, kind: 'offer', unit_e4: unitE4 },
      ...{ unit: rfq.lines[line]![3], lead_days: 10 + i * 6 },
      payment: JSON.stringify(i === 1 ? CREDIT_60 : ON_DELIVERY),
    })
    const changedAt = isCountered ? now - 4 * HOUR : madeAt
    return {
      quote: {
        ...{ id, org_id: supplier.orgId, seller_name: supplier.name, rfq_id: rfq.id },
        ...{ buyer_org_id: network.lead.id, state: isCountered ? 'countered' : 'open' },
        ...{ version_no: isCountered ? 2 : 1, rounds: isCountered ? 1 : 0 },
        ...{ created_at: when(madeAt), changed_at: when(changedAt) },
      },
      versions: [
        version(1, 'seller', madeAt),
        ...(isCountered ? [version(2, 'buyer', changedAt)] : []),
      ],
      offers: prices.flatMap((price, line) => [
        offer(1, line, price),
        ...(isCountered ? [offer(2, line, Math.round(price * rfq.counter!))] : []),
      ]),
    }
  })
}

function questionTables(seed: string, world: World, rfqs: DemoRfq[], now: number): Table[] {
  const draw = seeded(`${seed}/questions`)
  const org_id = world.network.lead.id
  const asked = rfqs.filter((rfq) => rfq.question && rfq.suppliers.length > 0)
  const ids = asked.map((_, i) => draw.id(EPOCH + i))
  return [
    {
      name: 'rfq_questions',
      rows: asked.map((rfq, i) => ({
        ...{ id: ids[i]!, org_id, rfq_id: rfq.id, question: rfq.question![0] },
        asked_at: when(now + rfq.asked + HOUR),
        answer: rfq.question![1],
        answered_at: when(rfq.question![1] === null ? null : now + rfq.asked + 3 * HOUR),
      })),
    },
    {
      name: 'rfq_question_askers',
      rows: asked.map(({ suppliers: [supplier] }, i) => ({
        ...{ org_id, question_id: ids[i]!, asker_org_id: supplier!.orgId },
        asker_name: supplier!.name,
      })),
    },
  ]
}

/** A manager decides up to half a million, a member buys up to fifty thousand alone; the owner answers for all. */
function purchaserRows({ network }: World): Row[] {
  const of = (role: string) =>
    network.members.find((member) => member.orgId === network.lead.id && member.role === role)!
  const row = (personId: string, role: string, limit: number): Row => ({
    ...{ org_id: network.lead.id, person_id: personId, roles: [role], currency: 'CNY' },
    limit_minor: limit,
  })
  return [
    row(of('manager').personId, 'decider', 50_000_000),
    row(of('member').personId, 'user', 5_000_000),
  ]
}
