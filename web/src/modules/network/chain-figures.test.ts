import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChainSummary } from './api.ts'
import { countStatuses, findOnMap, litOf, tierRows, totals } from './chain-figures.ts'
import { fakeMap } from './tier-map-fixture.ts'

const TIERS: ChainSummary['tiers'] = [
  { side: 'downstream', tier: 2, status: 'joined', partners: 30 },
  { side: 'downstream', tier: 1, status: 'joined', partners: 4 },
  { side: 'upstream', tier: 1, status: 'imported', partners: 6 },
  { side: 'upstream', tier: 2, status: 'invited', partners: 2 },
  { side: 'downstream', tier: 2, status: 'left', partners: 8 },
]

test('tiers stand as goods flow: far suppliers first, far stores last', () => {
  assert.deepEqual(
    tierRows(TIERS).map(({ side, tier }) => `${side} ${tier}`),
    ['upstream 2', 'upstream 1', 'downstream 1', 'downstream 2'],
  )
})

test('the states of a tier add up to its partners', () => {
  const last = tierRows(TIERS).at(-1)!
  assert.equal(last.partners, 38)
  assert.deepEqual(last.byStatus, { joined: 30, left: 8 })
})

test('who left counts neither as a partner nor against the joined share', () => {
  const all = totals(TIERS)
  assert.equal(all.partners, 42)
  assert.equal(all.joinedShare, 34 / 42)
  assert.deepEqual([all.down, all.up, all.invited, all.imported], [2, 2, 2, 6])
})

test('an empty chain has no joined share instead of nought', () => {
  assert.equal(totals([]).joinedShare, null)
})

const map = fakeMap([{ below: 3 }, { side: 'u', below: 1 }])
const ask = { q: '', statuses: [], tiers: [], side: undefined }

test('without a question nobody is dimmed', () => {
  assert.equal(litOf(map, ask), null)
})

test('all parts of a filter must hold at once', () => {
  const lit = litOf(map, { ...ask, statuses: ['joined'], tiers: ['2'], side: 'downstream' })!
  assert.deepEqual(
    [...lit].flatMap((isLit, i) => (isLit ? [i] : [])),
    map.ids.flatMap((_, i) =>
      map.statuses[i] === 'joined' && map.tiers[i] === 2 && map.sides[i] === 'd' ? [i] : [],
    ),
  )
})

test('upstream and downstream of the same tier are told apart', () => {
  const lit = litOf(map, { ...ask, side: 'upstream' })!
  assert.equal(
    lit.reduce((sum, one) => sum + one, 0),
    2,
  )
})

test('search reads names and regions whatever their case', () => {
  map.regions[1] = 'Zhejiang'
  assert.equal(litOf(map, { ...ask, q: 'zheJ' })![1], 1)
  assert.equal(litOf(map, { ...ask, q: 'partner 2' })![2], 1)
  assert.equal(litOf(map, { ...ask, q: 'nobody' })!.includes(1), false)
})

test('a name that begins with the text comes before one that holds it', () => {
  const some = fakeMap([{ below: 0 }, { below: 0 }, { below: 0 }])
  some.names = ['East Moon', 'Moon', 'Moonlight']
  assert.deepEqual(findOnMap(some, 'moon', 5), [1, 2, 0])
  assert.deepEqual(findOnMap(some, 'moon', 1), [1])
  assert.deepEqual(findOnMap(some, '  ', 5), [])
})

test('every partner is counted under its state once', () => {
  const counts = countStatuses(map)
  assert.equal(
    Object.values(counts).reduce((sum, one) => sum + one, 0),
    map.ids.length,
  )
})
