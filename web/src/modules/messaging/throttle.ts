const last = new Map<string, number>()
const planned = new Set<string>()

/** Runs `act` now, or once at the end of the span when it ran within it; never more often. */
export function atMostEvery(key: string, ms: number, act: () => void): void {
  if (planned.has(key)) return
  const since = Date.now() - (last.get(key) ?? Number.NEGATIVE_INFINITY)
  if (since >= ms) {
    last.set(key, Date.now())
    act()
    return
  }
  planned.add(key)
  setTimeout(() => {
    planned.delete(key)
    last.set(key, Date.now())
    act()
  }, ms - since)
}
