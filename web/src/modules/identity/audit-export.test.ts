import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AuditEvent } from './api.ts'
import { auditCsv, collectAudit } from './audit-export.ts'

const event = (seq: number): AuditEvent => ({
  seq,
  id: '0199a000-0000-7000-8000-000000000001',
  type: 'identity.org_changed',
  subject: 'org:1',
  at: '2026-03-18T04:00:00Z',
  actor: { kind: 'person', id: 'p1', name: '=王芳' },
  data: { fields: ['name'] },
  hash: 'ab12',
})

test('all pages are fetched in order, and the count grows with each', async () => {
  const asked: unknown[] = []
  const counts: number[] = []
  const pages = [
    { items: [event(3), event(2)], nextCursor: 'c1' },
    { items: [event(1)], nextCursor: null },
  ]
  const events = await collectAudit(
    { type: 'identity' },
    (count) => counts.push(count),
    new AbortController().signal,
    async (query) => {
      asked.push(query)
      return pages.shift()!
    },
  )
  assert.deepEqual(
    events.map(({ seq }) => seq),
    [3, 2, 1],
  )
  assert.deepEqual(counts, [2, 3])
  assert.deepEqual(asked, [
    { type: 'identity', cursor: null, limit: 500 },
    { type: 'identity', cursor: 'c1', limit: 500 },
  ])
})

test('the export carries the hashes and defuses a name that Excel would run', () => {
  const [head, line] = auditCsv([event(7)])
    .slice(1)
    .split('\r\n')
  assert.equal(head, 'seq,at,type,subject,actor,actorKind,actorId,data,hash')
  assert.equal(
    line,
    `7,2026-03-18T04:00:00Z,identity.org_changed,org:1,'=王芳,person,p1,"{""fields"":[""name""]}",ab12`,
  )
})
