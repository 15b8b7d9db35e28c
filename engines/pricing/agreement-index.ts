// One agreement with its rules found by product, and the plans that price products under it.
import type { ConditionList } from './conditions.ts'
import { withBreaks } from './inheritance.ts'
import { isWithin, pathsTo, targetMismatch } from './matching.ts'
import type { Agreement, CatalogueProduct, Rule } from './model.ts'
import { STEPS } from './model.ts'
import { NumberRoom, type Place, Plan, PlanShape } from './plan.ts'
import { comparePrecedence, ruleStanding, type Standing } from './precedence.ts'
import { referencesOf } from './references.ts'
import { basesOf, boundOf, RuleShape, shapeKey, valuesOf } from './rule-shape.ts'

interface IndexedRule {
  rule: Rule
  context: number
  terms: number
}

/** Shapes told apart once a book. */
export class Shapes {
  readonly #rules = new Map<string, { shape: RuleShape; number: number }>()
  readonly #plans = new Map<string, PlanShape>()

  ofRule(rule: Rule, context: number, terms: number): { shape: RuleShape; number: number } {
    const key = shapeKey(rule, context, terms)
    let found = this.#rules.get(key)
    if (!found) {
      found = { shape: new RuleShape(rule, context, terms), number: this.#rules.size }
      this.#rules.set(key, found)
    }
    return found
  }

  ofPlan(key: string, make: () => PlanShape): PlanShape {
    let shape = this.#plans.get(key)
    if (!shape) {
      shape = make()
      this.#plans.set(key, shape)
    }
    return shape
  }
}

/** A product with its position in the lists of plans. */
export interface ProductEntry {
  product: CatalogueProduct
  at: number
}

export interface BookConditions {
  context: ConditionList
  terms: ConditionList
}

export class AgreementIndex {
  readonly agreement: Agreement
  readonly parent: AgreementIndex | null
  readonly children: AgreementIndex[] = []
  readonly contextCondition: number
  readonly termsCondition: number
  readonly rules = new Map<string, IndexedRule>()
  /** Own rules that may build on others, and the ids that own rules build on, of now or before. */
  readonly referring = new Set<string>()
  readonly references = new Set<string>()
  readonly #conditions: BookConditions
  readonly #shapes: Shapes
  readonly #room = new NumberRoom()
  readonly #byProduct = new Map<string, IndexedRule[]>()
  readonly #byGroup = new Map<string, IndexedRule[]>()
  readonly #byCategory = new Map<string, IndexedRule[]>()
  readonly #general = new Map<string, IndexedRule[]>()
  #plans: (Plan | undefined)[] = []

  constructor(
    agreement: Agreement,
    parent: AgreementIndex | null,
    conditions: BookConditions,
    shapes: Shapes,
  ) {
    this.agreement = agreement
    this.parent = parent
    parent?.children.push(this)
    this.#conditions = conditions
    this.#shapes = shapes
    this.contextCondition = conditions.context.numberOf(agreement.when)
    this.termsCondition = conditions.terms.numberOf(agreement.when)
    for (const rule of agreement.rules) this.put(rule)
  }

  fitsLead(leadDays: number | null): boolean {
    const lead = this.agreement.when?.lead
    return !lead || isWithin(leadDays, lead.fromDays, lead.belowDays)
  }

  put(rule: Rule): void {
    this.remove(rule.id)
    const { context, terms } = this.#conditions
    const indexed = { rule, context: context.numberOf(rule.when), terms: terms.numberOf(rule.when) }
    this.rules.set(rule.id, indexed)
    // Breaks that are taken over may build on rules too.
    if (rule.inheritsBreaks) this.referring.add(rule.id)
    for (const id of referencesOf(rule)) {
      this.referring.add(rule.id)
      this.references.add(id)
    }
    const [lists, names] = this.#place(rule)
    for (const name of new Set(names)) {
      const list = lists.get(name)
      if (list) list.push(indexed)
      else lists.set(name, [indexed])
    }
  }

  remove(id: string): void {
    const old = this.rules.get(id)
    if (!old) return
    this.rules.delete(id)
    this.referring.delete(id)
    const [lists, names] = this.#place(old.rule)
    for (const name of new Set(names)) {
      const rest = lists.get(name)!.filter((one) => one !== old)
      if (rest.length > 0) lists.set(name, rest)
      else lists.delete(name)
    }
  }

  /** Where a rule is kept: under the narrowest thing that it names. */
  #place({ when = {} }: Rule): [Map<string, IndexedRule[]>, readonly string[]] {
    if (when.products) return [this.#byProduct, when.products]
    if (when.priceGroups) return [this.#byGroup, when.priceGroups]
    return when.categories ? [this.#byCategory, when.categories] : [this.#general, ['']]
  }

  /** The agreement's own rules that concern a product. */
  concerning(product: CatalogueProduct): IndexedRule[] {
    const found = new Set(this.#byProduct.get(product.id))
    for (const group of product.priceGroups ?? [])
      for (const one of this.#byGroup.get(group) ?? []) found.add(one)
    for (const path of pathsTo(product.category))
      for (const one of this.#byCategory.get(path) ?? []) found.add(one)
    for (const one of this.#general.get('') ?? []) found.add(one)
    return [...found].filter(({ rule }) => !targetMismatch(rule.when ?? {}, product))
  }

  planOf(entry: ProductEntry): Plan {
    const known = this.#plans[entry.at]
    if (known) return known
    const plan = this.#build(entry.product)
    this.#plans[entry.at] = plan
    return plan
  }

  /** Drops the plans of these positions, or all, here and in what extends it; answers how many. */
  forget(positions: readonly number[] | null): number {
    let dropped = 0
    if (positions === null) {
      dropped = this.#plans.reduce((sum, plan) => sum + (plan ? 1 : 0), 0)
      this.#plans = []
    } else {
      for (const at of positions) {
        if (!this.#plans[at]) continue
        this.#plans[at] = undefined
        dropped++
      }
    }
    return this.children.reduce((sum, child) => sum + child.forget(positions), dropped)
  }

  #build(product: CatalogueProduct): Plan {
    const bases = basesOf(product, this.agreement.currency)
    const { floor, ceiling, rounding } = this.policy
    const numbers = [bases.list, bases.cost, boundOf(floor, bases), boundOf(ceiling, bases)]
    const places: Place[][] = STEPS.map(() => [])
    let key = rounding ? JSON.stringify(rounding) : ''
    for (const { indexed } of this.inOrder(product)) {
      const { rule } = indexed
      const step = STEPS.indexOf(rule.step)
      const { shape, number } = this.#shapes.ofRule(rule, indexed.context, indexed.terms)
      places[step]!.push({ shape, at: numbers.length })
      numbers.push(...valuesOf(rule, bases))
      key += ` ${step}:${number}`
    }
    const shape = this.#shapes.ofPlan(key, () => new PlanShape(places, rounding))
    const { values, offset } = this.#room.take(numbers)
    return new Plan(shape, values, offset, (id) => {
      const found = this.#merged(id)
      if (!found) return null
      const { shape } = this.#shapes.ofRule(found.rule, found.context, found.terms)
      return { shape, values: Float64Array.from(valuesOf(found.rule, bases)) }
    })
  }

  /** The bounds and the rounding, its own or inherited. */
  get policy(): Pick<Agreement, 'floor' | 'ceiling' | 'rounding'> {
    const above = this.parent?.policy
    const { floor, ceiling, rounding } = this.agreement
    return {
      floor: floor ?? above?.floor,
      ceiling: ceiling ?? above?.ceiling,
      rounding: rounding ?? above?.rounding,
    }
  }

  /** Rules of the agreement and all it extends that concern the product, the one that goes first first. */
  inOrder(product: CatalogueProduct): { indexed: IndexedRule; standing: Standing }[] {
    const found: { indexed: IndexedRule; standing: Standing }[] = []
    const nearer: AgreementIndex[] = []
    for (let index: AgreementIndex | null = this; index; index = index.parent) {
      for (const { rule } of index.concerning(product)) {
        if (nearer.some((other) => other.rules.has(rule.id))) continue
        if (rule.unit !== undefined && rule.unit !== product.unit) continue
        const indexed = this.#merged(rule.id)!
        found.push({ indexed, standing: ruleStanding(indexed.rule, nearer.length) })
      }
      nearer.push(index)
    }
    return found.sort((a, b) => comparePrecedence(a.standing, b.standing))
  }

  /** A rule as it counts here, with the breaks that it takes over; whether or not it matches. */
  effective(id: string): Rule | undefined {
    return this.#merged(id)?.rule
  }

  #merged(id: string): IndexedRule | null {
    if (!this.parent) return this.rules.get(id) ?? null
    const all: IndexedRule[] = []
    for (let index: AgreementIndex | null = this; index; index = index.parent) {
      const found = index.rules.get(id)
      if (found) all.push(found)
    }
    const [own, ...further] = all
    if (!own) return null
    const rule = withBreaks(
      own.rule,
      further.map((one) => one.rule),
    )
    return rule === own.rule ? own : { ...own, rule }
  }
}
