import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type TestApp, testApp, type User } from '../../test/app.ts'
import { type Ctx, openCtx, SYSTEM, writeLast } from './ctx.ts'
import { record } from './events.ts'
import { newId } from './ids.ts'

let house: TestApp
let user: User

before(async (t) => {
  house = await testApp(t as unknown as { after(work: () => unknown): void })
  user = await house.newOrg()
})

function ctxOf({ orgId, personId, name }: User): Ctx {
  return openCtx(house.app.source, { ...SYSTEM, kind: 'person', orgId, personId, name })
}

function template(orgId: string, name: string) {
  const at = house.now().toISOString()
  return {
    id: newId(),
    org_id: orgId,
    name,
    kind: 'announcement',
    title: 'x',
    body: 'y',
    created_at: at,
  }
}

async function names(): Promise<string[]> {
  const { body } = await user.get('/api/v1/notice-templates')
  return body.items.map((item: { name: string }) => item.name)
}

const events = () =>
  house.app.database.ownerDb
    .selectFrom('events')
    .select('type')
    .where('org_id', '=', user.orgId)
    .where('type', 'like', 'test.%')
    .orderBy('seq')
    .execute()

test('last writes follow what was written before them and are there once the verb answers', async () => {
  await ctxOf(user).transaction(async (tx) => {
    const row = template(user.orgId, 'first')
    await tx.db.insertInto('notice_templates').values(row).execute()
    const renamed = tx.db.updateTable('notice_templates').set({ name: 'renamed' })
    writeLast(tx, renamed.where('id', '=', row.id))
    writeLast(tx, tx.db.insertInto('notice_templates').values(template(user.orgId, 'second')))
    record(tx, 'test.written', 'test')
  })
  assert.deepEqual(await names(), ['renamed', 'second'])
  assert.deepEqual(await events(), [{ type: 'test.written' }])
})

test('a last write that is refused takes the whole verb back, its fact too', async () => {
  const before = await names()
  const refused = ctxOf(user).transaction(async (tx) => {
    const row = template(user.orgId, 'third')
    await tx.db.insertInto('notice_templates').values(row).execute()
    writeLast(tx, tx.db.insertInto('notice_templates').values({ ...row, name: 'twice' }))
    writeLast(tx, tx.db.insertInto('notice_templates').values(template(user.orgId, 'fourth')))
    record(tx, 'test.refused', 'test')
  })
  await assert.rejects(refused, { code: '23505' })
  assert.deepEqual(await names(), before)
  assert.equal((await events()).length, 1)
  // The connection goes on for others.
  await ctxOf(user).transaction(async (tx) => record(tx, 'test.after', 'test'))
  assert.deepEqual((await events()).at(-1), { type: 'test.after' })
})

test('a last write into another org is refused by its policy', async () => {
  const other = await house.newOrg()
  const refused = ctxOf(user).transaction(async (tx) =>
    writeLast(tx, tx.db.insertInto('notice_templates').values(template(other.orgId, 'theirs'))),
  )
  await assert.rejects(refused, { code: '42501' })
  assert.deepEqual((await other.get('/api/v1/notice-templates')).body.items, [])
})

test('a verb that throws sends none of its last writes', async () => {
  const before = await names()
  const failed = ctxOf(user).transaction(async (tx) => {
    writeLast(tx, tx.db.insertInto('notice_templates').values(template(user.orgId, 'never')))
    throw new Error('changed its mind')
  })
  await assert.rejects(failed, /changed its mind/)
  assert.deepEqual(await names(), before)
})
