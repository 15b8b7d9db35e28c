import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstSteps } from './first-steps.ts'

const chain = (isLead: boolean, partners: number, id = 'c1') => ({ id, isLead, partners })

test('somebody without an org begins with one', () => {
  const steps = firstSteps(false, false, undefined)
  assert.deepEqual(
    steps?.map(({ to }) => to),
    ['/orgs/new', null, null],
  )
})

test('an org without a chain opens one next, and partners have to wait', () => {
  const steps = firstSteps(true, true, [])
  assert.deepEqual(
    steps?.map(({ key, isDone, to }) => [key, isDone, to]),
    [
      ['org', true, '/settings/org'],
      ['chain', false, '/chains/new'],
      ['partners', false, null],
    ],
  )
})

test('an empty chain asks for its partners', () => {
  const steps = firstSteps(true, true, [chain(true, 0)])
  assert.equal(steps?.[1]?.isDone, true)
  assert.equal(steps?.[2]?.to, '/chains/c1/import')
})

test('the steps are gone once a chain has partners, also when another chain is still empty', () => {
  assert.equal(firstSteps(true, true, [chain(true, 3)]), null)
  assert.equal(firstSteps(true, true, [chain(true, 0), chain(true, 3, 'c2')]), null)
})

test('a partner in the chain of another, a reader without the right, and an unknown state see no steps', () => {
  assert.equal(firstSteps(true, true, [chain(false, 4000)]), null)
  assert.equal(firstSteps(true, false, []), null)
  assert.equal(firstSteps(true, true, undefined), null)
})
