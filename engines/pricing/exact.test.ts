import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { amountMinor, divHalfUp, mulDiv, quantityMicro, WHOLE_MAX } from './exact.ts'
import { PricingError } from './index.ts'

const whole = fc.oneof(
  fc.integer({ min: 0, max: 100 }),
  fc.integer({ min: 0, max: 1_000_000_000 }),
  fc.integer({ min: 0, max: WHOLE_MAX }),
)
const signed = fc.tuple(whole, fc.boolean()).map(([n, isNegative]) => (isNegative ? 0 - n : n))
const divisor = fc.oneof(
  fc.constantFrom(1, 2, 10_000, 36_000_000_000, 36_500_000_000, 10_000_000_000),
  fc.integer({ min: 1, max: 1_000_000_000_000 }),
)

test('a product divided equals the same in whole numbers without limit, at any size', () => {
  fc.assert(
    fc.property(whole, signed, divisor, (a, b, c) => {
      const exact = divHalfUp(BigInt(a) * BigInt(b), BigInt(c))
      if (exact <= WHOLE_MAX && exact >= -WHOLE_MAX) assert.equal(BigInt(mulDiv(a, b, c)), exact)
    }),
    { numRuns: 20_000 },
  )
})

test('halves go up, below zero too', () => {
  assert.deepEqual(
    [5n, 15n, -5n, -15n, -6n, 4n].map((n) => divHalfUp(n, 10n)),
    [1n, 2n, 0n, -1n, -1n, 0n],
  )
  assert.deepEqual([mulDiv(1, -5, 10), mulDiv(3, -5, 10)], [0, -1])
})

test('the amount of a line is rounded half up once', () => {
  assert.equal(amountMinor(12_345_600, 1_000_000), 1235)
  assert.equal(amountMinor(12_345_600, 10_000_000), 12_346)
  assert.equal(amountMinor(5000, 1_000_000), 1)
  assert.equal(amountMinor(4999, 1_000_000), 0)
  assert.equal(amountMinor(3, 1), 0)
  // Quantities so near to a whole one that a quotient of doubles would take them for it.
  assert.equal(amountMinor(10_000, 8_999_999_999_999_999), 9_000_000_000)
  assert.equal(amountMinor(5000, 8_999_999_999_999_999), 4_500_000_000)
  assert.equal(amountMinor(5000, 8_999_999_998_999_999), 4_499_999_999)
})

test('what goes beyond whole numbers is refused by name', () => {
  const code = (code: string) => (error: unknown) =>
    error instanceof PricingError && error.code === code
  assert.throws(() => amountMinor(WHOLE_MAX, WHOLE_MAX), code('amount_overflow'))
  assert.throws(() => quantityMicro(0n), code('quantity_invalid'))
  assert.throws(() => quantityMicro(10n ** 16n), code('quantity_invalid'))
  assert.equal(quantityMicro(12_500_000n), 12_500_000)
})
