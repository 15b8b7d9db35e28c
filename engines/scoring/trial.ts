// What a card is worth on rows that it did not learn from, and whether it may still be trusted.
import { type Binning, binAt } from './binning.ts'
import { checkTarget, ScoringError, within } from './errors.ts'
import { psiOf, type Separation, type Shift, separationOf, shiftOf } from './metrics.ts'
import { seeded } from './random.ts'
import {
  buildScorecard,
  countScores,
  type Scorecard,
  type ScorecardOptions,
  scoreTable,
  type Table,
} from './scorecard.ts'
import { farFromZero } from './special.ts'

export interface Backtest {
  folds: Separation[]
  auc: { mean: number; deviation: number }
  ks: { mean: number; deviation: number }
  /** Chance of bad of each row by the card that did not see it. */
  probability: Float64Array
}

/** Learns and tries a card on k folds with the same share of bad; bins are learned anew in each. */
export function backtest(
  table: Table,
  target: ArrayLike<number>,
  { folds = 5, seed = 1, ...options }: ScorecardOptions & { folds?: number; seed?: number } = {},
): Backtest {
  checkTarget(target)
  const fold = foldsOf(target, within(folds, 'folds', 2, target.length), seed)
  const probability = new Float64Array(target.length)
  const found = Array.from({ length: folds }, (_, k) => {
    const inside = [...fold.keys()].filter((i) => fold[i] !== k)
    const outside = [...fold.keys()].filter((i) => fold[i] === k)
    const pick = (rows: number[]) =>
      Object.fromEntries(
        Object.entries(table).map(([name, column]) => [name, rows.map((i) => column[i])]),
      )
    const outcome = (rows: number[]) => rows.map((i) => target[i]!)
    for (const [name, column] of Object.entries(table)) {
      if (column.length !== target.length) throw new ScoringError('wrong_length', name)
    }
    const card = buildScorecard(pick(inside), outcome(inside), options)
    const scored = scoreTable(card, pick(outside))
    for (const [at, i] of outside.entries()) probability[i] = scored[at]!.probability
    return separationOf(
      scored.map((each) => each.probability),
      outcome(outside),
    )
  })
  return {
    folds: found,
    auc: spreadOf(found.map(({ auc }) => auc)),
    ks: spreadOf(found.map(({ ks }) => ks)),
    probability,
  }
}

function foldsOf(target: ArrayLike<number>, folds: number, seed: number): number[] {
  const random = seeded(seed)
  const fold = Array<number>(target.length).fill(0)
  for (const outcome of [0, 1]) {
    const rows = [...fold.keys()].filter((i) => target[i] === outcome)
    if (rows.length < folds)
      throw new ScoringError('out_of_range', 'folds', `more than rows of ${outcome}`)
    for (let i = rows.length - 1; i > 0; i--) {
      const other = Math.floor(random() * (i + 1))
      ;[rows[i], rows[other]] = [rows[other]!, rows[i]!]
    }
    for (const [at, row] of rows.entries()) fold[row] = at % folds
  }
  return fold
}

function spreadOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) }
}

export interface Stability {
  score: { psi: number; shift: Shift }
  variables: { name: string; psi: number; shift: Shift; unseen: number }[]
}

/** How far new rows have moved from those that the card was learned from; never-seen categories are a bin too. */
export function stabilityOf(card: Scorecard, table: Table): Stability {
  const scores = scoreTable(card, table).map(({ score }) => score)
  const psi = psiOf(card.scoreCounts, countScores(card, scores))
  const variables = card.variables.map((variable) => {
    const { bins, name } = variable
    const counts = Array<number>(bins.length + 1).fill(0)
    for (const value of Array.from(table[name]!)) {
      const at = binAt(variable, value)
      counts[at < 0 ? bins.length : at]!++
    }
    const moved = psiOf([...bins.map(({ bad, good }) => good + bad), 0], counts)
    return { name, psi: moved, shift: shiftOf(moved), unseen: counts[bins.length]! }
  })
  return { score: { psi, shift: shiftOf(psi) }, variables }
}

export interface Leak {
  name: string
  auc: number
  iv: number
}

/** Variables that tell the outcome better alone than is plausible: likely known only after it. */
export function leaksOf(binnings: readonly Binning[], { aucMax = 0.85, ivMax = 1 } = {}): Leak[] {
  within(aucMax, 'aucMax', 0.5, 1)
  within(ivMax, 'ivMax', 0)
  return binnings.flatMap(({ bins, iv, name }) => {
    const ranked = bins.toSorted((a, b) => b.woe - a.woe)
    const all = { good: 0, bad: 0 }
    let won = 0
    for (const { bad, good } of ranked) {
      won += bad * (all.good + good / 2)
      all.good += good
      all.bad += bad
    }
    const auc = won / all.good / all.bad
    return auc > aucMax || iv > ivMax ? [{ name, auc, iv }] : []
  })
}

export interface Challenge {
  champion: Separation
  challenger: Separation
  /** Challenger's AUC less champion's, and the chance of so much between equals (DeLong 1988). */
  gain: number
  pValue: number
  /** At the same number accepted: who only one of the two would accept, and how many of them are bad. */
  swapIn: { count: number; bad: number }
  swapOut: { count: number; bad: number }
}

/** Sets two risks of the same rows against each other. */
export function challenge(
  champion: ArrayLike<number>,
  challenger: ArrayLike<number>,
  target: ArrayLike<number>,
  { acceptShare = 0.7 } = {},
): Challenge {
  const [old, young] = [separationOf(champion, target), separationOf(challenger, target)]
  within(acceptShare, 'acceptShare', 0, 1)
  const [a, b] = [placements(champion, target), placements(challenger, target)]
  const variance = (key: 'good' | 'bad') => {
    const apart = b[key].map((value, i) => value - a[key][i]!)
    return apart.length < 2 ? 0 : spreadOf(apart).deviation ** 2 / apart.length
  }
  const gain = young.auc - old.auc
  const deviation = Math.sqrt(variance('good') + variance('bad'))
  const accepted = (risk: ArrayLike<number>) => {
    const places = Array.from(risk, (_, i) => i).sort((i, j) => risk[i]! - risk[j]!)
    return new Set(places.slice(0, Math.round(acceptShare * places.length)))
  }
  const [before, after] = [accepted(champion), accepted(challenger)]
  const swap = (rows: Set<number>) => ({
    count: rows.size,
    bad: [...rows].reduce((sum, i) => sum + target[i]!, 0),
  })
  return {
    champion: old,
    challenger: young,
    gain,
    pValue: gain === 0 ? 1 : farFromZero(gain / deviation),
    swapIn: swap(after.difference(before)),
    swapOut: swap(before.difference(after)),
  }
}

/** For each row the share of rows of the other outcome that it stands right to; ties count a half. */
function placements(risk: ArrayLike<number>, target: ArrayLike<number>) {
  const of = (outcome: number) =>
    Float64Array.from(Array.from(risk).filter((_, i) => target[i] === outcome))
  const [good, bad] = [of(0), of(1)]
  const shareBelow = (sorted: Float64Array, at: number) => {
    const count = (holds: (value: number) => boolean) => {
      let [low, high] = [0, sorted.length]
      while (low < high) {
        const middle = (low + high) >> 1
        if (holds(sorted[middle]!)) low = middle + 1
        else high = middle
      }
      return low
    }
    return (count((value) => value < at) + count((value) => value <= at)) / 2 / sorted.length
  }
  const [goodSorted, badSorted] = [good.toSorted(), bad.toSorted()]
  return {
    bad: Array.from(bad, (at) => shareBelow(goodSorted, at)),
    good: Array.from(good, (at) => 1 - shareBelow(badSorted, at)),
  }
}
