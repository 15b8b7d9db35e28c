// Weight-of-evidence bins of one variable. Missing and special values have bins of their own.
import { checkTarget, ScoringError, within } from './errors.ts'
import { ivOf, jsOf, woeOf } from './metrics.ts'
import { type Block, bestCuts, TRENDS, type Trend } from './trend.ts'

export type Value = number | string | null | undefined
/** Numbers, or categories as text; null, undefined and NaN are missing. */
export type Column = ArrayLike<Value>
export type Code = number | string

export interface BinningOptions {
  /** How the share of bad goes along the values; `auto` takes a bend only where it gains much. */
  trend?: Trend | 'auto'
  maxBins?: number
  /** Least and greatest share of all rows in a bin of ordinary values. */
  minShare?: number
  maxShare?: number
  /** Fine quantile bins out of which the bins are joined. */
  fineBins?: number
  /** Values that are codes rather than amounts, each a bin of its own. */
  specials?: readonly Code[]
  /** Cuts by hand, of numbers, each the first value of the next bin; or groups of categories. */
  splits?: readonly number[]
  groups?: readonly (readonly string[])[]
}

export interface Bin {
  kind: 'range' | 'group' | 'special' | 'missing'
  label: string
  /** Of a special its code, of a group its categories. */
  codes: Code[]
  good: number
  bad: number
  woe: number
  iv: number
}

export interface Binning {
  name: string
  kind: 'numeric' | 'categorical'
  /** Bins are [cut, next cut). */
  splits: number[]
  bins: Bin[]
  trend: Trend | 'given'
  /** IV of the ordinary bins under each trend that was tried. */
  ivByTrend: Partial<Record<Trend, number>>
  iv: number
  js: number
  notes: string[]
}

const isMissing = (value: Value) => value === null || value === undefined || Number.isNaN(value)

/**
 * Bins one variable against outcomes (1 is bad).
 * @throws ScoringError naming the variable, row or option at fault
 */
export function binVariable(
  name: string,
  column: Column,
  target: ArrayLike<number>,
  options: BinningOptions = {},
): Binning {
  if (column.length === 0) throw new ScoringError('empty', name)
  if (target.length !== column.length) {
    throw new ScoringError('wrong_length', name, `${column.length}, not ${target.length}`)
  }
  checkTarget(target)
  checkOptions(options)
  const specials = options.specials ?? []
  const kind = kindOf(name, column, specials, options)
  const notes: string[] = []
  const rows = Array.from(column, (value, i) => ({ value, bad: target[i]! }))
  const ordinary = rows.filter(({ value }) => !isMissing(value) && !specials.includes(value!))
  if (ordinary.length === 0) notes.push('no ordinary value: nothing to cut')
  const cut = kind === 'numeric' ? cutNumbers : groupCategories
  const shape = cut(ordinary as Row<never>[], rows.length, options, notes)
  const apart: Bin[] = specials.map((code) => emptyBin('special', String(code), [code]))
  const binning: Binning = {
    name,
    kind,
    ...shape,
    bins: [...shape.bins, ...apart, emptyBin('missing', 'missing', [])],
    iv: 0,
    js: 0,
    notes,
  }
  fill(binning, rows)
  for (const bin of binning.bins) {
    if (bin.kind === 'special' && bin.good + bin.bad === 0) {
      notes.push(`special ${bin.label} is not in the data: no evidence`)
    }
  }
  return binning
}

interface Row<T> {
  value: T
  bad: number
}
type Shape = Pick<Binning, 'splits' | 'bins' | 'trend' | 'ivByTrend'>

function emptyBin(kind: Bin['kind'], label: string, codes: Code[]): Bin {
  return { kind, label, codes, good: 0, bad: 0, woe: 0, iv: 0 }
}

function checkOptions(options: BinningOptions): void {
  const { trend = 'auto', maxBins = 8, minShare = 0.05, maxShare = 1, fineBins = 30 } = options
  if (trend !== 'auto' && !TRENDS.includes(trend)) {
    throw new ScoringError('out_of_range', 'trend', trend)
  }
  within(maxBins, 'maxBins', 1, 50)
  within(minShare, 'minShare', 0, 1)
  within(maxShare, 'maxShare', minShare, 1)
  within(fineBins, 'fineBins', 2, 100)
  for (const [i, at] of (options.splits ?? []).entries()) {
    within(at, `splits[${i}]`)
    if (i > 0 && at <= options.splits![i - 1]!) {
      throw new ScoringError('out_of_range', `splits[${i}]`, 'cuts must rise')
    }
  }
}

function kindOf(
  name: string,
  column: Column,
  specials: readonly Code[],
  { splits, groups }: BinningOptions,
): Binning['kind'] {
  let kind = splits ? 'number' : groups ? 'string' : ''
  for (let i = 0; i < column.length; i++) {
    const value = column[i]
    if (isMissing(value) || specials.includes(value!)) continue
    if (typeof value === 'number') within(value, `${name}[${i}]`)
    kind ||= typeof value
    if (typeof value !== kind || (kind !== 'number' && kind !== 'string')) {
      throw new ScoringError('wrong_kind', `${name}[${i}]`, `${typeof value} is not ${kind}`)
    }
  }
  return kind === 'string' ? 'categorical' : 'numeric'
}

function cutNumbers(
  rows: Row<number>[],
  total: number,
  options: BinningOptions,
  notes: string[],
): Shape {
  let splits = [...(options.splits ?? [])]
  let chosen: Pick<Shape, 'trend' | 'ivByTrend'> = { trend: 'given', ivByTrend: {} }
  if (!options.splits) {
    const fine = fineCuts(rows, options.fineBins ?? 30)
    const blocks = countBlocks(rows, fine)
    if (fine.length === 0 && rows.length > 0) notes.push('one value only: nothing to cut')
    const best = bestCuts(blocks, total, options, notes)
    splits = best.cuts.map((at) => fine[at - 1]!)
    chosen = best
  }
  const bounds = rows.length === 0 && !options.splits ? [] : [...splits, Number.POSITIVE_INFINITY]
  const bins = bounds.map((_, i) => emptyBin('range', labelOf(splits, i), []))
  return { splits, bins, ...chosen }
}

function labelOf(splits: readonly number[], i: number): string {
  if (splits.length === 0) return 'any'
  if (i === 0) return `< ${splits[0]}`
  return i === splits.length ? `≥ ${splits[i - 1]}` : `${splits[i - 1]} – ${splits[i]}`
}

/** Quantiles of the values, midway between neighbours so that the cut is no row's own value. */
function fineCuts(rows: readonly Row<number>[], count: number): number[] {
  const sorted = Float64Array.from(rows, ({ value }) => value).sort()
  const distinct = [...new Set(sorted)]
  const between = (at: number) => {
    const low = distinct[at - 1]!
    const middle = low + (distinct[at]! - low) / 2
    return middle > low ? middle : distinct[at]!
  }
  if (distinct.length <= count) return distinct.slice(1).map((_, i) => between(i + 1))
  const placeOf = new Map(distinct.map((value, at) => [value, at]))
  const places = Array.from(
    { length: count - 1 },
    (_, i) => placeOf.get(sorted[Math.floor(((i + 1) * sorted.length) / count)]!)!,
  )
  return [...new Set(places)].filter((at) => at > 0).map(between)
}

function countBlocks(rows: readonly Row<number>[], splits: readonly number[]): Block[] {
  const blocks: Block[] = Array.from({ length: splits.length + 1 }, () => ({ good: 0, bad: 0 }))
  for (const { value, bad } of rows) {
    const block = blocks[placeAmong(splits, value)]!
    if (bad) block.bad++
    else block.good++
  }
  return blocks
}

/** How many cuts are at or below the value. */
function placeAmong(splits: readonly number[], value: number): number {
  let [low, high] = [0, splits.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (splits[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** Categories in the order of their share of bad are cut as numbers are; rare ones first join each other. */
function groupCategories(
  rows: Row<string>[],
  total: number,
  options: BinningOptions,
  notes: string[],
): Shape {
  const asBins = (groups: readonly (readonly string[])[]) =>
    groups.map((group) => emptyBin('group', group.join(' | '), [...group]))
  if (options.groups) {
    const listed = new Set(options.groups.flat())
    const rest = [...new Set(rows.map(({ value }) => value))].filter((name) => !listed.has(name))
    if (rest.length > 0) notes.push(`in no group, joined: ${rest.join(', ')}`)
    const groups = rest.length > 0 ? [...options.groups, rest] : options.groups
    return { splits: [], bins: asBins(groups), trend: 'given', ivByTrend: {} }
  }
  const counts = new Map<string, Block>()
  for (const { value, bad } of rows) {
    const block = counts.get(value) ?? { good: 0, bad: 0 }
    if (bad) block.bad++
    else block.good++
    counts.set(value, block)
  }
  const rareBelow = (options.minShare ?? 0.05) * total
  const sizeOf = (name: string) => counts.get(name)!.good + counts.get(name)!.bad
  const rare = [...counts.keys()].filter((name) => sizeOf(name) < rareBelow)
  const groups = [...counts.keys()].filter((name) => !rare.includes(name)).map((name) => [name])
  if (rare.length > 0) groups.push(rare)
  const sum = (group: string[], key: keyof Block) =>
    group.reduce((all, name) => all + counts.get(name)![key], 0)
  const listed = groups
    .map((names) => ({ names, good: sum(names, 'good'), bad: sum(names, 'bad') }))
    .sort((a, b) => a.bad / (a.good + a.bad) - b.bad / (b.good + b.bad))
  if (listed.length === 1) notes.push('one value only: nothing to cut')
  const best = bestCuts(listed, total, { ...options, trend: 'ascending' }, notes)
  const edges = [0, ...best.cuts, listed.length]
  const joined = edges
    .slice(1)
    .map((to, i) => listed.slice(edges[i], to).flatMap(({ names }) => names))
  const bins = asBins(joined.filter((group) => group.length > 0))
  return { splits: [], bins, trend: best.trend, ivByTrend: best.ivByTrend }
}

/**
 * The place of a value's bin, or -1 for a category never seen.
 * @throws ScoringError `wrong_kind`, `not_a_number`
 */
export function binAt(binning: Pick<Binning, 'name' | 'kind' | 'splits' | 'bins'>, value: Value) {
  const { bins, kind, name, splits } = binning
  if (isMissing(value)) return bins.length - 1
  const special = bins.findIndex((bin) => bin.kind === 'special' && bin.codes[0] === value)
  if (special >= 0) return special
  if (kind === 'numeric') {
    if (typeof value !== 'number') throw new ScoringError('wrong_kind', name, String(value))
    within(value, name)
    return bins[0]!.kind === 'range' ? placeAmong(splits, value) : -1
  }
  if (typeof value !== 'string') throw new ScoringError('wrong_kind', name, String(value))
  return bins.findIndex((bin) => bin.kind === 'group' && bin.codes.includes(value))
}

function fill(binning: Binning, rows: readonly Row<Value>[]): void {
  const all = { good: 0, bad: 0 }
  for (const { value, bad } of rows) {
    const bin = binning.bins[binAt(binning, value)]!
    for (const counts of [bin, all]) {
      if (bad) counts.bad++
      else counts.good++
    }
  }
  for (const bin of binning.bins) {
    bin.woe = woeOf(bin.good, bin.bad, all.good, all.bad)
    bin.iv = ivOf(bin.good, bin.bad, all.good, all.bad)
    binning.iv += bin.iv
    binning.js += jsOf(bin.good, bin.bad, all.good, all.bad)
  }
}
