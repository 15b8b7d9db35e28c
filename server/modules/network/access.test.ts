import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SYSTEM } from '../../platform/ctx.ts'
import {
  type Act,
  type Candidate,
  coversPartner,
  coversPerson,
  isSteward,
  MAY,
  may,
  mayFind,
  type RuleSides,
  STANDINGS,
  type Standable,
  type Standing,
  standingOf,
} from './access.ts'

const place = (more: Partial<Standable> = {}): Standable => ({
  chainOrgId: 'lead',
  ownerOrgId: 'owner',
  partnerOrgId: 'partner',
  isUnderMe: false,
  ...more,
})

test('an org stands to a place as its nearest claim says', () => {
  assert.equal(standingOf('owner', place()), 'owner')
  assert.equal(standingOf('lead', place()), 'lead')
  assert.equal(standingOf('lead', place({ ownerOrgId: 'lead' })), 'owner')
  assert.equal(standingOf('partner', place({ isUnderMe: true })), 'self')
  assert.equal(standingOf('grandparent', place({ isUnderMe: true })), 'above')
  assert.equal(standingOf('child', place()), 'below')
})

test('nobody who acts for no org stands anywhere but below', () => {
  assert.equal(standingOf(null, place({ partnerOrgId: null })), 'below')
})

// Act by act, written out again, so that a change of the table is a decision and not a slip.
const TABLE: Record<Act, Record<Standing, boolean>> = {
  readNote: { owner: true, lead: true, self: false, above: true, below: false },
  label: { owner: true, lead: true, self: false, above: true, below: false },
  keepContacts: { owner: true, lead: true, self: false, above: true, below: false },
  change: { owner: true, lead: false, self: false, above: false, below: false },
  restructure: { owner: true, lead: false, self: false, above: false, below: false },
  invite: { owner: true, lead: false, self: false, above: false, below: false },
  suspend: { owner: true, lead: true, self: false, above: false, below: false },
  end: { owner: true, lead: false, self: true, above: false, below: false },
}
const AS: Record<Standing, [string, Partial<Standable>]> = {
  owner: ['owner', {}],
  lead: ['lead', {}],
  self: ['partner', { isUnderMe: true }],
  above: ['other', { isUnderMe: true }],
  below: ['other', {}],
}

for (const act of Object.keys(MAY) as Act[]) {
  test(`${act} is allowed to ${MAY[act].join(', ')} and to nobody else`, () => {
    for (const standing of STANDINGS) {
      const [org, more] = AS[standing]
      assert.equal(may(org, act, place(more)), TABLE[act][standing], standing)
    }
  })
}

const rule = (more: Partial<RuleSides> = {}): RuleSides => ({
  myDepartments: [],
  myPersonIds: [],
  theirGroupIds: [],
  theirPartnerIds: [],
  ...more,
})

test('a rule without names on our side covers everybody of ours', () => {
  assert.ok(coversPerson(rule(), { personId: null, department: '' }))
})

test('a rule with names covers these departments and these people', () => {
  const named = rule({ myDepartments: ['Sales'], myPersonIds: ['ann'] })
  assert.ok(coversPerson(named, { personId: 'ann', department: '' }))
  assert.ok(coversPerson(named, { personId: 'bob', department: 'Sales' }))
  assert.ok(!coversPerson(named, { personId: 'bob', department: 'Finance' }))
  assert.ok(!coversPerson(named, { personId: null, department: '' }))
})

test('people without a department are not covered by an empty department name', () => {
  assert.ok(!coversPerson(rule({ myDepartments: [''] }), { personId: 'x', department: '' }))
})

test('a rule without names on their side covers all partners, and with names those', () => {
  const partner = { id: 'p', groupIds: ['east'] }
  assert.ok(coversPartner(rule(), partner))
  assert.ok(coversPartner(rule({ theirPartnerIds: ['p'] }), partner))
  assert.ok(coversPartner(rule({ theirGroupIds: ['east'] }), partner))
  assert.ok(!coversPartner(rule({ theirGroupIds: ['west'], theirPartnerIds: ['q'] }), partner))
})

test('stewards are owners, managers, and whoever may edit the network', () => {
  const actor = { ...SYSTEM, kind: 'person' as const }
  assert.ok(isSteward({ ...actor, role: 'owner' }))
  assert.ok(isSteward({ ...actor, role: 'manager' }))
  assert.ok(isSteward({ ...actor, role: 'member', permissions: { network: 'edit' } }))
  assert.ok(!isSteward({ ...actor, role: 'member' }))
  assert.ok(!isSteward({ ...actor, kind: 'key', permissions: { network: 'view' } }))
})

const clerk = { personId: 'ann', department: 'Sales', isSteward: false }
const steward = { ...clerk, isSteward: true }
const below: Candidate = { relation: 'below', partner: { id: 'p', groupIds: [] } }
const above: Candidate = {
  relation: 'above',
  person: { personId: 'boss', department: 'Service' },
  myPlace: { id: 'me', groupIds: ['east'] },
}

const FINDS: [string, boolean, Parameters<typeof mayFind>][] = [
  ['a colleague, always', true, [clerk, { relation: 'colleague' }, [], false]],
  ['a partner’s contact without a rule', false, [clerk, below, [], false]],
  ['a partner’s contact as a steward', true, [steward, below, [], false]],
  ['a partner’s contact by an open rule', true, [clerk, below, [rule()], false]],
  [
    'a partner’s contact by a rule for another department',
    false,
    [clerk, below, [rule({ myDepartments: ['Finance'] })], false],
  ],
  [
    'a partner’s contact when two rules each cover one side',
    false,
    [clerk, below, [rule({ theirPartnerIds: ['q'] }), rule({ myPersonIds: ['bob'] })], false],
  ],
  ['somebody above without a rule, even as a steward', false, [steward, above, [], false]],
  ['somebody above by a rule of theirs', true, [clerk, above, [rule()], false]],
  [
    'somebody above whose department the rule does not name',
    false,
    [clerk, above, [rule({ myDepartments: ['Sales'] })], false],
  ],
  [
    'somebody above when the rule names my group',
    true,
    [clerk, above, [rule({ theirGroupIds: ['east'], myPersonIds: ['boss'] })], false],
  ],
  [
    'a titled manager beside me while peers are hidden',
    false,
    [clerk, { relation: 'peer', isMember: true, role: 'manager', jobTitle: '经理' }, [], false],
  ],
  [
    'a titled manager beside me once peers are visible',
    true,
    [clerk, { relation: 'peer', isMember: true, role: 'manager', jobTitle: '经理' }, [], true],
  ],
  [
    'a manager without a title beside me',
    false,
    [clerk, { relation: 'peer', isMember: true, role: 'manager', jobTitle: '' }, [], true],
  ],
  [
    'a plain member beside me',
    false,
    [clerk, { relation: 'peer', isMember: true, role: 'member', jobTitle: '导购' }, [], true],
  ],
  [
    'the primary contact of one who has not joined',
    true,
    [clerk, { relation: 'peer', isMember: false, isPrimary: true }, [], true],
  ],
  [
    'another contact of one who has not joined',
    false,
    [clerk, { relation: 'peer', isMember: false, isPrimary: false }, [], true],
  ],
]
for (const [who, isFound, question] of FINDS) {
  test(`the directory ${isFound ? 'shows' : 'hides'} ${who}`, () => {
    assert.equal(mayFind(...question), isFound)
  })
}
