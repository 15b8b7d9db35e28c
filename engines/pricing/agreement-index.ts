// One agreement with its rules found by product, and the plans that price products under it.
import type { ConditionList } from './conditions.ts'
import { withBreaks } from './inheritance.ts'
import { isWithin, pathsTo, targetMismatch } from './matching.ts'
import type { Agreement, CatalogueProduct, Rule } from './model.ts'
import { STEPS } from './model.ts'
import { type Bases, PlanRule } from './plan.ts'
import { Plan } from './plan-steps.ts'
import { comparePrecedence, ruleStanding, type Standing } from './precedence.ts'
import { referencesOf } from './references.ts'

interface IndexedRule {
  rule: Rule
  context: number
  terms: number
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
  /** Own rules that build on others, and the ids they build on, of now or before. */
  readonly referring = new Set<string>()
  readonly references = new Set<string>()
  readonly #conditions: BookConditions
  readonly #byProduct = new Map<string, IndexedRule[]>()
  readonly #byGroup = new Map<string, IndexedRule[]>()
  readonly #byCategory = new Map<string, IndexedRule[]>()
  readonly #general = new Map<string, IndexedRule[]>()
  #plans: (Plan | undefined)[] = []

  constructor(agreement: Agreement, parent: AgreementIndex | null, conditions: BookConditions) {
    this.agreement = agreement
    this.parent = parent
    parent?.children.push(this)
    this.#conditions = conditions
    this.contextCondition = conditions.context.numberOf(agreement.when)
    this.termsCondition = conditions.terms.numberOf(agreement.when)
    for (const rule of agreement.rules) this.put(rule)
  }

  fitsLead(leadDays: number | null): boolean {
    const lead = this.agreement.when?.lead
    return !lead || isWithin(leadDays, lead.fromDays, lead.belowDays)
  }

  /** The rule that an id stands for here: its own, or that of the nearest agreement it extends. */
  find(id: string): Rule | undefined {
    return this.rules.get(id)?.rule ?? this.parent?.find(id)
  }

  put(rule: Rule): void {
    this.remove(rule.id)
    const { context, terms } = this.#conditions
    const indexed = { rule, context: context.numberOf(rule.when), terms: terms.numberOf(rule.when) }
    this.rules.set(rule.id, indexed)
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
    const isKnown = product.currency === this.agreement.currency
    const references = new Map<string, PlanRule | null>()
    const bases: Bases = {
      list: isKnown ? (product.listE4 ?? Number.NaN) : Number.NaN,
      cost: isKnown ? (product.costE4 ?? Number.NaN) : Number.NaN,
      rule: (id, asking) => {
        let rule = references.get(id)
        if (rule === undefined) {
          rule = this.#prepare(id, bases)
          references.set(id, rule)
        }
        return rule ? rule.apply(bases.list, asking) : Number.NaN
      },
    }
    const steps = STEPS.map((step) =>
      this.#inOrder(product)
        .filter(({ rule }) => rule.step === step)
        .map(({ rule }) => this.#prepare(rule.id, bases)!),
    )
    return new Plan(steps, bases, {
      floor: this.#inherited('floor'),
      ceiling: this.#inherited('ceiling'),
      rounding: this.#inherited('rounding'),
    })
  }

  #inherited<K extends 'floor' | 'ceiling' | 'rounding'>(field: K): Agreement[K] {
    return this.agreement[field] ?? (this.parent ? this.parent.#inherited(field) : undefined)
  }

  /** Rules of the agreement and all it extends that concern the product, the one that goes first first. */
  #inOrder(product: CatalogueProduct): { rule: Rule; standing: Standing }[] {
    const found: { rule: Rule; standing: Standing }[] = []
    const nearer: AgreementIndex[] = []
    for (let index: AgreementIndex | null = this; index; index = index.parent) {
      for (const { rule } of index.concerning(product)) {
        if (nearer.some((other) => other.rules.has(rule.id))) continue
        if (rule.unit !== undefined && rule.unit !== product.unit) continue
        const merged = this.#merged(rule.id)!.rule
        found.push({ rule: merged, standing: ruleStanding(merged, nearer.length) })
      }
      nearer.push(index)
    }
    return found.sort((a, b) => comparePrecedence(a.standing, b.standing))
  }

  #prepare(id: string, bases: Bases): PlanRule | null {
    const found = this.#merged(id)
    return found && new PlanRule(found.rule, bases, found.context, found.terms)
  }

  #merged(id: string): IndexedRule | null {
    const all: IndexedRule[] = []
    for (let index: AgreementIndex | null = this; index; index = index.parent)
      all.push(...[index.rules.get(id) ?? []].flat())
    const [own, ...further] = all
    if (!own) return null
    const rule = withBreaks(
      own.rule,
      further.map((one) => one.rule),
    )
    return rule === own.rule ? own : { ...own, rule }
  }
}
