import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noticeFacts } from './notice-facts.ts'

const COUNTS = {
  recipients: 10,
  queued: 0,
  delivered: 4,
  read: 0,
  confirmed: 6,
  failed: 0,
  superseded: 0,
  recalled: 0,
}
const NOTICE = {
  createdAt: '2026-11-20T08:00:00Z',
  sentAt: '2026-11-20T09:00:00Z',
  recalledAt: null,
  validFrom: null,
  deadlineAt: null,
  counts: COUNTS,
}

test('a draft has nothing but its creation', () => {
  const facts = noticeFacts({ ...NOTICE, sentAt: null }, [])
  assert.deepEqual(
    facts.map((fact) => fact.key),
    ['created'],
  )
})

test('the first confirmation and the half are dated from the sending, newest first', () => {
  const facts = noticeFacts(NOTICE, [
    { minutes: 1, read: 3, confirmed: 0 },
    { minutes: 2, read: 4, confirmed: 1 },
    { minutes: 30, read: 8, confirmed: 6 },
  ])
  assert.deepEqual(
    facts.map((fact) => [fact.key, fact.at]),
    [
      ['halfConfirmed', '2026-11-20T09:30:00.000Z'],
      ['firstConfirmed', '2026-11-20T09:02:00.000Z'],
      ['sent', '2026-11-20T09:00:00Z'],
      ['created', '2026-11-20T08:00:00Z'],
    ],
  )
  assert.deepEqual(facts[0]!.values, { confirmed: 6 })
})

test('what lies ahead stands on top, a recall in its place', () => {
  const facts = noticeFacts(
    { ...NOTICE, validFrom: '2026-12-01T00:00:00Z', recalledAt: '2026-11-21T00:00:00Z' },
    [],
  )
  assert.deepEqual(
    facts.map((fact) => fact.key),
    ['validFrom', 'recalled', 'sent', 'created'],
  )
})

test('half of one recipient is no milestone of its own', () => {
  const facts = noticeFacts({ ...NOTICE, counts: { ...COUNTS, recipients: 1 } }, [
    { minutes: 1, read: 1, confirmed: 1 },
  ])
  assert.equal(
    facts.some((fact) => fact.key === 'halfConfirmed'),
    false,
  )
})
