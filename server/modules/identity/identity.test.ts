import assert from 'node:assert/strict'
import test from 'node:test'
import { TOTP } from 'otpauth'
import { PASSWORD, testApp } from '../../../test/app.ts'
import type { OpenApi } from '../../../test/openapi.ts'
import { dropOldAnswers } from '../../platform/jobs.ts'

const { app, anyone, newOrg, newMember, tick, now } = await testApp({ after: test.after })

test('registering opens an org and signs its first person in as owner', async () => {
  const owner = await newOrg('宁波织造厂')
  const me = await owner.get('me')
  assert.equal(me.status, 200)
  assert.equal(me.body.org.name, '宁波织造厂')
  assert.equal(me.body.role, 'owner')
  assert.equal(me.body.permissions.network, 'edit')
  assert.equal(me.headers.etag, '"1"')
})

test('a bad registration names every field at fault and writes nothing', async () => {
  const before = await count('people')
  const answer = await anyone.post('registrations', {
    org: { name: '', shortName: '', uscc: '91350100M000100Y44' },
    person: { name: '', mail: 'no', password: 'short' },
  })
  assert.equal(answer.status, 400)
  assert.equal(answer.body.code, 'bad_input')
  assert.match(String(answer.headers['content-type']), /application\/problem\+json/)
  const fields = answer.body.errors.map((e: { field: string }) => e.field)
  for (const field of [
    'org.name',
    'org.shortName',
    'org.uscc',
    'person.name',
    'person.mail',
    'person.password',
  ]) {
    assert.ok(fields.includes(field), `${field} is named in ${fields}`)
  }
  assert.equal(await count('people'), before)
})

test('a login, a phone and a social credit code belong to one each', async () => {
  const person = {
    name: '王',
    mail: 'Wang@Example.com ',
    phone: '+86 138-0000 0001',
    password: PASSWORD,
  }
  const org = { name: '甲公司', shortName: '甲', uscc: '9135 0100 M000 100Y 43' }
  const first = await anyone.post('registrations', { org, person })
  assert.equal(first.status, 201)
  assert.equal(first.body.person.mail, 'wang@example.com')
  assert.equal(first.body.person.phone, '13800000001')
  assert.equal(first.body.org.uscc, '91350100M000100Y43')
  const sameMail = await anyone.post('registrations', { org: { ...org, uscc: null }, person })
  assert.equal(sameMail.status, 400)
  assert.equal(sameMail.body.errors[0].code, 'login_taken')
  const sameCode = await anyone.post('registrations', {
    org,
    person: { ...person, mail: 'other@example.com', phone: null },
  })
  assert.equal(sameCode.status, 409)
  assert.equal(sameCode.body.reason, 'uscc_taken')
  assert.equal(await count('people', `mail = 'other@example.com'`), 0)
})

test('two registrations of one login at once give one person', async () => {
  const body = (n: number) => ({
    org: { name: `同时 ${n}`, shortName: '同时' },
    person: { name: '同时', mail: 'twice@example.com', password: PASSWORD },
  })
  const answers = await Promise.all([1, 2].map((n) => anyone.post('registrations', body(n))))
  assert.deepEqual(answers.map((a) => a.status === 201).sort(), [false, true])
  assert.equal(await count('people', `mail = 'twice@example.com'`), 1)
})

test('an easy password is refused', async () => {
  const answer = await anyone.post('registrations', {
    org: { name: '弱口令', shortName: '弱' },
    person: { name: '弱', mail: 'weak@example.com', password: 'password12345' },
  })
  assert.equal(answer.body.errors[0].code, 'password_weak')
})

test('signing in works by mail or phone and says no more than that it failed', async () => {
  const owner = await newOrg()
  const right = await anyone.post('sessions', {
    login: owner.login.toUpperCase(),
    password: PASSWORD,
  })
  assert.equal(right.status, 201)
  assert.match(String(right.headers['set-cookie']), /HttpOnly/)
  assert.match(String(right.headers['set-cookie']), /SameSite=Lax/)
  const wrong = await anyone.post('sessions', { login: owner.login, password: 'wrong password' })
  const nobody = await anyone.post('sessions', {
    login: 'nobody@example.com',
    password: 'wrong password',
  })
  assert.equal(wrong.status, 401)
  assert.deepEqual(wrong.body, nobody.body)
})

test('guessing is slowed down after five failures, for the right password too', async () => {
  const owner = await newOrg()
  const guess = (password: string) => anyone.post('sessions', { login: owner.login, password })
  const statuses: number[] = []
  for (let i = 0; i < 7; i++) statuses.push((await guess(`guess number ${i}`)).status)
  assert.deepEqual(statuses, [401, 401, 401, 401, 401, 401, 429])
  const right = await guess(PASSWORD)
  assert.equal(right.status, 429)
  assert.ok(right.body.data.retryAfterSeconds > 0)
  tick(16 * 60_000)
  assert.equal((await guess(PASSWORD)).status, 201)
})

test('nobody gets in without a session, and an ended session is out at once', async () => {
  assert.equal((await anyone.get('me')).status, 401)
  const owner = await newOrg()
  const { body } = await owner.get('sessions')
  assert.equal(body.items.length, 1)
  assert.ok(body.items[0].isCurrent)
  assert.equal((await owner.delete('sessions/current')).status, 204)
  await settled()
  assert.equal((await owner.get('me')).status, 401)
})

test('a session can end another of the same person, not one of somebody else', async () => {
  const owner = await newOrg()
  const other = await newOrg()
  await anyone.post('sessions', { login: owner.login, password: PASSWORD })
  const mine = (await owner.get('sessions')).body.items
  const second = mine.find((s: { isCurrent: boolean }) => !s.isCurrent)
  assert.equal((await other.delete(`sessions/${second.id}`)).status, 404)
  assert.equal((await owner.delete(`sessions/${second.id}`)).status, 204)
  assert.equal((await owner.delete(`sessions/${second.id}`)).status, 404)
  assert.equal((await owner.get('sessions')).body.items.length, 1)
})

test('two-factor asks for a code, takes each code once, and recovery codes once each', async () => {
  const owner = await newOrg()
  assert.equal((await owner.post('me/two-factor', { password: 'wrong' })).status, 400)
  const { body: begun } = await owner.post('me/two-factor', { password: PASSWORD })
  const totp = new TOTP({ secret: begun.secret, period: 30 })
  const code = () => totp.generate({ timestamp: now().getTime() })
  assert.equal((await owner.put('me/two-factor', { code: '000000' })).status, 401)
  const { body: confirmed } = await owner.put('me/two-factor', { code: code() })
  assert.equal(confirmed.recoveryCodes.length, 10)
  const signIn = (more: object) =>
    anyone.post('sessions', { login: owner.login, password: PASSWORD, ...more })
  assert.equal((await signIn({})).body.code, 'code_needed')
  assert.equal(
    (await signIn({ code: code() })).body.code,
    'wrong_code',
    'the code of the set-up was used',
  )
  tick(60_000)
  const fresh = code()
  assert.equal((await signIn({ code: fresh })).status, 201)
  assert.equal((await signIn({ code: fresh })).status, 401)
  assert.equal((await signIn({ code: confirmed.recoveryCodes[0].toUpperCase() })).status, 201)
  assert.equal((await signIn({ code: confirmed.recoveryCodes[0] })).status, 401)
  assert.equal((await owner.call('DELETE', 'me/two-factor', { password: PASSWORD })).status, 204)
  tick(16 * 60_000)
  assert.equal((await signIn({})).status, 201)
})

test('a new password ends the other sessions of the person', async () => {
  const owner = await newOrg()
  const second = await anyone.post('sessions', { login: owner.login, password: PASSWORD })
  const cookie = String(second.headers['set-cookie']).split(';')[0] as string
  const next = 'another good one 纬经'
  assert.equal((await owner.put('me/password', { current: 'no', next })).status, 400)
  assert.equal((await owner.put('me/password', { current: PASSWORD, next })).status, 204)
  await settled()
  assert.equal((await anyone.get('me', { cookie })).status, 401)
  assert.equal((await owner.get('me')).status, 200)
  assert.equal((await anyone.post('sessions', { login: owner.login, password: next })).status, 201)
})

test('an update needs the version that was read', async () => {
  const owner = await newOrg()
  assert.equal((await owner.call('PATCH', 'org', { region: '浙江' })).status, 428)
  assert.equal((await owner.patch('org', { region: '浙江' }, 7)).status, 412)
  const changed = await owner.patch('org', { region: '浙江' }, 1)
  assert.equal(changed.status, 200)
  assert.equal(changed.body.version, 2)
  assert.equal(changed.body.industry, '')
  const both = await Promise.all([
    owner.patch('org', { region: 'A' }, 2),
    owner.patch('org', { region: 'B' }, 2),
  ])
  assert.deepEqual(both.map((a) => a.status).sort(), [200, 412])
})

test('a member may look but not manage, and each module can be opened or closed to it', async () => {
  const owner = await newOrg()
  const member = await newMember(owner, 'member')
  assert.equal((await member.post('invitations', {})).status, 403)
  assert.equal((await member.get('audit')).status, 403)
  const row = (await owner.get('members')).body.items.find(
    (m: { personId: string }) => m.personId === member.personId,
  )
  const permissions = { identity: 'edit', trade: 'none' }
  assert.equal((await owner.patch(`members/${row.id}`, { permissions }, 1)).status, 200)
  await settled()
  const me = (await member.get('me')).body
  assert.equal(me.permissions.identity, 'edit')
  assert.equal(me.permissions.trade, 'none')
  assert.equal((await member.post('invitations', {})).status, 201)
})

test('an org keeps an owner, and only owners make owners', async () => {
  const owner = await newOrg()
  const manager = await newMember(owner, 'manager', { permissions: { identity: 'edit' } })
  const rows = (await owner.get('members')).body.items as {
    id: string
    personId: string
    version: number
  }[]
  const of = (personId: string) => rows.find((m) => m.personId === personId)!
  const alone = { dryRun: true }
  const refused = await owner.post(`members/${of(owner.personId).id}/removal`, alone)
  assert.equal(refused.body.reason, 'last_owner', 'told before it is tried')
  assert.equal(
    (await manager.patch(`members/${of(manager.personId).id}`, { role: 'owner' }, 1)).status,
    403,
  )
  assert.equal(
    (await owner.patch(`members/${of(manager.personId).id}`, { role: 'owner' }, 1)).status,
    200,
  )
  await settled()
  const both = await Promise.all([
    owner.post(`members/${of(owner.personId).id}/removal`),
    manager.post(`members/${of(manager.personId).id}/removal`),
  ])
  assert.equal(both.filter((a) => a.status === 200).length, 1, 'one of two owners stays')
})

test('an invitation brings in as many as it says, once each, until it is taken back', async () => {
  const owner = await newOrg()
  const { body: invitation } = await owner.post('invitations', { uses: 2, department: '销售部' })
  const view = await anyone.get(`invitation/${invitation.token}`)
  assert.equal(view.body.department, '销售部')
  assert.equal(view.body.isSignedIn, false)
  const guest = await newOrg()
  const joined = await guest.post(`invitation/${invitation.token}/acceptance`, {})
  assert.equal(joined.status, 201)
  assert.equal(joined.body.orgs.length, 2)
  const again = await guest.post(`invitation/${invitation.token}/acceptance`, {})
  assert.equal(again.status, 409)
  assert.equal(again.body.reason, 'member_already')
  const person = (n: number) => ({
    name: `新人${n}`,
    mail: `new${n}.${owner.personId}@example.com`,
    password: PASSWORD,
  })
  const race = await Promise.all(
    [1, 2].map((n) =>
      anyone.post(`invitation/${invitation.token}/acceptance`, { person: person(n) }),
    ),
  )
  assert.deepEqual(race.map((a) => a.status).sort(), [201, 410])
  assert.equal((await anyone.get(`invitation/${'x'.repeat(43)}`)).status, 404)
})

test('somebody in two orgs acts for one at a time', async () => {
  const owner = await newOrg('第一家')
  const other = await newOrg('第二家')
  const { body: invitation } = await other.post('invitations', {})
  await owner.post(`invitation/${invitation.token}/acceptance`, {})
  await settled()
  assert.equal((await owner.get('org')).body.name, '第二家')
  const back = await owner.put('me/org', { orgId: owner.orgId })
  assert.equal(back.body.org.name, '第一家')
  assert.equal((await owner.get('org')).body.name, '第一家')
  const stranger = await newOrg()
  assert.equal((await stranger.put('me/org', { orgId: owner.orgId })).status, 404)
})

test('a key does what its scopes allow, and nothing once revoked', async () => {
  const owner = await newOrg()
  assert.equal((await owner.post('api-keys', { name: 'empty', scopes: {} })).status, 400)
  const { body: key } = await owner.post('api-keys', { name: 'ERP', scopes: { identity: 'view' } })
  const headers = { authorization: `Bearer ${key.key}` }
  assert.equal((await anyone.get('members', headers)).status, 200)
  assert.equal((await anyone.get('audit', headers)).status, 403)
  assert.equal((await anyone.get('me', headers)).status, 403)
  assert.doesNotMatch((await owner.get('api-keys')).text, new RegExp(key.key))
  assert.equal((await owner.delete(`api-keys/${key.id}`)).status, 204)
  await settled()
  assert.equal((await anyone.get('members', headers)).status, 401)
})

test('the same Idempotency-Key gives the first answer again and a different request is refused', async () => {
  const owner = await newOrg()
  const headers = { 'idempotency-key': 'key-00000001' }
  const send = (note: string) => owner.post('invitations', { note }, headers)
  const [first, second] = await Promise.all([send('a'), send('a')])
  assert.equal(first.status, 201)
  assert.deepEqual(first.body, second.body)
  assert.equal(
    [first, second].filter((a) => a.headers['idempotency-replayed'] === 'true').length,
    1,
  )
  assert.equal((await owner.get('invitations')).body.items.length, 1)
  assert.equal((await send('b')).status, 422)
})

test('an answer with a key in it is kept for repeated requests a day and no longer', async () => {
  const owner = await newOrg()
  const make = () =>
    owner.post(
      'api-keys',
      { name: 'k', scopes: { trade: 'view' } },
      { 'idempotency-key': 'key-00000002' },
    )
  const first = await make()
  const age = (hours: number) =>
    app.database.owner.query(
      `UPDATE idempotent_requests SET created_at = now() - make_interval(hours => $2) WHERE org_id = $1`,
      [owner.orgId, hours],
    )
  await age(23)
  await dropOldAnswers(app.database.owner)
  assert.deepEqual((await make()).body, first.body)
  await age(25)
  await dropOldAnswers(app.database.owner)
  assert.equal(await count('idempotent_requests', `org_id = '${owner.orgId}'`), 0)
  assert.notEqual((await make()).body.id, first.body.id)
})

test('a change from another site is refused although the cookie came with it', async () => {
  const owner = await newOrg()
  const foreign = await owner.post('invitations', {}, { 'sec-fetch-site': 'cross-site' })
  assert.equal(foreign.body.code, 'cross_site')
  assert.equal(
    (await owner.post('invitations', {}, { origin: 'https://evil.example' })).status,
    403,
  )
  assert.equal(
    (await owner.post('invitations', {}, { 'sec-fetch-site': 'same-origin' })).status,
    201,
  )
})

test('the record numbers facts without gaps and shows any tampering', async () => {
  const owner = await newOrg()
  await Promise.all(
    Array.from({ length: 8 }, (_, i) => owner.post('invitations', { note: `${i}` })),
  )
  const { body: events } = await owner.get('audit?type=identity.invitation_made')
  assert.equal(events.items.length, 8)
  assert.deepEqual((await owner.get('audit/verification')).body, { events: 9, brokenAt: null })
  const { owner: pool } = app.database
  await assert.rejects(
    pool.query('UPDATE events SET data = data WHERE org_id = $1', [owner.orgId]),
    /append-only/,
  )
  await assert.rejects(
    pool.query('DELETE FROM events WHERE org_id = $1', [owner.orgId]),
    /append-only/,
  )
  await pool.query('ALTER TABLE events DISABLE TRIGGER USER')
  await pool.query(`UPDATE events SET data = '{"note":"forged"}' WHERE org_id = $1 AND seq = 4`, [
    owner.orgId,
  ])
  assert.equal((await owner.get('audit/verification')).body.brokenAt, 4)
  await pool.query('DELETE FROM events WHERE org_id = $1 AND seq = 9', [owner.orgId])
  await pool.query(`UPDATE events SET data = '{"note":"2"}' WHERE org_id = $1 AND seq = 4`, [
    owner.orgId,
  ])
  await pool.query('ALTER TABLE events ENABLE TRIGGER USER')
  assert.notEqual((await owner.get('audit/verification')).body.brokenAt, null, 'a cut tail shows')
})

async function count(table: string, where = 'true'): Promise<number> {
  const { rows } = await app.database.owner.query(
    `SELECT count(*) AS n FROM ${table} WHERE ${where}`,
  )
  return rows[0].n
}

/** Revoking reaches the cache by a notification, within a few milliseconds. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 120))
}

test('the document names the headers that creates take and changes need', async () => {
  const { paths } = (await anyone.get('/api/openapi.json')).body as OpenApi
  const headersOf = (method: string) =>
    Object.entries(paths).flatMap(([path, item]) => {
      const names = item[method]?.parameters?.filter((one) => one.in === 'header')
      return item[method] ? [{ path, header: names?.[0]?.name }] : []
    })
  const changes = headersOf('patch')
  assert.ok(changes.length > 10)
  for (const { path, header } of changes) assert.equal(header, 'if-match', path)
  const without = headersOf('post').filter(({ header }) => header !== 'idempotency-key')
  // Uploads, and questions that are too long for an address, write nothing twice.
  assert.deepEqual(without.map(({ path }) => path).sort(), [
    '/api/v1/audience',
    '/api/v1/chains/{id}/imports',
    '/api/v1/files',
    '/api/v1/production-plans',
  ])
})
