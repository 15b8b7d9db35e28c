import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { AppError } from '../../../platform/errors.ts'
import { inUnit, type Measured, toBaseMicro } from './units.ts'

const SHIRT: Measured = {
  unit: '件',
  decimals: 0,
  units: [
    { unit: '箱', numerator: 24, denominator: 1, decimals: 1 },
    { unit: '打', numerator: 12, denominator: 1, decimals: 0 },
  ],
}
const CLOTH: Measured = {
  unit: '米',
  decimals: 3,
  units: [
    { unit: '毫米', numerator: 1, denominator: 1000, decimals: 0 },
    { unit: '码', numerator: 9144, denominator: 10_000, decimals: 2 },
    { unit: '三分之一', numerator: 1, denominator: 3, decimals: 0 },
  ],
}

const CASES: [Measured, string, string, string | null][] = [
  [SHIRT, '3', '箱', '72000000'],
  [SHIRT, '1.5', '箱', '36000000'],
  [SHIRT, '2', '件', '2000000'],
  [SHIRT, '1.5', '件', null],
  [SHIRT, '0.1', '箱', null],
  [SHIRT, '1.25', '箱', null],
  [SHIRT, '0.5', '打', null],
  [CLOTH, '250000', '毫米', '250000000'],
  [CLOTH, '1', '毫米', '1000'],
  [CLOTH, '0.001', '米', '1000'],
  [CLOTH, '0.0001', '米', null],
  [CLOTH, '2.5', '码', '2286000'],
  [CLOTH, '0.01', '码', null],
  [CLOTH, '3', '三分之一', '1000000'],
  [CLOTH, '1', '三分之一', null],
]
for (const [product, quantity, unit, base] of CASES) {
  test(`${quantity} ${unit} ${base ? `are ${base} millionths of the base unit` : 'are impossible'}`, () => {
    if (base !== null) assert.equal(toBaseMicro(product, quantity, unit), BigInt(base))
    else
      assert.throws(
        () => toBaseMicro(product, quantity, unit, 'lines.2.'),
        (error: AppError) =>
          error.details.reason === 'quantity_impossible' &&
          error.details.errors?.[0]?.field === 'lines.2.quantity',
      )
  })
}

test('a unit that the product does not have is refused by name', () => {
  assert.throws(
    () => toBaseMicro(SHIRT, '1', '米', 'lines.0.'),
    (error) => error instanceof AppError && error.details.errors?.[0]?.field === 'lines.0.unit',
  )
})

test('what goes into the base unit comes back as it was, for any fraction and quantity', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1, max: 1_000_000_000 }),
      (numerator, denominator, pieces) => {
        const unit = { unit: 'x', numerator, denominator, decimals: 6 }
        const product: Measured = { unit: 'base', decimals: 6, units: [unit] }
        // A multiple of the denominator always divides.
        const quantity = String(pieces * denominator).slice(0, 12)
        try {
          const base = toBaseMicro(product, quantity, 'x')
          assert.equal(inUnit(product, base, 'x'), quantity)
          assert.equal(
            base * BigInt(denominator),
            BigInt(quantity) * 1_000_000n * BigInt(numerator),
          )
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          const whole = BigInt(quantity) * 1_000_000n * BigInt(numerator)
          assert.notEqual(whole % BigInt(denominator), 0n)
        }
      },
    ),
  )
})
