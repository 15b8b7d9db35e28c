import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Message } from '../../../../server/modules/messaging/conversation-schema.ts'
import {
  isContinued,
  rangesOf,
  type Stretch,
  withEarlier,
  withLater,
  withMessage,
} from './stretch.ts'

const message = (no: number, version = 1, more: Partial<Message> = {}): Message => ({
  conversationId: 'c',
  no,
  id: `m${no}`,
  kind: 'text',
  sender: { personId: 'p', orgId: 'o', name: '王', orgName: '布厂', robot: null },
  text: `${no}`,
  texts: null,
  template: null,
  data: {},
  file: null,
  replyTo: null,
  mentions: [],
  mentionsAll: false,
  at: new Date(no * 60_000).toISOString(),
  editedAt: null,
  recalledAt: null,
  recalledBy: null,
  version,
  ...more,
})
const stretch = (nos: number[], hasEarlier = false, hasLater = false): Stretch => ({
  items: nos.map((no) => message(no)),
  hasEarlier,
  hasLater,
})
const nos = (now: Stretch) => now.items.map(({ no }) => no)

test('a message is put where it belongs, once, in its newest form', () => {
  assert.deepEqual(nos(withMessage(stretch([1, 2]), message(3))), [1, 2, 3])
  assert.deepEqual(nos(withMessage(stretch([]), message(7))), [7])
  const twice = withMessage(withMessage(stretch([1, 2]), message(3)), message(3))
  assert.deepEqual(nos(twice), [1, 2, 3])
  const edited = withMessage(stretch([1, 2]), message(1, 2, { text: '改' }))
  assert.equal(edited.items[0]!.text, '改')
  assert.equal(withMessage(edited, message(1)).items[0]!.text, '改', 'an older state comes late')
})

test('what lies beyond a hole is not shown as if it followed', () => {
  const beyond = withMessage(stretch([1, 2]), message(9))
  assert.deepEqual([nos(beyond), beyond.hasLater], [[1, 2], true])
  assert.deepEqual(nos(withMessage(stretch([1, 2], false, true), message(3))), [1, 2])
  assert.deepEqual(nos(withMessage(stretch([5, 6], true), message(2))), [5, 6])
})

test('earlier and later stretches join without doubles', () => {
  assert.deepEqual(nos(withEarlier(stretch([5, 6], true), stretch([3, 4, 5], true))), [3, 4, 5, 6])
  const joined = withLater(stretch([1, 2], false, true), stretch([2, 3, 4]))
  assert.deepEqual([nos(joined), joined.hasLater], [[1, 2, 3, 4], false])
})

test('what was seen is told in as few ranges as hold it', () => {
  assert.deepEqual(rangesOf([]), [])
  assert.deepEqual(rangesOf([3, 1, 2, 7, 6, 9]), [
    { from: 1, to: 3 },
    { from: 6, to: 7 },
    { from: 9, to: 9 },
  ])
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(40)), (seen) => {
      const ranges = rangesOf(seen)
      const told = ranges.flatMap(({ from, to }) =>
        Array.from({ length: to - from + 1 }, (_, i) => from + i),
      )
      assert.deepEqual(
        told,
        [...seen].sort((a, b) => a - b),
      )
      for (const [at, range] of ranges.entries())
        assert.ok(at === 0 || range.from > ranges[at - 1]!.to + 1)
    }),
  )
})

test('a sender who goes on is not named again, until a pause or a recall', () => {
  assert.equal(isContinued(undefined, message(1)), false)
  assert.equal(isContinued(message(1), message(2)), true)
  assert.equal(isContinued(message(1), message(7)), false, 'after five minutes')
  const other = { ...message(2).sender, personId: 'q' }
  assert.equal(isContinued(message(1), message(2, 1, { sender: other })), false)
  assert.equal(isContinued(message(1, 2, { recalledAt: message(1).at }), message(2)), false)
})
