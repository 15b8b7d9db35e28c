import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as random from './agreements-fixture.ts'
import { type Agreement, type Break, compile, ladder, PricingError, priceLine } from './index.ts'
import type { PaymentTerm } from './terms.ts'

const CASH: PaymentTerm = [{ shareBp: 10_000, from: 'order', days: 0 }]
const CREDIT: PaymentTerm = [{ shareBp: 10_000, from: 'invoice', days: 60 }]
const PIECE = 1_000_000
const YUAN = 1_000_000

const absolute = (pieces: number, yuan: number): Break => ({
  fromMicro: pieces * PIECE,
  effect: { kind: 'absolute', unitE4: yuan * YUAN },
})
const whole = { combine: 'exclusive', breakMode: 'volume' } as const
const percent = (bp: number): Break[] => [{ fromMicro: 0, effect: { kind: 'percent', bp } }]

const agreement: Agreement = {
  id: 'a',
  currency: 'CNY',
  rules: [
    { ...whole, id: 'base', step: 'price', breaks: [absolute(0, 20), absolute(100, 18)] },
    {
      ...whole,
      id: 'others',
      step: 'price',
      when: { customers: ['another'] },
      breaks: [absolute(0, 15), absolute(7, 14)],
    },
    { ...whole, id: 'rush', step: 'lead', when: { lead: { belowDays: 7 } }, breaks: percent(1000) },
    {
      ...whole,
      id: 'early',
      step: 'lead',
      when: { lead: { fromDays: 30 } },
      breaks: percent(-500),
    },
    {
      ...whole,
      id: 'cash',
      step: 'payment',
      when: { payment: { kind: 'exact', terms: [CASH] } },
      breaks: percent(-200),
    },
  ],
}
const context = { atMs: 0, currency: 'CNY', customer: 'me' }

test('the ladder has the break points of the rules that concern the buyer, and no others', () => {
  const book = compile([agreement], [{ id: 'p', unit: '件', currency: 'CNY' }])
  const table = ladder(book, context, { productId: 'p', payments: [CREDIT] })
  assert.deepEqual(table, {
    quantities: [PIECE, 100 * PIECE],
    payments: [CREDIT, CASH],
    leads: [null, 0, 7, 30],
    cells: [
      [
        [20 * YUAN, 22 * YUAN, 20 * YUAN, 19 * YUAN],
        [19.6 * YUAN, 21.56 * YUAN, 19.6 * YUAN, 18.62 * YUAN],
      ],
      [
        [18 * YUAN, 19.8 * YUAN, 18 * YUAN, 17.1 * YUAN],
        [17.64 * YUAN, 19.404 * YUAN, 17.64 * YUAN, 16.758 * YUAN],
      ],
    ],
    isMovingInside: false,
  })
})

test('a product without a price is on request all over', () => {
  const book = compile([agreement], [])
  const table = ladder(book, context, { productId: 'x', payments: [CASH] })
  assert.deepEqual(table.cells, [[[null, null]]])
})

test('where prices stand still, every quantity and lead costs what the band it lies in costs', () => {
  let compared = 0
  fc.assert(
    fc.property(
      random.agreements,
      random.products,
      random.context,
      fc.array(random.line, { minLength: 8, maxLength: 8 }),
      (agreements, products, context, lines) => {
        try {
          const book = compile(agreements, products)
          for (const line of lines) {
            const { productId, incoterm, place, payment } = line
            const question = { productId, incoterm, place, payments: [payment], leastMicro: 1 }
            const table = ladder(book, context, question)
            const q = table.quantities.findLastIndex((from) => from <= line.quantityMicro)
            const l = table.leads.findLastIndex((from) =>
              line.leadDays === null ? from === null : from !== null && from <= line.leadDays,
            )
            if (table.isMovingInside) continue
            assert.equal(table.cells[q]![0]![l], priceLine(book, context, line).unitE4)
            compared++
          }
        } catch (error) {
          if (!(error instanceof PricingError)) throw error
        }
      },
    ),
    { numRuns: 600 },
  )
  assert.ok(compared > 500, String(compared))
})
