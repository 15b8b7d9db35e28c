import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { newId } from '../../platform/ids.ts'
import { sweepChanges } from './change-sweep.ts'
import { talkWorld } from './conversation-fixture.ts'

const world = await talkWorld({ after })
const { lead, distributor, dealer, open, say } = world
const { owner } = world.app.database
const HOUR = 3_600_000

/** Changes told one after the other, as a busy group tells them. */
async function tell(conversationId: string, count: number): Promise<void> {
  await owner.query(
    `INSERT INTO conversation_changes (seq, org_id, conversation_id, no)
     SELECT (SELECT max(seq) FROM conversation_changes) + i, $1, $2, 1 FROM generate_series(1, $3) AS i`,
    [lead.orgId, conversationId, count],
  )
}
async function seqs(conversationId: string): Promise<number[]> {
  const { rows } = await owner.query<{ seq: number }>(
    'SELECT seq FROM conversation_changes WHERE conversation_id = $1 ORDER BY seq',
    [conversationId],
  )
  return rows.map((row) => row.seq)
}
const later = () => new Date(Date.now() + 2 * HOUR)

test('changes are swept once nobody could resume from them, and never before', async () => {
  const quiet = await open(lead, [distributor])
  await say(lead, quiet, '只有两家')
  const busy = await open(lead, [dealer])
  await say(lead, busy, '忙群')
  await tell(busy, 1500)
  const [quietBefore, busyBefore] = [await seqs(quiet), await seqs(busy)]

  await sweepChanges(owner, new Date())
  assert.deepEqual(await seqs(busy), busyBefore, 'within the hour a slow process may still read')

  await sweepChanges(owner, later())
  assert.deepEqual(await seqs(busy), busyBefore.slice(-1000))
  assert.deepEqual(await seqs(quiet), quietBefore, 'the distributor may still resume from here')
  assert.equal(await sweepChanges(owner, later()), 0)

  await tell(quiet, 1200)
  await sweepChanges(owner, later())
  assert.equal((await seqs(quiet)).length, 1000)
  assert.equal((await seqs(busy)).length, 1000, 'for the dealer these are the last')
})

test('the last change stays, so that numbers go on where they were', async () => {
  const id = await open(lead, [dealer])
  await tell(id, 1)
  const [last] = (await seqs(id)).slice(-1)
  await owner.query('DELETE FROM conversation_members WHERE conversation_id = $1', [id])
  await sweepChanges(owner, later())
  assert.deepEqual(await seqs(id), [last])
})

test('a post finds its rows by an index, even where it was planned on empty tables', async () => {
  const id = await open(lead, [dealer])
  await owner.query('VACUUM ANALYZE messages, conversation_members, conversations')
  const client = await owner.connect()
  try {
    await client.query('BEGIN')
    await client.query(`SELECT set_config('jingwei.org', $1, true)`, [lead.orgId])
    const scans = async () => {
      const { rows } = await client.query(
        `SELECT relname, seq_scan FROM pg_stat_xact_user_tables
         WHERE relname IN ('messages', 'conversation_members', 'conversations') ORDER BY 1`,
      )
      return rows
    }
    const before = await scans()
    for (let i = 0; i < 20; i++) {
      const { rows } = await client.query(
        `SELECT is_new FROM post_message($1, $2, 'card', 'clock', 'clock', 'x', '{}', NULL, NULL, '{}', false,
           $3, now())`,
        [id, newId(), `key ${i}`],
      )
      assert.deepEqual(rows, [{ is_new: true }])
    }
    assert.deepEqual(await scans(), before)
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
})
