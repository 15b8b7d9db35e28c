import type { Layout, Ring } from './tier-map-layout.ts'
import type { Size, View } from './tier-map-view.ts'

/** Which names are written, and where: the heavier a partner the sooner, and never one over another. */
export interface Box {
  /** Left edge and middle line. */
  x: number
  y: number
  width: number
}
export interface Label extends Box {
  index: number
  /** Names of those with somebody below carry how many. */
  isGroup: boolean
}

/** Heaviest first: the order in which names get their place. Made once a layout. */
export function labelOrder(layout: Layout): Int32Array {
  const order = Int32Array.from({ length: layout.size }, (_, i) => i)
  return order.sort((a, b) => layout.descendants[b]! - layout.descendants[a]! || a - b)
}

export interface Pill extends Box {
  text: string
}

/** The names of the rings, each just beyond its upper end, where no thread runs; those without room are left out. */
export function ringPills(
  rings: Ring[],
  view: View,
  size: Size,
  textOf: (ring: Ring) => string,
  widthOf: (text: string) => number,
): Pill[] {
  const pills: Pill[] = []
  // From outside in: the lowest tier is the largest and has the most room.
  for (const ring of [...rings].sort((a, b) => b.radius - a.radius)) {
    const text = textOf(ring)
    const width = widthOf(text) + 14
    const isUp = ring.side === 'u'
    const reach = 0.03 + 16 / Math.max(ring.radius * view.scale, 60)
    const angle = isUp ? ring.to + reach : ring.from - reach
    const middle = Math.cos(angle) * ring.radius * view.scale + view.x
    if (middle < 0 || middle > size.width) continue
    const x = Math.min(Math.max(middle - width / 2, 4), size.width - width - 4)
    const y = Math.sin(angle) * ring.radius * view.scale + view.y
    const isSeen = y > 10 && y < size.height - 10
    const isFree = pills.every(
      (other) =>
        Math.abs(other.y - y) > 22 || x > other.x + other.width + 4 || other.x > x + width + 4,
    )
    if (isSeen && isFree) pills.push({ x, y, width, text })
  }
  return pills
}

const MOST = 90
const HEIGHT = 16
const CELL = 40
/** From this scale on, single stores have room for their names. */
export const LEAF_SCALE = 1.55

export function chooseLabels(
  layout: Layout,
  order: Int32Array,
  view: View,
  size: Size,
  widthOf: (index: number) => number,
  isShown: (index: number) => boolean,
  blocked: Box[] = [],
): Label[] {
  const labels: Label[] = []
  const taken = new Map<number, Box[]>()
  for (const box of blocked) claim(taken, box, true)
  for (const index of order) {
    if (labels.length >= MOST) break
    const isGroup = layout.descendants[index]! > 0
    if (!isGroup && view.scale < LEAF_SCALE) break
    // A name beside a dot that cannot be told from its neighbours says nothing.
    if (isGroup && layout.radius[index]! * view.scale < 1.1) continue
    const x = layout.x[index]! * view.scale + view.x
    const y = layout.y[index]! * view.scale + view.y
    if (x < -40 || y < -10 || x > size.width + 40 || y > size.height + 10 || !isShown(index))
      continue
    const width = widthOf(index)
    const gap = Math.max(layout.radius[index]! * view.scale, 2) + 4
    const isLeft = Math.cos(layout.angle[index]!) < -0.2
    const label = { index, x: isLeft ? x - gap - width : x + gap, y, width, isGroup }
    if (claim(taken, label)) labels.push(label)
  }
  return labels
}

/** Takes the place of a label unless a part of it is taken; what is drawn anyway takes it all the same. */
function claim(taken: Map<number, Box[]>, label: Box, isDrawn = false): boolean {
  const cells: number[] = []
  const fromX = Math.floor((label.x - 4) / CELL)
  const toX = Math.floor((label.x + label.width + 4) / CELL)
  const fromY = Math.floor((label.y - HEIGHT / 2) / CELL)
  const toY = Math.floor((label.y + HEIGHT / 2) / CELL)
  for (let cx = fromX; cx <= toX; cx++) {
    for (let cy = fromY; cy <= toY; cy++) {
      const key = cx * 10_000 + cy
      for (const other of taken.get(key) ?? []) {
        const isApart =
          label.x > other.x + other.width + 8 ||
          other.x > label.x + label.width + 8 ||
          Math.abs(label.y - other.y) >= HEIGHT
        if (!isApart && !isDrawn) return false
      }
      cells.push(key)
    }
  }
  for (const key of cells) {
    const cell = taken.get(key)
    if (cell) cell.push(label)
    else taken.set(key, [label])
  }
  return true
}
