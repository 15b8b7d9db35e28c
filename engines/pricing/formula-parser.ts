// Formulas of price rules, read into a tree: + - * / ( ), numbers, percents, names and a few functions.
import { PricingError } from './exact.ts'

/** What a formula may name. Money in minor units, quantity in base units, days, shares as fractions of one. */
export const FORMULA_NAMES = [
  'price',
  'list',
  'cost',
  'quantity',
  'leadDays',
  'creditDays',
  'deposit',
] as const
export type FormulaName = (typeof FORMULA_NAMES)[number]

/** `round`, `up` and `down` take a value and a step (1 when left out); `rule("id")` what that rule gives. */
export const FORMULA_FUNCTIONS = ['min', 'max', 'round', 'up', 'down', 'rule'] as const
type Call = Exclude<(typeof FORMULA_FUNCTIONS)[number], 'rule'>

export type Formula =
  /** A decimal as a fraction: 0.95 is 95 / 100. */
  | { kind: 'number'; n: bigint; d: bigint }
  | { kind: 'name'; name: FormulaName }
  | { kind: 'rule'; id: string }
  | { kind: 'negative'; of: Formula }
  | { kind: 'operation'; operator: '+' | '-' | '*' | '/'; left: Formula; right: Formula }
  | { kind: 'call'; name: Call; args: Formula[] }

interface Token {
  kind: 'number' | 'name' | 'text' | 'sign' | 'end'
  text: string
  at: number
}

const LENGTH_MAX = 1000
const DEPTH_MAX = 50
const TOKEN =
  /\s*(?:(?<number>\d+(?:\.\d+)?)|(?<name>[A-Za-z]\w*)|"(?<text>[^"\n]*)"|(?<sign>[-+*/(),%])|(?<end>$)|(?<bad>.))/suy

/** Throws `formula_invalid` with `line` and `column` (from 1), the `problem` and what was `found`. */
export function parseFormula(text: string): Formula {
  const reader = new Reader(text)
  const formula = reader.sum(0)
  reader.end()
  return formula
}

class Reader {
  readonly #text: string
  readonly #tokens: Token[] = []
  #next = 0

  constructor(text: string) {
    this.#text = text
    if (text.length > LENGTH_MAX) throw this.#fault('too_long', LENGTH_MAX, '')
    TOKEN.lastIndex = 0
    for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
      const [kind, found] = Object.entries(match.groups!).find(([, t]) => t !== undefined)!
      const at = match.index + match[0].length - found.length - (kind === 'text' ? 2 : 0)
      if (kind === 'bad') throw this.#fault('unexpected', at, found)
      this.#tokens.push({ kind: kind as Token['kind'], text: found, at })
      if (kind === 'end') break
    }
  }

  sum(depth: number): Formula {
    let left = this.#product(depth)
    while (this.#peek('+') || this.#peek('-')) left = this.#operation(left, this.#product, depth)
    return left
  }

  end(): void {
    const token = this.#tokens[this.#next]!
    if (token.kind !== 'end') throw this.#unexpected(token)
  }

  #product(depth: number): Formula {
    let left = this.#factor(depth)
    while (this.#peek('*') || this.#peek('/')) left = this.#operation(left, this.#factor, depth)
    return left
  }

  #operation(left: Formula, right: (depth: number) => Formula, depth: number): Formula {
    const operator = this.#take().text as '+' | '-' | '*' | '/'
    return { kind: 'operation', operator, left, right: right.call(this, depth) }
  }

  #factor(depth: number): Formula {
    const token = this.#take()
    if (depth > DEPTH_MAX) throw this.#fault('too_deep', token.at, token.text)
    if (token.kind === 'number') return this.#number(token)
    if (token.kind === 'name') return this.#named(token, depth)
    if (token.text === '-' && token.kind === 'sign')
      return { kind: 'negative', of: this.#factor(depth + 1) }
    if (token.text !== '(' || token.kind !== 'sign') throw this.#unexpected(token)
    const inner = this.sum(depth + 1)
    this.#must(')')
    return inner
  }

  #number(token: Token): Formula {
    const [whole, part = ''] = token.text.split('.') as [string, string?]
    let d = 10n ** BigInt(part.length)
    if (this.#peek('%')) {
      this.#take()
      d *= 100n
    }
    return { kind: 'number', n: BigInt(whole + part), d }
  }

  #named(token: Token, depth: number): Formula {
    const isCall = this.#peek('(')
    const known: readonly string[] = isCall ? FORMULA_FUNCTIONS : FORMULA_NAMES
    if (!known.includes(token.text)) throw this.#fault('unknown_name', token.at, token.text)
    if (!isCall) return { kind: 'name', name: token.text as FormulaName }
    this.#take()
    if (token.text === 'rule') return this.#rule()
    const args = [this.sum(depth + 1)]
    while (this.#peek(',')) {
      this.#take()
      args.push(this.sum(depth + 1))
    }
    this.#must(')')
    const name = token.text as Call
    const most = name === 'min' || name === 'max' ? Number.POSITIVE_INFINITY : 2
    if (args.length > most) throw this.#fault('too_many_arguments', token.at, token.text)
    return { kind: 'call', name, args }
  }

  #rule(): Formula {
    const token = this.#take()
    if (token.kind !== 'text') throw this.#unexpected(token)
    this.#must(')')
    return { kind: 'rule', id: token.text }
  }

  #peek(sign: string): boolean {
    const token = this.#tokens[this.#next]!
    return token.kind === 'sign' && token.text === sign
  }

  #must(sign: string): void {
    const token = this.#take()
    if (token.kind !== 'sign' || token.text !== sign) throw this.#unexpected(token, sign)
  }

  #take(): Token {
    const token = this.#tokens[this.#next]!
    if (token.kind !== 'end') this.#next++
    return token
  }

  #unexpected(token: Token, expected?: string): PricingError {
    const problem = token.kind === 'end' ? 'unfinished' : 'unexpected'
    return this.#fault(problem, token.at, token.text, expected)
  }

  #fault(problem: string, at: number, found: string, expected?: string): PricingError {
    const before = this.#text.slice(0, at).split('\n')
    const place = { line: before.length, column: before.at(-1)!.length + 1 }
    return new PricingError('formula_invalid', { ...place, problem, found, expected })
  }
}

/** The rules that a formula builds on. */
export function rulesIn(formula: Formula): string[] {
  if (formula.kind === 'rule') return [formula.id]
  if (formula.kind === 'negative') return rulesIn(formula.of)
  if (formula.kind === 'operation') return [...rulesIn(formula.left), ...rulesIn(formula.right)]
  return formula.kind === 'call' ? formula.args.flatMap(rulesIn) : []
}
