// Conditions told apart once: rules that share them share a number, so each is looked at once a cart.
import type { PartyConditions } from './model.ts'

type Field = keyof PartyConditions
const OF_CONTEXT: readonly Field[] = [
  'customers',
  'contracts',
  'customerGroups',
  'tiers',
  'regions',
  'channels',
  'fromMs',
  'untilMs',
]
const OF_TERMS: readonly Field[] = ['payment', 'incoterms', 'places']

/** A growing list of different conditions; number 0 is the one that always holds. */
export class ConditionList {
  readonly all: PartyConditions[] = [{}]
  readonly #numbers = new Map<string, number>()
  readonly #fields: readonly Field[]

  private constructor(fields: readonly Field[]) {
    this.#fields = fields
  }

  static ofContext = () => new ConditionList(OF_CONTEXT)
  static ofTerms = () => new ConditionList(OF_TERMS)

  /** The number of these conditions, as far as this list looks at them. */
  numberOf(when: PartyConditions | undefined): number {
    if (!when || this.#fields.every((field) => when[field] === undefined)) return 0
    const key = JSON.stringify(this.#fields.map((field) => when[field] ?? null))
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.all.length
    this.all.push(Object.fromEntries(this.#fields.map((field) => [field, when[field]])))
    this.#numbers.set(key, number)
    return number
  }
}
