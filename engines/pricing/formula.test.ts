import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { divHalfUp } from './exact.ts'
import { evaluate, type FormulaValues } from './formula.ts'
import { compileFormula, type FormulaInput } from './formula-compiled.ts'
import { type Formula, parseFormula, rulesIn } from './formula-parser.ts'
import { PricingError } from './index.ts'

/** A list price of 20 yuan and a cost of 12, 250 pieces, 60 days' credit on 70 %, no date wished. */
const input: FormulaInput = {
  price: 18_000_000,
  list: 20_000_000,
  cost: 12_000_000,
  quantityMicro: 250_000_000,
  leadDays: Number.NaN,
  creditDaysBp: 420_000,
  depositBp: 3000,
  rule: (id) => (id === 'net' ? 15_000_000 : Number.NaN),
}
const known = (value: number, d: bigint) => (Number.isNaN(value) ? null : { n: BigInt(value), d })
const values: FormulaValues = {
  name: (name) =>
    ({
      price: known(input.price, 10_000n),
      list: known(input.list, 10_000n),
      cost: known(input.cost, 10_000n),
      quantity: known(input.quantityMicro, 1_000_000n),
      leadDays: null,
      creditDays: known(input.creditDaysBp, 10_000n),
      deposit: known(input.depositBp, 10_000n),
    })[name],
  rule: (id) => known(input.rule(id), 10_000n),
}

/** Both ways to work it out; they must agree. In e4, null when unknown. */
function worth(formula: Formula): number | null {
  const exact = evaluate(formula, values)
  const fast = compileFormula(formula)(input)
  const value = exact && Number(divHalfUp(exact.n * 10_000n, exact.d))
  assert.deepEqual(Number.isNaN(fast) ? null : fast, value)
  return value
}

const CASES: [string, number | null][] = [
  ['list * 0.95', 19_000_000],
  ['list - 5%*list', 19_000_000],
  ['2 + 3 * 4', 140_000],
  ['(2 + 3) * 4', 200_000],
  ['10 - 3 - 2', 50_000],
  ['100 / 10 / 2', 50_000],
  ['-3 + 5', 20_000],
  ['- -3', 30_000],
  ['1/3', 3333],
  ['2/3', 6667],
  ['max(cost * 1.2, list * 0.9)', 18_000_000],
  ['min(cost, list, price)', 12_000_000],
  ['round(1234.5)', 12_350_000],
  ['round(12.345, 0.01)', 123_500],
  ['up(12.341, 0.01)', 123_500],
  ['down(12.349, 0.01)', 123_400],
  ['down(-0.5)', -10_000],
  ['price * (1 + 6% * creditDays / 360)', 18_126_000],
  ['rule("net") + quantity', 17_500_000],
  ['deposit * 1000', 3_000_000],
  ['list / (quantity - 250)', null],
  ['price + leadDays', null],
  ['rule("gone") + 1', null],
  ['round(1, 0)', null],
  ['999999999999999 * 999999999 / 999999999', 9_999_999_999_999_990_000],
]
for (const [text, expected] of CASES)
  test(`formula: ${text}`, () => assert.equal(worth(parseFormula(text)), expected))

const BAD: [string, number, number, string][] = [
  ['', 1, 1, 'unfinished'],
  ['list *', 1, 7, 'unfinished'],
  ['list * * 2', 1, 8, 'unexpected'],
  ['(list', 1, 6, 'unfinished'],
  ['list)', 1, 5, 'unexpected'],
  ['list +\n  margin', 2, 3, 'unknown_name'],
  ['list +\n  2 $ 3', 2, 5, 'unexpected'],
  ['sqrt(2)', 1, 1, 'unknown_name'],
  ['constructor', 1, 1, 'unknown_name'],
  ['max', 1, 1, 'unknown_name'],
  ['rule(net)', 1, 6, 'unexpected'],
  ['round(1, 2, 3)', 1, 1, 'too_many_arguments'],
  ['1.2.3', 1, 4, 'unexpected'],
  ['1e9', 1, 2, 'unexpected'],
  [`${'('.repeat(60)}1`, 1, 52, 'too_deep'],
  [`${'-'.repeat(60)}1`, 1, 52, 'too_deep'],
  ['1+'.repeat(501), 1, 1001, 'too_long'],
]
for (const [text, line, column, problem] of BAD)
  test(`formula refused: ${text.slice(0, 20).replace('\n', ' ')} (${problem})`, () => {
    assert.throws(
      () => parseFormula(text),
      (error: unknown) => {
        assert.ok(error instanceof PricingError)
        assert.equal(error.code, 'formula_invalid')
        const { line: l, column: c, problem: p } = error.details
        assert.deepEqual([l, c, p], [line, column, problem])
        return true
      },
    )
  })

test('the rules that a formula builds on are named', () => {
  assert.deepEqual(rulesIn(parseFormula('max(rule("a"), -rule("b") + 2)')), ['a', 'b'])
})

const number = fc
  .tuple(fc.nat(100_000), fc.nat(4))
  .map(([n, places]) => (n / 10 ** places).toFixed(places))
const text: fc.Arbitrary<string> = fc.letrec<{ sum: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    number,
    number.map((n) => `${n}%`),
    fc.constantFrom('price', 'list', 'cost', 'quantity', 'creditDays', 'deposit', 'rule("net")'),
  ),
  sum: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie('atom'),
    fc
      .tuple(tie('sum'), fc.constantFrom('+', '-', '*', '/'), tie('sum'))
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    tie('sum').map((a) => `-${a}`),
    fc
      .tuple(fc.constantFrom('min', 'max', 'round', 'up', 'down'), tie('sum'), tie('sum'))
      .map(([name, a, b]) => `${name}(${a}, ${b})`),
  ),
})).sum

test('the fast way to work a formula out agrees with the exact one', () => {
  fc.assert(
    fc.property(text, (formula) => {
      worth(parseFormula(formula))
    }),
    { numRuns: 20_000 },
  )
})

test('no text makes the parser fail otherwise than by name', () => {
  const signs = fc.constantFrom(
    ...'list cost rule("a") + - * / ( ) , % 1 0.5 max " \n é'.split(' '),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(signs).map((all) => all.join('')),
      ),
      (any) => {
        try {
          parseFormula(any)
        } catch (error) {
          assert.ok(error instanceof PricingError && error.code === 'formula_invalid')
          assert.ok(Number(error.details.line) >= 1 && Number(error.details.column) >= 1)
        }
      },
    ),
    { numRuns: 5000 },
  )
})
