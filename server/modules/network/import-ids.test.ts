import assert from 'node:assert/strict'
import test from 'node:test'
import { idSource } from './import-ids.ts'

test('ids are versions 7 of their time, and none comes twice', () => {
  const next = idSource(Date.UTC(2026, 0, 1), 16)
  const ids = Array.from({ length: 1000 }, next)
  assert.equal(new Set(ids).size, 1000)
  for (const id of ids) assert.match(id, /^019b76da-a800-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
})
