import assert from 'node:assert/strict'
import type { PaymentTerm } from '@jingwei/pricing/terms'
import type { Answer, User } from '../../../../test/app.ts'
import { newId } from '../../../platform/ids.ts'
import { line, type OrderWorld, orderWorld } from '../orders/fixture.ts'
import type { DraftLine } from '../orders/placing.ts'

export const CREDIT_30: PaymentTerm = [{ shareBp: 10_000, from: 'invoice', days: 30 }]

export interface Sold {
  id: string
  no: string
  lines: string[]
}

export interface MoneyWorld extends OrderWorld {
  /** An order that both have agreed to. */
  sell(lines?: Partial<DraftLine>[], payment?: PaymentTerm): Promise<Sold>
  /** What left and what arrived, a quantity for each line. */
  leave(order: Sold, quantities: string[]): Promise<void>
  arrive(order: Sold, quantities: string[]): Promise<void>
  /** An order of one line that has left, and its invoice. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read the wire as it is
  invoiced(amountMinor?: number, more?: Record<string, unknown>): Promise<any>
  // biome-ignore lint/suspicious/noExplicitAny: tests read the wire as it is
  pay(amountMinor: number, more?: Record<string, unknown>): Promise<any>
  /** What is wrong with the ledgers, over all orgs: an empty list when they are sound. */
  faults(): Promise<string[]>
  balance(user: User, account: string): Promise<number>
  upload(user: User, name: string, bytes: Buffer | string): Promise<string>
}

/** Answers that must be as expected, with what they say when they are not. */
// biome-ignore lint/suspicious/noExplicitAny: tests read the wire as it is
export function ok(answer: Answer, status: number): any {
  assert.equal(answer.status, status, answer.text)
  return answer.body
}

export function refused(answer: Answer, status: number, reason: string): void {
  const errors: { code: string }[] = answer.body.errors ?? []
  const said = [answer.body.code, answer.body.reason, ...errors.map((error) => error.code)]
  assert.equal(answer.status, status, answer.text)
  assert.ok(said.includes(reason), answer.text)
}

export async function moneyWorld(t: { after(work: () => unknown): void }): Promise<MoneyWorld> {
  const world = await orderWorld(t)
  const { seller, buyer } = world
  const { owner } = world.app.database
  let shipments = 0

  const sell: MoneyWorld['sell'] = async (lines = [{}], payment = CREDIT_30) => {
    const order = await world.place(buyer, {
      payment,
      source: { kind: 'quote', id: null },
      lines: lines.map((more) => line(more)),
    })
    const { rows } = await owner.query(
      'SELECT id FROM trade_order_lines WHERE order_id = $1 ORDER BY line_no',
      [order.id],
    )
    return { ...order, lines: rows.map((row) => row.id) }
  }
  async function move(user: User, kind: string, order: Sold, quantities: string[]) {
    const shipment = newId()
    if (kind === 'shipped') {
      await world.rawSql(
        user,
        `INSERT INTO trade_shipments (id, org_id, buyer_org_id, order_id, no, shipped_at, by_name)
         VALUES ($1, $2, $3, $4, $5, now(), 'x')`,
        [shipment, seller.orgId, buyer.orgId, order.id, ++shipments],
      )
    }
    await world.rawSql(
      user,
      `INSERT INTO trade_goods_facts (id, org_id, buyer_org_id, order_id, line_id, shipment_id, kind, quantity, at,
         recorded_at, by_org_id, by_name)
       SELECT jingwei_uuid(), $1, $2, $3, l.line, coalesce((SELECT s.id FROM trade_shipments s WHERE s.id = $4),
         (SELECT s.id FROM trade_shipments s WHERE s.order_id = $3 ORDER BY no DESC LIMIT 1)),
         $5, l.quantity, now(), now(), $6, 'x'
       FROM unnest($7::uuid[], $8::numeric[]) AS l(line, quantity) WHERE l.quantity > 0`,
      [
        ...[seller.orgId, buyer.orgId, order.id, shipment, kind, user.orgId],
        ...[order.lines.slice(0, quantities.length), quantities],
      ],
    )
  }
  const leave: MoneyWorld['leave'] = (order, quantities) =>
    move(seller, 'shipped', order, quantities)
  return {
    ...world,
    sell,
    leave,
    arrive: (order, quantities) => move(buyer, 'received', order, quantities),
    async invoiced(amountMinor = 10_000, more = {}) {
      const order = await sell([{ amountMinor }])
      await leave(order, ['100'])
      return ok(await seller.post(`trade-orders/${order.id}/invoices`, more), 201)
    },
    async pay(amountMinor, more = {}) {
      const body = { partyOrgId: buyer.orgId, amountMinor, ...more }
      return ok(await seller.post('payments', body), 201)
    },
    async faults() {
      const { rows } = await owner.query<{ fault: string }>(FAULTS)
      return rows.map((row) => row.fault)
    },
    async balance(user, account) {
      const { rows } = await owner.query(
        `SELECT coalesce(sum(amount_minor), 0)::bigint AS minor FROM ledger_postings
         WHERE org_id = $1 AND account = $2`,
        [user.orgId, account],
      )
      return rows[0].minor
    },
    async upload(user, name, bytes) {
      const boundary = 'a-boundary'
      const body = Buffer.concat([
        Buffer.from(
          `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
        ),
        Buffer.from(bytes as string),
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ])
      const type = `multipart/form-data; boundary=${boundary}`
      return ok(await user.call('POST', 'files', body, { 'content-type': type }), 201).id
    },
  }
}

// Every ledger is balanced; what two parties booked of each other is the mirror; the claims in the books are those of the
// documents; and no document is settled by more or less than its allocations say.
export const FAULTS = `
  SELECT 'unbalanced ' || org_id AS fault FROM ledger_postings GROUP BY org_id, currency HAVING sum(amount_minor) <> 0
  UNION ALL SELECT 'no mirror ' || org_id || ' ' || party_org_id FROM (
    SELECT org_id, party_org_id, sum(amount_minor) AS minor FROM ledger_postings
    WHERE account = 'receivable' AND party_org_id IS NOT NULL GROUP BY 1, 2) r
  WHERE r.minor <> -(SELECT coalesce(sum(amount_minor), 0) FROM ledger_postings p WHERE p.account = 'payable'
    AND p.org_id = r.party_org_id AND p.party_org_id = r.org_id)
  UNION ALL SELECT 'books and documents differ ' || d.org_id || ' by ' || (d.minor - coalesce(b.minor, 0)) FROM (
    SELECT org_id, buyer_org_id, sum(minor) AS minor FROM (
      SELECT org_id, buyer_org_id, CASE kind WHEN 'credit_note' THEN -total_minor ELSE total_minor - deposit_minor END
        AS minor FROM invoices WHERE cancelled_at IS NULL
      UNION ALL SELECT org_id, buyer_org_id, CASE kind WHEN 'payment' THEN -amount_minor ELSE amount_minor END
        FROM payments WHERE state = 'received') x GROUP BY 1, 2) d
  LEFT JOIN (SELECT org_id, party_org_id, sum(amount_minor) AS minor FROM ledger_postings
    WHERE account = 'receivable' GROUP BY 1, 2) b ON b.org_id = d.org_id AND b.party_org_id = d.buyer_org_id
  WHERE d.minor <> coalesce(b.minor, 0)
  UNION ALL SELECT 'invoice ' || v.no || ' is settled otherwise' FROM invoices v CROSS JOIN LATERAL (
    SELECT coalesce(sum(amount_minor) FILTER (WHERE payment_id IS NOT NULL), 0) AS paid,
      coalesce(sum(amount_minor) FILTER (WHERE credit_id IS NOT NULL), 0) AS credited
    FROM allocations a WHERE a.invoice_id = v.id) a
  WHERE v.paid_minor <> a.paid OR (v.kind <> 'credit_note' AND v.credited_minor <> a.credited)
  UNION ALL SELECT 'payment ' || p.id || ' is allocated otherwise' FROM payments p
    WHERE p.allocated_minor <> (SELECT coalesce(sum(amount_minor), 0) FROM allocations a WHERE a.payment_id = p.id)`
