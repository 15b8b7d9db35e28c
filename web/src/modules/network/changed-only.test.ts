import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changedOnly } from './changed-only.ts'

test('only what differs is sent, lists compared by what they hold', () => {
  const before = { name: 'a', region: 'x', tags: ['1', '2'], uscc: null }
  assert.deepEqual(changedOnly(before, { ...before, tags: ['1', '2'] }), {})
  assert.deepEqual(changedOnly(before, { ...before, name: 'b', tags: ['1'] }), {
    name: 'b',
    tags: ['1'],
  })
})

test('an emptied field is a change, one that was never filled is none', () => {
  assert.deepEqual(changedOnly({ note: 'x' }, { note: '' }), { note: '' })
  assert.deepEqual(changedOnly({ uscc: null }, { uscc: undefined }), {})
})
