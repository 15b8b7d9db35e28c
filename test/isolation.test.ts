import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import pg from 'pg'
import { percent, tradeWorld } from '../server/modules/trade/fixture.ts'
import {
  DOWN_AND_DELIVERY,
  expectStatus,
  ifMatch,
  line,
} from '../server/modules/trade/orders/fixture.ts'
import { placeOrder } from '../server/modules/trade/orders/placing.ts'

// Every table and every route is asked about, from the catalogue and the OpenAPI document: what is added
// later is tested without anybody thinking of it.
const world = await tradeWorld({ after })
const { app, lead } = world
const { owner } = app.database

const FILL = `WITH
  f AS (INSERT INTO files (id, org_id, name, media_type, bytes, sha256, created_at)
    VALUES (jingwei_uuid(), $1, 'x', 'text/plain', 1, 'x', now()) RETURNING id),
  a AS (INSERT INTO notice_files SELECT $1, $4, id FROM f),
  g AS (INSERT INTO partner_groups (id, org_id, chain_id, name, created_at)
    VALUES (jingwei_uuid(), $1, $2, 'g', now()) RETURNING id),
  m AS (INSERT INTO partner_group_members SELECT $1, id, $3 FROM g),
  t AS (INSERT INTO partner_tags VALUES ($1, $3, 't')),
  c AS (INSERT INTO contacts (id, org_id, partner_id, name, created_at)
    VALUES (jingwei_uuid(), $1, $3, 'c', now())),
  v AS (INSERT INTO visibility_rules (id, org_id, chain_id, name, created_at)
    VALUES (jingwei_uuid(), $1, $2, 'r', now())),
  p AS (INSERT INTO partner_invitations (id, org_id, chain_id, partner_id, token_hash, created_at, expires_at)
    VALUES (jingwei_uuid(), $1, $2, $3, 'x', now(), now() + interval '1 day')),
  x AS (INSERT INTO removed_partners (id, org_id, chain_id, side, tier, path, owner_org_id, code, name, kind,
      region, removed_at)
    VALUES (jingwei_uuid(), $1, $2, 'downstream', 1, 'x', $1, 'x', 'x', '', '', now())),
  o AS (INSERT INTO inbox_floors VALUES ($1, now(), '{}', '{}')),
  i AS (INSERT INTO imports (id, org_id, chain_id, side, file_id, file_name, state, plan, created_by, created_at)
    SELECT jingwei_uuid(), $1, $2, 'downstream', id, 'x', 'done', '{}', $5, now() FROM f RETURNING id)
  INSERT INTO import_rows (org_id, import_id, row_no, cells) SELECT $1, id, 1, '[]' FROM i`

await fillEveryTable()
await fillProduction()
await fillMoney()
await fillOrders()
await fillCatalogue()
await fillSourcing()
await fillInsight()

async function fillEveryTable(): Promise<void> {
  const chain = await world.newChain({ relayMinutes: 60 })
  const productId = await world.addProduct()
  const tiers = [{ tier: 1, markups: [percent(1000)], limit: { minBp: 0, maxBp: 3000 } }]
  assert.equal((await lead.put(`chains/${chain.id}/markups`, { tiers })).status, 200)
  await lead.post('invitations', {}, { 'idempotency-key': 'isolation-0001' })
  await lead.post('api-keys', { name: 'k', scopes: { network: 'view' } })
  await lead.post('notice-templates', { name: 't', kind: 'announcement', title: 't' })
  const draft = await lead.post('notices', {
    chainId: chain.id,
    kind: 'price_change',
    title: '隔离',
    validFrom: new Date(Date.now() + 1e8).toISOString(),
    prices: [{ productId, priceMinor: 1, retailMinor: 2 }],
  })
  await lead.put(`notices/${draft.body.id}/sending`, {})
  await owner.query(FILL, [lead.orgId, chain.id, chain.store, draft.body.id, lead.personId])
  await fillConversations()
}

async function fillConversations(): Promise<void> {
  const { body } = await lead.post('conversations', { title: '隔离' })
  const place = `conversations/${body.id}`
  await lead.post(`${place}/messages`, { kind: 'text', text: '一' })
  await lead.patch(`${place}/messages/1`, { text: '二' }, 1)
  await lead.put(`${place}/messages/1/pin`)
  await owner.query(
    `INSERT INTO message_reads VALUES ($1, $2, $3, date_trunc('minute', now()), '{[1,2)}')`,
    [lead.orgId, body.id, lead.personId],
  )
  const robot = await lead.post(`${place}/robots`, { name: '机器人' })
  await owner.query(
    `INSERT INTO robot_media SELECT jingwei_uuid(), $1, $2, id, now() FROM files WHERE org_id = $1 LIMIT 1`,
    [lead.orgId, robot.body.id],
  )
  await owner.query(
    `INSERT INTO message_pictures SELECT $1, $2, 1, id FROM files WHERE org_id = $1 LIMIT 1`,
    [lead.orgId, body.id],
  )
  const destination = await lead.post('destinations', {
    kind: 'webhook',
    name: '外部',
    url: 'https://x.example/',
    sources: [{ conversationId: body.id, takes: 'all' }],
  })
  await lead.put(`destinations/${destination.body.id}/test`)
}

async function fillInsight(): Promise<void> {
  await lead.put('wish-promises', { category: '隔离', wishes: ['speed'] })
  await owner.query(
    `INSERT INTO trade_price_index (org_id, product_id, region, period, base, sellers, buyers, exact, released_at)
     SELECT org_id, id, '*', 1, 1, '5-9', '5-9', 100, now() FROM products WHERE org_id = $1 LIMIT 1`,
    [lead.orgId],
  )
}

async function fillProduction(): Promise<void> {
  const { rows } = await owner.query('SELECT id FROM chains WHERE org_id = $1', [lead.orgId])
  const chainId: string = rows[0].id
  const productId = await world.addProduct()
  await lead.put(`products/${productId}/routing`, {
    operations: [{ no: 1, name: '缝制', minutesPerPiece: 1 }],
  })
  const maker = world.outsider
  const order = await lead.post('production-orders', {
    ...{ chainId, productId, code: 'ISO-1', quantity: 10, priority: 1 },
    dueAt: new Date(Date.now() + 1e8).toISOString(),
    shares: [{ operationNo: 1, orgId: maker.orgId, priceMinor: 1 }],
  })
  assert.equal(order.status, 201, order.text)
  const orderId: string = order.body.id
  const shareId: string = order.body.operations[0].shares[0].id
  await lead.post(`production-orders/${orderId}/bundles`, { size: 5 })
  const goods = { item: '布', unit: '米', quantity: 1, toOrgId: maker.orgId }
  assert.equal((await lead.post('handovers', { orderId, ...goods })).status, 201)
  const report = { id: crypto.randomUUID(), shareId, good: 1, doneAt: new Date().toISOString() }
  await maker.post('progress-reports', { reports: [report] })
  const address = `production-settings?chainId=${chainId}&scope=order&subjectId=${orderId}`
  await lead.put(address, { clock: { isOn: false } })
  await owner.query(
    `WITH w AS (INSERT INTO warnings (id, org_id, chain_id, order_id, order_code, product_name, share_id,
         assignee_org_id, kind, measure, raised_at)
       VALUES (jingwei_uuid(), $1, $2, $3, 'ISO-1', 'x', $4, $5, 'late', 1, now()))
     INSERT INTO digests VALUES ($1, $3, now(), now(), '{}')`,
    [lead.orgId, chainId, orderId, shareId, maker.orgId],
  )
}

async function fillMoney(): Promise<void> {
  const buyerOrgId = world.distributor.orgId
  await world.actAs(lead, 'transaction', (tx) =>
    placeOrder(tx, {
      ...{ sellerOrgId: lead.orgId, buyerOrgId, currency: 'CNY', payment: DOWN_AND_DELIVERY },
      ...{ deliverBy: null, incoterm: null, place: null, lines: [line()] },
      source: { kind: 'quote', id: null },
    }),
  )
  const amountMinor = 100
  const made = await lead.post('invoices', {
    buyerOrgId,
    lines: [{ flow: 'goods', description: '货款', amountMinor }],
    issuedOn: '2026-01-05',
  })
  assert.equal(made.status, 201, made.text)
  await world.distributor.put(`invoices/${made.body.id}/answer`, { answer: 'accepted' })
  const allocations = [{ invoiceId: made.body.id, amountMinor }]
  await lead.post('payments', { partyOrgId: buyerOrgId, amountMinor, allocations })
  await lead.put('ledger/closings', { until: '2026-01-31' })
  await owner.query(
    `WITH s AS (INSERT INTO bank_statements (id, org_id, format, fingerprint, account, currency, statement_no, file_name,
         imported_at) VALUES (jingwei_uuid(), $1, 'sheet', 'x', 'x', 'CNY', '1', 'x', now()) RETURNING id)
     INSERT INTO bank_entries (id, org_id, statement_id, no, account, entry_key, booked_on, currency, amount_minor,
       party_name, party_account, reference, remittance)
     SELECT jingwei_uuid(), $1, id, 1, 'x', 'x', now(), 'CNY', 1, '', '', '', '' FROM s`,
    [lead.orgId],
  )
}

/** An order with everything that can happen to it, and what each side keeps for itself. */
async function fillOrders(): Promise<void> {
  const buyer = world.distributor
  const productId = await world.addProduct()
  const placed = await world.actAs(buyer, 'transaction', (tx) =>
    placeOrder(tx, {
      ...{ sellerOrgId: lead.orgId, buyerOrgId: buyer.orgId, currency: 'CNY', deliverBy: null },
      ...{ incoterm: null, place: null, source: { kind: 'quote', id: null } },
      payment: [{ shareBp: 10_000, from: 'order', days: 0 }],
      lines: [line({ productId })],
    }),
  )
  const url = `trade-orders/${placed.id}`
  const order = expectStatus(await lead.get(url), 200)
  const lineId: string = order.lines[0].id
  await lead.put('credit-limits', { buyerOrgId: buyer.orgId, limitMinor: 1, beyond: 'wait' })
  await lead.post('stock-moves', { productId, kind: 'adjust', quantity: '100' })
  await lead.put(`${url}/costs`, { lines: [{ lineId, costE4: 1 }] })
  await buyer.post(`${url}/notes`, { text: '隔离' })
  const lines = [{ lineId, quantity: '10' }]
  const sent = expectStatus(await lead.post(`${url}/shipments`, { lines }), 201)
  const shipment = `${url}/shipments/${sent.shipments[0].id}`
  await lead.post(`${shipment}/proofs`, { signedBy: '王' })
  const got = expectStatus(
    await buyer.post(`${shipment}/receipts`, { lines: [{ lineId, good: '9', reason: '少' }] }),
    201,
  )
  const { factId } = got.differences[0]
  expectStatus(await lead.post(`${url}/settlements`, { factId, how: 'credit' }), 201)
  const asked = { kind: 'cancel', reason: 'x' }
  expectStatus(await buyer.post(`${url}/proposals`, asked, ifMatch(got)), 201)
  await owner.query(
    `INSERT INTO trade_line_production
     SELECT jingwei_uuid(), org_id, order_id, id, 'x', 1, now() FROM trade_order_lines WHERE id = $1`,
    [lineId],
  )
}

async function fillCatalogue(): Promise<void> {
  const productId = await world.addProduct({
    units: [{ unit: '箱', numerator: 24 }],
    ...{ visibility: 'chosen', viewers: { tiers: [1] }, floorE4: 1 },
  })
  const agreement = await lead.post('agreements', { name: '隔离', for: { audience: 'all' } })
  const set = await lead.patch(
    `agreements/${agreement.body.id}/prices`,
    { rows: [{ productId, unitE4: 1 }] },
    1,
  )
  assert.equal(set.status, 200, set.text)
  await owner.query(
    `WITH p AS (INSERT INTO product_pictures
       SELECT $1, $2, id, 0, name, media_type FROM files WHERE org_id = $1 LIMIT 1)
     INSERT INTO price_acceptances VALUES ($1, $1, $2, $2, 1, now(), NULL, now())`,
    [lead.orgId, productId],
  )
}

async function fillSourcing(): Promise<void> {
  const supplier = world.outsider
  const payment = [{ shareBp: 10_000, from: 'delivery', days: 0 }]
  const { rows } = await owner.query('SELECT id FROM files WHERE org_id = $1 LIMIT 1', [lead.orgId])
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const rfq = await lead.post('rfqs', {
    ...{ title: '隔离', payment, closesAt: inDays(1), fileIds: [rows[0].id] },
    lines: [{ description: '布', quantity: '10', unit: '米' }],
    suppliers: { orgIds: [supplier.orgId] },
  })
  assert.equal(rfq.status, 201, rfq.text)
  const question = await supplier.post(`rfqs/${rfq.body.id}/questions`, { question: '?' })
  assert.equal(question.status, 201, question.text)
  const offer = { lineNo: 1, unit: '米', unitE4: 1, leadDays: 1, payment, available: '9', lot: 'L' }
  const quote = await supplier.post(`rfqs/${rfq.body.id}/quotes`, {
    ...{ after: 0, validUntil: inDays(9), offers: [offer] },
  })
  assert.equal(quote.status, 201, quote.text)
  const lines = [{ quoteId: quote.body.id, versionNo: 1, lineNo: 1, offerNo: 1, quantity: '1' }]
  const award = await lead.post(`rfqs/${rfq.body.id}/awards`, { lines })
  assert.equal(award.status, 201, award.text)
  const clerk = await world.newMember(lead, 'manager')
  const right = { roles: ['user'], limitMinor: 0 }
  assert.equal((await lead.put(`purchasers/${clerk.personId}`, right)).status, 200)
  const asked = await clerk.post(`rfqs/${rfq.body.id}/awards`, {
    lines: [{ ...lines[0], quantity: '8' }],
  })
  assert.equal(asked.body.state, 'placed', 'a sum of nothing is within any limit')
  await owner.query(
    `INSERT INTO award_approvals (org_id, award_id, kind, state) VALUES ($1, $2, 'amount', 'approved')`,
    [lead.orgId, award.body.id],
  )
}

/** Tables with no org of their own, and why nobody reads another's rows in them. */
const WITHOUT_ORG: Record<string, string> = {
  orgs: 'is the tenant itself; tested below',
  people: 'people of my org and I; tested below',
  credentials: 'the app’s role has no right to it',
  recovery_codes: 'the app’s role has no right to it',
  throttles: 'the app’s role has no right to it',
  sessions: 'only one’s own person; tested below',
  jingwei_migrations: 'names no tenant',
}

async function tables(): Promise<string[]> {
  const { rows } = await owner.query<{ relname: string }>(
    `SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1`,
  )
  return rows.map((row) => row.relname)
}

/** Runs SQL as the app's role with a tenant set, as a hole in a query would. */
async function asApp(orgId: string, personId: string, text: string, values: unknown[] = []) {
  const client = new pg.Client({
    connectionString: app.database.app.options.connectionString as string,
  })
  await client.connect()
  try {
    await client.query(
      `BEGIN; SET LOCAL jingwei.org = '${orgId}'; SET LOCAL jingwei.person = '${personId}'`,
    )
    return await client.query(text, values)
  } finally {
    await client.end()
  }
}

test('every table is protected by policies, or says why it has no tenant', async () => {
  const { rows } = await owner.query<{ relname: string; rls: boolean; has_org: boolean }>(
    `SELECT c.relname, c.relrowsecurity AS rls, EXISTS (SELECT 1 FROM pg_attribute a
       WHERE a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped) AS has_org
     FROM pg_class c WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace`,
  )
  for (const table of rows) {
    assert.ok(table.has_org || WITHOUT_ORG[table.relname], `${table.relname} names no org`)
    if (table.relname !== 'jingwei_migrations')
      assert.ok(table.rls, `${table.relname} has no policies`)
  }
})

test('what an org owns is tried first of all policies', async () => {
  // PostgreSQL tries them in the reverse order of their names, and the others cost far more.
  const { rows } = await owner.query<{ table: string; name: string }>(
    `SELECT tablename AS table, policyname AS name FROM pg_policies p
     WHERE schemaname = 'public' AND cmd IN ('SELECT', 'ALL') AND policyname >= 'own' COLLATE "C"
       AND EXISTS (SELECT 1 FROM pg_policies o
         WHERE o.tablename = p.tablename AND o.policyname = 'own' AND o.cmd IN ('SELECT', 'ALL'))`,
  )
  assert.deepEqual(
    rows.filter(({ name }) => name !== 'own'),
    [],
    'give these names that sort before "own"',
  )
})

test('the app’s role cannot bypass policies, own tables or become somebody who can', async () => {
  const { rows } = await owner.query(
    `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = 'jingwei_app'`,
  )
  assert.deepEqual(rows, [
    { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false },
  ])
  const { rows: owned } = await owner.query(
    `SELECT relname FROM pg_class WHERE relowner = 'jingwei_app'::regrole`,
  )
  assert.deepEqual(owned, [])
  const { rows: memberOf } = await owner.query(
    `SELECT 1 FROM pg_auth_members WHERE member = 'jingwei_app'::regrole`,
  )
  assert.deepEqual(memberOf, [])
})

test('no row of any table shows to a stranger by raw SQL, whatever the role in its own org', async () => {
  const stranger = await world.newOrg('Stranger')
  for (const table of await tables()) {
    const { rows } = await owner.query(`SELECT count(*) AS n FROM ${table}`)
    const mayRead = await owner.query(
      `SELECT has_any_column_privilege('jingwei_app', $1, 'SELECT') AS may`,
      [table],
    )
    if (!mayRead.rows[0].may) continue
    const hasOrg = !WITHOUT_ORG[table]
    if (hasOrg && table !== 'event_heads') {
      assert.ok(rows[0].n > 0, `${table} is empty, so this proves nothing: fill it in this test`)
    }
    if (hasOrg) {
      const seen = await asApp(
        stranger.orgId,
        stranger.personId,
        `SELECT org_id::text FROM ${table} WHERE org_id <> $1`,
        [stranger.orgId],
      )
      assert.deepEqual(seen.rows, [], `${table} shows rows of others`)
    }
  }
  const orgs = await asApp(stranger.orgId, stranger.personId, 'SELECT id FROM orgs')
  assert.deepEqual(orgs.rows, [{ id: stranger.orgId }])
  const people = await asApp(stranger.orgId, stranger.personId, 'SELECT id FROM people')
  assert.deepEqual(people.rows, [{ id: stranger.personId }])
  const sessions = await asApp(
    stranger.orgId,
    stranger.personId,
    'SELECT DISTINCT person_id FROM sessions',
  )
  assert.deepEqual(sessions.rows, [{ person_id: stranger.personId }])
})

test('without a tenant nothing shows at all', async () => {
  const client = new pg.Client({
    connectionString: app.database.app.options.connectionString as string,
  })
  await client.connect()
  for (const table of await tables()) {
    const result = await client.query(`SELECT count(*) AS n FROM ${table}`).catch((e) => e.code)
    if (result === '42501') continue
    assert.equal(Number(result.rows[0].n), 0, table)
  }
  await client.end()
})

test('a stranger can neither change nor delete nor plant rows of others by raw SQL', async () => {
  const stranger = await world.newOrg('Stranger')
  for (const table of await tables()) {
    if (WITHOUT_ORG[table]) continue
    for (const text of [
      `UPDATE ${table} SET org_id = org_id WHERE org_id <> '${stranger.orgId}'`,
      `DELETE FROM ${table} WHERE org_id <> '${stranger.orgId}'`,
    ]) {
      const result = await asApp(stranger.orgId, stranger.personId, text).catch((e) => e)
      const isRefused =
        result instanceof Error
          ? (result as { code?: string }).code === '42501'
          : result.rowCount === 0
      assert.ok(isRefused, `${text}: ${result instanceof Error ? result.message : result.rowCount}`)
    }
  }
  const planted = asApp(
    stranger.orgId,
    stranger.personId,
    `INSERT INTO contacts (id, org_id, partner_id, name, created_at)
     SELECT jingwei_uuid(), '${lead.orgId}', id, 'planted', now() FROM partners`,
  )
  const result = await planted.catch((e) => e)
  assert.ok(result instanceof Error || result.rowCount === 0)
  const event = asApp(
    stranger.orgId,
    stranger.personId,
    `SELECT append_events('${lead.orgId}', '[{"type": "identity.forged"}]')`,
  )
  await assert.rejects(event, /belongs to the org/)
})

test('every route answers a stranger with not found, and nobody with not signed in', async () => {
  const ids = await idsOfLead()
  const { paths } = app.http.swagger() as {
    paths: Record<string, Record<string, { security?: unknown[] }>>
  }
  const outsider = await world.newOrg('Outsider of every chain')
  let asked = 0
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const isPublic = Array.isArray(operation.security) && operation.security.length === 0
      if (isPublic || !path.startsWith('/api/v1/') || path.endsWith('/stream')) continue
      const url = path.replace(/\{(\w+)\}/g, (_, name: string) => ids.of(path, name))
      const call = method.toUpperCase() as 'GET'
      const nobody = await world.anyone.call(call, url, call === 'GET' ? undefined : {}, {
        'if-match': '"1"',
      })
      assert.equal(
        nobody.status,
        401,
        `${method} ${path} without a login: ${nobody.text.slice(0, 100)}`,
      )
      if (!path.includes('{')) continue
      const stranger = await outsider.call(call, url, call === 'GET' ? undefined : {}, {
        'if-match': '"1"',
      })
      assert.ok(
        [400, 403, 404, 428].includes(stranger.status),
        `${method} ${path} answered a stranger ${stranger.status}: ${stranger.text.slice(0, 200)}`,
      )
      // A route that wants a query may refuse that first; it has read nothing by then.
      if (method === 'get' && stranger.status !== 400)
        assert.equal(stranger.status, 404, `${method} ${path}: ${stranger.text.slice(0, 100)}`)
      asked++
    }
  }
  assert.ok(asked > 25, `${asked} routes were asked`)
})

/** Real ids of the lead's records for each kind of address. */
async function idsOfLead() {
  const one = async (text: string) => (await owner.query(text, [lead.orgId])).rows[0]?.id as string
  const known: Record<string, string> = {
    chains: await one('SELECT id FROM chains WHERE org_id = $1'),
    conversations: await one('SELECT id FROM conversations WHERE org_id = $1'),
    robots: await one('SELECT id FROM robots WHERE org_id = $1'),
    destinations: await one('SELECT id FROM destinations WHERE org_id = $1'),
    partners: await one(`SELECT id FROM partners WHERE org_id = $1 AND status = 'imported'`),
    notices: await one(`SELECT id FROM notices WHERE org_id = $1`),
    products: await one('SELECT id FROM products WHERE org_id = $1'),
    agreements: await one('SELECT id FROM agreements WHERE org_id = $1'),
    sellers: lead.orgId,
    files: await one('SELECT id FROM files WHERE org_id = $1'),
    groups: await one('SELECT id FROM partner_groups WHERE org_id = $1'),
    contacts: await one('SELECT id FROM contacts WHERE org_id = $1'),
    imports: await one('SELECT id FROM imports WHERE org_id = $1'),
    members: await one('SELECT id FROM memberships WHERE org_id = $1'),
    invitations: await one('SELECT id FROM invitations WHERE org_id = $1'),
    'api-keys': await one('SELECT id FROM api_keys WHERE org_id = $1'),
    'visibility-rules': await one('SELECT id FROM visibility_rules WHERE org_id = $1'),
    'indexed-products': await one(
      'SELECT product_id AS id FROM trade_price_index WHERE org_id = $1',
    ),
    'production-orders': await one('SELECT id FROM production_orders WHERE org_id = $1'),
    shares: await one('SELECT id FROM shares WHERE org_id = $1'),
    handovers: await one('SELECT id FROM handovers WHERE org_id = $1'),
    warnings: await one('SELECT id FROM warnings WHERE org_id = $1'),
    bundles: await one('SELECT code AS id FROM bundles WHERE org_id = $1'),
    rfqs: await one('SELECT id FROM rfqs WHERE org_id = $1'),
    quotes: await one('SELECT id FROM quotes WHERE buyer_org_id = $1'),
    awards: await one('SELECT id FROM awards WHERE org_id = $1'),
    'notice-templates': await one('SELECT id FROM notice_templates WHERE org_id = $1'),
    'trade-orders': await one('SELECT id FROM trade_orders WHERE org_id = $1'),
    invoices: await one('SELECT id FROM invoices WHERE org_id = $1'),
    payments: await one('SELECT id FROM payments WHERE org_id = $1'),
    accounts: world.distributor.orgId,
    ledger: await one('SELECT id FROM ledger_entries WHERE org_id = $1'),
    'bank-statements': await one('SELECT id FROM bank_statements WHERE org_id = $1'),
    'bank-entries': await one('SELECT id FROM bank_entries WHERE org_id = $1'),
    shipments: await one('SELECT id FROM trade_shipments WHERE org_id = $1'),
    proposals: await one('SELECT id FROM trade_order_proposals WHERE org_id = $1'),
    sessions: await one(
      'SELECT s.id FROM sessions s JOIN memberships m USING (person_id) WHERE m.org_id = $1',
    ),
  }
  return {
    of(path: string, name: string): string {
      if (name === 'noticeId') return known.notices!
      if (name === 'no') return '1'
      if (name === 'personId') return lead.personId
      if (name === 'shipmentId') return known.shipments!
      if (name === 'proposalId') return known.proposals!
      if (name === 'partnerId') return known.partners!
      if (name === 'chainId') return known.chains!
      const kind = path.split('/')[3]!
      const id = known[kind]
      assert.ok(id, `this test knows no id for ${path}: add one`)
      return id
    },
  }
}

test('a factory reads its own shares, and can change neither their price nor a warning of the lead', async () => {
  const maker = world.outsider
  const read = (table: string) =>
    asApp(maker.orgId, maker.personId, `SELECT * FROM ${table} WHERE org_id = $1`, [lead.orgId])
  assert.equal((await read('shares')).rows.length, 1)
  for (const table of ['production_orders', 'plans', 'order_operations', 'digests']) {
    assert.equal((await read(table)).rows.length, 0, table)
  }
  for (const text of [
    'UPDATE shares SET price_minor = 999',
    'UPDATE shares SET quantity_milli = 1',
    'UPDATE warnings SET cleared_at = now()',
    'UPDATE warnings SET measure = 0',
  ]) {
    const result = await asApp(maker.orgId, maker.personId, text).catch((e) => e)
    assert.equal(result.code, '42501', text)
  }
  const forged = `INSERT INTO progress_reports (id, org_id, order_id, share_id, operation_no, reporter_org_id,
      good_milli, scrap_milli, done_at, reported_at, person_name, source, input_hash)
    SELECT jingwei_uuid(), org_id, order_id, id, operation_no, $1, 1, 0, now(), now(), 'x', 'api', 'x' FROM shares`
  const { distributor } = world
  const planted = await asApp(distributor.orgId, distributor.personId, forged, [maker.orgId]).catch(
    (e) => e,
  )
  assert.ok(planted instanceof Error || planted.rowCount === 0)
})
