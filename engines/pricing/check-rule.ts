// What every agreement, rule and product must be in itself to be priced with at all.
import { BP, PricingError, WHOLE_MAX } from './exact.ts'
import { parseFormula } from './formula-parser.ts'
import type {
  Agreement,
  Bound,
  CatalogueProduct,
  Effect,
  PartyConditions,
  Rounding,
  Rule,
} from './model.ts'
import { paymentFacts } from './payments.ts'

/** A fault in a rule, an agreement or a product itself; `path` leads to the field. */
export interface OwnFault {
  code:
    | 'number_invalid'
    | 'band_empty'
    | 'list_empty'
    | 'breaks_overlap'
    | 'breaks_gap'
    | 'payment_invalid'
    | 'formula_invalid'
  path: string
  details: Record<string, unknown>
}

type Faults = OwnFault[]

const STEP_MAX = 1_000_000_000_000
const BP_MAX = 10_000_000
const LEAD_MAX = 1_000_000
const MS_MAX = 8_640_000_000_000_000

/** Throws `agreement_faulty`, `payment_invalid` or `formula_invalid` with the first fault. */
export function requireRule(rule: Rule): void {
  refuse(faultsOfRule(rule)[0], { ruleId: rule.id })
}

export function requireAgreement(agreement: Agreement): void {
  refuse(faultsOfAgreement(agreement)[0], { agreementId: agreement.id })
  const ids = new Set<string>()
  for (const rule of agreement.rules) {
    if (ids.has(rule.id))
      throw new PricingError('agreement_faulty', { code: 'id_doubled', ruleId: rule.id })
    ids.add(rule.id)
    requireRule(rule)
  }
}

export function requireProduct({ id, listE4 = 0, costE4 = 0 }: CatalogueProduct): void {
  const faults: Faults = []
  whole(faults, 'listE4', listE4, 0, WHOLE_MAX)
  whole(faults, 'costE4', costE4, 0, WHOLE_MAX)
  refuse(faults[0], { productId: id })
}

function refuse(fault: OwnFault | undefined, where: Record<string, unknown>): void {
  if (!fault) return
  const isOwn = fault.code === 'payment_invalid' || fault.code === 'formula_invalid'
  const code = isOwn ? (fault.code as 'payment_invalid' | 'formula_invalid') : 'agreement_faulty'
  throw new PricingError(code, { ...where, code: fault.code, path: fault.path, ...fault.details })
}

/** Faults of an agreement apart from its rules. */
export function faultsOfAgreement(agreement: Agreement): Faults {
  const faults: Faults = []
  conditions(faults, agreement.when)
  whole(faults, 'priority', agreement.priority ?? 0, -WHOLE_MAX, WHOLE_MAX)
  bound(faults, 'floor', agreement.floor)
  bound(faults, 'ceiling', agreement.ceiling)
  rounding(faults, agreement.rounding)
  return faults
}

export function faultsOfRule(rule: Rule): Faults {
  const faults: Faults = []
  conditions(faults, rule.when)
  for (const field of ['products', 'priceGroups', 'categories'] as const)
    list(faults, rule.when, field)
  whole(faults, 'priority', rule.priority ?? 0, -WHOLE_MAX, WHOLE_MAX)
  bound(faults, 'floor', rule.floor)
  bound(faults, 'ceiling', rule.ceiling)
  breaks(faults, rule)
  return faults
}

function breaks(faults: Faults, rule: Rule): void {
  if (rule.breaks.length === 0) faults.push({ code: 'list_empty', path: 'breaks', details: {} })
  let end: number | undefined = 0
  for (const [i, { fromMicro, belowMicro, effect }] of rule.breaks.entries()) {
    const path = `breaks.${i}`
    whole(faults, `${path}.fromMicro`, fromMicro, 0, WHOLE_MAX)
    if (belowMicro !== undefined) {
      whole(faults, `${path}.belowMicro`, belowMicro, 0, WHOLE_MAX)
      if (belowMicro <= fromMicro)
        faults.push({ code: 'band_empty', path, details: { fromMicro, belowMicro } })
    }
    const before = rule.breaks[i - 1]
    const isOverlapping =
      before && (before.fromMicro >= fromMicro || (before.belowMicro ?? 0) > fromMicro)
    if (isOverlapping) faults.push({ code: 'breaks_overlap', path, details: { fromMicro } })
    // Slices of a graduated rule must add up to the quantity, so no part of it may lie between them.
    const isApart =
      end !== undefined && end !== fromMicro && !(i > 0 && before?.belowMicro === undefined)
    if (rule.breakMode === 'graduated' && !rule.inheritsBreaks && isApart)
      faults.push({ code: 'breaks_gap', path, details: { fromMicro: end, belowMicro: fromMicro } })
    end = belowMicro
    effects(faults, `${path}.effect`, effect)
  }
}

function effects(faults: Faults, path: string, effect: Effect): void {
  switch (effect.kind) {
    case 'absolute':
      whole(faults, `${path}.unitE4`, effect.unitE4, 0, WHOLE_MAX)
      break
    case 'amount':
      whole(faults, `${path}.unitE4`, effect.unitE4, -WHOLE_MAX, WHOLE_MAX)
      break
    case 'percent':
      whole(faults, `${path}.bp`, effect.bp, -BP, BP_MAX)
      break
    case 'formula':
      attempt(faults, `${path}.text`, () => parseFormula(effect.text))
      break
    case 'time_value':
      whole(faults, `${path}.annualRateBp`, effect.annualRateBp, 0, BP_MAX)
      if (effect.yearDays !== 360) whole(faults, `${path}.yearDays`, effect.yearDays, 365, 365)
      attempt(faults, `${path}.base`, () => paymentFacts(effect.base))
  }
}

function conditions(faults: Faults, when: PartyConditions = {}): void {
  for (const field of LISTS) list(faults, when, field)
  const { lead, fromMs, untilMs, payment } = when
  if (lead) {
    const { fromDays = 0, belowDays = LEAD_MAX } = lead
    whole(faults, 'when.lead.fromDays', fromDays, 0, LEAD_MAX)
    whole(faults, 'when.lead.belowDays', belowDays, 0, LEAD_MAX)
    if (belowDays <= fromDays)
      faults.push({ code: 'band_empty', path: 'when.lead', details: { ...lead } })
  }
  for (const [field, value] of [
    ['fromMs', fromMs],
    ['untilMs', untilMs],
  ] as const)
    if (value !== undefined) whole(faults, `when.${field}`, value, -MS_MAX, MS_MAX)
  if (fromMs !== undefined && untilMs !== undefined && untilMs <= fromMs)
    faults.push({ code: 'band_empty', path: 'when.untilMs', details: { fromMs, untilMs } })
  if (payment) payments(faults, payment)
}

const LISTS = [
  'customers',
  'contracts',
  'customerGroups',
  'tiers',
  'regions',
  'channels',
  'incoterms',
  'places',
] as const

function payments(faults: Faults, payment: NonNullable<PartyConditions['payment']>): void {
  const path = 'when.payment'
  if (payment.kind === 'exact') {
    if (payment.terms.length === 0) faults.push({ code: 'list_empty', path, details: {} })
    for (const [i, term] of payment.terms.entries())
      attempt(faults, `${path}.terms.${i}`, () => paymentFacts(term))
  } else if (payment.kind === 'class') {
    if (payment.classes.length === 0) faults.push({ code: 'list_empty', path, details: {} })
  } else {
    const { creditDaysFrom = 0, creditDaysBelow = LEAD_MAX } = payment
    const { depositBpFrom = 0, depositBpBelow = BP + 1 } = payment
    whole(faults, `${path}.creditDaysFrom`, creditDaysFrom, 0, LEAD_MAX)
    whole(faults, `${path}.creditDaysBelow`, creditDaysBelow, 0, LEAD_MAX)
    whole(faults, `${path}.depositBpFrom`, depositBpFrom, 0, BP)
    whole(faults, `${path}.depositBpBelow`, depositBpBelow, 0, BP + 1)
    if (creditDaysBelow <= creditDaysFrom || depositBpBelow <= depositBpFrom)
      faults.push({ code: 'band_empty', path, details: { ...payment } })
  }
}

function list(faults: Faults, when: object | undefined, field: string): void {
  const value = (when as Record<string, readonly unknown[] | undefined> | undefined)?.[field]
  if (value?.length === 0) faults.push({ code: 'list_empty', path: `when.${field}`, details: {} })
}

function bound(faults: Faults, path: string, value: Bound | undefined): void {
  if (!value) return
  if ('unitE4' in value) whole(faults, `${path}.unitE4`, value.unitE4, 0, WHOLE_MAX)
  else whole(faults, `${path}.bp`, value.bp, -BP, BP_MAX)
}

function rounding(faults: Faults, value: Rounding | undefined): void {
  if (!value) return
  whole(faults, 'rounding.stepE4', value.stepE4, 1, STEP_MAX)
  whole(faults, 'rounding.endingE4', value.endingE4 ?? 0, 0, value.stepE4 - 1)
}

function whole(faults: Faults, path: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return
  faults.push({ code: 'number_invalid', path, details: { value, min, max } })
}

function attempt(faults: Faults, path: string, read: () => unknown): void {
  try {
    read()
  } catch (error) {
    if (!(error instanceof PricingError)) throw error
    const code = error.code as 'payment_invalid' | 'formula_invalid'
    faults.push({ code, path, details: error.details })
  }
}
