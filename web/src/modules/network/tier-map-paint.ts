import type { PartnerStatus } from '../../../../server/modules/network/schema.ts'
import type { Palette } from '../../ui/palette.ts'
import type { Label, Pill } from './tier-map-labels.ts'
import {
  type Layout,
  LEAD,
  LEAD_RADIUS,
  pathToLead,
  type Ring,
  type Thread,
} from './tier-map-layout.ts'
import type { Size, View } from './tier-map-view.ts'

/** Puts the tier map on a canvas. Only what is in sight is drawn, so that 5,000 dots keep 60 frames a second. */
export interface Scene {
  layout: Layout
  threads: ThreadChunk[]
  statuses: readonly PartnerStatus[]
  palette: Palette
  font: string
  leadName: string
  ringText: (ring: Ring) => string
  labelText: (index: number) => string
  /** Who is lit; null when nobody is dimmed. */
  lit: Uint8Array | null
  sprites: Map<string, HTMLCanvasElement>
}
export interface Frame {
  view: View
  size: Size
  pixels: number
  labels: Label[]
  pills: Pill[]
  hovered: number | null
  focused: number | null
}

export interface ThreadChunk {
  path: Path2D
  left: number
  top: number
  right: number
  bottom: number
}

export const statusColour = (palette: Palette, status: PartnerStatus): string => {
  if (status === 'joined') return palette.indigoText
  if (status === 'invited') return palette.accent
  if (status === 'suspended') return palette.bad
  return status === 'left' ? palette.line : palette.inkFaint
}

const CHUNK = 160
/** Threads are cut into pieces that lie near each other, so that those out of sight cost nothing. */
export function threadChunks(layout: Layout): ThreadChunk[] {
  const chunks: ThreadChunk[] = []
  const sorted = [...layout.threads].sort((a, b) => layout.angle[a.child]! - layout.angle[b.child]!)
  for (let at = 0; at < sorted.length; at += CHUNK) {
    const chunk: ThreadChunk = {
      path: new Path2D(),
      left: Number.POSITIVE_INFINITY,
      top: Number.POSITIVE_INFINITY,
      right: Number.NEGATIVE_INFINITY,
      bottom: Number.NEGATIVE_INFINITY,
    }
    for (const thread of sorted.slice(at, at + CHUNK)) {
      drawThread(chunk.path, layout, thread)
      for (const i of [thread.parent, thread.child, thread.last]) {
        const x = i === LEAD ? 0 : layout.x[i]!
        const y = i === LEAD ? 0 : layout.y[i]!
        chunk.left = Math.min(chunk.left, x)
        chunk.right = Math.max(chunk.right, x)
        chunk.top = Math.min(chunk.top, y)
        chunk.bottom = Math.max(chunk.bottom, y)
      }
    }
    chunks.push(chunk)
  }
  return chunks
}

function drawThread(path: Path2D | CanvasRenderingContext2D, layout: Layout, thread: Thread) {
  const { parent, child, last } = thread
  const angle = layout.angle[child]!
  const from = parent === LEAD ? 0 : layout.distance[parent]!
  const to = layout.distance[child]!
  const parentAngle = parent === LEAD ? angle : layout.angle[parent]!
  path.moveTo(Math.cos(parentAngle) * from, Math.sin(parentAngle) * from)
  // Where the curve would hardly bend, a line looks the same and costs a fraction.
  if (Math.abs(angle - parentAngle) * to < 4) {
    path.lineTo(layout.x[last]!, layout.y[last]!)
    return
  }
  const middle = from + (to - from) * 0.55
  path.bezierCurveTo(
    Math.cos(parentAngle) * middle,
    Math.sin(parentAngle) * middle,
    Math.cos(angle) * middle,
    Math.sin(angle) * middle,
    Math.cos(angle) * to,
    Math.sin(angle) * to,
  )
  if (last !== child) path.lineTo(layout.x[last]!, layout.y[last]!)
}

export function paint(ctx: CanvasRenderingContext2D, scene: Scene, frame: Frame): void {
  const { view, size, pixels } = frame
  const { palette } = scene
  ctx.setTransform(pixels, 0, 0, pixels, 0, 0)
  ctx.clearRect(0, 0, size.width, size.height)
  ctx.setTransform(view.scale * pixels, 0, 0, view.scale * pixels, view.x * pixels, view.y * pixels)
  paintRings(ctx, scene, view)
  paintThreads(ctx, scene, frame)
  const marked = frame.hovered ?? frame.focused
  if (marked !== null && marked !== LEAD) paintPath(ctx, scene, view, marked)
  ctx.setTransform(pixels, 0, 0, pixels, 0, 0)
  paintDots(ctx, scene, frame)
  paintLead(ctx, scene, view)
  if (marked !== null) paintMark(ctx, scene, frame, marked)
  ctx.font = `12px ${scene.font}`
  ctx.textBaseline = 'middle'
  ctx.lineJoin = 'round'
  paintPills(ctx, palette, frame.pills)
  for (const label of frame.labels) {
    ctx.font = label.isGroup ? `500 12px ${scene.font}` : `12px ${scene.font}`
    writeText(ctx, scene.labelText(label.index), label.x, label.y, palette.ink, palette.surface)
  }
}

/** A name with the ground's colour round it, so that threads do not cross it out. */
function writeText(
  ctx: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  colour: string,
  ground: string,
) {
  ctx.lineWidth = 3.5
  ctx.strokeStyle = ground
  ctx.strokeText(text, x, y)
  ctx.fillStyle = colour
  ctx.fillText(text, x, y)
}

function paintRings(ctx: CanvasRenderingContext2D, { layout, palette }: Scene, view: View) {
  ctx.strokeStyle = palette.lineSoft
  ctx.lineWidth = 1 / view.scale
  for (const ring of layout.rings) {
    ctx.beginPath()
    ctx.arc(0, 0, ring.radius, ring.from - 0.06, ring.to + 0.06)
    ctx.stroke()
  }
}

function paintThreads(ctx: CanvasRenderingContext2D, scene: Scene, { view, size }: Frame) {
  const left = -view.x / view.scale
  const top = -view.y / view.scale
  const right = left + size.width / view.scale
  const bottom = top + size.height / view.scale
  ctx.strokeStyle = scene.palette.line
  ctx.globalAlpha = scene.lit ? 0.35 : 0.9
  ctx.lineWidth = Math.min(Math.max(view.scale, 0.45), 1.1) / view.scale
  for (const chunk of scene.threads) {
    if (chunk.right < left || chunk.left > right || chunk.bottom < top || chunk.top > bottom)
      continue
    ctx.stroke(chunk.path)
  }
  ctx.globalAlpha = 1
}

/** The way from one partner up to the lead. */
function paintPath(
  ctx: CanvasRenderingContext2D,
  { layout, palette }: Scene,
  view: View,
  i: number,
) {
  ctx.beginPath()
  for (const at of pathToLead(layout, i)) {
    drawThread(ctx, layout, { parent: layout.parent[at]!, child: at, last: at })
  }
  ctx.strokeStyle = palette.indigo
  ctx.lineWidth = 2 / view.scale
  ctx.stroke()
}

function paintDots(ctx: CanvasRenderingContext2D, scene: Scene, { view, size, pixels }: Frame) {
  const { layout, lit } = scene
  // Those that a search or a filter lights come last, on top of the dimmed.
  for (const pass of lit ? [0, 1] : [1]) {
    ctx.globalAlpha = pass === 1 ? 1 : 0.16
    let colour = ''
    for (let i = 0; i < layout.size; i++) {
      if (lit && lit[i] !== pass) continue
      const x = layout.x[i]! * view.scale + view.x
      const y = layout.y[i]! * view.scale + view.y
      const least = lit && pass === 1 ? 1.8 : 0.8
      const radius = Math.max(layout.radius[i]! * view.scale, least)
      if (x < -radius || y < -radius || x > size.width + radius || y > size.height + radius)
        continue
      const status = scene.statuses[i]!
      if (radius < 1.5) {
        const next = statusColour(scene.palette, status)
        if (next !== colour) {
          colour = next
          ctx.fillStyle = colour
        }
        ctx.fillRect(x - radius, y - radius, radius * 2, radius * 2)
        continue
      }
      const sprite = spriteOf(scene, status, radius, pixels)
      const side = sprite.width / pixels
      ctx.drawImage(sprite, x - side / 2, y - side / 2, side, side)
    }
  }
  ctx.globalAlpha = 1
}

/** Copying a drawn dot is many times faster than filling a circle. */
function spriteOf(scene: Scene, status: PartnerStatus, radius: number, pixels: number) {
  const step = Math.round(radius * 2) / 2
  const key = `${status}/${step}/${pixels}`
  let sprite = scene.sprites.get(key)
  if (!sprite) {
    sprite = document.createElement('canvas')
    const side = Math.ceil((step * 2 + 3) * pixels)
    sprite.width = side
    sprite.height = side
    const ctx = sprite.getContext('2d')!
    ctx.scale(pixels, pixels)
    ctx.beginPath()
    const middle = side / pixels / 2
    // Who has not joined is drawn as an outline: the state is told without colour as well.
    const isOpen = status !== 'joined' && step > 2.5
    ctx.arc(middle, middle, isOpen ? step - 0.9 : step, 0, Math.PI * 2)
    ctx.fillStyle = isOpen ? scene.palette.surface : statusColour(scene.palette, status)
    ctx.fill()
    if (isOpen) {
      ctx.strokeStyle = statusColour(scene.palette, status)
      ctx.lineWidth = 1.8
      ctx.stroke()
    }
    scene.sprites.set(key, sprite)
  }
  return sprite
}

export const leadRadius = (view: View): number =>
  Math.min(Math.max(LEAD_RADIUS * view.scale, 9), 34)

function paintLead(ctx: CanvasRenderingContext2D, { palette, leadName, font }: Scene, view: View) {
  const radius = leadRadius(view)
  ctx.beginPath()
  ctx.arc(view.x, view.y, radius, 0, Math.PI * 2)
  ctx.fillStyle = palette.indigo
  ctx.fill()
  ctx.lineWidth = 3
  ctx.strokeStyle = palette.surface
  ctx.stroke()
  ctx.font = `600 13px ${font}`
  ctx.textAlign = 'center'
  ctx.textBaseline = 'top'
  ctx.lineJoin = 'round'
  writeText(ctx, leadName, view.x, view.y + radius + 6, palette.ink, palette.surface)
  ctx.textAlign = 'start'
}

function paintMark(
  ctx: CanvasRenderingContext2D,
  { layout, palette }: Scene,
  { view }: Frame,
  i: number,
) {
  const x = (i === LEAD ? 0 : layout.x[i]!) * view.scale + view.x
  const y = (i === LEAD ? 0 : layout.y[i]!) * view.scale + view.y
  const own = i === LEAD ? leadRadius(view) : layout.radius[i]! * view.scale
  ctx.beginPath()
  ctx.arc(x, y, Math.max(own, 2) + 4, 0, Math.PI * 2)
  ctx.lineWidth = 2
  ctx.strokeStyle = palette.ink
  ctx.stroke()
}

function paintPills(ctx: CanvasRenderingContext2D, palette: Palette, pills: Pill[]) {
  for (const { x, y, width, text } of pills) {
    ctx.fillStyle = palette.quietTint
    ctx.beginPath()
    ctx.roundRect(x, y - 10, width, 20, 10)
    ctx.fill()
    ctx.fillStyle = palette.quiet
    ctx.fillText(text, x + 7, y + 0.5)
  }
}
