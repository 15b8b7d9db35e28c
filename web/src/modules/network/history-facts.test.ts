import assert from 'node:assert/strict'
import { test } from 'node:test'
import { factKey, factNames } from './history-facts.ts'

test('an event of a partner is named by what happened, another by whom and what', () => {
  assert.equal(factKey('network.partner_moved'), 'moved')
  assert.equal(factKey('network.contact_added'), 'contactAdded')
  assert.equal(factKey('network.chain_opened'), 'chainOpened')
  assert.equal(factKey('network.partner_invitation_used'), 'invitationUsed')
})

test('changed fields are read from a list and from an object', () => {
  assert.deepEqual(factNames({ fields: ['name', 'region'] }), ['name', 'region'])
  assert.deepEqual(factNames({ changes: { kind: ['a', 'b'] } }), ['kind'])
  assert.deepEqual(factNames({ name: 'x' }), [])
})
