import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Agreement,
  type CatalogueProduct,
  compile,
  explainLine,
  type PriceContext,
  type PriceLine,
  priceLine,
} from './index.ts'

const shirt: CatalogueProduct = {
  id: 'shirt',
  unit: '件',
  category: '服装/衬衫',
  currency: 'CNY',
  listE4: 20_000_000,
  costE4: 11_000_000,
}
const context: PriceContext = { atMs: 0, currency: 'CNY', customer: 'acme' }
const line: PriceLine = {
  productId: 'shirt',
  quantityMicro: 100_000_000,
  payment: [{ shareBp: 10_000, from: 'order', days: 0 }],
  leadDays: 30,
}

test('a price follows from quantity, payment and lead time, step by step', () => {
  const agreement: Agreement = {
    id: 'a1',
    currency: 'CNY',
    rules: [
      {
        id: 'base',
        step: 'price',
        combine: 'exclusive',
        breakMode: 'volume',
        breaks: [
          { fromMicro: 0, effect: { kind: 'absolute', unitE4: 18_000_000 } },
          { fromMicro: 100_000_000, effect: { kind: 'absolute', unitE4: 16_000_000 } },
        ],
      },
      {
        id: 'early',
        step: 'lead',
        when: { lead: { fromDays: 30 } },
        combine: 'exclusive',
        breakMode: 'volume',
        breaks: [{ fromMicro: 0, effect: { kind: 'percent', bp: -500 } }],
      },
      {
        id: 'cash',
        step: 'payment',
        when: { payment: { kind: 'class', classes: ['prepaid'] } },
        combine: 'exclusive',
        breakMode: 'volume',
        breaks: [{ fromMicro: 0, effect: { kind: 'percent', bp: -200 } }],
      },
    ],
  }
  const book = compile([agreement], [shirt])
  const priced = priceLine(book, context, line)
  assert.deepEqual(priced, {
    unitE4: 14_896_000,
    amountMinor: 148_960,
    agreementId: 'a1',
    unpriced: null,
  })
  assert.deepEqual(
    explainLine(book, context, line).steps.map(({ code, afterE4 }) => [code, afterE4]),
    [
      ['list', 20_000_000],
      ['rule', 16_000_000],
      ['rule', 15_200_000],
      ['rule', 14_896_000],
    ],
  )
})
