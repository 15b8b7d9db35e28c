import assert from 'node:assert/strict'
import test from 'node:test'
import { PASSWORD, testApp } from '../../../test/app.ts'

const { anyone, newOrg, newMember } = await testApp({ after: test.after })

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
