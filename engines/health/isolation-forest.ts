// Isolation forest (Liu, Ting & Zhou 2008): what few random cuts set apart is unlike the rest.
import { HealthError, within } from './errors.ts'
import { seeded } from './random.ts'

interface Leaf {
  size: number
}
interface Cut {
  size: number
  feature: number
  at: number
  below: Node
  above: Node
}
type Node = Leaf | Cut

export interface IsolationForest {
  features: readonly string[]
  trees: Node[]
  sample: number
}

export interface Isolation {
  /** From 0 (deep inside) to 1; about 0.5 is usual. */
  score: number
  /** The share of each feature in setting it apart, by name; they add up to 1. */
  contributions: Record<string, number>
}

/**
 * Grows a forest on rows of features.
 * @param rows one array a row, as long as `features`, all finite
 * @throws HealthError `empty`, `wrong_length`, `not_a_number`
 */
export function growForest(
  features: readonly string[],
  rows: readonly ArrayLike<number>[],
  { trees = 100, sample = 256, seed = 1 } = {},
): IsolationForest {
  if (rows.length < 2) throw new HealthError('too_few_points', 'rows', `${rows.length}`)
  if (features.length === 0) throw new HealthError('empty', 'features')
  for (const [i, row] of rows.entries()) checkRow(features, row, `rows[${i}]`)
  within(trees, 'trees', 1, 10_000)
  const random = seeded(seed)
  const size = Math.min(Math.round(within(sample, 'sample', 2, 1e6)), rows.length)
  const depth = Math.ceil(Math.log2(size))
  return {
    features,
    sample: size,
    trees: Array.from({ length: trees }, () => grow(pick(rows, size, random), depth, random)),
  }
}

function checkRow(features: readonly string[], row: ArrayLike<number>, field: string): void {
  if (row.length !== features.length) throw new HealthError('wrong_length', field)
  for (let k = 0; k < row.length; k++) within(row[k]!, `${field}.${features[k]}`)
}

/** So many rows, each at most once. */
function pick<T>(rows: readonly T[], size: number, random: () => number): T[] {
  const picked = rows.slice()
  for (let i = 0; i < size; i++) {
    const other = i + Math.floor(random() * (picked.length - i))
    ;[picked[i], picked[other]] = [picked[other]!, picked[i]!]
  }
  return picked.slice(0, size)
}

function grow(rows: readonly ArrayLike<number>[], depth: number, random: () => number): Node {
  if (depth === 0 || rows.length <= 1) return { size: rows.length }
  const spreads = rangesOf(rows)
  const open = spreads.flatMap(([low, high], k) => (high > low ? [k] : []))
  if (open.length === 0) return { size: rows.length }
  const feature = open[Math.floor(random() * open.length)]!
  const [low, high] = spreads[feature]!
  const at = low + (high - low) * (1 - random())
  const below = rows.filter((row) => row[feature]! < at)
  const above = rows.filter((row) => row[feature]! >= at)
  return {
    size: rows.length,
    feature,
    at,
    below: grow(below, depth - 1, random),
    above: grow(above, depth - 1, random),
  }
}

function rangesOf(rows: readonly ArrayLike<number>[]): [number, number][] {
  return Array.from(rows[0]!, (_, k) => {
    let low = Number.POSITIVE_INFINITY
    let high = Number.NEGATIVE_INFINITY
    for (const row of rows) {
      low = Math.min(low, row[k]!)
      high = Math.max(high, row[k]!)
    }
    return [low, high]
  })
}

/** Cuts that a search without success takes among `size` rows (c(n) of the paper). */
function usualDepth(size: number): number {
  if (size < 2) return 0
  if (size === 2) return 1
  return 2 * (Math.log(size - 1) + 0.5772156649015329) - (2 * (size - 1)) / size
}

/** How unlike the rest a row is, and by which features. */
export function isolate(forest: IsolationForest, row: ArrayLike<number>): Isolation {
  checkRow(forest.features, row, 'row')
  const shares = new Float64Array(forest.features.length)
  let depths = 0
  for (const tree of forest.trees) {
    let node = tree
    let cuts = 0
    while ('feature' in node) {
      const next: Node = row[node.feature]! < node.at ? node.below : node.above
      // A cut says the more the fewer it leaves beside the row; one through the middle says nothing.
      shares[node.feature]! += Math.max(0, Math.log2(node.size / Math.max(1, next.size)) - 1)
      node = next
      cuts++
    }
    depths += cuts + usualDepth(node.size)
  }
  const total = shares.reduce((sum, share) => sum + share, 0)
  const mean = depths / forest.trees.length
  const usual = usualDepth(forest.sample)
  return {
    score: usual > 0 ? 2 ** (-mean / usual) : 0.5,
    contributions: Object.fromEntries(
      forest.features.map((name, k) => [name, total > 0 ? shares[k]! / total : 0]),
    ),
  }
}
