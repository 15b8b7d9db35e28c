import type { Layout } from './tier-map-layout.ts'
import type { Size, View } from './tier-map-view.ts'

/** Which names are written, and where: the heavier a partner the sooner, and never one over another. */
export interface Label {
  index: number
  x: number
  y: number
  width: number
  /** Names of those with somebody below carry how many. */
  isGroup: boolean
}

/** Heaviest first: the order in which names get their place. Made once a layout. */
export function labelOrder(layout: Layout): Int32Array {
  const order = Int32Array.from({ length: layout.size }, (_, i) => i)
  return order.sort((a, b) => layout.descendants[b]! - layout.descendants[a]! || a - b)
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
): Label[] {
  const labels: Label[] = []
  const taken = new Map<number, Label[]>()
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

/** Takes the place of a label unless a part of it is taken. */
function claim(taken: Map<number, Label[]>, label: Label): boolean {
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
        if (!isApart) return false
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
