import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { amountOf, estimateFor, landedPrice, type OfferTerms, type Reckoning } from './landed.ts'
import { approvalsNeeded, freeOf, mayAnswerFor, mayDecide, type Right } from './limits.ts'
import { checkOffers, quoteState, rfqState } from './rules.ts'
import { OfferInput } from './schema.ts'

const MICRO = 1_000_000n
const CASH = [{ shareBp: 10_000, from: 'order' as const, days: 0 }]
const FREE = { freightBp: 0, freightMinor: 0, dutyBp: 0 }
const offerOf = (more: Partial<OfferTerms> = {}): OfferTerms => ({
  ...{ unitE4: 10_000_000, holdsMicro: MICRO, leadDays: 0, payment: CASH },
  ...more,
})
const reckonOf = (more: Partial<Reckoning> = {}): Reckoning => ({
  ...{ quantityMicro: 1000n * MICRO, estimate: FREE, annualRateBp: 0 },
  ...more,
})

describe('the landed price', () => {
  const CASES: [string, Partial<OfferTerms>, Partial<Reckoning>, Record<string, number>][] = [
    ['is the price where nothing is added', {}, {}, { price: 10_000_000 }],
    [
      'of a box of 24 is counted by the piece',
      { unitE4: 240_000_000, holdsMicro: 24n * MICRO },
      {},
      { price: 10_000_000 },
    ],
    [
      'spreads the freight of a delivery over its quantity and adds a share of the value',
      {},
      { estimate: { freightBp: 200, freightMinor: 50_000, dutyBp: 0 } },
      { price: 10_000_000, freight: 200_000 + 500_000 },
    ],
    [
      'takes duty on price and freight',
      {},
      { estimate: { freightBp: 1000, freightMinor: 0, dutyBp: 500 } },
      { price: 10_000_000, freight: 1_000_000, duty: 550_000 },
    ],
    [
      'gains a tenth of a year’s interest by 36.5 days of credit',
      {
        payment: [
          { shareBp: 5000, from: 'invoice', days: 73 },
          { shareBp: 5000, from: 'delivery', days: 0 },
        ],
      },
      { annualRateBp: 1000 },
      { price: 10_000_000, payment: -100_000 },
    ],
    [
      'pays interest for what is paid before the goods come',
      { leadDays: 73 },
      { annualRateBp: 1000 },
      { price: 10_000_000, payment: 200_000 },
    ],
  ]
  for (const [name, offer, reckoning, expected] of CASES) {
    test(name, () => {
      const { landedE4, parts } = landedPrice(offerOf(offer), reckonOf(reckoning))
      assert.deepEqual(Object.fromEntries(parts.map((p) => [p.kind, p.e4])), expected)
      assert.equal(
        landedE4,
        Object.values(expected).reduce((a, b) => a + b),
      )
    })
  }

  const terms = fc.record({
    unitE4: fc.integer({ min: 0, max: 10 ** 12 }),
    holdsMicro: fc.bigInt({ min: 1n, max: 10n ** 10n }),
    leadDays: fc.integer({ min: 0, max: 400 }),
    payment: fc
      .tuple(fc.integer({ min: 1, max: 9999 }), fc.nat(120), fc.nat(120))
      .map(([share, a, b]) => [
        { shareBp: share, from: 'order' as const, days: a },
        { shareBp: 10_000 - share, from: 'invoice' as const, days: b },
      ]),
  })
  const reckoning = fc.record({
    quantityMicro: fc.bigInt({ min: 1n, max: 10n ** 15n }),
    estimate: fc.record({
      freightBp: fc.nat(5000),
      freightMinor: fc.nat(10 ** 6),
      dutyBp: fc.nat(5000),
    }),
    annualRateBp: fc.nat(3000),
  })

  test('is the sum of its parts, whatever the terms', () => {
    fc.assert(
      fc.property(terms, reckoning, (offer, with_) => {
        const { landedE4, parts } = landedPrice(offer, with_)
        assert.equal(
          landedE4,
          parts.reduce((sum, part) => sum + part.e4, 0),
        )
        assert.ok(parts.every((part) => Number.isSafeInteger(part.e4)))
      }),
      { numRuns: 2000 },
    )
  })

  test('never falls when the price, the freight, the duty or the lead time rises', () => {
    const more = fc.integer({ min: 1, max: 1000 })
    fc.assert(
      fc.property(terms, reckoning, more, (offer, with_, by) => {
        const before = landedPrice(offer, with_).landedE4
        const { estimate } = with_
        const dearer = [
          landedPrice({ ...offer, leadDays: offer.leadDays + by }, with_),
          ...(['freightBp', 'freightMinor', 'dutyBp'] as const).map((key) =>
            landedPrice(offer, { ...with_, estimate: { ...estimate, [key]: estimate[key] + by } }),
          ),
        ]
        for (const { landedE4 } of dearer) assert.ok(landedE4 >= before)
        // A dearer price earns more by long credit, but never more than it costs within ten years.
        const risen = landedPrice(
          { ...offer, unitE4: offer.unitE4 + by },
          { ...with_, annualRateBp: 0 },
        )
        assert.ok(risen.landedE4 >= landedPrice(offer, { ...with_, annualRateBp: 0 }).landedE4)
      }),
      { numRuns: 2000 },
    )
  })

  test('never rises by paying later, and does not know when money costs nothing', () => {
    fc.assert(
      fc.property(terms, reckoning, fc.nat(100), (offer, with_, by) => {
        const later = { ...offer, payment: offer.payment.map((p) => ({ ...p, days: p.days + by })) }
        assert.ok(landedPrice(later, with_).landedE4 <= landedPrice(offer, with_).landedE4)
        const free = { ...with_, annualRateBp: 0 }
        assert.equal(landedPrice(later, free).landedE4, landedPrice(offer, free).landedE4)
      }),
      { numRuns: 2000 },
    )
  })

  test('is the same by the piece and by the box, if the box costs as many times more', () => {
    fc.assert(
      fc.property(terms, reckoning, fc.integer({ min: 1, max: 500 }), (offer, with_, box) => {
        const boxed = {
          ...offer,
          unitE4: offer.unitE4 * box,
          holdsMicro: offer.holdsMicro * BigInt(box),
        }
        assert.equal(landedPrice(boxed, with_).landedE4, landedPrice(offer, with_).landedE4)
      }),
      { numRuns: 2000 },
    )
  })

  test('takes the most particular estimate that fits', () => {
    const row = (dutyBp: number, more = {}) => ({
      ...FREE,
      sellerId: null,
      incoterm: null,
      dutyBp,
      ...more,
    })
    const rows = [
      row(1),
      row(2, { incoterm: 'FOB' as const }),
      row(3, { sellerId: 'a' }),
      row(4, { sellerId: 'a', incoterm: 'FOB' as const }),
    ]
    const of = (seller: string, incoterm: string | null) =>
      estimateFor(rows, seller, incoterm).dutyBp
    assert.deepEqual(
      [
        of('b', null),
        of('b', 'FOB'),
        of('a', 'EXW'),
        of('a', 'FOB'),
        estimateFor([], 'a', null).dutyBp,
      ],
      [1, 2, 3, 4, 0],
    )
  })

  test('an amount is rounded half up once', () => {
    assert.equal(amountOf(12_345_600, 10n * MICRO), 12_346n)
    assert.equal(amountOf(5_000, MICRO), 1n)
    assert.equal(amountOf(4_999, MICRO), 0n)
    assert.equal(amountOf(10_000_000, 2_500_000n), 2500n)
  })
})

describe('who may decide', () => {
  const right = (personId: string, more: Partial<Right> = {}): Right => ({
    ...{ personId, roles: ['user'], currency: 'CNY', limitMinor: 1000 },
    ...{ periodDays: null, periodLimitMinor: null, spentMinor: 0 },
    ...more,
  })
  const sum = (amountMinor: number, currency = 'CNY') => ({ amountMinor, currency })
  const who = (personId: string | null, isOwner = false) => ({ personId, isOwner })

  test('without any rights given out there are no limits', () => {
    assert.deepEqual(approvalsNeeded([], who('a'), sum(10 ** 12)), [])
    assert.deepEqual(approvalsNeeded([], who(null), sum(10 ** 12)), [])
  })
  test('up to my limit I decide alone, above it somebody else does', () => {
    const rights = [right('a'), right('b', { roles: ['decider'], limitMinor: null })]
    assert.deepEqual(approvalsNeeded(rights, who('a'), sum(1000)), [])
    assert.deepEqual(approvalsNeeded(rights, who('a'), sum(1001)), ['amount'])
    assert.equal(mayDecide(rights, who('b'), 'amount', sum(10 ** 9)), true)
    assert.equal(
      mayDecide(rights, who('a'), 'amount', sum(1)),
      false,
      'a user decides for nobody else',
    )
    assert.deepEqual(approvalsNeeded(rights, who('c'), sum(1)), ['amount'], 'who is not named asks')
    assert.deepEqual(approvalsNeeded(rights, who(null), sum(1)), ['amount'], 'a program asks')
    assert.deepEqual(approvalsNeeded(rights, who('o', true), sum(10 ** 9)), [], 'the owner answers')
  })
  test('what was spent within the period counts, to the last fen', () => {
    const spent = right('a', { periodDays: 30, periodLimitMinor: 1500, spentMinor: 600 })
    assert.equal(freeOf(spent, 'CNY'), 900)
    assert.equal(mayAnswerFor([spent], who('a'), sum(900)), true)
    assert.equal(mayAnswerFor([spent], who('a'), sum(901)), false)
  })
  test('a limit in yuan says nothing of dollars', () => {
    assert.equal(mayAnswerFor([right('a')], who('a'), sum(1, 'USD')), false)
    assert.equal(mayAnswerFor([right('a', { limitMinor: null })], who('a'), sum(1, 'USD')), true)
  })
  test('where there is a payer, terms of payment wait for one', () => {
    const rights = [right('a'), right('p', { roles: ['payer'] })]
    assert.deepEqual(approvalsNeeded(rights, who('a'), sum(10)), ['payment'])
    assert.deepEqual(approvalsNeeded(rights, who('a'), sum(2000)), ['amount', 'payment'])
    assert.equal(mayDecide(rights, who('p'), 'payment', sum(2000)), true)
    assert.equal(mayDecide(rights, who('p'), 'amount', sum(1)), false)
    const both = [right('a', { roles: ['decider', 'payer'] })]
    assert.deepEqual(approvalsNeeded(both, who('a'), sum(10)), [])
  })
})

describe('states and offers', () => {
  test('a request closes and a quote expires by themselves', () => {
    const at = '2026-01-01T00:00:00.000Z'
    const ms = Date.parse(at)
    assert.equal(rfqState({ state: 'open', closes_at: at }, ms - 1), 'open')
    assert.equal(rfqState({ state: 'open', closes_at: at }, ms), 'closed')
    assert.equal(rfqState({ state: 'cancelled', closes_at: at }, ms), 'cancelled')
    assert.equal(quoteState({ state: 'open', valid_until: at }, ms - 1), 'open')
    assert.equal(quoteState({ state: 'countered', valid_until: at }, ms), 'expired')
    assert.equal(quoteState({ state: 'accepted', valid_until: at }, ms), 'accepted')
    assert.equal(quoteState({ state: 'open', valid_until: null }, ms), 'open')
  })

  const lines = [{ no: 1, unit: '件', quantityMicro: 1000n * MICRO }]
  const offer = (more = {}) =>
    OfferInput.parse({ lineNo: 1, unit: '件', unitE4: 1, leadDays: 1, payment: CASH, ...more })
  const BAD: [string, object[], string, string][] = [
    ['no such line', [{ lineNo: 2 }], 'offers.0.lineNo', 'unknown'],
    ['both an offer and none', [{}, { kind: 'none' }], 'offers.0.kind', 'none_and_offer'],
    ['a piece that holds two', [{ unitHolds: '2' }], 'offers.0.unitHolds', 'unit_holds'],
    [
      'a least above what there is',
      [{}, { minQuantity: '3', available: '2' }],
      'offers.1.minQuantity',
      'minimum_over_available',
    ],
    [
      'an amount beyond all measure',
      [{ unitE4: 1e15, available: '100000000' }],
      'offers.0.unitE4',
      'amount_too_large',
    ],
  ]
  for (const [name, offers, field, code] of BAD) {
    test(`${name} is refused by name`, () => {
      assert.throws(
        () => checkOffers(lines, offers.map(offer)),
        (error: { details: { errors: { field: string; code: string }[] } }) => {
          assert.deepEqual(
            error.details.errors.map((e) => [e.field, e.code]),
            [[field, code]],
          )
          return true
        },
      )
    })
  }
  test('a box of another unit, a substitute and several offers a line are fine', () => {
    const substitute = { kind: 'substitute', description: '涤棉' }
    checkOffers(lines, [offer(), offer({ unit: '箱', unitHolds: '24' }), offer(substitute)])
  })
})
