import type { Layout } from './tier-map-layout.ts'

/** Where the map is looked at from: screen = world * scale + offset. Pure. */
export interface View {
  scale: number
  x: number
  y: number
}
export interface Size {
  width: number
  height: number
}
export const MAX_SCALE = 6

export const toScreen = (view: View, x: number, y: number): [number, number] => [
  x * view.scale + view.x,
  y * view.scale + view.y,
]
export const toWorld = (view: View, x: number, y: number): [number, number] => [
  (x - view.x) / view.scale,
  (y - view.y) / view.scale,
]

/** Everything in sight, with room at the edges for names and controls. */
export function fitView(bounds: Layout['bounds'], size: Size, margin = 44): View {
  const width = Math.max(bounds.right - bounds.left, 1)
  const height = Math.max(bounds.bottom - bounds.top, 1)
  const scale = Math.min(
    Math.max(size.width - margin * 2, 40) / width,
    Math.max(size.height - margin * 2, 40) / height,
    1.6,
  )
  return {
    scale,
    x: size.width / 2 - ((bounds.left + bounds.right) / 2) * scale,
    y: size.height / 2 - ((bounds.top + bounds.bottom) / 2) * scale,
  }
}

/** Zooms so that the point under the finger stays under it. */
export function zoomAt(view: View, factor: number, x: number, y: number, least: number): View {
  const scale = Math.min(Math.max(view.scale * factor, least), MAX_SCALE)
  const by = scale / view.scale
  return { scale, x: x - (x - view.x) * by, y: y - (y - view.y) * by }
}

export const panBy = (view: View, dx: number, dy: number): View => ({
  ...view,
  x: view.x + dx,
  y: view.y + dy,
})

/** Keeps a part of the map on the screen, so that nobody loses it by a wild swipe. */
export function keepInSight(view: View, bounds: Layout['bounds'], size: Size, rest = 80): View {
  const x = Math.min(
    Math.max(view.x, rest - bounds.right * view.scale),
    size.width - rest - bounds.left * view.scale,
  )
  const y = Math.min(
    Math.max(view.y, rest - bounds.bottom * view.scale),
    size.height - rest - bounds.top * view.scale,
  )
  return { ...view, x, y }
}

/** One dot in the middle, near enough to read it and its neighbours. */
export function viewOf(x: number, y: number, size: Size, scale: number): View {
  return { scale, x: size.width / 2 - x * scale, y: size.height / 2 - y * scale }
}

const ease = (t: number) => 1 - (1 - t) ** 3
/** A step of the flight between two views; scale moves by its logarithm, as the eye judges it. */
export function between(from: View, to: View, t: number, size: Size): View {
  const part = ease(Math.min(Math.max(t, 0), 1))
  const scale = Math.exp(Math.log(from.scale) + (Math.log(to.scale) - Math.log(from.scale)) * part)
  const [fromX, fromY] = toWorld(from, size.width / 2, size.height / 2)
  const [toX, toY] = toWorld(to, size.width / 2, size.height / 2)
  return viewOf(fromX + (toX - fromX) * part, fromY + (toY - fromY) * part, size, scale)
}
