// Working out a formula exactly, in fractions.
import { divHalfUp } from './exact.ts'
import type { Formula, FormulaName } from './formula-parser.ts'

/** `d > 0`. */
export interface Fraction {
  n: bigint
  d: bigint
}

/** What names and rules stand for; null is unknown. */
export interface FormulaValues {
  name(name: FormulaName): Fraction | null
  rule(id: string): Fraction | null
}

/** Null when anything it needs is unknown, or when it divides by zero. */
export function evaluate(formula: Formula, values: FormulaValues): Fraction | null {
  switch (formula.kind) {
    case 'number':
      return formula
    case 'name':
      return values.name(formula.name)
    case 'rule':
      return values.rule(formula.id)
    case 'negative': {
      const of = evaluate(formula.of, values)
      return of && { n: -of.n, d: of.d }
    }
    case 'operation': {
      const left = evaluate(formula.left, values)
      const right = evaluate(formula.right, values)
      return left && right && operate(formula.operator, left, right)
    }
    case 'call': {
      const args: Fraction[] = []
      for (const arg of formula.args) {
        const value = evaluate(arg, values)
        if (value === null) return null
        args.push(value)
      }
      return call(formula.name, args)
    }
  }
}

function operate(operator: '+' | '-' | '*' | '/', a: Fraction, b: Fraction): Fraction | null {
  if (operator === '*') return { n: a.n * b.n, d: a.d * b.d }
  if (operator === '/') {
    if (b.n === 0n) return null
    return b.n > 0n ? { n: a.n * b.d, d: a.d * b.n } : { n: -a.n * b.d, d: -a.d * b.n }
  }
  const right = operator === '+' ? b.n : -b.n
  return a.d === b.d ? { n: a.n + right, d: a.d } : { n: a.n * b.d + right * a.d, d: a.d * b.d }
}

const isLess = (a: Fraction, b: Fraction) => a.n * b.d < b.n * a.d

function call(name: string, args: Fraction[]): Fraction | null {
  if (name === 'min') return args.reduce((least, a) => (isLess(a, least) ? a : least))
  if (name === 'max') return args.reduce((most, a) => (isLess(most, a) ? a : most))
  const [value, step = { n: 1n, d: 1n }] = args as [Fraction, Fraction?]
  if (step.n <= 0n) return null
  const steps = { n: value.n * step.d, d: value.d * step.n }
  const whole =
    name === 'round'
      ? divHalfUp(steps.n, steps.d)
      : name === 'down'
        ? floorDiv(steps.n, steps.d)
        : -floorDiv(-steps.n, steps.d)
  return { n: whole * step.n, d: step.d }
}

function floorDiv(n: bigint, d: bigint): bigint {
  return n / d - (n % d < 0n ? 1n : 0n)
}
