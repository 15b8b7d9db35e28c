/** One stay in a conversation, with what was read of the asked stretch as half-open ranges. */
export interface Span {
  afterNo: number
  untilNo: number | null
  readFrom: number[] | null
  readTo: number[] | null
}

/**
 * For each number from `low` to `high`: how many stays span it, and how many of them have read it. Each stay
 * adds where it begins and takes where it ends, so the cost is members plus messages, not their product.
 * Who said a message has read it and is not asked: it is left out of both.
 */
export function countReads(
  low: number,
  high: number,
  spans: readonly Span[],
  saidByMembers: ReadonlySet<number>,
): { no: number; read: number; of: number }[] {
  const size = high - low + 2
  const of = new Int32Array(size)
  const read = new Int32Array(size)
  const add = (counts: Int32Array, from: number, to: number) => {
    counts[Math.max(from, low) - low]! += 1
    counts[Math.min(to, high + 1) - low]! -= 1
  }
  for (const { afterNo, untilNo, readFrom, readTo } of spans) {
    const end = (untilNo ?? high) + 1
    if (afterNo + 1 > high || end <= low) continue
    add(of, afterNo + 1, end)
    for (const [at, from] of (readFrom ?? []).entries()) add(read, from, readTo![at]!)
  }
  const items: { no: number; read: number; of: number }[] = []
  for (let no = low, spanning = 0, reading = 0; no <= high; no++) {
    spanning += of[no - low]!
    reading += read[no - low]!
    const own = saidByMembers.has(no) ? 1 : 0
    items.push({ no, read: reading - own, of: spanning - own })
  }
  return items
}
