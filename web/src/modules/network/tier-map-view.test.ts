import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  between,
  fitView,
  keepInSight,
  MAX_SCALE,
  toScreen,
  toWorld,
  viewOf,
  zoomAt,
} from './tier-map-view.ts'

const bounds = { left: -500, right: 1000, top: -400, bottom: 400 }
const size = { width: 800, height: 600 }
const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-6, `${a} is not ${b}`)

test('fitting shows every corner inside the margins', () => {
  const view = fitView(bounds, size)
  for (const [x, y] of [
    [bounds.left, bounds.top],
    [bounds.right, bounds.bottom],
  ] as const) {
    const [sx, sy] = toScreen(view, x, y)
    assert.ok(sx >= 43.9 && sx <= 756.1, String(sx))
    assert.ok(sy >= 43.9 && sy <= 556.1, String(sy))
  }
})

test('a chain of one partner is not blown up to fill the screen', () => {
  assert.equal(fitView({ left: -5, right: 5, top: -5, bottom: 5 }, size).scale, 1.6)
})

test('a canvas without size yet still gives a usable scale', () => {
  assert.ok(fitView(bounds, { width: 0, height: 0 }).scale > 0)
})

test('zooming keeps the point under the pointer', () => {
  const view = fitView(bounds, size)
  const before = toWorld(view, 200, 150)
  const after = toWorld(zoomAt(view, 1.7, 200, 150, 0.1), 200, 150)
  near(before[0], after[0])
  near(before[1], after[1])
})

test('zoom stops at both ends', () => {
  const view = fitView(bounds, size)
  assert.equal(zoomAt(view, 1e9, 0, 0, 0.1).scale, MAX_SCALE)
  assert.equal(zoomAt(view, 1e-9, 0, 0, 0.1).scale, 0.1)
})

test('a wild swipe leaves a part of the map on the screen', () => {
  const view = keepInSight({ scale: 1, x: 99_999, y: -99_999 }, bounds, size)
  assert.equal(toScreen(view, bounds.left, 0)[0], size.width - 80)
  assert.equal(toScreen(view, 0, bounds.bottom)[1], 80)
})

test('a flight starts where it is and ends where it should', () => {
  const from = fitView(bounds, size)
  const to = viewOf(300, -200, size, 3)
  for (const [t, view] of [
    [0, from],
    [1, to],
  ] as const) {
    const at = between(from, to, t, size)
    near(at.scale, view.scale)
    near(at.x, view.x)
    near(at.y, view.y)
  }
})
