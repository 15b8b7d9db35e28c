import type { Block, Printed } from '../../../platform/pdf/blocks.ts'
import type { Order, Shipment } from '../orders/schema.ts'
import type { Quote, RfqLine } from '../sourcing/schema.ts'
import type { Figures } from './figures.ts'
import { WORDS } from './words.ts'

// Orders, delivery notes and quotes as both parties may read them: what is one side's own is never printed.

type Fact = [name: string, value: string]
/** Facts that there are: an empty value says nothing on paper. */
export const known = (facts: Fact[]): Fact[] => facts.filter(([, value]) => value !== '')

export function orderPaper(order: Order, figures: Figures): Printed {
  const words = WORDS[figures.locale]
  const { currency } = order
  const state = order.ended ?? (order.confirmedAt ? 'confirmed' : 'placed')
  const reason = order.endedReason && ` · ${order.endedReason}`
  return {
    title: `${words.order} ${order.no}`,
    author: order.seller.name,
    language: figures.locale,
    footer: `${words.order} ${order.no}`,
    blocks: [
      { kind: 'title', text: words.order, sub: order.no },
      {
        kind: 'facts',
        columns: 2,
        items: known([
          [words.seller, order.seller.name],
          [words.buyer, order.buyer.name],
          [words.placedAt, figures.moment(order.placedAt)],
          [words.state, `${words.states[state]}${reason}`],
          [words.deliverBy, order.deliverBy ?? ''],
          [words.payment, figures.payment(order.payment)],
          [words.incoterm, order.incoterm ?? ''],
          [words.place, order.place ?? ''],
        ]),
      },
      {
        kind: 'table',
        columns: [
          { heading: '#', width: 0.5 },
          { heading: words.goods, width: 4 },
          { heading: words.deliverBy, width: 1.4 },
          { heading: words.quantity, width: 1.6, align: 'right' },
          { heading: words.unitPrice, width: 1.4, align: 'right' },
          { heading: `${words.amount} ${currency}`, width: 1.7, align: 'right' },
        ],
        rows: order.lines.map((line) => [
          `${line.lineNo}`,
          line.description,
          line.deliverBy ?? order.deliverBy ?? '',
          figures.quantity(line.quantity, line.unit),
          figures.unitPrice(line.unitE4, currency),
          figures.amount(line.amountMinor, currency),
        ]),
        foot: [['', words.total, '', '', '', figures.amount(order.totalMinor, currency)]],
      },
      { kind: 'signatures', names: [words.bySeller, words.byBuyer] },
    ],
  }
}

/** What goes with the goods: no prices, and room to write down what was counted. */
export function deliveryPaper(order: Order, shipment: Shipment, figures: Figures): Printed {
  const words = WORDS[figures.locale]
  const no = `${order.no}-${shipment.no}`
  const lineNo = new Map(order.lines.map((line) => [line.id, line.lineNo]))
  const blocks: Block[] = [
    { kind: 'title', text: words.deliveryNote, sub: no },
    {
      kind: 'facts',
      columns: 2,
      items: known([
        [words.seller, order.seller.name],
        [words.buyer, order.buyer.name],
        [words.orderNo, order.no],
        [words.shipment, `${shipment.no}`],
        [words.shippedAt, figures.moment(shipment.shippedAt)],
        [words.place, order.place ?? ''],
        [words.carrier, shipment.carrier],
        [words.waybill, shipment.waybill],
        [words.packages, shipment.packages === null ? '' : `${shipment.packages}`],
      ]),
    },
    {
      kind: 'table',
      columns: [
        { heading: '#', width: 0.5 },
        { heading: words.goods, width: 4 },
        { heading: words.lot, width: 1.8 },
        { heading: words.quantity, width: 1.6, align: 'right' },
        { heading: words.counted, width: 2.2, align: 'right' },
      ],
      rows: shipment.lines.map((line) => [
        `${lineNo.get(line.lineId) ?? ''}`,
        line.description,
        line.lots.join(', '),
        figures.quantity(line.shipped, line.unit),
        line.isReceived ? countedText(line, figures) : '',
      ]),
    },
  ]
  if (shipment.note) blocks.push({ kind: 'text', text: `${words.note}: ${shipment.note}` })
  blocks.push({
    kind: 'signatures',
    names: [words.bySeller, words.byCarrier, words.byReceiver],
  })
  return {
    title: `${words.deliveryNote} ${no}`,
    author: order.seller.name,
    language: figures.locale,
    footer: `${words.deliveryNote} ${no}`,
    blocks,
  }
}

function countedText(line: Shipment['lines'][number], figures: Figures): string {
  const good = figures.quantity(line.good, line.unit)
  if (line.damaged === '0') return good
  return `${good} · ${WORDS[figures.locale].damaged} ${figures.quantity(line.damaged)}`
}

/** The newest version of a quote; `lines` are those that were asked for. */
export function quotePaper(
  quote: Quote,
  asked: { code: string; title: string; currency: string; lines: readonly RfqLine[] },
  figures: Figures,
): Printed {
  const words = WORDS[figures.locale]
  const version = quote.versions[0]!
  const no = `${asked.code} v${version.no}`
  const title = version.author === 'buyer' ? words.counterOffer : words.quote
  const lineOf = new Map(asked.lines.map((line) => [line.no, line]))
  const blocks: Block[] = [
    { kind: 'title', text: title, sub: `${no} · ${asked.title}` },
    {
      kind: 'facts',
      columns: 2,
      items: known([
        [words.seller, quote.seller.name],
        [words.buyer, quote.buyer.name],
        [words.validUntil, figures.moment(version.validUntil)],
        [words.state, words.states[quote.state]],
      ]),
    },
    {
      kind: 'table',
      columns: [
        { heading: '#', width: 0.5 },
        { heading: words.goods, width: 3 },
        { heading: words.quantity, width: 1.4, align: 'right' },
        { heading: words.least, width: 1.2, align: 'right' },
        { heading: `${words.unitPrice} ${asked.currency}`, width: 1.8, align: 'right' },
        { heading: words.leadDays, width: 1, align: 'right' },
        { heading: words.payment, width: 2.4 },
      ],
      rows: version.offers.map((offer) => {
        const line = lineOf.get(offer.lineNo)
        const name = line?.description ?? ''
        const wanted = line ? figures.quantity(line.quantity, line.unit) : ''
        if (offer.kind === 'none')
          return [`${offer.lineNo}`, name, wanted, '', words.noOffer, '', '']
        const substitute = offer.kind === 'substitute' && `${words.substitute}${offer.description}`
        return [
          `${offer.lineNo}`,
          [substitute || name, offer.lot, offer.remark].filter(Boolean).join(' · '),
          wanted,
          offer.minQuantity === '0' ? '' : figures.quantity(offer.minQuantity, offer.unit),
          `${figures.unitPrice(offer.unitE4, asked.currency)} / ${offer.unit}`,
          `${offer.leadDays}`,
          [figures.payment(offer.payment), offer.incoterm].filter(Boolean).join(' · '),
        ]
      }),
    },
  ]
  if (version.note) blocks.push({ kind: 'text', text: `${words.note}: ${version.note}` })
  blocks.push({ kind: 'signatures', names: [words.bySeller] })
  return {
    title: `${title} ${no}`,
    author: version.author === 'buyer' ? quote.buyer.name : quote.seller.name,
    language: figures.locale,
    footer: `${title} ${no}`,
    blocks,
  }
}
