// Who orders within four weeks: the confidence that engines/insight gives, against what then happened.
import { learnRhythm, likelihood, reliability, typicalInterval } from '@jingwei/insight'
import { dayOf, loadRetail, type Retail } from './online-retail.ts'
import type { Findings, Section } from './table.ts'

const HORIZON = 28
/** Moments that are asked, four weeks apart, the last one four weeks before the end of the record. */
const MOMENTS = 4

export const evalNextOrders: Section = (folder) => {
  const retail = loadRetail(folder)
  return retail
    ? evalRhythm(retail)
    : { skipped: `there is no online_retail/OnlineRetail.csv in ${folder}` }
}

interface Said {
  confidence: number
  came: boolean
}

export function evalRhythm({ invoices }: Retail): Findings {
  const histories = [...Map.groupBy(invoices, ({ buyer }) => buyer).values()].map((of) =>
    of.map(({ atMs }) => dayOf(atMs)),
  )
  const last = dayOf(invoices.at(-1)!.atMs)
  const [said, base, poisson]: [Said[], Said[], Said[]] = [[], [], []]
  for (let moment = MOMENTS; moment >= 1; moment--) {
    const day = last - moment * HORIZON
    const known = histories.map((days) => days.filter((d) => d <= day))
    const rhythm = learnRhythm(
      known.filter((days) => days.length > 0),
      day,
      { horizonDays: HORIZON },
    )
    const all = rhythm.counts.get('all')!
    histories.forEach((days, i) => {
      if (known[i]!.length === 0) return
      const came = days.some((d) => d > day && d <= day + HORIZON)
      said.push({ confidence: likelihood(rhythm, known[i]!, day).confidence, came })
      base.push({ confidence: all.came / all.seen, came })
      poisson.push({ confidence: memoryless(known[i]!, day), came })
    })
  }
  const [found, plain, rate] = [said, base, poisson].map((list) => reliability(list))
  return {
    tables: [
      {
        title: `Confidence that a buyer orders within ${HORIZON} days: ${said.length} answers at ${MOMENTS} moments`,
        columns: ['way', 'Brier', 'mean gap', 'AUC'],
        rows: [
          ['everybody alike', plain!.brier, plain!.gap, auc(base)],
          ['own rate, no memory', rate!.brier, rate!.gap, auc(poisson)],
          ['counted by position', found!.brier, found!.gap, auc(said)],
        ],
        notes: ['Each moment is answered from what lay before it; the next four weeks judge it.'],
      },
      {
        title: 'What was said, and the share that came true',
        columns: ['said from', 'to', 'answers', 'said', 'found'],
        rows: found!.bands.map((band) => [
          ...[band.from.toFixed(1), band.to.toFixed(1), band.count, band.said, band.found],
        ]),
      },
    ],
    keys: { answers: said.length, brier: found!.brier, gap: found!.gap, auc: auc(said) },
  }
}

/** The yardstick: orders at the buyer's own rate so far, one order more than it made at least counted in. */
function memoryless(days: readonly number[], day: number): number {
  const span = day - days[0]! + HORIZON
  const rate = typicalInterval([...new Set(days)]) === null ? 1 / span : new Set(days).size / span
  return 1 - Math.exp(-rate * HORIZON)
}

/** The chance that one who came was given a higher confidence than one who did not. */
function auc(said: readonly Said[]): number {
  const sorted = said.toSorted((a, b) => a.confidence - b.confidence)
  const yes = sorted.filter(({ came }) => came).length
  let ranks = 0
  for (let i = 0; i < sorted.length; ) {
    let end = i
    while (end < sorted.length && sorted[end]!.confidence === sorted[i]!.confidence) end++
    // Equal confidences share their mean rank.
    for (let j = i; j < end; j++) if (sorted[j]!.came) ranks += (i + end + 1) / 2
    i = end
  }
  return (ranks - (yes * (yes + 1)) / 2) / (yes * (sorted.length - yes))
}
