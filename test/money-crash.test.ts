import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { FAULTS } from '../server/modules/trade/money/fixture.ts'
import { newId } from '../server/platform/ids.ts'
import { killableServer } from './killable.ts'

// `CRASHES=100` runs the long form; the gate kills a server a few times.
const CRASHES = Number(process.env.CRASHES ?? 5)
const { address, owner, crash, register } = await killableServer()
const seller = await register()
const buyerOrgId = await plantBuyer()

/** A distributor that has joined, below the seller. */
async function plantBuyer(): Promise<string> {
  const [orgId, chainId] = [newId(), newId()]
  await owner.query(
    `INSERT INTO orgs (id, name, short_name, created_at) VALUES ($1, '买家', '买家', now())`,
    [orgId],
  )
  await owner.query(
    `INSERT INTO chains (id, org_id, name, created_at) VALUES ($1, $2, 'crash', now())`,
    [chainId, seller.orgId],
  )
  await owner.query(
    `INSERT INTO partners (id, org_id, chain_id, side, tier, path, owner_org_id, brought_by_org_id, partner_org_id,
       status, code, name, created_at)
     VALUES ($1, $2, $3, 'downstream', 1, 'x.1', $2, $2, $4, 'joined', '1', '买家', now())`,
    [newId(), seller.orgId, chainId, orgId],
  )
  return orgId
}

/** Asks until there is an answer, under one key, as a page does. */
// biome-ignore lint/suspicious/noExplicitAny: tests read the wire as it is
async function insist(path: string, key: string, body: unknown): Promise<any> {
  for (;;) {
    const answer = await fetch(`${address()}/api/v1/${path}`, {
      method: 'POST',
      headers: {
        cookie: seller.cookie,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
    }).catch(() => null)
    if (answer?.status === 201) return answer.json().catch(() => insist(path, key, body))
    if (answer && answer.status < 500) assert.fail(`${answer.status} ${await answer.text()}`)
    await sleep(20)
  }
}

test(`a server killed ${CRASHES} times loses no money, and books none twice`, async () => {
  let isOver = false
  const acknowledged: { invoiceId: string; amountMinor: number }[] = []
  const clerks = Array.from({ length: 4 }, async (_, clerk) => {
    for (let n = 0; !isOver; n++) {
      const key = `crash-${clerk}-${n}`
      const amountMinor = 100 + n
      const lines = [{ flow: 'goods', description: '货款', amountMinor }]
      const invoice = await insist('invoices', `${key}-invoice`, { buyerOrgId, lines, taxBp: 1300 })
      const allocations = [{ invoiceId: invoice.id, amountMinor }]
      await insist('payments', `${key}-payment`, {
        ...{ partyOrgId: buyerOrgId, amountMinor, allocations, reference: key },
      })
      acknowledged.push({ invoiceId: invoice.id, amountMinor })
    }
  })
  for (let i = 0; i < CRASHES; i++) {
    await sleep(300 + Math.random() * 400)
    await crash()
  }
  isOver = true
  await Promise.all(clerks)

  assert.deepEqual((await owner.query(FAULTS)).rows, [])
  const { rows } = await owner.query<{ id: string; paid: number; entries: number }>(
    `SELECT v.id, v.paid_minor AS paid, (SELECT count(*)::int FROM ledger_entries e
       WHERE e.source = 'invoice:' || v.id) AS entries FROM invoices v`,
  )
  assert.equal(rows.length, acknowledged.length, 'each invoice once, and none without an answer')
  assert.ok(rows.length > CRASHES)
  const kept = new Map(rows.map((row) => [row.id, row]))
  for (const { invoiceId, amountMinor } of acknowledged) {
    assert.deepEqual(kept.get(invoiceId), { id: invoiceId, paid: amountMinor, entries: 2 })
  }
  const count = await owner.query(
    `SELECT count(*)::int AS payments, (SELECT count(*)::int FROM ledger_entries
       WHERE kind = 'payment') AS entries, (SELECT count(*)::int FROM events
       WHERE type = 'trade.payment_received' AND org_id = $1) AS told FROM payments`,
    [seller.orgId],
  )
  const payments = acknowledged.length
  assert.deepEqual(count.rows, [{ payments, entries: payments * 2, told: payments }])
})
