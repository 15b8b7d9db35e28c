import type { PriceHistory } from './api.ts'

type Fact = PriceHistory['items'][number]
export interface HistoryStep extends Fact {
  phase: 'ahead' | 'now' | 'past'
  /** Against the price before it in time; null for the first. */
  changeShare: number | null
}

/**
 * Prices as they held, newest first. Of several facts for one moment only the one set last ever held; the
 * others were corrections and are left out.
 */
export function historySteps(facts: readonly Fact[], now: number): HistoryStep[] {
  const held = new Map<number, Fact>()
  for (const fact of facts) {
    const at = Date.parse(fact.validFrom)
    const before = held.get(at)
    if (!before || before.setAt <= fact.setAt) held.set(at, fact)
  }
  const ordered = [...held].sort((a, b) => a[0] - b[0])
  const current = ordered.findLastIndex(([at]) => at <= now)
  return ordered
    .map(([, fact], index): HistoryStep => {
      const before = ordered[index - 1]?.[1].priceMinor
      return {
        ...fact,
        phase: index > current ? 'ahead' : index === current ? 'now' : 'past',
        changeShare: before ? (fact.priceMinor - before) / before : null,
      }
    })
    .reverse()
}
