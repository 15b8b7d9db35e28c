import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChainMap } from '../../../../server/modules/network/schema.ts'
import { fakeMap } from './tier-map-fixture.ts'
import { finderOf, LEAD, layoutOf, neighbour, pathToLead } from './tier-map-layout.ts'

const nearestPair = (map: ChainMap): number => {
  const layout = layoutOf(map)
  let least = Number.POSITIVE_INFINITY
  const find = finderOf(layout)
  for (let i = 0; i < layout.size; i++) {
    for (const [dx, dy] of [
      [4, 0],
      [-4, 0],
      [0, 4],
      [0, -4],
    ] as const) {
      const j = find(layout.x[i]! + dx, layout.y[i]! + dy, 4)
      if (j !== i && j !== -1)
        least = Math.min(
          least,
          Math.hypot(layout.x[i]! - layout.x[j]!, layout.y[i]! - layout.y[j]!),
        )
    }
  }
  return least
}

test('an empty chain is the lead alone', () => {
  const layout = layoutOf(fakeMap([]))
  assert.equal(layout.size, 0)
  assert.deepEqual(layout.rings, [])
  assert.deepEqual(layout.threads, [])
  assert.ok(layout.bounds.right > 0)
})

test('downstream stands on the right of the lead and upstream on the left', () => {
  const layout = layoutOf(fakeMap([{ below: 3 }, { side: 'u', below: 2 }]))
  const map = fakeMap([{ below: 3 }, { side: 'u', below: 2 }])
  for (let i = 0; i < layout.size; i++) {
    if (map.sides[i] === 'd') assert.ok(layout.x[i]! > 0, `${map.names[i]} at ${layout.x[i]}`)
    else assert.ok(layout.x[i]! < 0, `${map.names[i]} at ${layout.x[i]}`)
  }
})

test('a lower tier stands farther out than any dot of the tier above it', () => {
  const map = fakeMap([{ below: 40, each: 30 }, { below: 4 }])
  const layout = layoutOf(map)
  const farthest = new Map<number, number>()
  const nearest = new Map<number, number>()
  for (let i = 0; i < layout.size; i++) {
    const tier = map.tiers[i]!
    farthest.set(tier, Math.max(farthest.get(tier) ?? 0, layout.distance[i]!))
    nearest.set(tier, Math.min(nearest.get(tier) ?? Number.POSITIVE_INFINITY, layout.distance[i]!))
  }
  assert.ok(farthest.get(1)! < nearest.get(2)!)
  assert.ok(farthest.get(2)! < nearest.get(3)!)
})

test('dots do not cover each other, few or many', () => {
  assert.ok(nearestPair(fakeMap([{ below: 2 }, { below: 5 }])) > 6.8)
  assert.ok(nearestPair(fakeMap(Array.from({ length: 12 }, () => ({ below: 25, each: 13 })))) > 6.8)
})

test('descendants count everybody below at any depth', () => {
  const map = fakeMap([{ below: 3, each: 4 }])
  const layout = layoutOf(map)
  assert.equal(layout.descendants[0], 3 + 3 * 4)
  assert.equal(layout.radius[0]! > layout.radius[1]!, true)
})

test('4,000 stores stay near enough to be seen on one screen', () => {
  const map = fakeMap(Array.from({ length: 8 }, () => ({ below: 70, each: 7 })))
  const { bounds } = layoutOf(map)
  assert.ok(map.ids.length > 4000)
  assert.ok(bounds.right - bounds.left < 4000, String(bounds.right - bounds.left))
})

test('every partner but the lead hangs on exactly one thread', () => {
  const map = fakeMap([{ below: 30, each: 3 }, { side: 'u', below: 5 }, { below: 0 }])
  const layout = layoutOf(map)
  const ends = new Set(layout.threads.map((thread) => thread.child))
  assert.equal(ends.size, layout.threads.length)
  for (const { parent, child, last } of layout.threads) {
    assert.equal(layout.parent[child], parent)
    assert.equal(layout.parent[last], parent)
    assert.ok(layout.distance[last]! >= layout.distance[child]!)
  }
})

test('who sees only a part of a chain sees it from its own tier down', () => {
  const map = fakeMap([{ below: 2 }])
  map.tiers = map.tiers.map((tier) => tier + 3)
  const layout = layoutOf(map)
  assert.equal(layout.rings[0]!.tier, 4)
  assert.equal(layout.distance[0], 130)
})

test('a parent index that points nowhere counts as the lead', () => {
  const map = fakeMap([{ below: 0 }, { below: 0 }])
  map.parents = [99, 1]
  assert.deepEqual(layoutOf(map).roots, [0, 1])
})

test('the finder gives the nearest dot within reach and none beyond', () => {
  const layout = layoutOf(fakeMap([{ below: 9 }, { below: 3 }]))
  const find = finderOf(layout)
  for (let i = 0; i < layout.size; i++) assert.equal(find(layout.x[i]!, layout.y[i]!, 2), i)
  assert.equal(find(9000, 9000, 20), -1)
})

test('arrow keys walk out, in and along, and wrap at the ends', () => {
  const layout = layoutOf(fakeMap([{ below: 2 }, { below: 0 }]))
  const first = layout.roots[0]!
  assert.equal(neighbour(layout, LEAD, 'out'), first)
  assert.equal(neighbour(layout, first, 'next'), layout.roots[1])
  assert.equal(neighbour(layout, first, 'previous'), layout.roots[1])
  const child = neighbour(layout, first, 'out')
  assert.equal(layout.parent[child], first)
  assert.equal(neighbour(layout, child, 'in'), first)
  assert.equal(neighbour(layout, child, 'out'), child)
  assert.equal(neighbour(layout, first, 'in'), LEAD)
  assert.deepEqual(pathToLead(layout, child), [child, first])
})

test('layout of 20,000 partners takes well under a second', () => {
  const map = fakeMap(Array.from({ length: 20 }, () => ({ below: 100, each: 9 })))
  const from = performance.now()
  layoutOf(map)
  assert.ok(map.ids.length > 20_000)
  assert.ok(performance.now() - from < 900)
})
