import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react'
import { chooseLabels, labelOrder, ringPills } from './tier-map-labels.ts'
import { finderOf, type Layout, LEAD } from './tier-map-layout.ts'
import { leadRadius, paint, type Scene } from './tier-map-paint.ts'
import {
  between,
  fitView,
  keepInSight,
  panBy,
  type Size,
  toWorld,
  type View,
  viewOf,
  zoomAt,
} from './tier-map-view.ts'

const FLIGHT_MS = 180
const READABLE = 2.1

export interface Hit {
  index: number
  x: number
  y: number
}

export interface TierCanvas {
  fit: () => void
  zoomBy: (factor: number) => void
  pan: (dx: number, dy: number) => void
  flyTo: (index: number) => void
  /** Brings a dot into sight without changing the distance. */
  reveal: (index: number) => void
  /** Where a dot is on the canvas just now. */
  placeOf: (index: number) => { x: number; y: number }
  mark: (marks: { hovered?: number | null; focused?: number | null }) => void
}

interface Options {
  canvas: RefObject<HTMLCanvasElement | null>
  scene: Scene
  onHover: (hit: Hit | null) => void
  onPick: (index: number) => void
}

/**
 * The moving part of the tier map. It lives outside React's state: a pan redraws the canvas once a frame and
 * renders no component.
 */
export function useTierCanvas({ canvas, scene, onHover, onPick }: Options): TierCanvas {
  const { layout } = scene
  const state = useRef(startState())
  const latest = useRef({ scene, onHover, onPick })
  latest.current = { scene, onHover, onPick }
  const order = useMemo(() => labelOrder(layout), [layout])
  const find = useMemo(() => finderOf(layout), [layout])

  const draw = useCallback(() => {
    const at = state.current
    if (at.asked) return
    at.asked = requestAnimationFrame(() => {
      at.asked = 0
      const ctx = canvas.current?.getContext('2d')
      if (!ctx || at.size.width === 0) return
      const current = latest.current.scene
      ctx.font = `500 12px ${current.font}`
      const measure = (text: string) => widthOf(ctx, text, at.widths)
      const pills = ringPills(current.layout.rings, at.view, at.size, current.ringText, measure)
      const lead = measure(current.leadName)
      const labels = chooseLabels(
        current.layout,
        order,
        at.view,
        at.size,
        (index) => measure(current.labelText(index)),
        (index) => !current.lit || current.lit[index] === 1,
        [
          ...pills,
          { x: at.view.x - lead / 2, y: at.view.y + leadRadius(at.view) + 12, width: lead * 1.1 },
          { x: at.view.x - 12, y: at.view.y, width: 24 },
        ],
      )
      paint(ctx, current, { ...at, labels, pills })
    })
  }, [canvas, order])

  const go = useCallback(
    (to: View, isCalm = false) => {
      const at = state.current
      const target = keepInSight(to, layout.bounds, at.size)
      cancelAnimationFrame(at.flight)
      if (isCalm || window.matchMedia('(prefers-reduced-motion: reduce)').matches) {
        at.view = target
        draw()
        return
      }
      const from = at.view
      const begun = performance.now()
      const step = () => {
        const t = (performance.now() - begun) / FLIGHT_MS
        at.view = between(from, target, t, at.size)
        draw()
        if (t < 1) at.flight = requestAnimationFrame(step)
      }
      at.flight = requestAnimationFrame(step)
    },
    [draw, layout],
  )

  const least = useCallback(() => fitView(layout.bounds, state.current.size).scale * 0.6, [layout])

  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const at = state.current
    const observer = new ResizeObserver(() => {
      const box = element.getBoundingClientRect()
      const isFirst = at.size.width === 0
      at.size = { width: box.width, height: box.height }
      at.pixels = Math.min(window.devicePixelRatio || 1, 2)
      element.width = Math.round(box.width * at.pixels)
      element.height = Math.round(box.height * at.pixels)
      if (isFirst) at.view = fitView(layout.bounds, at.size)
      draw()
    })
    observer.observe(element)
    const stop = listen(element, at, {
      draw,
      least,
      bounds: layout.bounds,
      hit: (x, y, reach) => hitAt(find, at.view, x, y, reach),
      onHover: (hit) => latest.current.onHover(hit),
      onPick: (index) => latest.current.onPick(index),
    })
    return () => {
      observer.disconnect()
      stop()
      cancelAnimationFrame(at.asked)
      cancelAnimationFrame(at.flight)
      at.asked = 0
    }
  }, [canvas, draw, find, layout, least])

  // A new layout (partners came or went) is shown whole again; new colours or lights only redraw.
  useEffect(() => {
    if (state.current.size.width > 0)
      state.current.view = fitView(layout.bounds, state.current.size)
    state.current.widths.clear()
  }, [layout])
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever changes in the scene is to be seen
  useEffect(() => {
    state.current.widths.clear()
    draw()
  }, [draw, scene])

  return useMemo(() => {
    const placeOf = (index: number) => {
      const { view } = state.current
      const [x, y] = index === LEAD ? [0, 0] : [layout.x[index]!, layout.y[index]!]
      return { x: x * view.scale + view.x, y: y * view.scale + view.y }
    }
    const centre = (index: number, scale: number) => {
      const [x, y] = index === LEAD ? [0, 0] : [layout.x[index]!, layout.y[index]!]
      return viewOf(x, y, state.current.size, scale)
    }
    return {
      fit: () => go(fitView(layout.bounds, state.current.size)),
      zoomBy: (factor) => {
        const { view, size } = state.current
        go(zoomAt(view, factor, size.width / 2, size.height / 2, least()))
      },
      pan: (dx, dy) => go(panBy(state.current.view, dx, dy), true),
      flyTo: (index) => go(centre(index, Math.max(state.current.view.scale, READABLE))),
      reveal: (index) => {
        const { x, y } = placeOf(index)
        const { size, view } = state.current
        const isSeen = x > 40 && y > 40 && x < size.width - 40 && y < size.height - 40
        if (!isSeen) go(centre(index, view.scale))
      },
      placeOf,
      mark: (marks) => {
        Object.assign(state.current, marks)
        draw()
      },
    }
  }, [draw, go, layout, least])
}

interface State {
  view: View
  size: Size
  pixels: number
  hovered: number | null
  focused: number | null
  asked: number
  flight: number
  widths: Map<string, number>
}
const startState = (): State => ({
  view: { scale: 1, x: 0, y: 0 },
  size: { width: 0, height: 0 },
  pixels: 1,
  hovered: null,
  focused: null,
  asked: 0,
  flight: 0,
  widths: new Map(),
})

function widthOf(ctx: CanvasRenderingContext2D, text: string, widths: Map<string, number>): number {
  let width = widths.get(text)
  if (width === undefined) {
    width = ctx.measureText(text).width
    widths.set(text, width)
  }
  return width
}

function hitAt(
  find: (x: number, y: number, reach: number) => number,
  view: View,
  x: number,
  y: number,
  reach: number,
): number | null {
  const [wx, wy] = toWorld(view, x, y)
  const index = find(wx, wy, reach / view.scale)
  if (index >= 0) return index
  return Math.hypot(x - view.x, y - view.y) <= leadRadius(view) ? LEAD : null
}

interface Hands {
  draw: () => void
  least: () => number
  bounds: Layout['bounds']
  hit: (x: number, y: number, reach: number) => number | null
  onHover: (hit: Hit | null) => void
  onPick: (index: number) => void
}

const TAP_PX = 6
/** Mouse, pen and fingers: one drags, two pinch, a tap picks, the wheel zooms. */
function listen(element: HTMLCanvasElement, at: State, hands: Hands): () => void {
  const fingers = new Map<number, { x: number; y: number }>()
  let travelled = 0
  const pointOf = (event: { clientX: number; clientY: number }) => {
    const box = element.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  const hover = (index: number | null, x: number, y: number) => {
    if (at.hovered === index) return
    at.hovered = index
    element.style.cursor = index === null ? 'grab' : 'pointer'
    hands.onHover(index === null ? null : { index, x, y })
    hands.draw()
  }
  function down(event: PointerEvent) {
    element.setPointerCapture(event.pointerId)
    cancelAnimationFrame(at.flight)
    if (fingers.size === 0) travelled = 0
    fingers.set(event.pointerId, pointOf(event))
  }
  function move(event: PointerEvent) {
    const point = pointOf(event)
    const before = fingers.get(event.pointerId)
    if (!before) {
      hover(hands.hit(point.x, point.y, 5), point.x, point.y)
      return
    }
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
    travelled += Math.hypot(point.x - before.x, point.y - before.y)
    fingers.set(event.pointerId, point)
    if (travelled < TAP_PX) return
    hover(null, 0, 0)
    let view = panBy(
      at.view,
      (point.x - before.x) / (other ? 2 : 1),
      (point.y - before.y) / (other ? 2 : 1),
    )
    if (other) {
      const apart = Math.hypot(before.x - other.x, before.y - other.y)
      const now = Math.hypot(point.x - other.x, point.y - other.y)
      const middle = { x: (point.x + other.x) / 2, y: (point.y + other.y) / 2 }
      view = zoomAt(view, now / Math.max(apart, 1), middle.x, middle.y, hands.least())
    }
    at.view = keepInSight(view, hands.bounds, at.size)
    hands.draw()
  }
  function up(event: PointerEvent) {
    const wasOnly = fingers.size === 1
    fingers.delete(event.pointerId)
    if (!wasOnly || travelled >= TAP_PX || event.type === 'pointercancel') return
    const point = pointOf(event)
    // A fingertip is wider than a pointer.
    const index = hands.hit(point.x, point.y, event.pointerType === 'touch' ? 16 : 5)
    if (index !== null) hands.onPick(index)
  }
  function leave() {
    if (fingers.size === 0) hover(null, 0, 0)
  }
  function wheel(event: WheelEvent) {
    event.preventDefault()
    cancelAnimationFrame(at.flight)
    const { x, y } = pointOf(event)
    const lines = event.deltaMode === 1 ? 16 : 1
    const factor = Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0018))
    at.view = keepInSight(zoomAt(at.view, factor, x, y, hands.least()), hands.bounds, at.size)
    hover(null, 0, 0)
    hands.draw()
  }
  element.addEventListener('pointerdown', down)
  element.addEventListener('pointermove', move)
  element.addEventListener('pointerup', up)
  element.addEventListener('pointercancel', up)
  element.addEventListener('pointerleave', leave)
  // Without `passive: false` the page would scroll away under the map.
  element.addEventListener('wheel', wheel, { passive: false })
  return () => {
    element.removeEventListener('pointerdown', down)
    element.removeEventListener('pointermove', move)
    element.removeEventListener('pointerup', up)
    element.removeEventListener('pointercancel', up)
    element.removeEventListener('pointerleave', leave)
    element.removeEventListener('wheel', wheel)
  }
}
