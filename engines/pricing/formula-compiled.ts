// Formulas made ready to run: fractions of whole doubles as long as they fit, the exact evaluator where not.
import { mulDiv, WHOLE_MAX } from './exact.ts'
import { evaluate, type FormulaValues, type Fraction } from './formula.ts'
import type { Formula, FormulaName } from './formula-parser.ts'

/** What a formula is worked out from; NaN is unknown. Money in e4. */
export interface FormulaInput {
  price: number
  list: number
  cost: number
  quantityMicro: number
  leadDays: number
  creditDaysBp: number
  depositBp: number
  rule(id: string): number
}

const UNKNOWN = 0
const KNOWN = 1
const TOO_BIG = 2

// The running value, as a fraction with `d > 0`. One pair for the whole module: the engine runs one formula at a time,
// and a formula that asks for another rule puts the pair back when that one is done.
let n = 0
let d = 1

/** Answers KNOWN with the value in `n` and `d`. */
type Run = (input: FormulaInput) => number

const SCALE: Record<FormulaName, number> = {
  price: 10_000,
  list: 10_000,
  cost: 10_000,
  quantity: 1_000_000,
  leadDays: 1,
  creditDays: 10_000,
  deposit: 10_000,
}
const FIELD = {
  price: 'price',
  list: 'list',
  cost: 'cost',
  quantity: 'quantityMicro',
  leadDays: 'leadDays',
  creditDays: 'creditDaysBp',
  deposit: 'depositBp',
} as const

/** A function from what is known of a line to a price in e4, rounded half up; NaN when something is unknown. */
export function compileFormula(formula: Formula): (input: FormulaInput) => number {
  const run = prepare(formula)
  return (input) => {
    const state = run(input)
    if (state === UNKNOWN) return Number.NaN
    if (state === KNOWN && n >= 0 && n * 20_000 <= WHOLE_MAX) return mulDiv(n, 10_000, d)
    return exactly(formula, input)
  }
}

function exactly(formula: Formula, input: FormulaInput): number {
  const fraction = (value: number, scale: number): Fraction | null =>
    Number.isNaN(value) ? null : { n: BigInt(value), d: BigInt(scale) }
  const values: FormulaValues = {
    name: (name) => fraction(input[FIELD[name]], SCALE[name]),
    rule: (id) => fraction(input.rule(id), 10_000),
  }
  const value = evaluate(formula, values)
  return value ? toE4(value) : Number.NaN
}

function toE4(value: Fraction): number {
  const twice = 20_000n * value.n + value.d
  const by = 2n * value.d
  return Number(twice / by - (twice % by < 0n ? 1n : 0n))
}

function prepare(formula: Formula): Run {
  switch (formula.kind) {
    case 'number': {
      const by = gcd(formula.n, formula.d)
      const [top, bottom] = [Number(formula.n / by), Number(formula.d / by)]
      return () => set(top, bottom)
    }
    case 'name': {
      const [field, scale] = [FIELD[formula.name], SCALE[formula.name]]
      return (input) => set(input[field], scale)
    }
    case 'rule':
      return (input) => set(input.rule(formula.id), 10_000)
    case 'negative': {
      const of = prepare(formula.of)
      return (input) => {
        const state = of(input)
        n = 0 - n
        return state
      }
    }
    case 'operation':
      return prepareOperation(formula.operator, prepare(formula.left), prepare(formula.right))
    case 'call':
      if (formula.name === 'min' || formula.name === 'max')
        return prepareExtreme(formula.name === 'min', formula.args.map(prepare))
      // Rounding inside a formula is rare: the exact evaluator does it.
      return () => TOO_BIG
  }
}

function set(top: number, bottom: number): number {
  n = top
  d = bottom
  // NaN compares false: unknown.
  return top <= WHOLE_MAX && top >= -WHOLE_MAX && bottom <= WHOLE_MAX
    ? KNOWN
    : Number.isNaN(top)
      ? UNKNOWN
      : TOO_BIG
}

function prepareOperation(operator: '+' | '-' | '*' | '/', left: Run, right: Run): Run {
  return (input) => {
    const first = left(input)
    const [leftN, leftD] = [n, d]
    const second = right(input)
    if (first !== KNOWN || second !== KNOWN)
      return first === TOO_BIG || second === TOO_BIG ? TOO_BIG : UNKNOWN
    if (operator === '*') return set(leftN * n, leftD * d)
    if (operator === '/') {
      if (n === 0) return set(Number.NaN, 1)
      return n > 0 ? set(leftN * d, leftD * n) : set(0 - leftN * d, 0 - leftD * n)
    }
    const top = operator === '+' ? n : 0 - n
    if (leftD === d) return set(leftN + top, d)
    const [a, b] = [leftN * d, top * leftD]
    // Each product must be whole before they are added: two roundings could cancel out.
    if (Math.abs(a) > WHOLE_MAX || Math.abs(b) > WHOLE_MAX) return TOO_BIG
    return set(a + b, leftD * d)
  }
}

function prepareExtreme(isLeast: boolean, args: Run[]): Run {
  return (input) => {
    let state = args[0]!(input)
    let [bestN, bestD] = [n, d]
    for (let i = 1; i < args.length; i++) {
      const next = args[i]!(input)
      if (next !== KNOWN || state !== KNOWN) {
        state = next === TOO_BIG || state === TOO_BIG ? TOO_BIG : UNKNOWN
        continue
      }
      const [a, b] = [n * bestD, bestN * d]
      if (Math.abs(a) > WHOLE_MAX || Math.abs(b) > WHOLE_MAX) state = TOO_BIG
      if (isLeast ? a < b : b < a) [bestN, bestD] = [n, d]
    }
    n = bestN
    d = bestD
    return state
  }
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b)
}
