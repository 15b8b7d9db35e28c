import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { orgsSql } from '../../identity/index.ts'
import { addDays, dayOf, daysBetween } from './days.ts'
import { openInstalmentsSql } from './open-sql.ts'
import type { ClaimRow, Claims, Dunning, Side } from './schema.ts'

const DSO_DAYS = 90

/** Which column names me and which the other, on each side of a claim; `row` is the table's alias. */
export function sidesOf(side: Side, row: string) {
  const seller = sql.ref(`${row}.org_id`)
  const buyer = sql.ref(`${row}.buyer_org_id`)
  const isMine = side === 'receivable'
  return {
    mine: isMine ? seller : buyer,
    other: isMine ? buyer : seller,
    name: sql.ref(isMine ? `${row}.buyer_name` : `${row}.seller_name`),
  }
}

/** All that I am owed, or owe, by party and age of what is due. Both parties read the same figures. */
export function readClaims(ctx: Ctx, side: Side): Promise<Claims> {
  return ctx.read(async (tx) => {
    const today = dayOf(tx.now())
    const [parties, invoiced] = await Promise.all([
      claimRows(tx, side, today),
      invoicedOf(tx, side, addDays(today, -DSO_DAYS)),
    ])
    const currencies = new Set([...parties.map((row) => row.currency), ...invoiced.keys()])
    const totals = [...currencies].sort().map((currency) => {
      const ofCurrency = parties.filter((row) => row.currency === currency)
      const sum = (of: (row: ClaimRow) => number) =>
        ofCurrency.reduce((all, row) => all + of(row), 0)
      const openMinor = sum((row) => row.openMinor)
      const invoiced90Minor = invoiced.get(currency) ?? 0
      return {
        currency,
        notDueMinor: sum((row) => row.notDueMinor),
        days30Minor: sum((row) => row.days30Minor),
        days60Minor: sum((row) => row.days60Minor),
        days90Minor: sum((row) => row.days90Minor),
        over90Minor: sum((row) => row.over90Minor),
        openMinor,
        overdueMinor: sum((row) => row.overdueMinor),
        onAccountMinor: sum((row) => row.onAccountMinor),
        balanceMinor: sum((row) => row.balanceMinor),
        daysOutstanding:
          invoiced90Minor > 0
            ? Math.round((openMinor / invoiced90Minor) * DSO_DAYS * 10) / 10
            : null,
        invoiced90Minor,
      }
    })
    return { side, asOf: today, totals, parties }
  })
}

function ageSql(from: number | null, to: number | null, today: string): RawBuilder<unknown> {
  const late = sql`(${today}::date - due_on)`
  const lower = from === null ? sql`true` : sql`${late} >= ${from}`
  const upper = to === null ? sql`true` : sql`coalesce(${late}, 0) <= ${to}`
  return sql`coalesce(sum(minor) FILTER (WHERE ${lower} AND ${upper}), 0)`
}

async function claimRows(tx: Tx, side: Side, today: string): Promise<ClaimRow[]> {
  const me = tx.actor.orgId
  const [ofInvoice, ofPart, ofPayment] = ['v', 'i', 'p'].map((row) => sidesOf(side, row))
  const open = sql`v.total_minor - v.deposit_minor - v.paid_minor - v.credited_minor`
  const mine = sql`${ofInvoice!.mine} = ${me} AND v.kind <> 'credit_note' AND ${open} > 0`
  const { rows } = await sql<ClaimRow>`
    WITH parts AS (
      SELECT ${ofPart!.other} AS party, i.currency, i.open_minor AS minor, i.due_on, i.invoice_id
      FROM ${openInstalmentsSql(mine)} i WHERE i.open_minor > 0),
    aged AS (
      SELECT party, currency, sum(minor) AS open, count(DISTINCT invoice_id) AS invoices,
        min(due_on) AS oldest, ${ageSql(null, 0, today)} AS not_due, ${ageSql(1, 30, today)} AS d30,
        ${ageSql(31, 60, today)} AS d60, ${ageSql(61, 90, today)} AS d90, ${ageSql(91, null, today)} AS over90,
        coalesce(sum(minor) FILTER (WHERE (SELECT w.answer = 'disputed' FROM invoice_answers w
          WHERE w.invoice_id = parts.invoice_id ORDER BY w.answered_at DESC, w.id DESC LIMIT 1)), 0) AS disputed
      FROM parts GROUP BY 1, 2),
    credit AS (
      SELECT party, currency, sum(minor) AS minor FROM (
        SELECT ${ofPayment!.other} AS party, p.currency,
          CASE p.kind WHEN 'payment' THEN 1 ELSE -1 END * (p.amount_minor - p.allocated_minor) AS minor
        FROM payments p WHERE ${ofPayment!.mine} = ${me} AND p.state = 'received'
          AND p.allocated_minor < p.amount_minor
        UNION ALL SELECT ${ofInvoice!.other}, v.currency, ${open} FROM invoices v
          WHERE ${ofInvoice!.mine} = ${me} AND v.kind = 'credit_note' AND v.cancelled_at IS NULL AND ${open} > 0) c
      GROUP BY 1, 2)
    SELECT party AS "partyOrgId", currency, coalesce(a.not_due, 0)::bigint AS "notDueMinor",
      coalesce(a.d30, 0)::bigint AS "days30Minor", coalesce(a.d60, 0)::bigint AS "days60Minor",
      coalesce(a.d90, 0)::bigint AS "days90Minor", coalesce(a.over90, 0)::bigint AS "over90Minor",
      coalesce(a.open, 0)::bigint AS "openMinor",
      coalesce(a.d30 + a.d60 + a.d90 + a.over90, 0)::bigint AS "overdueMinor",
      coalesce(c.minor, 0)::bigint AS "onAccountMinor",
      (coalesce(a.open, 0) - coalesce(c.minor, 0))::bigint AS "balanceMinor", a.oldest AS "oldestDueOn",
      coalesce(a.invoices, 0)::int AS invoices, coalesce(a.disputed, 0)::bigint AS "disputedMinor",
      coalesce((SELECT ${ofInvoice!.name} FROM invoices v WHERE ${ofInvoice!.mine} = ${me}
          AND ${ofInvoice!.other} = party ORDER BY v.issued_on DESC, v.id DESC LIMIT 1),
        (SELECT ${ofPayment!.name} FROM payments p WHERE ${ofPayment!.mine} = ${me}
          AND ${ofPayment!.other} = party ORDER BY p.paid_on DESC, p.id DESC LIMIT 1)) AS "partyName"
    FROM aged a FULL JOIN credit c USING (party, currency)
    ORDER BY "overdueMinor" DESC, "openMinor" DESC, party`.execute(tx.db)
  return rows
}

/** What was invoiced since a day, by currency, less what was credited. */
async function invoicedOf(tx: Tx, side: Side, since: string): Promise<Map<string, number>> {
  const { mine } = sidesOf(side, 'v')
  const { rows } = await sql<{ currency: string; minor: number }>`
    SELECT v.currency, sum(CASE v.kind WHEN 'invoice' THEN v.total_minor ELSE -v.total_minor END)::bigint AS minor
    FROM invoices v WHERE ${mine} = ${tx.actor.orgId} AND v.kind <> 'deposit' AND v.cancelled_at IS NULL
      AND v.issued_on > ${since}::date GROUP BY 1`.execute(tx.db)
  return new Map(rows.map((row) => [row.currency, row.minor]))
}

interface LateRow {
  id: string
  party: string
  name: string
  currency: string
  no: string
  reference: string
  orderNo: string
  overdueMinor: number
  dueOn: string
}

/** Whom to remind, of which invoices, and how firmly; what the buyer disputes is talked about, not reminded of. */
export function readDunning(ctx: Ctx): Promise<Dunning> {
  return ctx.read(async (tx) => {
    const today = dayOf(tx.now())
    const open = sql`v.org_id = ${tx.actor.orgId} AND v.kind <> 'credit_note'
      AND v.total_minor - v.deposit_minor - v.paid_minor - v.credited_minor > 0`
    const { rows } = await sql<LateRow>`
      SELECT v.id, v.buyer_org_id AS party, v.buyer_name AS name, v.currency, v.no, v.reference,
        v.order_no AS "orderNo", sum(i.open_minor)::bigint AS "overdueMinor", min(i.due_on) AS "dueOn"
      FROM ${openInstalmentsSql(open)} i JOIN invoices v ON v.id = i.invoice_id
      WHERE i.due_on < ${today}::date AND i.open_minor > 0
        AND (SELECT w.answer FROM invoice_answers w WHERE w.invoice_id = v.id
          ORDER BY w.answered_at DESC, w.id DESC LIMIT 1) IS DISTINCT FROM 'disputed'
      GROUP BY v.id ORDER BY min(i.due_on), v.no`.execute(tx.db)
    const groups = Map.groupBy(rows, (row) => `${row.party} ${row.currency}`)
    const parties = [...groups.values()].map((late) => {
      const invoices = late.map(({ id, no, reference, orderNo, overdueMinor, dueOn }) => ({
        ...{ id, no, reference, orderNo, overdueMinor, dueOn },
        daysLate: daysBetween(dueOn, today),
      }))
      const daysLateMax = Math.max(...invoices.map((one) => one.daysLate))
      const { party, name, currency } = late[0]!
      return {
        partyOrgId: party,
        partyName: name,
        currency,
        overdueMinor: invoices.reduce((sum, one) => sum + one.overdueMinor, 0),
        daysLateMax,
        level: daysLateMax > 60 ? 3 : daysLateMax > 30 ? 2 : 1,
        invoices,
      }
    })
    parties.sort((a, b) => b.level - a.level || b.overdueMinor - a.overdueMinor)
    return { asOf: today, parties }
  })
}

/** What an org is called where a document names it, or by the directory. */
export async function partyName(tx: Tx, side: Side, partyOrgId: string): Promise<string | null> {
  const { mine, other, name } = sidesOf(side, 'v')
  const { rows } = await sql<{ name: string | null }>`
    SELECT coalesce((SELECT ${name} FROM invoices v WHERE ${mine} = ${tx.actor.orgId}
        AND ${other} = ${partyOrgId}::uuid ORDER BY v.issued_on DESC, v.id DESC LIMIT 1),
      (SELECT o.short_name FROM ${orgsSql()} o WHERE o.id = ${partyOrgId}::uuid)) AS name`.execute(
    tx.db,
  )
  return rows[0]!.name
}
