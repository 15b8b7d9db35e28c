import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import fc from 'fast-check'
import { newId } from '../../platform/ids.ts'
import { tradeWorld } from '../trade/fixture.ts'

const world = await tradeWorld({ after })
const { lead, dealer, rival, now, tick } = world
const { owner } = world.app.database
const HOUR = 3_600_000
const chains = [await world.newChain(), await world.newChain()]

interface Sent {
  /** Hours ago that it went out, and how many of them it took to reach the dealer, if it did. */
  ago: number
  late: number | null
  state: 'delivered' | 'read' | 'confirmed' | 'recalled'
  kind: 'announcement' | 'task'
  /** It reached somebody else two hours ago, long after it was sent. */
  isRetried: boolean
  inSecondChain: boolean
}
const SENT = fc.record<Sent>({
  ago: fc.integer({ min: 2, max: 60 }),
  late: fc.option(fc.integer({ min: 0, max: 40 }), { freq: 8 }),
  state: fc.constantFrom('delivered', 'read', 'confirmed', 'recalled'),
  kind: fc.constantFrom('announcement', 'task'),
  isRetried: fc.boolean(),
  inSecondChain: fc.boolean(),
})
interface Received extends Sent {
  id: string
  place: string
  title: string
  at: number
}

/** Writes what was sent, and answers what the dealer has received of it, newest first. */
async function plant(notices: Sent[]): Promise<Received[]> {
  await owner.query('TRUNCATE receipts, notices, inbox_floors CASCADE')
  const all: Received[] = []
  for (const [no, notice] of notices.entries()) {
    const chain = chains[notice.inSecondChain ? 1 : 0]!
    const sentAt = now().getTime() - notice.ago * HOUR
    const at = Math.min(sentAt + (notice.late ?? 0) * HOUR, now().getTime() - 2 * HOUR)
    const received = { ...notice, id: newId(), place: chain.dealer, title: `通知 ${no}`, at }
    const { id, kind, title } = received
    const last = notice.isRetried ? now().getTime() - 2 * HOUR : at
    await owner.query(
      `INSERT INTO notices (id, org_id, chain_id, kind, title, state, audience, sent_at, created_at,
         last_delivered_at) VALUES ($1, $2, $3, $4, $5, 'complete', '{}', $6, $6, $7)`,
      [id, lead.orgId, chain.id, kind, title, new Date(sentAt), new Date(last)],
    )
    if (notice.late === null) continue
    await owner.query(
      `INSERT INTO receipts (org_id, notice_id, partner_id, recipient_org_id, seller_id, wave, state, queued_at,
         delivered_at) VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $7)`,
      [lead.orgId, id, chain.dealer, dealer.orgId, newId(), notice.state, new Date(at)],
    )
    all.push(received)
  }
  return all.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
}

async function everyPage(query: string): Promise<string[]> {
  const titles: string[] = []
  let cursor = ''
  do {
    const { status, body, text } = await dealer.get(`inbox?${query}${cursor}`)
    assert.equal(status, 200, text)
    titles.push(...body.items.map((item: { title: string }) => item.title))
    cursor = body.nextCursor ? `&cursor=${encodeURIComponent(body.nextCursor)}` : ''
  } while (cursor)
  return titles
}

const isUnread = ({ state }: Received) => state === 'delivered'
const isWaiting = ({ state, kind }: Received) =>
  (state === 'delivered' || state === 'read') && kind !== 'announcement'

async function requireShown(all: Received[], limit: number): Promise<void> {
  const requirePages = async (query: string, rows: Received[]) =>
    assert.deepEqual(
      await everyPage(`limit=${limit}&${query}`),
      rows.map(({ title }) => title),
      query,
    )
  await requirePages('', all)
  await requirePages(
    'kind=task',
    all.filter(({ kind }) => kind === 'task'),
  )
  await requirePages(
    'q=1',
    all.filter(({ title }) => title.includes('1')),
  )
  await requirePages('only=unread', all.filter(isUnread))
  await requirePages('only=waiting', all.filter(isWaiting))
  await requirePages(
    'only=waiting&q=2',
    all.filter((one) => isWaiting(one) && one.title.includes('2')),
  )
  const { unread, waiting } = (await dealer.get('inbox?limit=1')).body
  assert.deepEqual([unread, waiting], [all.filter(isUnread).length, all.filter(isWaiting).length])
}

const reading = ({ id, place }: Received) => dealer.put(`inbox/${id}/${place}/reading`)

test('an inbox shows all that was received, newest first, however late it came', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(SENT, { maxLength: 24 }),
      fc.integer({ min: 1, max: 6 }),
      async (notices, limit) => {
        const all = await plant(notices)
        await requireShown(all, limit)
        const opened = all.find(isUnread)
        if (!opened) return
        assert.equal((await reading(opened)).status, 200)
        opened.state = 'read'
        await requireShown(all, limit)
      },
    ),
    { numRuns: 25 },
  )
})

test('counting leaves out what is settled, and never what is open', async () => {
  const floor = async () =>
    (
      await owner.query(
        'SELECT settled_at AS at, cardinality(notice_ids) AS open FROM inbox_floors',
      )
    ).rows[0]
  const plain = { late: 0, kind: 'task', isRetried: false, inSecondChain: false } as const
  const all = await plant([
    { ...plain, ago: 50, state: 'delivered' },
    { ...plain, ago: 40, state: 'confirmed' },
    { ...plain, ago: 30, state: 'delivered' },
    { ...plain, ago: 2, state: 'delivered' },
  ])
  assert.equal(await floor(), undefined)
  await reading(all[0]!)
  const first = await floor()
  assert.equal(first.open, 3)
  assert.equal(Math.abs(Date.parse(first.at) + HOUR - now().getTime()) < 60_000, true)
  await Promise.all([reading(all[1]!), reading(all[3]!)])
  assert.deepEqual(await floor(), first, 'once an hour at most')
  const counted = async () => {
    const { unread, waiting } = (await dealer.get('inbox')).body
    return { unread, waiting }
  }
  assert.deepEqual(await counted(), { unread: 0, waiting: 3 })
  tick(3 * HOUR)
  const place = all[0]!.place
  for (const { id } of [all[1]!, all[3]!]) {
    assert.equal((await dealer.put(`inbox/${id}/${place}/confirmation`, {})).status, 200)
  }
  assert.equal((await floor()).open, 2, 'the floor rose with the first answer')
  assert.deepEqual(await counted(), { unread: 0, waiting: 1 })
  await owner.query(`UPDATE receipts SET state = 'recalled' WHERE notice_id = $1`, [all[0]!.id])
  assert.deepEqual(await counted(), { unread: 0, waiting: 0 }, 'what is kept is looked at again')
})

test('a notice that a retry brings late stands on top of the inbox', async () => {
  await plant([])
  const { id: chainId, rival: place } = chains[0]!
  const join = (status: string) =>
    owner.query('UPDATE partners SET status = $2 WHERE id = $1', [place, status])
  const titles = async () =>
    (await rival.get('inbox')).body.items.map((item: { title: string }) => item.title)
  const ids: string[] = []
  await join('suspended')
  for (const title of ['早', '晚']) {
    const draft = await lead.post('notices', { chainId, kind: 'announcement', title })
    ids.push(draft.body.id)
    assert.equal((await lead.put(`notices/${draft.body.id}/sending`, {})).status, 200)
    await join('joined')
    tick(HOUR)
  }
  assert.deepEqual(await titles(), ['晚'])
  assert.equal((await lead.put(`notices/${ids[0]}/retry`)).status, 200)
  assert.deepEqual(await titles(), ['早', '晚'])
  assert.equal((await rival.get('inbox?limit=1')).body.unread, 2)
})

test('what an inbox asks of the database answers for the acting org alone', async () => {
  await plant([
    { ago: 3, late: 0, state: 'read', kind: 'task', isRetried: false, inSecondChain: false },
  ])
  const page = 'SELECT * FROM inbox_page(10, NULL, NULL, NULL, NULL, NULL)'
  for (const text of [page, 'SELECT * FROM inbox_open()']) {
    assert.equal((await world.rawSql(dealer, text)).length, 1)
    for (const user of [rival, world.outsider, lead]) {
      assert.deepEqual(await world.rawSql(user, text), [])
    }
  }
})
