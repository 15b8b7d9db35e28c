import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeMap } from './tier-map-fixture.ts'
import { chooseLabels, labelOrder, ringPills } from './tier-map-labels.ts'
import { layoutOf } from './tier-map-layout.ts'
import { fitView, viewOf } from './tier-map-view.ts'

const size = { width: 900, height: 700 }
const layout = layoutOf(fakeMap(Array.from({ length: 10 }, () => ({ below: 30, each: 8 }))))
const order = labelOrder(layout)
const all = () => true

test('names never stand on one another', () => {
  const labels = chooseLabels(layout, order, fitView(layout.bounds, size), size, () => 80, all)
  assert.ok(labels.length > 5)
  for (const a of labels) {
    for (const b of labels) {
      if (a === b) continue
      const isOver = a.x < b.x + b.width && b.x < a.x + a.width && Math.abs(a.y - b.y) < 14
      assert.equal(isOver, false, `${a.index} stands on ${b.index}`)
    }
  }
})

test('no name stands on what is drawn before it, even where that overlaps itself', () => {
  const view = fitView(layout.bounds, size)
  const [first] = chooseLabels(layout, order, view, size, () => 80, all)
  const pill = { x: first!.x + first!.width - 10, y: first!.y, width: 60 }
  const drawn = [{ ...pill, x: pill.x + 64 }, pill]
  const labels = chooseLabels(layout, order, view, size, () => 80, all, drawn)
  assert.ok(labels.length > 0)
  for (const box of drawn) {
    for (const a of labels) {
      const isOver = a.x < box.x + box.width && box.x < a.x + a.width && Math.abs(a.y - box.y) < 14
      assert.equal(isOver, false, `${a.index} stands on a pill`)
    }
  }
})

test('from afar only those with partners below are named, the heaviest among them', () => {
  const labels = chooseLabels(layout, order, fitView(layout.bounds, size), size, () => 80, all)
  assert.ok(labels.every((label) => layout.descendants[label.index]! > 0))
  assert.equal(labels[0]!.index, layout.roots[0])
})

test('near by, single stores are named', () => {
  const store = layout.children[layout.children[layout.roots[0]!]![0]!]![0]!
  const view = viewOf(layout.x[store]!, layout.y[store]!, size, 4)
  const labels = chooseLabels(layout, order, view, size, () => 40, all)
  assert.ok(labels.some((label) => !label.isGroup))
})

test('what a filter dims is not named', () => {
  const labels = chooseLabels(
    layout,
    order,
    fitView(layout.bounds, size),
    size,
    () => 80,
    (index) => index !== layout.roots[0],
  )
  assert.ok(labels.every((label) => label.index !== layout.roots[0]))
})

test('the names of rings stay on the canvas and apart from each other', () => {
  const narrow = { width: 360, height: 500 }
  const view = fitView(layout.bounds, narrow, 10)
  const pills = ringPills(
    layout.rings,
    view,
    narrow,
    (ring) => `tier ${ring.tier}`,
    () => 110,
  )
  assert.ok(pills.length > 0)
  for (const a of pills) {
    assert.ok(a.x >= 4 && a.x + a.width <= 356, `${a.x}`)
    for (const b of pills) {
      if (a === b) continue
      assert.ok(Math.abs(a.y - b.y) > 22 || a.x > b.x + b.width || b.x > a.x + a.width)
    }
  }
})
