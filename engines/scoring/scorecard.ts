// A scorecard: points for the bin of each variable, their sum, and the reasons for it.
import {
  type Bin,
  type Binning,
  type BinningOptions,
  binAt,
  binVariable,
  type Column,
  type Value,
} from './binning.ts'
import { checkTarget, ScoringError, within } from './errors.ts'
import { chanceOf, fitLogistic, type LogisticOptions } from './logistic.ts'

export interface Scaling {
  /** The score at which good to bad stands at `odds` to 1; more points are safer. */
  score: number
  odds: number
  /** Points that double the odds. */
  pdo: number
}

export interface ScorecardOptions extends Omit<LogisticOptions, 'sign'> {
  name?: string
  version?: string
  scaling?: Scaling
  /** Whole points, as on paper; the chance of bad is then that of the whole score. */
  isRounded?: boolean
  /** Variables whose bins tell less than this are left out. */
  ivMin?: number
  binning?: BinningOptions
  /** Options of single variables, over the common ones. */
  variables?: Record<string, BinningOptions>
  /** The score at which applicants are refused, and how far from it they still count as near. */
  cutoff?: number
  nearPoints?: number
}

export interface ScoredBin extends Bin {
  points: number
}

export interface Variable extends Omit<Binning, 'bins' | 'ivByTrend'> {
  bins: ScoredBin[]
  weight: number
  standardError: number | null
  /** Mean points of all applicants, and of those near the cut-off: what reasons are held against. */
  averagePoints: number
  cutoffPoints: number | null
}

export interface Scorecard {
  format: 'jingwei.scorecard'
  formatVersion: 1
  name: string
  version: string
  scaling: Scaling
  basePoints: number
  cutoff: number | null
  variables: Variable[]
  /** Scores of the rows that it was learned from, in ten bands: the yardstick of stability. */
  scoreCuts: number[]
  scoreCounts: number[]
}

export type Table = Record<string, Column>
export type Applicant = Record<string, Value>

export interface Score {
  score: number
  /** Chance of bad. */
  probability: number
  /** Share of the weight of all variables that rests on a value, neither missing nor never seen. */
  coverage: number
  parts: { name: string; bin: string; points: number }[]
  /** Variables that were missing, and those with a category never seen, which count as usual. */
  missing: string[]
  unseen: string[]
}

/** 600 points at 19 good to 1 bad, 50 to double. */
const USUAL: Scaling = { score: 600, odds: 19, pdo: 50 }

/** Bins every column, fits the bins that tell something, and turns the weights to points. */
export function buildScorecard(
  table: Table,
  target: ArrayLike<number>,
  options: ScorecardOptions = {},
): Scorecard {
  const { binning = {}, ivMin = 0.02, scaling = USUAL, variables: own = {} } = options
  for (const name of Object.keys(own)) {
    if (!Object.hasOwn(table, name)) throw new ScoringError('unknown_variable', name)
  }
  if (Object.keys(table).length === 0) throw new ScoringError('empty', 'table')
  checkTarget(target)
  for (const [field, value] of Object.entries(scaling)) {
    within(value, `scaling.${field}`, field === 'score' ? undefined : Number.MIN_VALUE)
  }
  const kept = Object.entries(table)
    .map(([name, column]) => binVariable(name, column, target, { ...binning, ...own[name] }))
    .filter(({ iv }) => iv >= ivMin)
  if (kept.length === 0) throw new ScoringError('empty', 'variables', `no IV reaches ${ivMin}`)
  const places = kept.map((each) => Array.from(table[each.name]!, (value) => binAt(each, value)))
  const rows = Array.from(target, (_, i) => kept.map(({ bins }, j) => bins[places[j]![i]!]!.woe))
  const { l1 = 0, l2 = 1 } = options
  // A safer bin may not cost points: the sign of every weight is fixed.
  const fit = fitLogistic(
    kept.map(({ name }) => name),
    rows,
    target,
    { l1, l2, sign: -1 },
  )
  const factor = scaling.pdo / Math.LN2
  const asPoints = (value: number) => (options.isRounded ? Math.round(value) : value) || 0
  const variables = kept.map(({ ivByTrend: _, ...rest }, j): Variable => {
    const { standardError, value } = fit.weights[j + 1]!
    const bins = rest.bins.map((bin) => ({ ...bin, points: asPoints(-factor * value * bin.woe) }))
    return { ...rest, bins, weight: value, standardError, averagePoints: 0, cutoffPoints: null }
  })
  const card: Scorecard = {
    format: 'jingwei.scorecard',
    formatVersion: 1,
    name: options.name ?? 'scorecard',
    version: options.version ?? '1',
    scaling,
    basePoints: asPoints(scaling.score - factor * (Math.log(scaling.odds) + fit.weights[0]!.value)),
    cutoff: options.cutoff === undefined ? null : within(options.cutoff, 'cutoff'),
    variables: variables.filter(({ weight }) => weight !== 0),
    scoreCuts: [],
    scoreCounts: [],
  }
  if (card.variables.length === 0) throw new ScoringError('empty', 'variables', 'no weight is left')
  setReferences(card, table, within(options.nearPoints ?? 20, 'nearPoints', 0))
  return card
}

/** Fills in averages and bands of scores from the rows that the card was learned from. */
function setReferences(card: Scorecard, table: Table, nearPoints: number): void {
  const scored = scoreTable(card, table)
  const sorted = scored.map(({ score }) => score).sort((a, b) => a - b)
  const tenths = Array.from(
    { length: 9 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / 10)]!,
  )
  card.scoreCuts = [...new Set(tenths)]
  card.scoreCounts = countScores(card, sorted)
  const { cutoff } = card
  const close = scored.filter(({ score }) => Math.abs(score - (cutoff ?? 0)) <= nearPoints)
  for (const [j, variable] of card.variables.entries()) {
    const mean = (rows: Score[]) =>
      rows.reduce((sum, { parts }) => sum + parts[j]!.points, 0) / rows.length
    variable.averagePoints = mean(scored)
    variable.cutoffPoints = cutoff === null || close.length === 0 ? null : mean(close)
  }
}

export function countScores(card: Scorecard, scores: readonly number[]): number[] {
  const counts = Array<number>(card.scoreCuts.length + 1).fill(0)
  for (const score of scores) {
    const above = card.scoreCuts.findIndex((cut) => score < cut)
    counts[above < 0 ? card.scoreCuts.length : above]!++
  }
  return counts
}

/**
 * Scores one applicant. A variable that the applicant does not have at all is an error; null is missing.
 * @throws ScoringError `unknown_variable`, `wrong_kind`, `not_a_number`, each naming the variable
 */
export function scoreApplicant(card: Scorecard, applicant: Applicant): Score {
  const { basePoints, scaling, variables } = card
  const score: Score = {
    score: basePoints,
    probability: 0,
    coverage: 0,
    parts: [],
    missing: [],
    unseen: [],
  }
  let weightAll = 0
  for (const variable of variables) {
    const { bins, name, weight } = variable
    if (!Object.hasOwn(applicant, name)) throw new ScoringError('unknown_variable', name)
    const bin = bins[binAt(variable, applicant[name])]
    const points = bin?.points ?? 0
    score.score += points
    score.parts.push({ name, bin: bin?.label ?? 'never seen', points })
    if (!bin) score.unseen.push(name)
    else if (bin.kind === 'missing') score.missing.push(name)
    else score.coverage += Math.abs(weight)
    weightAll += Math.abs(weight)
  }
  score.coverage = weightAll > 0 ? score.coverage / weightAll : 0
  const factor = scaling.pdo / Math.LN2
  score.probability = chanceOf((scaling.score - score.score) / factor - Math.log(scaling.odds))
  return score
}

/** Scores every row of a table of columns of one length. */
export function scoreTable(card: Scorecard, table: Table): Score[] {
  const names = card.variables.map(({ name }) => name)
  for (const name of names) {
    if (!Object.hasOwn(table, name)) throw new ScoringError('unknown_variable', name)
    if (table[name]!.length !== table[names[0]!]!.length)
      throw new ScoringError('wrong_length', name)
  }
  const count = names.length > 0 ? table[names[0]!]!.length : 0
  return Array.from({ length: count }, (_, i) =>
    scoreApplicant(card, Object.fromEntries(names.map((name) => [name, table[name]![i]]))),
  )
}

/** Held against: the average of all applicants, of those near the cut-off, or the most one can have. */
export type ReasonMethod = 'average' | 'cutoff' | 'most'

export interface Reason {
  name: string
  bin: string
  points: number
  /** Points below what it is held against. */
  short: number
}

/** The variables that cost most points, worst first. Both averages are accepted by Regulation B's commentary. */
export function reasonsOf(
  card: Scorecard,
  { parts }: Score,
  { method = 'average' as ReasonMethod, count = 4 } = {},
): Reason[] {
  within(count, 'count', 1)
  const reasons = card.variables.map((variable, j) => {
    const part = parts[j]
    if (part?.name !== variable.name) throw new ScoringError('unknown_variable', variable.name)
    return { ...part, short: heldAgainst(variable, method) - part.points }
  })
  return reasons
    .filter(({ short }) => short > 1e-9)
    .sort((a, b) => b.short - a.short)
    .slice(0, count)
}

function heldAgainst({ averagePoints, bins, cutoffPoints, name }: Variable, method: ReasonMethod) {
  if (method === 'average') return averagePoints
  if (method === 'most') return Math.max(...bins.map(({ points }) => points))
  if (cutoffPoints === null)
    throw new ScoringError('empty', `${name}.cutoffPoints`, 'no one is near')
  return cutoffPoints
}
