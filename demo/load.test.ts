import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { utimes } from 'node:fs/promises'
import { Readable } from 'node:stream'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pino from 'pino'
import { asOrg, openCtx, SYSTEM } from '../server/platform/ctx.ts'
import { openDatabase } from '../server/platform/db.ts'
import { verifyRecord } from '../server/platform/events.ts'
import { testApp } from '../test/app.ts'
import { testDatabase } from '../test/database.ts'
import { fieldOf } from './copy.ts'
import { type DemoLogin, loadDemo, PASSWORD, removeDemo } from './load.ts'
import { ORG_TABLES } from './remove-rows.ts'
import { makeWorld, SEED } from './world.ts'

/** Tables that are not part of anybody's world. */
const APART = new Set(['schema_migrations', 'migrations', 'jingwei_migrations'])

async function loadedApp(t: test.TestContext) {
  const world = await testApp(t)
  const { owner } = world.app.database
  const began = performance.now()
  const logins = await loadDemo(world.app)
  const seconds = (performance.now() - began) / 1000
  async function rows<T = Record<string, unknown>>(
    text: string,
    values: unknown[] = [],
  ): Promise<T[]> {
    return (await owner.query(text, values)).rows as T[]
  }
  /** Rows of every table, the queue's included. */
  async function counts(): Promise<Record<string, number>> {
    const names = await rows<{ name: string }>(
      `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
       WHERE schemaname = 'public' OR (schemaname = 'graphile_worker' AND tablename = '_private_jobs')
       ORDER BY 1`,
    )
    const found: Record<string, number> = {}
    for (const { name } of names) {
      if (APART.has(name.replace('public.', ''))) continue
      found[name] = (await rows<{ n: number }>(`SELECT count(*) AS n FROM ${name}`))[0]!.n
    }
    return found
  }
  async function signIn({ login, password }: Pick<DemoLogin, 'login' | 'password'>) {
    const answer = await world.anyone.post('sessions', { login, password })
    assert.equal(answer.status < 300, true, answer.text)
    const cookie = String(answer.headers['set-cookie']).split(';')[0] as string
    return {
      body: answer.body,
      get: (url: string) => world.anyone.get(url, { cookie }),
      post: (url: string, body: unknown) => world.anyone.post(url, body, { cookie }),
      put: (url: string) => world.anyone.put(url, undefined, { cookie }),
    }
  }
  return { ...world, owner, logins, seconds, rows, counts, signIn }
}

test('the demo loads in seconds, every role signs in, and its record holds', async (t) => {
  const { app, logins, seconds, rows, counts, signIn } = await loadedApp(t)
  t.diagnostic(`loaded in ${seconds.toFixed(1)} s`)
  assert.ok(seconds < 20, `${seconds} s`)

  await t.test('every login opens the org that it says', async () => {
    const roles: Record<string, string> = {}
    for (const login of logins) {
      const { body } = await signIn(login)
      roles[login.login.split('@')[0]!] = body.role
      assert.equal(body.person.name, login.name)
      assert.equal(body.org.isDemo, true)
    }
    const owners = { distributor: 'owner', province: 'owner', city: 'owner', store: 'owner' }
    const staff = { lead: 'owner', manager: 'manager', member: 'member' }
    assert.deepEqual(roles, { ...staff, ...owners, factory: 'owner' })
    assert.ok(logins.every((login) => login.password === PASSWORD))
  })

  await t.test(
    'the store finds its stocktaking waiting, with three reminders at most',
    async () => {
      const store = await rows<{ state: string; reminded: number; title: string }>(
        `SELECT r.state, r.reminded, n.title FROM receipts r JOIN notices n ON n.id = r.notice_id
       JOIN memberships m ON m.org_id = r.recipient_org_id JOIN people p ON p.id = m.person_id
       WHERE p.mail = 'store@demo.jingwei' AND n.kind = 'task' ORDER BY n.sent_at DESC LIMIT 1`,
      )
      assert.equal(store[0]!.state, 'delivered')
    },
  )

  await t.test('the lead sees its history and how far each notice has come', async () => {
    const lead = await signIn(logins[0]!)
    const { body } = await lead.get('notices?limit=100')
    assert.equal(body.items.length, 17)
    const running = body.items.find((n: { title: string }) => n.title === '季末库存盘点')
    const { body: notice } = await lead.get(`notices/${running.id}`)
    const { recipients, failed, confirmed } = notice.counts
    assert.ok(confirmed / (recipients - failed) > 0.56, JSON.stringify(notice.counts))
    assert.equal(notice.createdByName, '陆文静')
  })

  await t.test('an audience counts today whom its notice reached yesterday', async () => {
    const lead = await signIn(logins[0]!)
    const { body } = await lead.get('notices?limit=100')
    for (const title of ['季末库存盘点', '裤装与卫衣换季调价']) {
      const { id, chainId } = body.items.find((n: { title: string }) => n.title === title)
      const { body: notice } = await lead.get(`notices/${id}`)
      const counted = await lead.post('audience', { chainId, audience: notice.audience })
      assert.equal(counted.status, 200, counted.text)
      assert.equal(counted.body.recipients, notice.counts.recipients, title)
      assert.equal(counted.body.reachable, notice.counts.recipients - notice.counts.failed, title)
    }
  })

  await t.test('the store reads its own prices and no one else’s', async () => {
    const store = await signIn(logins.find((login) => login.login.startsWith('store'))!)
    const { body } = await store.get('inbox?limit=100')
    assert.ok(body.waiting >= 1 && body.items.length >= 8, JSON.stringify(body).slice(0, 200))
    const change = body.items.find((item: { title: string }) => item.title === '羽绒与针织系列调价')
    const { body: notice } = await store.put(`inbox/${change.noticeId}/${change.partnerId}/reading`)
    const [stored] = await rows<{ price_minor: number[]; lead: number[] }>(
      `SELECT c.price_minor, l.price_minor AS lead FROM receipts r
       JOIN notice_prices c ON c.notice_id = r.notice_id AND c.seller_id = r.seller_id
       JOIN notice_prices l ON l.notice_id = r.notice_id AND l.seller_org_id = l.org_id
       WHERE r.notice_id = $1 AND r.partner_id = $2`,
      [change.noticeId, change.partnerId],
    )
    const prices = notice.prices.map((line: { priceMinor: number }) => line.priceMinor)
    assert.deepEqual(prices, stored!.price_minor)
    assert.ok(prices.every((price: number, i: number) => price > stored!.lead[i]! * 1.3))
  })

  await t.test('the distributor has a turn with the new prices, while its time lasts', async () => {
    const distributor = await signIn(logins.find((login) => login.login.startsWith('distributor'))!)
    const { body } = await distributor.get('relays')
    assert.equal(body.items.length, 1, JSON.stringify(body).slice(0, 300))
    assert.ok(Date.parse(body.items[0].dueAt) > Date.now())
  })

  await t.test(
    'a year of orders has its seasons, differences and returns, each flow for itself',
    async () => {
      const [year] = await rows<Record<string, number>>(
        `SELECT count(*) AS orders, count(*) FILTER (WHERE confirmed_at IS NOT NULL) AS confirmed,
         count(DISTINCT date_trunc('month', placed_at)) AS months FROM trade_orders`,
      )
      assert.ok(
        year!.orders! > 500 && year!.confirmed! > 450 && year!.months! >= 12,
        JSON.stringify(year),
      )
      const states = await rows<{ state: string; n: number }>(
        `SELECT goods_state AS state, count(*) AS n FROM trade_order_lines GROUP BY 1`,
      )
      const of = Object.fromEntries(states.map((row) => [row.state, row.n]))
      for (const state of ['none', 'waiting', 'part_received', 'received', 'shipped', 'differs'])
        assert.ok(of[state]! > 0, `${state}: ${JSON.stringify(of)}`)
      const [back] = await rows<{ n: number }>(
        `SELECT count(*) AS n FROM trade_order_lines WHERE returned > 0 AND returned = coming_back`,
      )
      assert.ok(back!.n > 5)
      // The last of the payment falls due with the last of the goods, to the fen.
      const [uneven] = await rows<{ n: number }>(
        `SELECT count(*) AS n FROM trade_orders o WHERE payment @> '[{"from": "delivery"}]'
         AND NOT EXISTS (SELECT 1 FROM trade_order_lines l WHERE l.order_id = o.id
           AND l.goods_state NOT IN ('received', 'returned'))
         AND (SELECT sum(amount_minor) FROM trade_instalments i WHERE i.order_id = o.id) <>
           (SELECT sum(round(l.unit_e4 * l.delivered / 10000)) FROM trade_order_lines l WHERE l.order_id = o.id)`,
      )
      assert.equal(uneven!.n, 0)
      const lead = await signIn(logins.find((login) => login.login.startsWith('lead'))!)
      const { body } = await lead.get('trade-exceptions?mine=true')
      assert.ok(body.total > 0 && body.items[0].no.startsWith('SO-'))
      assert.ok((await lead.get('trade-orders?side=buying')).body.total > 100)
    },
  )
  await t.test('a year of money is in both books, most of it paid, some of it late', async () => {
    const { FAULTS } = await import('../server/modules/trade/money/fixture.ts')
    assert.deepEqual(await rows(FAULTS), [])
    const [money] = await rows<Record<string, number>>(`SELECT
      (SELECT count(*) FROM invoices WHERE kind = 'invoice') AS invoices,
      (SELECT count(*) FROM invoices WHERE kind = 'deposit') AS deposits,
      (SELECT count(*) FROM invoices WHERE kind = 'credit_note') AS credits,
      (SELECT count(*) FROM payments WHERE kind = 'refund') AS refunds,
      (SELECT count(*) FROM invoices WHERE kind <> 'credit_note' AND paid_minor > 0
        AND paid_minor + credited_minor < total_minor - deposit_minor) AS halves,
      (SELECT count(*) FROM invoices WHERE kind <> 'credit_note'
        AND paid_minor + credited_minor = total_minor - deposit_minor) AS settled,
      (SELECT count(*) FROM invoices v JOIN instalments i ON i.invoice_id = v.id AND i.due_on < current_date
        WHERE v.paid_minor + v.credited_minor < v.total_minor - v.deposit_minor) AS late`)
    const { invoices, deposits, credits, refunds, halves, settled, late } = money!
    assert.ok(invoices! > 300 && deposits! > 100, JSON.stringify(money))
    assert.ok(credits! > 5 && refunds! > 2 && halves! > 2 && late! > 20, JSON.stringify(money))
    assert.ok(settled! > (invoices! + deposits!) * 0.7, JSON.stringify(money))
    const lead = await signIn(logins[0]!)
    for (const side of ['receivable', 'payable'])
      assert.ok((await lead.get(`claims?side=${side}`)).body.parties.length > 3, side)
  })
  await t.test('the lead compares what its mills quote; a factory finds only its own', async () => {
    const lead = await signIn(logins[0]!)
    const { body } = await lead.get('rfqs')
    assert.equal(body.total, 4)
    const find = (title: string) => body.items.find((r: { title: string }) => r.title === title)
    const { body: compared } = await lead.get(`rfqs/${find('秋冬全棉磨毛布').id}/comparison`)
    assert.deepEqual(
      compared.lines.map((line: { offers: object[] }) => line.offers.length),
      [3, 3],
    )
    const sealed = await lead.get(`rfqs/${find('年度树脂纽扣招标').id}/comparison`)
    assert.equal(sealed.body.reason, 'sealed')
    const factory = await signIn(logins.find((login) => login.login.startsWith('factory'))!)
    for (const row of (await factory.get('rfq-inbox')).body.items) {
      const seen = await factory.get(`rfqs/${row.id}`)
      assert.deepEqual([seen.status, seen.body.suppliers], [200, null])
    }
  })

  await t.test('the removal knows every table that holds rows of an org', async () => {
    const named = await rows<{ table_name: string }>(
      `SELECT table_name FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name = 'org_id'`,
    )
    assert.deepEqual(named.map((row) => row.table_name).sort(), [...ORG_TABLES].sort())
  })

  await t.test(
    'a store signs in by phone, and who has not joined has nobody to sign in',
    async () => {
      const [phone] = await rows<{ phone: string }>(
        `SELECT p.phone FROM people p JOIN memberships m ON m.person_id = p.id
       JOIN partners q ON q.partner_org_id = m.org_id WHERE q.tier = 6 AND p.mail IS NULL LIMIT 1`,
      )
      const { body } = await signIn({ login: phone!.phone, password: PASSWORD })
      assert.equal(body.org.isDemo, true)
      const [{ strangers }] = (await rows<{ strangers: number }>(
        `SELECT count(*) AS strangers FROM partners
       WHERE status IN ('imported', 'invited') AND (partner_org_id IS NOT NULL OR joined_at IS NOT NULL)`,
      )) as [{ strangers: number }]
      assert.equal(strangers, 0)
    },
  )

  await t.test(
    'every path is its parent’s and its own number, and every tier is its depth',
    async () => {
      const wrong = await rows(`SELECT p.id FROM partners p JOIN chains c ON c.id = p.chain_id
      LEFT JOIN partners q ON q.id = p.parent_id
      WHERE p.path::text <> coalesce(q.path::text, 'c' || c.no || '.' || left(p.side, 1)) || '.' || p.no
        OR nlevel(p.path) <> p.tier + 2`)
      assert.deepEqual(wrong, [])
    },
  )

  await t.test('a partner belongs to the nearest joined org above it', async () => {
    const wrong = await rows(`SELECT p.id FROM partners p
      LEFT JOIN LATERAL (SELECT q.partner_org_id FROM partners q WHERE p.path <@ q.path AND q.id <> p.id
        AND q.chain_id = p.chain_id AND q.status = 'joined' ORDER BY q.tier DESC LIMIT 1) above ON true
      WHERE p.owner_org_id <> coalesce(above.partner_org_id, p.org_id)`)
    assert.deepEqual(wrong, [])
  })

  await t.test('numbers that come later do not meet those of the demo', async () => {
    const [{ ahead }] = (await rows<{ ahead: boolean }>(`SELECT
      nextval(pg_get_serial_sequence('partners', 'no')) > max(no) AS ahead FROM partners`)) as [
      { ahead: boolean },
    ]
    assert.ok(ahead)
  })

  await t.test(
    'receipts name their seller, and a price stands for every seller of a price change',
    async () => {
      const wrong = await rows(`SELECT r.partner_id FROM receipts r
      JOIN notices n ON n.id = r.notice_id JOIN partners p ON p.id = r.partner_id
      LEFT JOIN notice_prices c ON c.notice_id = n.id AND c.seller_id = r.seller_id
      WHERE r.seller_id <> coalesce(p.parent_id, '00000000-0000-0000-0000-000000000000')
        OR (n.kind = 'price_change' AND c.seller_id IS NULL)
        OR (r.read_at IS NULL) <> (r.read_by IS NULL)
        OR (r.confirmed_at IS NULL) <> (r.confirmed_by IS NULL)`)
      assert.deepEqual(wrong, [])
    },
  )

  await t.test('each price of a notice is what the cascade of trade makes of it', async () => {
    const { priceSellers } = await import('../server/modules/trade/index.ts')
    const { sellersOf } = await import('../server/modules/network/index.ts')
    const [lead] = await rows<{ org: string; chain: string }>(
      'SELECT org_id AS org, id AS chain FROM chains',
    )
    const [notice] = await rows<{ id: string; price_minor: number[] }>(
      `SELECT n.id, c.price_minor FROM notices n JOIN notice_prices c ON c.notice_id = n.id
       WHERE c.seller_id = '00000000-0000-0000-0000-000000000000' AND n.state = 'complete'
       ORDER BY n.sent_at DESC LIMIT 1`,
    )
    const products = await rows<{ product_id: string }>(
      'SELECT product_id FROM notice_products WHERE notice_id = $1 ORDER BY line_no',
      [notice!.id],
    )
    const lines = products.map((p, i) => ({
      productId: p.product_id,
      priceMinor: notice!.price_minor[i]!,
    }))
    const stored = await rows<{ seller_id: string; price_minor: number[] }>(
      'SELECT seller_id, price_minor FROM notice_prices WHERE notice_id = $1',
      [notice!.id],
    )
    const bySeller = new Map(stored.map((row) => [row.seller_id, row.price_minor]))
    const ctx = asOrg(app.source, openCtx(app.source, SYSTEM), lead!.org)
    await ctx.acrossOrgs(async (tx) => {
      const sellers = await sellersOf(tx, lead!.chain, 'downstream')
      const priced = await priceSellers(tx, { chainId: lead!.chain, stepMinor: 10, lines, sellers })
      assert.ok(sellers.length > 900)
      for (const [i, seller] of sellers.entries()) {
        assert.deepEqual(bySeller.get(seller.id), [...priced.pricesOf(i)])
      }
    })
  })

  await t.test(
    'the hash chain of every org holds, and a few hundred facts stand in it',
    async () => {
      const orgs = await rows<{ org_id: string }>('SELECT org_id FROM event_heads')
      assert.ok(orgs.length > 150)
      let events = 0
      for (const { org_id } of orgs) {
        const ctx = asOrg(app.source, openCtx(app.source, SYSTEM), org_id)
        const check = await ctx.read((tx) => verifyRecord(tx, org_id))
        assert.equal(check.brokenAt, null)
        events += Number(check.events)
      }
      assert.ok(events > 400, `${events}`)
    },
  )

  await t.test('a second call changes nothing and answers the same logins', async () => {
    const before = await counts()
    assert.deepEqual(await loadDemo(app), logins)
    assert.deepEqual(await counts(), before)
  })

  await t.test('with a real firm in its chain it is not removed', async () => {
    const [org] = await rows<{ id: string }>(
      `INSERT INTO orgs (id, name, short_name, created_at)
       VALUES (gen_random_uuid(), '真实服饰', '真实', now()) RETURNING id`,
    )
    const [place] = await rows<{ id: string }>(
      `UPDATE partners SET partner_org_id = $1, status = 'joined'
       WHERE id = (SELECT id FROM partners WHERE status = 'imported' LIMIT 1) RETURNING id`,
      [org!.id],
    )
    const before = await counts()
    await assert.rejects(removeDemo(app), /真实服饰/)
    assert.deepEqual(await counts(), before)
    await rows(`UPDATE partners SET partner_org_id = NULL, status = 'imported' WHERE id = $1`, [
      place!.id,
    ])
    await rows('DELETE FROM orgs WHERE id = $1', [org!.id])
  })

  await t.test('a real firm beside it stays untouched, and otherwise nothing is left', async () => {
    const [org] = await rows<{ id: string }>(
      `INSERT INTO orgs (id, name, short_name, created_at)
       VALUES (gen_random_uuid(), '旁边', '旁边', now()) RETURNING id`,
    )
    const photo = await app.files.keep(Readable.from(['a photo']), 'a.jpg', 'image/jpeg')
    await rows(
      `INSERT INTO files (id, org_id, name, media_type, bytes, sha256, created_at)
       SELECT gen_random_uuid(), id, 'a.jpg', 'image/jpeg', 7, $1, now() FROM orgs WHERE is_demo LIMIT 1`,
      [photo.sha256],
    )
    await utimes(photo.path, 0, 0)
    const began = performance.now()
    const gone = await removeDemo(app)
    t.diagnostic(`removed ${gone} orgs in ${((performance.now() - began) / 1000).toFixed(1)} s`)
    assert.equal(gone, makeWorld(SEED, Date.now()).network.orgs.length)
    const left = Object.entries(await counts()).filter(([, n]) => n > 0)
    // Failed sign-ins of addresses and answers of the test's own are nobody's.
    assert.deepEqual(left, [['public.orgs', 1]])
    assert.equal(existsSync(photo.path), false, 'bytes go with their rows')
    assert.equal(await removeDemo(app), 0)
    await assert.rejects(loadDemo(app), /organisations of its own/)
    assert.equal((await rows(`SELECT 1 FROM orgs WHERE id = $1`, [org!.id])).length, 1)
  })

  await t.test('after it the record is append-only again', async () => {
    const [{ disabled }] = (await rows<{ disabled: number }>(
      `SELECT count(*) AS disabled FROM pg_trigger WHERE tgrelid = 'events'::regclass AND tgenabled = 'D'`,
    )) as [{ disabled: number }]
    assert.equal(disabled, 0)
  })
})

test('beside a firm of the user’s own the demo is refused and nothing is written', async (t) => {
  const world = await testApp(t)
  await world.newOrg('Mine')
  await assert.rejects(loadDemo(world.app), /organisations of its own/)
  const { rows } = await world.app.database.owner.query('SELECT count(*) AS n FROM orgs')
  assert.equal(rows[0].n, 1)
})

test('two that load at once load it once', async (t) => {
  const world = await testApp(t)
  const [one, two] = await Promise.all([loadDemo(world.app), loadDemo(world.app)])
  assert.deepEqual(one, two)
  const { rows } = await world.app.database.owner.query('SELECT count(*) AS n FROM chains')
  assert.equal(rows[0].n, 1)
})

test('the command takes the demo out and says so', async (t) => {
  const { ownerUrl, appUrl } = await testDatabase(t)
  const database = await openDatabase({ ownerUrl, appUrl }, assert.ifError)
  const log = pino({ level: 'silent' }) as never
  try {
    await loadDemo({ database, source: { database, log, now: () => new Date() } })
    const program = fileURLToPath(new URL('./remove.ts', import.meta.url))
    const run = () =>
      promisify(execFile)(process.execPath, [program], {
        env: { ...process.env, DATABASE_URL: ownerUrl },
      })
    assert.match((await run()).stdout, /4,8\d\d organisations/)
    assert.match((await run()).stdout, /There is no demo/)
    const { rows } = await database.owner.query('SELECT count(*) AS n FROM people')
    assert.equal(rows[0].n, 0)
  } finally {
    await database.close()
  }
})

test('a field of COPY keeps tabs, line ends, backslashes, quotes and nothing', () => {
  assert.equal(fieldOf('a\tb\nc\\d\r'), 'a\\tb\\nc\\\\d\\r')
  assert.equal(fieldOf(null), '\\N')
  assert.equal(fieldOf(['甲"乙', 'c\\d']), '{"甲\\\\"乙","c\\\\\\\\d"}')
  assert.equal(fieldOf([1, 2]), '{1,2}')
  assert.equal(fieldOf(Buffer.from([1, 255])), '\\\\x01ff')
  assert.equal(fieldOf({ a: '"\n' }), '{"a":"\\\\"\\\\n"}')
})
