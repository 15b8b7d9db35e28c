import assert from 'node:assert/strict'
import test from 'node:test'
import { PASSWORD, testApp, type User } from '../../../test/app.ts'

const { app, anyone, newOrg, newMember, tick } = await testApp({ after: test.after })

/** Revoking reaches the cache by a notification, within a few milliseconds. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 120))
}

test('removing a member tells its consequences in numbers, and takes back what the member handed out', async () => {
  const owner = await newOrg()
  const leaver = await newMember(owner, 'manager', { permissions: { identity: 'edit' } })
  await anyone.post('sessions', { login: leaver.login, password: PASSWORD })
  const { body: key } = await leaver.post('api-keys', { name: 'ERP', scopes: { identity: 'view' } })
  const { body: kept } = await owner.post('api-keys', { name: 'WMS', scopes: { identity: 'view' } })
  const { body: invitation } = await leaver.post('invitations', {})
  const { body: chain } = await leaver.post('chains', { name: '羽绒' })
  const notice = { chainId: chain.id, kind: 'announcement', title: '放假' }
  for (const _ of [1, 2]) assert.equal((await leaver.post('notices', notice)).status, 201)
  const { items } = (await leaver.get('notices')).body
  assert.equal((await leaver.put(`notices/${items[0].id}/sending`, {})).status, 200)
  const row = (await owner.get('members')).body.items.find(
    (m: { personId: string }) => m.personId === leaver.personId,
  )
  const remove = (body: object) => owner.post(`members/${row.id}/removal`, body)
  const figures = { sessions: 2, apiKeys: 1, invitations: 1, drafts: 1, notices: 1 }
  const weighed = await remove({ dryRun: true })
  assert.deepEqual([weighed.status, weighed.body], [200, figures])
  assert.equal((await leaver.get('members')).status, 200, 'a dry run changes nothing')
  assert.equal((await (await newOrg()).post(`members/${row.id}/removal`)).status, 404)
  assert.equal((await anyone.post(`members/${row.id}/removal`)).status, 401)
  assert.equal((await remove({ revokeKeys: 'yes' })).body.errors[0].field, 'revokeKeys')
  const both = await Promise.all(
    [1, 2].map(() => remove({ revokeKeys: true, revokeInvitations: true })),
  )
  assert.deepEqual(both.map((a) => a.status).sort(), [200, 404])
  assert.deepEqual(both.find((a) => a.status === 200)!.body, figures)
  await settled()
  assert.equal((await leaver.get('members')).status, 403)
  const status = async (secret: string) =>
    (await anyone.get('members', { authorization: `Bearer ${secret}` })).status
  assert.deepEqual([await status(key.key), await status(kept.key)], [401, 200])
  assert.equal((await anyone.get(`invitation/${invitation.token}`)).status, 410)
  assert.equal((await owner.get(`notices/${items[1].id}`)).body.createdByName, leaver.name)
  const revoked = (await owner.get('audit?type=identity.key_revoked')).body.items
  assert.deepEqual(
    revoked.map((e: { subject: string }) => e.subject),
    [`key:${key.id}`],
  )
})

test('what a member handed out stays in force unless it is taken back', async () => {
  const owner = await newOrg()
  const leaver = await newMember(owner, 'manager', { permissions: { identity: 'edit' } })
  const { body: key } = await leaver.post('api-keys', { name: 'ERP', scopes: { identity: 'view' } })
  const row = (await owner.get('members')).body.items.find(
    (m: { personId: string }) => m.personId === leaver.personId,
  )
  assert.equal((await owner.post(`members/${row.id}/removal`)).body.apiKeys, 1)
  await settled()
  const headers = { authorization: `Bearer ${key.key}` }
  assert.equal((await anyone.get('members', headers)).status, 200)
})

test('members are filtered by role, by what they may edit, and by their second step', async () => {
  const owner = await newOrg()
  const manager = await newMember(owner, 'manager')
  const seller = await newMember(owner, 'member', { permissions: { trade: 'edit' } })
  const barred = await newMember(owner, 'manager', { permissions: { trade: 'view' } })
  await app.database.owner.query('UPDATE people SET two_factor_at = now() WHERE id = ANY($1)', [
    [owner.personId, seller.personId],
  ])
  const found = async (query: string, by = owner) => {
    const { status, body, text } = await by.get(`members?${query}`)
    assert.equal(status, 200, text)
    return new Set(body.items.map((m: { personId: string }) => m.personId))
  }
  const people = (...users: User[]) => new Set(users.map(({ personId }) => personId))
  assert.deepEqual(await found('role=manager'), people(manager, barred))
  assert.deepEqual(await found('role=owner&role=member'), people(owner, seller))
  assert.deepEqual(await found('mayEdit=trade'), people(owner, manager, seller))
  assert.deepEqual(await found('mayEdit=identity'), people(owner))
  assert.deepEqual(await found('mayEdit=trade&role=member', manager), people(seller))
  assert.deepEqual(await found('twoFactor=on'), people(owner, seller))
  assert.deepEqual(await found('twoFactor=off'), people(manager, barred))
  assert.equal((await manager.get('members?twoFactor=off')).status, 403, 'not for everybody to see')
  for (const [query, field] of [
    ['role=boss', 'role.0'],
    ['mayEdit=weather', 'mayEdit'],
    ['twoFactor=maybe', 'twoFactor'],
  ]) {
    const { status, body } = await owner.get(`members?${query}`)
    assert.deepEqual([status, body.errors[0].field], [400, field])
  }
  assert.equal((await anyone.get('members?role=owner')).status, 401)
  const stranger = await newOrg()
  assert.deepEqual(await found('role=owner', stranger), people(stranger))
})

test('invitations are listed with what became of them, filtered, searched and paged', async () => {
  const owner = await newOrg()
  const make = async (department: string, more: object = {}) =>
    (await owner.post('invitations', { department, ...more })).body
  const brief = await make('短期', { days: 1 })
  tick(2 * 86_400_000)
  const used = await make('已用')
  const revoked = await make('收回', { note: '写错了 100%' })
  const open = await make('开放', { jobTitle: '缝纫工', uses: 5 })
  const guest = await newOrg()
  assert.equal((await guest.post(`invitation/${used.token}/acceptance`, {})).status, 201)
  assert.equal((await owner.delete(`invitations/${revoked.id}`)).status, 204)
  const found = async (query: string) => {
    const { status, body, text } = await owner.get(`invitations?${query}`)
    assert.equal(status, 200, text)
    return body.items.map((one: { department: string; state: string }) => [
      one.department,
      one.state,
    ])
  }
  assert.deepEqual(await found(''), [
    ['开放', 'open'],
    ['收回', 'revoked'],
    ['已用', 'used'],
    ['短期', 'expired'],
  ])
  assert.deepEqual(await found('state=open'), [['开放', 'open']])
  assert.equal((await found('state=used&state=expired')).length, 2)
  assert.deepEqual(await found(`q=${encodeURIComponent('100%')}`), [['收回', 'revoked']])
  assert.deepEqual(await found(`q=${encodeURIComponent('缝纫')}`), [['开放', 'open']])
  assert.equal((await found(`q=${encodeURIComponent(owner.name)}`)).length, 4, 'by who invited')
  const first = (await owner.get('invitations?limit=3')).body
  assert.equal(first.items[0].invitedBy, owner.name)
  assert.equal(first.items[0].usesLeft, 5)
  assert.equal(first.items[0].id, open.id)
  const rest = (await owner.get(`invitations?limit=3&cursor=${first.nextCursor}`)).body
  assert.deepEqual([rest.items.length, rest.items[0].id, rest.nextCursor], [1, brief.id, null])
  const bad = await owner.get('invitations?state=lost')
  assert.deepEqual([bad.status, bad.body.errors[0].field], [400, 'state.0'])
  assert.equal((await owner.get('invitations?cursor=x')).body.errors[0].field, 'cursor')
  assert.equal((await anyone.get('invitations?state=open')).status, 401)
  const member = await newMember(owner, 'member')
  assert.equal((await member.get('invitations?state=open')).status, 403)
  assert.deepEqual((await (await newOrg()).get('invitations')).body.items, [])
})
