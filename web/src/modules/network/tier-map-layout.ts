import type { ChainMap } from '../../../../server/modules/network/schema.ts'

/**
 * Where every partner stands on the tier map. The lead is the centre; each tier is a ring (the weft), and
 * threads run out along the tree (the warp). Partners with nobody below them hang on their parent's thread
 * like beads, several to a thread, so that thousands of stores stay on one screen. Pure and linear in the
 * number of partners.
 */
export interface Ring {
  side: 'd' | 'u'
  tier: number
  radius: number
  /** Where the beads of this tier end. */
  outer: number
  from: number
  to: number
  partners: number
}

/** One line drawn from a parent: a curve to the first dot, and on to the last bead of the thread. */
export interface Thread {
  parent: number
  child: number
  last: number
}

export interface Layout {
  size: number
  x: Float32Array
  y: Float32Array
  radius: Float32Array
  angle: Float32Array
  distance: Float32Array
  /** -1 stands for the lead. */
  parent: Int32Array
  descendants: Int32Array
  children: number[][]
  roots: number[]
  rings: Ring[]
  threads: Thread[]
  bounds: { left: number; top: number; right: number; bottom: number }
}

export const LEAD = -1
export const LEAD_RADIUS = 18
const LEAF_RADIUS = 3.4
const STEP = 10
const CELL = 11
const FIRST_RING = 130
const RING_GAP = 84
/** Beads to a thread that are tried; the one that makes the smallest map wins. */
const BEADS = [1, 2, 3, 5, 8, 12, 18, 26, 40]
/** The smaller side reaches at least this share of the larger. */
const LEAST_SHARE = 0.5
const DEGREE = Math.PI / 180

interface Tree {
  parent: Int32Array
  children: number[][]
  roots: number[]
  /** Parents before their children. */
  order: number[]
  descendants: Int32Array
}

export function layoutOf(map: ChainMap): Layout {
  const size = map.ids.length
  const tree = treeOf(map)
  const layout: Layout = {
    size,
    x: new Float32Array(size),
    y: new Float32Array(size),
    radius: new Float32Array(size),
    angle: new Float32Array(size),
    distance: new Float32Array(size),
    parent: tree.parent,
    descendants: tree.descendants,
    children: tree.children,
    roots: tree.roots,
    rings: [],
    threads: [],
    bounds: { left: 0, top: 0, right: 0, bottom: 0 },
  }
  for (let i = 0; i < size; i++) layout.radius[i] = dotRadius(tree.descendants[i]!)

  const hasBoth = map.sides.includes('d') && map.sides.includes('u')
  const down = planBest(map, tree, 'd', (hasBoth ? 236 : 320) * DEGREE)
  const up = planBest(map, tree, 'u', (hasBoth ? 84 : 320) * DEGREE)
  // Forty suppliers beside four thousand stores still deserve to be seen.
  if (down && up) {
    stretchTo(down, outerOf(up.plan, up.side) * LEAST_SHARE)
    stretchTo(up, outerOf(down.plan, down.side) * LEAST_SHARE)
  }
  if (down) layoutSide(map, tree, layout, 'd', 0, down)
  if (up) layoutSide(map, tree, layout, 'u', Math.PI, up)
  layout.bounds = boundsOf(layout)
  return layout
}

function treeOf(map: ChainMap): Tree {
  const size = map.ids.length
  const parent = Int32Array.from(map.parents, (p, i) => (p >= 0 && p < size && p !== i ? p : LEAD))
  const children: number[][] = Array.from({ length: size }, () => [])
  const roots: number[] = []
  for (let i = 0; i < size; i++) {
    if (parent[i] === LEAD) roots.push(i)
    else children[parent[i]!]!.push(i)
  }
  const order = [...roots]
  for (let at = 0; at < order.length; at++)
    for (const child of children[order[at]!]!) order.push(child)
  const descendants = new Int32Array(size)
  for (let at = order.length - 1; at >= 0; at--) {
    const i = order[at]!
    if (parent[i] !== LEAD) descendants[parent[i]!]! += descendants[i]! + 1
  }
  return { parent, children, roots, order, descendants }
}

const dotRadius = (descendants: number): number =>
  descendants === 0 ? LEAF_RADIUS : Math.min(3.4 + Math.log2(descendants + 1) * 0.42, 9)

/** A dot with room around it grows: a tier of seven must not vanish beside one of six thousand. */
const grown = (radius: number, room: number): number =>
  Math.max(radius, Math.min(room * 0.3, radius * 3.2))

interface Side {
  levels: number
  /** Level 1 is the ring next to the lead. */
  level: Int32Array
  members: number[]
  mostBeads: Int32Array
}

function sideOf(map: ChainMap, tree: Tree, side: 'd' | 'u'): Side {
  const members = tree.order.filter((i) => map.sides[i] === side)
  const lowest = members.reduce(
    (least, i) => Math.min(least, map.tiers[i]!),
    Number.POSITIVE_INFINITY,
  )
  const level = new Int32Array(map.ids.length)
  let levels = 0
  for (const i of members) {
    const above = tree.parent[i] === LEAD ? 0 : level[tree.parent[i]!]!
    level[i] = Math.max(map.tiers[i]! - lowest + 1, above + 1)
    levels = Math.max(levels, level[i]!)
  }
  const mostBeads = new Int32Array(levels + 1)
  for (const i of [LEAD, ...members]) {
    const beads = leavesOf(tree, i, map, side).length
    const at = i === LEAD ? 1 : level[i]! + 1
    if (beads > 0 && at <= levels) mostBeads[at] = Math.max(mostBeads[at]!, beads)
  }
  return { levels, level, members, mostBeads }
}

const childrenOf = (tree: Tree, i: number, map: ChainMap, side: 'd' | 'u'): number[] =>
  i === LEAD ? tree.roots.filter((root) => map.sides[root] === side) : tree.children[i]!
const leavesOf = (tree: Tree, i: number, map: ChainMap, side: 'd' | 'u') =>
  childrenOf(tree, i, map, side).filter((child) => tree.descendants[child] === 0)

interface Plan {
  beads: number
  radii: Float64Array
  need: Float64Array
  total: number
}

/** How wide everything is, as angles, when threads carry so many beads and rings are as near as may be. */
function planSide(
  map: ChainMap,
  tree: Tree,
  side: Side,
  name: 'd' | 'u',
  beads: number,
  budget: number,
): Plan {
  const radii = new Float64Array(side.levels + 2)
  for (let at = 1; at <= side.levels + 1; at++) {
    const depth = at === 1 ? 0 : Math.min(side.mostBeads[at - 1]!, beads) * STEP
    radii[at] = at === 1 ? FIRST_RING : radii[at - 1]! + depth + RING_GAP
  }
  const need = new Float64Array(map.ids.length)
  const needBelow = (i: number, level: number) => {
    let leaves = 0
    let sum = 0
    for (const child of childrenOf(tree, i, map, name)) {
      if (tree.descendants[child] === 0) leaves++
      else sum += need[child]!
    }
    return sum + (Math.ceil(leaves / beads) * CELL) / radii[level + 1]!
  }
  for (let at = side.members.length - 1; at >= 0; at--) {
    const i = side.members[at]!
    if (tree.descendants[i] === 0) continue
    const own = (dotRadius(tree.descendants[i]!) * 2 + 1.5) / radii[side.level[i]!]!
    need[i] = Math.max(own, needBelow(i, side.level[i]!))
  }
  const total = needBelow(LEAD, 0)
  const stretch = Math.max(total / budget, 1)
  // All angles shrink as the rings grow, so one factor makes everything fit exactly.
  for (let at = 1; at < radii.length; at++) radii[at]! *= stretch
  for (const i of side.members) need[i]! /= stretch
  return { beads, radii, need, total: total / stretch }
}

const outerOf = (plan: Plan, side: Side): number =>
  plan.radii[side.levels]! + Math.min(side.mostBeads[side.levels]!, plan.beads) * STEP

interface Planned {
  side: Side
  plan: Plan
  spread: number
}

function planBest(map: ChainMap, tree: Tree, name: 'd' | 'u', budget: number): Planned | null {
  const side = sideOf(map, tree, name)
  if (side.members.length === 0) return null
  const plan = BEADS.map((beads) => planSide(map, tree, side, name, beads, budget)).reduce(
    (best, next) => (outerOf(next, side) < outerOf(best, side) - 1 ? next : best),
  )
  // A handful of partners would look lost when spread over the whole fan.
  return { side, plan, spread: Math.min(budget, plan.total * 6) }
}

/** Moves the rings of one side out. Angles that were needed at smaller rings are more than enough. */
function stretchTo({ side, plan }: Planned, outer: number) {
  const factor = outer / outerOf(plan, side)
  if (factor <= 1) return
  for (let at = 1; at < plan.radii.length; at++) plan.radii[at]! *= factor
}

function layoutSide(
  map: ChainMap,
  tree: Tree,
  layout: Layout,
  name: 'd' | 'u',
  centre: number,
  { side, plan, spread }: Planned,
) {
  const ranges = new Float64Array(map.ids.length * 2)
  const place = (i: number, level: number, from: number, to: number) => {
    const nodes = childrenOf(tree, i, map, name)
    const leaves = nodes.filter((child) => tree.descendants[child] === 0)
    const threads = Math.ceil(leaves.length / plan.beads)
    const bed = (threads * CELL) / plan.radii[level + 1]!
    let sum = bed
    for (const child of nodes) if (tree.descendants[child]! > 0) sum += plan.need[child]!
    const scale = sum === 0 ? 0 : (to - from) / sum
    let at = from
    for (const child of nodes) {
      if (tree.descendants[child] === 0) continue
      ranges[child * 2] = at
      at += plan.need[child]! * scale
      ranges[child * 2 + 1] = at
      const angle = (ranges[child * 2]! + at) / 2
      const distance = plan.radii[side.level[child]!]!
      stand(layout, child, distance, angle)
      const room = (at - ranges[child * 2]!) * distance
      layout.radius[child] = grown(layout.radius[child]!, room)
      layout.threads.push({ parent: i, child, last: child })
    }
    hang(layout, plan, side, i, leaves, at, bed * scale)
  }
  place(LEAD, 0, centre - spread / 2, centre + spread / 2)
  for (const i of side.members) {
    if (tree.descendants[i]! > 0) place(i, side.level[i]!, ranges[i * 2]!, ranges[i * 2 + 1]!)
  }
  addRings(map, layout, plan, side, name)
}

/** Hangs those with nobody below them on as few threads as the plan says, side by side. */
function hang(
  layout: Layout,
  plan: Plan,
  side: Side,
  parent: number,
  leaves: number[],
  from: number,
  width: number,
) {
  const threads = Math.ceil(leaves.length / plan.beads)
  // Even threads look woven; one long thread and a stump beside it does not.
  const each = Math.ceil(leaves.length / Math.max(threads, 1))
  for (let thread = 0; thread < threads; thread++) {
    const beads = leaves.slice(thread * each, (thread + 1) * each)
    const angle = from + ((thread + 0.5) / threads) * width
    beads.forEach((leaf, row) => {
      const distance = plan.radii[side.level[leaf]!]! + row * STEP
      stand(layout, leaf, distance, angle)
      // Beads on one thread stand close and keep their size.
      const room = each > 1 ? STEP : (width / threads) * distance
      layout.radius[leaf] = grown(LEAF_RADIUS, room)
    })
    if (beads.length > 0) layout.threads.push({ parent, child: beads[0]!, last: beads.at(-1)! })
  }
}

function stand(layout: Layout, i: number, distance: number, angle: number) {
  layout.distance[i] = distance
  layout.angle[i] = angle
  layout.x[i] = Math.cos(angle) * distance
  layout.y[i] = Math.sin(angle) * distance
}

function addRings(map: ChainMap, layout: Layout, plan: Plan, side: Side, name: 'd' | 'u') {
  const rings = new Map<number, Ring>()
  for (const i of side.members) {
    const level = side.level[i]!
    const angle = layout.angle[i]!
    const ring = rings.get(level)
    if (!ring) {
      const radius = plan.radii[level]!
      const tier = map.tiers[i]!
      rings.set(level, {
        side: name,
        tier,
        radius,
        outer: layout.distance[i]!,
        from: angle,
        to: angle,
        partners: 1,
      })
      continue
    }
    ring.outer = Math.max(ring.outer, layout.distance[i]!)
    ring.from = Math.min(ring.from, angle)
    ring.to = Math.max(ring.to, angle)
    ring.partners++
  }
  layout.rings.push(...[...rings.values()].sort((a, b) => a.radius - b.radius))
}

function boundsOf({ x, y, radius, size }: Layout) {
  const bounds = { left: -LEAD_RADIUS, top: -LEAD_RADIUS, right: LEAD_RADIUS, bottom: LEAD_RADIUS }
  for (let i = 0; i < size; i++) {
    bounds.left = Math.min(bounds.left, x[i]! - radius[i]!)
    bounds.right = Math.max(bounds.right, x[i]! + radius[i]!)
    bounds.top = Math.min(bounds.top, y[i]! - radius[i]!)
    bounds.bottom = Math.max(bounds.bottom, y[i]! + radius[i]!)
  }
  return bounds
}

/** From a partner up to the child of the lead. */
export function pathToLead(layout: Layout, i: number): number[] {
  const path: number[] = []
  for (let at = i; at !== LEAD; at = layout.parent[at]!) path.push(at)
  return path
}

/** Finds the dot under a point without looking at all of them. */
export function finderOf({
  x,
  y,
  radius,
  size,
}: Layout): (px: number, py: number, reach: number) => number {
  const CELLS = 48
  const largest = radius.reduce((most, one) => Math.max(most, one), 0)
  const cells = new Map<number, number[]>()
  const key = (cx: number, cy: number) => (cx + 32_768) * 65_536 + (cy + 32_768)
  for (let i = 0; i < size; i++) {
    const at = key(Math.floor(x[i]! / CELLS), Math.floor(y[i]! / CELLS))
    const cell = cells.get(at)
    if (cell) cell.push(i)
    else cells.set(at, [i])
  }
  return (px, py, reach) => {
    const span = reach + largest
    let best = -1
    let nearest = Number.POSITIVE_INFINITY
    for (let cx = Math.floor((px - span) / CELLS); cx <= Math.floor((px + span) / CELLS); cx++) {
      for (let cy = Math.floor((py - span) / CELLS); cy <= Math.floor((py + span) / CELLS); cy++) {
        for (const i of cells.get(key(cx, cy)) ?? []) {
          const away = Math.hypot(x[i]! - px, y[i]! - py)
          if (away - radius[i]! <= reach && away < nearest) {
            nearest = away
            best = i
          }
        }
      }
    }
    return best
  }
}

/** The neighbour that an arrow key leads to: out, in, or along the ring. */
export function neighbour(
  layout: Layout,
  from: number,
  key: 'out' | 'in' | 'next' | 'previous',
): number {
  if (from === LEAD) return layout.roots[0] ?? LEAD
  if (key === 'in') return layout.parent[from]!
  if (key === 'out') return layout.children[from]![0] ?? from
  const parent = layout.parent[from]!
  const siblings = parent === LEAD ? layout.roots : layout.children[parent]!
  const at = siblings.indexOf(from) + (key === 'next' ? 1 : -1)
  return siblings[(at + siblings.length) % siblings.length]!
}
