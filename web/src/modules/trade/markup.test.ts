import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  markupFault,
  markupFor,
  markupValueToText,
  previewPath,
  sellsAt,
  textToMarkupValue,
} from './markup.ts'

const percent = (value: number) => ({ kind: 'percent', value }) as const

test('a factory price grows by the rule of each tier', () => {
  const steps = previewPath(
    {
      tiers: [
        { tier: 1, markups: [{ productId: null, markup: percent(800) }], limit: null },
        {
          tier: 2,
          markups: [{ productId: null, markup: { kind: 'amount', value: 500 } }],
          limit: null,
        },
      ],
    },
    [1, 2, 3],
    10_000,
    1,
  )
  assert.deepEqual(
    steps.map((step) => [step.buysAtMinor, step.sellsAtMinor]),
    [
      [10_000, 10_800],
      [10_800, 11_300],
      [11_300, 11_300],
    ],
  )
})

test('a limit cuts what a tier asks for, and says so', () => {
  const [step] = previewPath(
    {
      tiers: [
        {
          tier: 1,
          markups: [{ productId: null, markup: percent(3000) }],
          limit: { minBp: 0, maxBp: 1500 },
        },
      ],
    },
    [1],
    10_000,
    1,
  )
  assert.equal(step!.sellsAtMinor, 11_500)
  assert.equal(step!.isClamped, true)
})

test('a half-typed rule does not break the preview', () => {
  const tiers = [
    {
      tier: 1,
      markups: [{ productId: null, markup: percent(-20_000) }],
      limit: { minBp: 500, maxBp: 0 },
    },
  ]
  assert.equal(previewPath({ tiers }, [1], 10_000, 1)[0]!.sellsAtMinor, 10_000)
})

test('one place sells within its limits, rounded to the step of the chain', () => {
  assert.deepEqual(sellsAt(9_990, percent(1000), null, 10), { minor: 10_990, isClamped: false })
  assert.deepEqual(
    sellsAt(10_000, { kind: 'fixed', value: 20_000 }, { minBp: 0, maxBp: 2000 }, 1),
    {
      minor: 12_000,
      isClamped: true,
    },
  )
})

test('a row for the product goes before the general one', () => {
  const rows = [
    { productId: null, markup: percent(500) },
    { productId: 'p', markup: percent(700) },
  ]
  assert.equal(markupFor(rows, 'p')!.value, 700)
  assert.equal(markupFor(rows, 'q')!.value, 500)
  assert.equal(markupFor([], 'q'), null)
})

test('a typed mark-up is read exactly, with its sign', () => {
  const cases = [
    ['12.5', 'percent', 1250],
    ['-3%', 'percent', -300],
    ['＋８', 'percent', 800],
    ['-1.20', 'amount', -120],
    ['99', 'fixed', 9900],
    ['-1', 'fixed', null],
    ['12.345', 'percent', null],
    ['abc', 'amount', null],
    ['', 'percent', null],
  ] as const
  for (const [text, kind, value] of cases) {
    assert.equal(textToMarkupValue(text, kind, 'CNY'), value, `${kind} ${text}`)
  }
})

test('a percent is in hundredths whatever the currency, an amount is in its minor units', () => {
  assert.equal(textToMarkupValue('12.5', 'percent', 'JPY'), 1250)
  assert.equal(textToMarkupValue('12', 'amount', 'JPY'), 12)
})

test('what is shown reads back as the same value', () => {
  for (const value of [0, 5, 50, 1250, -300, 10_000]) {
    assert.equal(
      textToMarkupValue(markupValueToText(percent(value), 'CNY'), 'percent', 'CNY'),
      value,
    )
  }
  assert.equal(markupValueToText({ kind: 'amount', value: 1000 }, 'CNY'), '10.00')
})

test('a percent outside the limits is told before the server refuses it', () => {
  const limit = { minBp: 500, maxBp: 1500 }
  assert.equal(markupFault(percent(400), limit), 'below_limit')
  assert.equal(markupFault(percent(1600), limit), 'above_limit')
  assert.equal(markupFault(percent(1000), limit), null)
  assert.equal(markupFault(percent(-9_500), null), 'out_of_range')
  assert.equal(markupFault({ kind: 'fixed', value: 1 }, limit), null)
})
