import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import type { User } from '../../../test/app.ts'
import { newId } from '../../platform/ids.ts'
import { openSheet } from '../../platform/sheets/read.ts'
import { tradeWorld } from '../trade/fixture.ts'

const { app, anyone, lead, dealer, rival, newMember, newChain } = await tradeWorld({ after })
const INJECTION = "=cmd|'/c calc'!A1"
const DEADLINE = '2030-04-30T16:30:00.000Z'
const chain = await newChain()
for (const [kind, title] of [
  ['task', '换价签'],
  ['announcement', INJECTION],
  ['announcement', '放假安排'],
] as const) {
  const draft = await lead.post('notices', { chainId: chain.id, kind, title, deadlineAt: DEADLINE })
  assert.equal(draft.status, 201, draft.text)
  if (title !== '放假安排') await lead.put(`notices/${draft.body.id}/sending`)
}

/** The rows of a file, by the heading's Chinese half. */
async function saved(user: User, url: string): Promise<Record<string, string>[]> {
  const answer = await app.http.inject({ url: `/api/v1/${url}`, headers: { cookie: user.cookie } })
  assert.equal(answer.statusCode, 200, answer.body)
  assert.match(String(answer.headers['content-disposition']), /^attachment/)
  const path = join(tmpdir(), `export-${newId()}.xlsx`)
  await writeFile(path, answer.rawPayload)
  try {
    const rows: string[][] = []
    for await (const row of (await openSheet(path)).rows()) rows.push([...row.cells])
    const [heads, ...body] = rows
    return body.map((cells) =>
      Object.fromEntries(heads!.map((head, i) => [head.split(' ')[0], cells[i] ?? ''])),
    )
  } finally {
    await rm(path)
  }
}

test('the inbox is saved with its filters, and no title becomes a formula', async () => {
  const rows = await saved(dealer, 'inbox.xlsx?timeZone=Asia/Shanghai')
  assert.deepEqual(
    rows.map((row) => row.标题),
    [INJECTION, '换价签'],
  )
  assert.equal(rows[1]!.截止, '2030-05-01T00:30:00', 'at the clock of Shanghai')
  assert.equal(rows[1]!.发件方, 'Lead')
  const waiting = await saved(dealer, 'inbox.xlsx?only=waiting')
  assert.deepEqual(
    waiting.map((row) => row.类型),
    ['任务 Task'],
  )
  assert.deepEqual(await saved(dealer, 'inbox.xlsx?q=没有这样的'), [])
})

test('what was written is saved with its counts, drafts among it', async () => {
  const rows = await saved(lead, 'notices.xlsx')
  assert.deepEqual(
    rows.map((row) => row.状态),
    ['草稿 Draft', '全部送达 All delivered', '全部送达 All delivered'],
  )
  assert.equal(rows[1]!.标题, INJECTION)
  assert.deepEqual([rows[1]!.接收方, rows[1]!.未读, rows[1]!.未送达], ['4', '3', '1'])
  const drafts = await saved(lead, 'notices.xlsx?state=draft&kind=announcement')
  assert.deepEqual(
    drafts.map((row) => row.标题),
    ['放假安排'],
  )
  assert.deepEqual(await saved(rival, 'notices.xlsx'), [], 'another org has its own')
})

test('receipts are saved at the reader’s clock', async () => {
  const { items } = (await lead.get('notices?kind=task')).body
  const url = `notices/${items[0].id}/receipts.xlsx?timeZone=UTC&state=delivered`
  const rows = await saved(lead, url)
  assert.equal(rows.length, 3)
  const [receipt] = (await lead.get(`notices/${items[0].id}/receipts?state=delivered`)).body.items
  const clock = receipt.deliveredAt.slice(0, 19)
  assert.equal(rows.find((row) => row.编码 === receipt.partnerCode)!.送达, clock)
})

test('a file is refused before it begins', async () => {
  const member = await newMember(lead, 'member', { permissions: { messaging: 'none' } })
  for (const url of ['inbox.xlsx', 'notices.xlsx']) {
    assert.equal((await anyone.get(url)).status, 401)
    assert.equal((await member.get(url)).status, 403)
    const bad = await lead.get(`${url}?timeZone=Mars/Phobos`)
    assert.deepEqual([bad.status, bad.body.errors[0].field], [400, 'timeZone'])
  }
})
