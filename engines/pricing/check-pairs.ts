// Rules that get in each other's way: contradictions, bands that overlap, rules that nothing reaches.
import type { Fault } from './check.ts'
import { inheritedRules } from './inheritance.ts'
import { pathsTo } from './matching.ts'
import { meeting } from './meeting.ts'
import type { Agreement, CatalogueProduct, Conditions, Rule } from './model.ts'
import { fitsPayment, paymentFacts } from './payments.ts'
import { comparePrecedence, ruleStanding, type Standing } from './precedence.ts'

interface Placed {
  rule: Rule
  when: Conditions
  standing: Standing
  isOwn: boolean
}

/** Faults between the agreement's own rules, and between them and those it inherits. */
export function checkPairs(
  line: readonly Agreement[],
  products: readonly CatalogueProduct[],
): Fault[] {
  const [agreement] = line as [Agreement]
  const own = agreement.when ?? {}
  const placed = placedRules(line)
  const faults: Fault[] = []
  for (const one of placed.filter(({ isOwn }) => isOwn)) {
    if (products.length === 0 || meeting([own, one.when], [one.rule], agreement.currency, products))
      continue
    // Nothing that is known and allowed by the agreement fits the rule.
    const at = { rules: [one.rule.id], path: 'when', details: {} }
    faults.push({ code: 'rule_unreachable', severity: 'warning', ...at })
  }
  const given = new Set(faults.flatMap(({ rules }) => rules))
  for (const [first, second] of pairs(placed, products)) {
    const fault = between(first, second, products)
    if (!fault || fault.rules.every((id) => given.has(id))) continue
    const whens = [own, first.when, second.when]
    const example = meeting(whens, [first.rule, second.rule], agreement.currency, products)
    if (!example) continue
    faults.push({ ...fault, example })
    if (fault.code === 'rule_unreachable') given.add(second.rule.id)
  }
  return faults
}

function placedRules(line: readonly Agreement[]): Placed[] {
  const counted = inheritedRules(line).filter(({ overriddenBy }) => overriddenBy === null)
  return counted
    .map(({ rule, distance }) => ({
      rule,
      when: rule.when ?? {},
      standing: ruleStanding(rule, distance),
      isOwn: distance === 0,
    }))
    .sort((a, b) => comparePrecedence(a.standing, b.standing))
}

/** Pairs of a step that may meet, the one that goes first first: those that name the same thing, or something wider. */
function* pairs(
  placed: readonly Placed[],
  products: readonly CatalogueProduct[],
): Generator<[Placed, Placed]> {
  const byName = new Map<string, Placed[]>()
  const byId = new Map(products.map((product) => [product.id, product]))
  const wide = placed.filter(({ when }) => !when.products)
  for (const one of placed) {
    for (const product of one.when.products ?? []) {
      const name = `${one.rule.step} ${product}`
      const before = byName.get(name) ?? []
      for (const other of before) if (other.isOwn || one.isOwn) yield [other, one]
      byName.set(name, [...before, one])
    }
    for (const other of wide) {
      if (other === one || other.rule.step !== one.rule.step || !(other.isOwn || one.isOwn))
        continue
      const isFirst = comparePrecedence(other.standing, one.standing) < 0
      // A wider rule that goes behind is what precedence is for.
      if (!isFirst || (one.when.products && !concerns(other.when, one.when.products, byId)))
        continue
      yield [other, one]
    }
  }
}

function concerns(
  { priceGroups, categories }: Conditions,
  ids: readonly string[],
  products: ReadonlyMap<string, CatalogueProduct>,
): boolean {
  return ids.some((id) => {
    const product = products.get(id)
    return (
      (!priceGroups || priceGroups.some((group) => product?.priceGroups?.includes(group))) &&
      (!categories || categories.some((path) => pathsTo(product?.category).includes(path)))
    )
  })
}

/** `first` goes before `second`, and both are of one step. */
function between(
  first: Placed,
  second: Placed,
  products: readonly CatalogueProduct[],
): Fault | null {
  const rules = [first.rule.id, second.rule.id]
  const isAlone = first.rule.combine === 'exclusive' || second.rule.combine === 'exclusive'
  if (!isAlone) return null
  const isEqual = first.standing.ranks.every((rank, i) => rank === second.standing.ranks[i])
  if (isEqual && !hasSameEffect(first.rule, second.rule)) {
    // Somebody in two groups or with two contracts meets both; anybody else meets one.
    const isRare = apart(first.when, second.when)
    const severity = isRare ? 'warning' : 'error'
    return { code: 'rules_contradict', severity, rules, path: 'when', details: {} }
  }
  if (covers(first, second, products)) {
    const path = 'when'
    const details = { by: first.rule.id }
    return {
      code: 'rule_unreachable',
      severity: 'warning',
      rules: rules.toReversed(),
      path,
      details,
    }
  }
  const path = overlap(first.when, second.when)
  if (path === null || hasSameEffect(first.rule, second.rule)) return null
  return { code: 'bands_overlap', severity: 'warning', rules, path: `when.${path}`, details: {} }
}

const text = (value: unknown) => JSON.stringify(value ?? null)

function hasSameEffect(a: Rule, b: Rule): boolean {
  const told = ({ breaks, breakMode, floor, ceiling }: Rule) =>
    text([breaks, breakMode, floor, ceiling])
  return told(a) === told(b)
}

function apart(a: Conditions, b: Conditions): boolean {
  const isApart = (one?: readonly string[], other?: readonly string[]) =>
    one !== undefined && other !== undefined && !one.some((value) => other.includes(value))
  return (
    isApart(a.customerGroups, b.customerGroups) ||
    isApart(a.contracts, b.contracts) ||
    isApart(a.priceGroups, b.priceGroups) ||
    isApart(a.categories, b.categories)
  )
}

const FIELDS = [
  'products',
  'priceGroups',
  'categories',
  'customers',
  'contracts',
  'customerGroups',
  'tiers',
  'regions',
  'channels',
  'payment',
  'incoterms',
  'places',
] as const

/** The one band by which two rules of otherwise equal conditions overlap, neither lying in the other. */
function overlap(a: Conditions, b: Conditions): string | null {
  const isEqual = (field: keyof Conditions) => text(a[field]) === text(b[field])
  const others = FIELDS.filter((field) => !isEqual(field))
  const dates = [a, b].map(({ fromMs, untilMs }) => [fromMs, untilMs] as const)
  const leads = [a, b].map(({ lead }) => [lead?.fromDays, lead?.belowDays] as const)
  const isSame = ([one, other]: readonly (readonly unknown[])[]) => text(one) === text(other)
  if (others.length === 0 && isSame(dates) && isCrossing(leads)) return 'lead'
  if (others.length === 0 && isSame(leads) && isCrossing(dates)) return 'fromMs'
  const isPayment = others.length === 1 && others[0] === 'payment' && isSame(dates) && isSame(leads)
  return isPayment && a.payment?.kind === 'range' && b.payment?.kind === 'range' ? 'payment' : null
}

function isCrossing(bands: readonly (readonly [number?, number?])[]): boolean {
  const [one, other] = bands.map(
    ([from = Number.NEGATIVE_INFINITY, below = Number.POSITIVE_INFINITY]) => [from, below] as const,
  ) as [readonly [number, number], readonly [number, number]]
  const [early, late] = one[0] <= other[0] ? [one, other] : [other, one]
  return early[0] < late[0] && late[0] < early[1] && early[1] < late[1]
}

/** Whether everything that reaches `second` has been taken by `first`, which needs nothing that might be unknown. */
function covers(first: Placed, second: Placed, products: readonly CatalogueProduct[]): boolean {
  if (first.rule.combine === 'stackable' && second.rule.combine === 'stackable') return false
  const isSure = first.rule.breaks.every(({ effect }) => effect.kind === 'absolute')
  if (!isSure || first.rule.unit !== undefined) return false
  return (
    coversTarget(first.when, second.when, products) &&
    coversParty(first.when, second.when) &&
    coversBand(first.when.lead?.fromDays, first.when.lead?.belowDays, second.when.lead) &&
    (first.when.lead === undefined || second.when.lead !== undefined) &&
    (first.when.fromMs ?? Number.NEGATIVE_INFINITY) <=
      (second.when.fromMs ?? Number.NEGATIVE_INFINITY) &&
    (first.when.untilMs ?? Number.POSITIVE_INFINITY) >=
      (second.when.untilMs ?? Number.POSITIVE_INFINITY) &&
    coversPayment(first.when, second.when) &&
    coversQuantity(first.rule, second.rule)
  )
}

function coversBand(
  from = 0,
  below = Number.POSITIVE_INFINITY,
  inner?: Conditions['lead'],
): boolean {
  const { fromDays = 0, belowDays = Number.POSITIVE_INFINITY } = inner ?? {}
  return from <= fromDays && below >= belowDays
}

function coversTarget(
  a: Conditions,
  b: Conditions,
  products: readonly CatalogueProduct[],
): boolean {
  if (!a.products && !a.priceGroups && !a.categories) return true
  if (
    text([a.products, a.priceGroups, a.categories]) ===
    text([b.products, b.priceGroups, b.categories])
  )
    return true
  if (!b.products) return false
  return b.products.every((id) => {
    if (a.products) return a.products.includes(id) && !a.priceGroups && !a.categories
    return concerns(a, [id], new Map(products.map((product) => [product.id, product])))
  })
}

function coversParty(a: Conditions, b: Conditions): boolean {
  const lists = [
    'customers',
    'contracts',
    'customerGroups',
    'tiers',
    'channels',
    'incoterms',
    'places',
  ] as const
  const isCovered = lists.every((field) => {
    const wide = a[field] as readonly unknown[] | undefined
    const narrow = b[field] as readonly unknown[] | undefined
    return !wide || (narrow?.every((value) => wide.includes(value)) ?? false)
  })
  const regions = a.regions
  const isRegion =
    !regions || (b.regions?.every((one) => regions.some((start) => one.startsWith(start))) ?? false)
  return isCovered && isRegion
}

function coversPayment({ payment: wide }: Conditions, { payment: narrow }: Conditions): boolean {
  if (!wide || text(wide) === text(narrow)) return true
  return (
    narrow?.kind === 'exact' && narrow.terms.every((term) => fitsPayment(wide, paymentFacts(term)))
  )
}

function coversQuantity(first: Rule, second: Rule): boolean {
  const starts = [first, second].map(({ breaks }) => breaks[0]!.fromMicro) as [number, number]
  const isWithoutGaps = first.breaks.every(
    ({ belowMicro }, i) =>
      belowMicro === undefined || belowMicro === first.breaks[i + 1]?.fromMicro,
  )
  return starts[0] <= starts[1] && isWithoutGaps
}
