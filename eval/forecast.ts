// Methods of engines/forecast on a year of real orders: errors of each, of the one chosen by backtest, and lists.
import {
  type Backtest,
  backtest,
  type Choice,
  chooseMethod,
  classify,
  type DemandClass,
  type FrequencyOptions,
  itemFrequency,
  METHOD_NAMES,
  METHODS,
  type Method,
  ndcgAt,
  type Pool,
  poolOf,
  rangeOf,
  recallAt,
} from '@jingwei/forecast'
import { lists, loadRetail, type Retail, type Series, weeklyDemand } from './online-retail.ts'
import type { Findings, Section, Table } from './table.ts'

const HELD_OUT = 8
const TRIALS = 12
const TRAIN = 20
const POOL_WEIGHT = 24
const K = 10

export const evalForecast: Section = (folder) => {
  const retail = loadRetail(folder)
  if (!retail) return { skipped: `there is no online_retail/OnlineRetail.csv in ${folder}` }
  const demand = evalDemand(retail)
  const items = evalItems(retail)
  return {
    tables: [...demand.tables, ...items.tables],
    keys: { ...demand.keys, ...items.keys },
  }
}

interface Tried extends Series {
  kind: DemandClass
  past: Float64Array
  /** Errors in the weeks before those held out, by which a method is chosen. */
  before: Backtest
  /** Errors in the weeks held out, each foretold from all before it. */
  held: Backtest
}

/** One week ahead through the last weeks; choices are made before the first of them and kept. */
export function evalDemand(retail: Retail): Findings {
  const tried = weeklyDemand(retail, 4)
    .filter(({ weekly }) => weekly.length >= TRAIN + HELD_OUT)
    .map((series): Tried => {
      const past = series.weekly.subarray(0, -HELD_OUT)
      const before = backtest(past, { origins: TRIALS, trainMin: TRAIN - TRIALS })
      const held = backtest(series.weekly, { origins: HELD_OUT, trainMin: past.length })
      return { ...series, kind: classify(past).class, past, before, held }
    })
  const pools = poolsByKind(tried)
  const options = { origins: TRIALS, trainMin: TRAIN - TRIALS }
  const own = tried.map(({ past }) => chooseMethod(past, options))
  const pooled = tried.map(({ past, kind }) =>
    chooseMethod(past, { ...options, pool: pools[kind] }),
  )
  const rows: [string, Sum][] = METHOD_NAMES.map((name) => [name, sumOf(tried, () => name)])
  const best = rows.reduce((a, b) => (b[1].rmsse < a[1].rmsse ? b : a))
  const chosen = sumOf(tried, (i) => pooled[i]!.method)
  rows.push(['chosen by own backtest', sumOf(tried, (i) => own[i]!.method)])
  rows.push(['chosen with a pool', chosen])
  const what = retail.namesItems ? 'items' : 'buyers'
  const table: Table = {
    title: `Weekly demand of ${tried.length} ${what}, one week ahead through the last ${HELD_OUT}`,
    columns: ['method', 'MAE', 'RMSSE', 'bias'],
    rows: rows.map(([name, { mae, rmsse, bias }]) => [name, mae, rmsse, bias]),
    notes: [
      ...(retail.namesItems
        ? []
        : ['The file has a row an invoice and no items, so buyers stand in.']),
      `The best single method, known only afterwards, is ${best[0]}. Choices saw none of these weeks.`,
      `A method was chosen by trial for ${count(own, 'backtest')}, too short ${count(own, 'too_short')}, never moving ${count(own, 'never_moves')}.`,
    ],
  }
  const ranges = evalRanges(tried, pooled)
  return {
    tables: [table, kindTable(tried), ranges.table],
    keys: {
      series: tried.length,
      rmsse_chosen: chosen.rmsse,
      rmsse_best_single: best[1].rmsse,
      rmsse_naive: rows[0]![1].rmsse,
      bias_chosen: chosen.bias,
      coverage_80: ranges.coverage,
    },
  }
}

const count = (choices: Choice[], reason: Choice['reason']): number =>
  choices.filter((choice) => choice.reason === reason).length

/** What the weeks before say of all series of a kind. */
function poolsByKind(tried: Tried[]): Record<string, Pool> {
  const kinds = Map.groupBy(tried, ({ kind }) => kind)
  return Object.fromEntries(
    [...kinds].map(([kind, of]) => [
      kind,
      poolOf(
        of.map(({ before }) => before),
        POOL_WEIGHT,
      ),
    ]),
  )
}

interface Sum {
  mae: number
  rmsse: number
  bias: number
}

/** Means over the series; the bias is over all units, or small series would drown it. */
function sumOf(tried: Tried[], methodOf: (index: number) => Method): Sum {
  let [mae, rmsse, scaled, miss, demand] = [0, 0, 0, 0, 0]
  tried.forEach(({ held, weekly }, i) => {
    const method = methodOf(i)
    const errors = held.errors[method]!
    mae += errors.mae
    if (errors.rmsse !== null) {
      rmsse += errors.rmsse
      scaled++
    }
    miss += held.misses[method]!.reduce((a, b) => a + b, 0)
    demand += weekly.subarray(-HELD_OUT).reduce((a, b) => a + b, 0)
  })
  return { mae: mae / tried.length, rmsse: rmsse / scaled, bias: miss / demand }
}

function kindTable(tried: Tried[]): Table {
  const kinds = Map.groupBy(tried, ({ kind }) => kind)
  return {
    title: 'Kinds of demand, and the RMSSE of the methods in each',
    columns: ['kind', 'series', ...METHOD_NAMES],
    rows: [...kinds]
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([kind, of]) => [
        ...[kind, of.length],
        ...METHOD_NAMES.map((name) => sumOf(of, () => name).rmsse),
      ]),
  }
}

/** How often the week after fell into the range that was stated for it. */
function evalRanges(tried: Tried[], chosen: Choice[]): { table: Table; coverage: number } {
  const rows = [0.5, 0.8].map((level) => {
    let [within, total, stated] = [0, 0, 0]
    tried.forEach(({ past, weekly }, i) => {
      const { method } = chosen[i]!
      const misses = backtest(past, { methods: [method], origins: past.length, trainMin: 8 })
      const range = rangeOf(METHODS[method](past), misses.misses[method]!, level)
      if (!range) return
      const next = weekly[past.length]!
      total++
      stated += range.coverage
      if (next >= range.low && next <= range.high) within++
    })
    return [`${level * 100} %`, total, stated / total, within / total]
  })
  return {
    table: {
      title: 'Ranges: the share stated, and the share of first held-out weeks within',
      columns: ['level', 'series', 'stated', 'found'],
      rows,
      notes: [
        'Weeks without demand lie on the lower end of many ranges, which is why more is found.',
      ],
    },
    coverage: rows[1]![3] as number,
  }
}

/** Personal frequency with decay against plain frequency and the last list, at the last lists of each. */
export function evalItems(retail: Retail): Findings {
  const tasks = lists(retail)
    .filter((entry) => entry.lists.length >= 4)
    .flatMap(({ lists: all }) => {
      const last = retail.namesItems ? 1 : HELD_OUT
      return Array.from({ length: last }, (_, i) => all.length - last + i)
        .filter((at) => at >= 3)
        .map((at) => ({ before: all.slice(0, at), next: new Set(all[at]) }))
    })
    .filter(({ before }) => new Set(before.flat()).size > K)
  const plain = { decayWithin: 1, decayAcross: 1 }
  const ways: [string, (before: string[][]) => string[]][] = [
    ['last list', (before) => before.at(-1)!.toSorted()],
    ['plain frequency', (before) => ranked(before, plain)],
    ['frequency with decay', (before) => ranked(before)],
  ]
  const rows = ways.map(([name, rank]) => {
    let [recall, gain] = [0, 0]
    for (const { before, next } of tasks) {
      const list = rank(before)
      recall += recallAt(K, list, next)
      gain += ndcgAt(K, list, next)
    }
    return [name, recall / tasks.length, gain / tasks.length]
  })
  const what = retail.namesItems
    ? 'Items of the next order'
    : 'Buyers who order in a week, foretold for each country from its weeks before'
  return {
    tables: [
      {
        title: `${what}: ${tasks.length} lists`,
        columns: ['way', `Recall@${K}`, `NDCG@${K}`],
        rows,
        notes: retail.namesItems
          ? []
          : ['The file names no items: what a buyer takes next is measured only where it does.'],
      },
    ],
    keys: {
      recall_10: rows[2]![1] as number,
      recall_10_plain: rows[1]![1] as number,
      ndcg_10: rows[2]![2] as number,
      ndcg_10_plain: rows[1]![2] as number,
    },
  }
}

const ranked = (before: string[][], options?: FrequencyOptions): string[] =>
  itemFrequency(before, options).map(({ item }) => item)
