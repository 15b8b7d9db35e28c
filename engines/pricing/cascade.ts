/**
 * The tier cascade: how one list price becomes the price of every seller in a tree of sellers.
 *
 * The lead sells at the list price. Each seller buys at its parent's price and sells at
 *
 *     round(clamp(rule(purchase price), purchase price x limits of its tier))
 *
 * Amounts are integers in minor units from 0 to PRICE_MAX; percents are basis points of the seller's own
 * purchase price (100 = 1 %). Rounding is half up to a multiple of `step` at each tier, as an invoice of
 * that tier would show it. A limit is rounded the same way, so a price may lie outside the bare limit by
 * less than one step, never more. Prices stop at 0 below and at PRICE_MAX above.
 *
 * Source of the rules: the product's own contract (shared/domain.md section 4); no outside standard.
 */

export const KINDS = ['percent', 'amount', 'fixed'] as const
/** `percent`: basis points on the purchase price; `amount`: minor units on it; `fixed`: minor units. */
export type Kind = (typeof KINDS)[number]

/** In rising precedence; the position is the number in the low bits of a flag. */
export const RULES = ['none', 'tier', 'tier_product', 'own', 'own_product'] as const
export type RuleName = (typeof RULES)[number]

/** `RULES[flag & RULE_MASK]` names the rule that applied. */
export const RULE_MASK = 7
/** Set in a flag when a limit or the range of prices changed what the rule asked for. */
export const CLAMPED = 8

/** 9e15 < 2^53: a price, or a price and one step, is always exact in a double. */
export const PRICE_MAX = 9_000_000_000_000_000
const BP = 10_000
const BP_MAX = 100_000
const STEP_MAX = 1_000_000
const TIER_MAX = 255

/** Sellers in columns, parents before their children. */
export interface Sellers {
  /** Position of the seller's own seller; -1 when it buys from the lead. */
  parentIndex: ArrayLike<number>
  /** 1 to 255: which rules and limits of the lead apply. */
  tier: ArrayLike<number>
}

interface Priced {
  /** Position in `lines`; null for every line. */
  line: number | null
  kind: Kind
  value: number
}
/** What the lead sets for all sellers of a tier. */
export interface TierRule extends Priced {
  tier: number
}
/** What a seller (by position) sets for itself. */
export interface SellerRule extends Priced {
  seller: number
}

/** The least and the most that a seller of the tier may add, in basis points of its purchase price. */
export interface Limit {
  tier: number
  minBp: number
  maxBp: number
}

export interface CascadeInput {
  /** The list price of each line in minor units: what those who buy from the lead pay. */
  lines: ArrayLike<number>
  sellers: Sellers
  /** At most one rule for each (tier, line) and each (seller, line). */
  rules: { tiers: readonly TierRule[]; sellers: readonly SellerRule[] }
  /** At most one for a tier; a tier without one is free. */
  limits: readonly Limit[]
  /** Prices are multiples of this many minor units (1 to 1,000,000). */
  step: number
}

export interface CascadeResult {
  /** What seller `s` sells line `l` at, at position `s * lines.length + l`. */
  prices: Float64Array
  /** How that came about, at the same position: a rule's number, with CLAMPED where a bound cut in. */
  flags: Uint8Array
}

/**
 * Prices every line for every seller, in one pass over the tree.
 * Throws RangeError when the input breaks a bound named at its type.
 */
export function cascadePrices(input: CascadeInput): CascadeResult {
  checkInput(input)
  const { lines, sellers, step } = input
  const width = lines.length
  const count = sellers.parentIndex.length
  const table = compileRules(input)
  const bounds = compileLimits(input.limits)
  const list = Float64Array.from(lines)
  const prices = new Float64Array(count * width)
  const flags = new Uint8Array(count * width)

  const mixed = new Int32Array(width)
  // One object for all sellers: a hundred thousand short-lived ones cost as much as the arithmetic.
  const job: Job = { list, table, bounds, step, prices, flags, row: mixed, rowAt: 0 }
  for (let seller = 0; seller < count; seller++) {
    const tier = sellers.tier[seller]!
    const hasOwn = table.ownHeads[seller]! < table.ownHeads[seller + 1]!
    if (hasOwn) mixOwn(table, seller, tier * width, mixed)
    job.row = hasOwn ? mixed : table.tierRows
    job.rowAt = hasOwn ? 0 : tier * width
    sell(job, seller, sellers.parentIndex[seller]!, tier)
  }
  return { prices, flags }
}

interface Job extends CascadeResult {
  list: Float64Array
  table: RuleTable
  bounds: Bounds
  step: number
  /** The rule of each line stands at `row[rowAt + line]`. */
  row: Int32Array
  rowAt: number
}

function sell(job: Job, seller: number, parent: number, tier: number): void {
  const { list, table, step, prices, flags, row, rowAt } = job
  const width = list.length
  const bought = parent < 0 ? list : prices
  const boughtAt = parent < 0 ? 0 : parent * width
  const soldAt = seller * width
  const min = job.bounds.min[tier]!
  const max = job.bounds.max[tier]!
  const isLimited = !Number.isNaN(min)
  const top = Math.floor(PRICE_MAX / step) * step
  for (let line = 0; line < width; line++) {
    const rule = row[rowAt + line]!
    const buy = bought[boughtAt + line]!
    const value = table.values[rule]!
    const kind = table.kinds[rule]!
    let wish: number
    if (kind === PERCENT) wish = percentOf(buy, value, step)
    else wish = roundTo(kind === AMOUNT ? buy + value : value, step)

    let price = wish
    // A percent within the limits needs no second look, and that is nearly every case.
    if (isLimited && !(kind === PERCENT && value >= min && value <= max)) {
      const least = percentOf(buy, min, step)
      const most = percentOf(buy, max, step)
      price = Math.max(least, Math.min(price, most))
    }
    price = Math.max(0, Math.min(price, top))
    prices[soldAt + line] = price
    flags[soldAt + line] = table.levels[rule]! | (price === wish ? 0 : CLAMPED)
  }
}

/**
 * `buy x factor / 10,000`, rounded half up to `step`; exact wherever the result is at most 2^53, and
 * above 2^53 otherwise. With D = 10,000 x step and buy = q D + r the result is
 * (q factor + floor((r factor + D/2) / D)) x step: r < D <= 1e10 and factor <= 110,000 keep r x factor
 * below 2^53, and floor of a double quotient n / D is exact while n + D < 2^54.
 */
function percentOf(buy: number, factor: number, step: number): number {
  const divisor = BP * step
  const whole = Math.floor(buy / divisor)
  const rest = buy - whole * divisor
  return (whole * factor + Math.floor((rest * factor + divisor / 2) / divisor)) * step
}

// Half a step is never added: above 2^52 a double has no room for it. A sum above 2^53 may be inexact
// here, and is cut to the greatest price by the caller.
function roundTo(amount: number, step: number): number {
  const below = Math.floor(amount / step) * step
  return (amount - below) * 2 >= step ? below + step : below
}

const PERCENT = 0
const AMOUNT = 1
const KIND_CODES: Record<Kind, number> = { percent: 0, amount: 1, fixed: 2 }

interface RuleTable {
  /** Columns of all rules; number 0 passes the price through. Percents are held as factors. */
  kinds: Uint8Array
  values: Float64Array
  levels: Uint8Array
  /** The rule of each tier and line. */
  tierRows: Int32Array
  /** The own rules of a seller: `ownRules[ownHeads[s]]` up to `ownRules[ownHeads[s + 1]]`. */
  ownHeads: Int32Array
  ownRules: Int32Array
  ownLines: Int32Array
}

function compileRules({ lines, sellers, rules }: CascadeInput): RuleTable {
  const width = lines.length
  const count = sellers.parentIndex.length
  const total = 1 + rules.tiers.length + rules.sellers.length
  const table: RuleTable = {
    kinds: new Uint8Array(total),
    values: new Float64Array(total),
    levels: new Uint8Array(total),
    tierRows: new Int32Array((TIER_MAX + 1) * width),
    ownHeads: new Int32Array(count + 1),
    ownRules: new Int32Array(rules.sellers.length),
    ownLines: new Int32Array(rules.sellers.length),
  }
  table.values[0] = BP
  let next = 1
  const add = (rule: Priced, level: RuleName): number => {
    table.kinds[next] = KIND_CODES[rule.kind]
    // Adding nothing turns -0, which JSON can carry, into 0.
    table.values[next] = rule.kind === 'percent' ? BP + rule.value : rule.value + 0
    table.levels[next] = RULES.indexOf(level)
    return next++
  }
  for (const rule of rules.tiers) {
    const at = rule.tier * width
    if (rule.line !== null) table.tierRows[at + rule.line] = add(rule, 'tier_product')
    else {
      const general = add(rule, 'tier')
      for (let line = 0; line < width; line++) {
        // A product's rule that came earlier in the list stays.
        if (table.levels[table.tierRows[at + line]!] === 0) table.tierRows[at + line] = general
      }
    }
  }
  for (const { seller } of rules.sellers) table.ownHeads[seller + 1]!++
  for (let s = 0; s < count; s++) table.ownHeads[s + 1]! += table.ownHeads[s]!
  const fill = table.ownHeads.slice()
  for (const rule of rules.sellers) {
    const place = fill[rule.seller]!++
    table.ownRules[place] = add(rule, rule.line === null ? 'own' : 'own_product')
    table.ownLines[place] = rule.line ?? -1
  }
  refuseTwice(table, width)
  return table
}

/** Two own rules of a seller for one line: found here, where they lie side by side. */
function refuseTwice({ ownHeads, ownLines }: RuleTable, width: number): void {
  const lastOwner = new Int32Array(width + 1).fill(-1)
  for (let seller = 0; seller + 1 < ownHeads.length; seller++) {
    for (let at = ownHeads[seller]!; at < ownHeads[seller + 1]!; at++) {
      const line = ownLines[at]!
      if (lastOwner[line + 1] === seller)
        need(false, `two rules for seller ${seller}, line ${line}`)
      lastOwner[line + 1] = seller
    }
  }
}

/** Lays a seller's own rules over those of its tier. */
function mixOwn(table: RuleTable, seller: number, tierAt: number, row: Int32Array): void {
  const first = table.ownHeads[seller]!
  const end = table.ownHeads[seller + 1]!
  for (let line = 0; line < row.length; line++) row[line] = table.tierRows[tierAt + line]!
  for (let at = first; at < end; at++) if (table.ownLines[at] === -1) row.fill(table.ownRules[at]!)
  for (let at = first; at < end; at++) {
    if (table.ownLines[at] !== -1) row[table.ownLines[at]!] = table.ownRules[at]!
  }
}

interface Bounds {
  /** As factors over 10,000, by tier; NaN where the tier is free. */
  min: Float64Array
  max: Float64Array
}

function compileLimits(limits: readonly Limit[]): Bounds {
  const min = new Float64Array(TIER_MAX + 1).fill(Number.NaN)
  const max = new Float64Array(TIER_MAX + 1).fill(Number.NaN)
  for (const { tier, minBp, maxBp } of limits) {
    min[tier] = BP + minBp
    max[tier] = BP + maxBp
  }
  return { min, max }
}

export interface PathStep {
  /** Position of the seller among the sellers given. */
  seller: number
  tier: number
  buysAtMinor: number
  sellsAtMinor: number
  rule: RuleName
  /** As the rule says it, before any bound; a price passed through reads as 0 percent. */
  kind: Kind
  value: number
  isClamped: boolean
}

/**
 * The steps of one line from the lead down to one seller, top first.
 * Throws RangeError as cascadePrices does, and when the seller or the line does not exist.
 */
export function explainPath(input: CascadeInput, seller: number, line: number): PathStep[] {
  checkInput(input)
  need(isWithin(seller, 0, input.sellers.parentIndex.length - 1), `no seller ${seller}`)
  need(isWithin(line, 0, input.lines.length - 1), `no line ${line}`)
  const path: number[] = []
  for (let at = seller; at >= 0; at = input.sellers.parentIndex[at]!) path.unshift(at)
  const own = input.rules.sellers.filter((r) => r.line === null || r.line === line)
  const tiers = input.rules.tiers
    .filter((r) => r.line === null || r.line === line)
    .map((r) => ({ ...r, line: r.line === null ? null : 0 }))
  const positions = new Map(path.map((from, to) => [from, to]))
  const sellers = own.flatMap((r) => {
    const at = positions.get(r.seller)
    return at === undefined ? [] : [{ ...r, seller: at, line: r.line === null ? null : 0 }]
  })
  const single: CascadeInput = {
    ...input,
    lines: [input.lines[line]!],
    sellers: {
      parentIndex: path.map((_, at) => at - 1),
      tier: path.map((from) => input.sellers.tier[from]!),
    },
    rules: { tiers, sellers },
  }
  const { prices, flags } = cascadePrices(single)
  return path.map((from, at) => {
    const tier = single.sellers.tier[at]!
    const name = RULES[flags[at]! & RULE_MASK]!
    const applied = ruleNamed(name, tiers, sellers, tier, at)
    return {
      seller: from,
      tier,
      buysAtMinor: at === 0 ? single.lines[0]! : prices[at - 1]!,
      sellsAtMinor: prices[at]!,
      rule: name,
      kind: applied.kind,
      value: applied.value,
      isClamped: (flags[at]! & CLAMPED) !== 0,
    }
  })
}

const PASS_THROUGH: Priced = { line: null, kind: 'percent', value: 0 }

function ruleNamed(
  name: RuleName,
  tiers: readonly TierRule[],
  sellers: readonly SellerRule[],
  tier: number,
  seller: number,
): Priced {
  if (name === 'none') return PASS_THROUGH
  const isForOne = name === 'tier_product' || name === 'own_product'
  const found =
    name === 'tier' || name === 'tier_product'
      ? tiers.find((r) => r.tier === tier && (r.line !== null) === isForOne)
      : sellers.find((r) => r.seller === seller && (r.line !== null) === isForOne)
  return found!
}

function checkInput({ lines, sellers, rules, limits, step }: CascadeInput): void {
  need(isWithin(step, 1, STEP_MAX), `step ${step}`)
  for (let l = 0; l < lines.length; l++)
    need(isWithin(lines[l]!, 0, PRICE_MAX), `price ${lines[l]}`)
  const { parentIndex, tier } = sellers
  need(parentIndex.length === tier.length, 'the columns of sellers differ in length')
  for (let s = 0; s < tier.length; s++) {
    if (!isWithin(parentIndex[s]!, -1, s - 1)) need(false, `seller ${s} comes before its parent`)
    if (!isWithin(tier[s]!, 1, TIER_MAX)) need(false, `tier ${tier[s]}`)
  }
  const seen = new Set<number>()
  for (const limit of limits) {
    need(isWithin(limit.tier, 1, TIER_MAX), `tier ${limit.tier}`)
    need(isWithin(limit.minBp, -BP, limit.maxBp), `limit ${limit.minBp} of tier ${limit.tier}`)
    need(limit.maxBp <= BP_MAX && Number.isInteger(limit.maxBp), `limit ${limit.maxBp}`)
    need(!seen.has(limit.tier), `tier ${limit.tier} has two limits`)
    seen.add(limit.tier)
  }
  const tierLines = new Set<string>()
  for (const rule of rules.tiers) {
    checkRule(rule, lines.length, rule.tier, 1, TIER_MAX)
    const key = `tier ${rule.tier}, line ${rule.line ?? -1}`
    need(!tierLines.has(key), `two rules for ${key}`)
    tierLines.add(key)
  }
  for (const rule of rules.sellers) checkRule(rule, lines.length, rule.seller, 0, tier.length - 1)
}

function checkRule(rule: Priced, width: number, owner: number, first: number, last: number): void {
  if (!isWithin(owner, first, last)) need(false, `a rule for ${owner}, which is not there`)
  const line = rule.line ?? -1
  if (!isWithin(line, -1, width - 1)) need(false, `a rule for line ${line}, which is not there`)
  const [least, most] = RANGES[rule.kind]
  if (!isWithin(rule.value, least, most)) need(false, `${rule.kind} ${rule.value}`)
}

const RANGES: Record<Kind, readonly [number, number]> = {
  percent: [-BP, BP_MAX],
  amount: [-PRICE_MAX, PRICE_MAX],
  fixed: [0, PRICE_MAX],
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}

function need(isMet: boolean, fault: string): void {
  if (!isMet) throw new RangeError(`cascade: ${fault}`)
}
