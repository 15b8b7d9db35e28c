import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../../platform/cursor.ts'
import { found } from '../../../platform/errors.ts'
import { orgsSql } from '../../identity/index.ts'
import { dayOf } from './days.ts'
import type { BalanceQuery, Entry, EntryQuery, TrialBalance } from './schema.ts'

interface EntryRow extends Omit<Entry, 'bookedOn' | 'partyOrgId' | 'partyName' | 'createdAt'> {
  booked_on: string
  party_org_id: string | null
  party_name: string
  created_at: string
}

function entriesSql(tx: Tx, where: RawBuilder<unknown>, limit: number | null) {
  return sql<EntryRow>`
    SELECT e.id, e.booked_on, e.kind, e.source, e.memo, e.party_org_id, e.created_at,
      coalesce(o.short_name, '') AS party_name,
      (SELECT json_agg(json_build_object('account', p.account, 'flow', p.flow, 'currency', p.currency,
        'amountMinor', p.amount_minor) ORDER BY p.no) FROM ledger_postings p WHERE p.entry_id = e.id) AS postings
    FROM ledger_entries e LEFT JOIN ${orgsSql()} o ON o.id = e.party_org_id
    WHERE e.org_id = ${tx.actor.orgId} AND ${where}
    ORDER BY e.booked_on DESC, e.id DESC LIMIT ${limit}`
}

function shapeEntry(row: EntryRow): Entry {
  const { booked_on, party_org_id, party_name, created_at, ...same } = row
  return {
    ...same,
    bookedOn: booked_on,
    partyOrgId: party_org_id,
    partyName: party_name,
    createdAt: created_at,
  }
}

export async function readEntry(tx: Tx, id: string): Promise<Entry> {
  return shapeEntry(await getEntry(tx, id))
}

export async function getEntry(tx: Tx, id: string): Promise<EntryRow> {
  const { rows } = await entriesSql(tx, sql`e.id = ${id}::uuid`, 1).execute(tx.db)
  return found(rows[0], 'ledger_entry')
}

export async function closedUntil(tx: Tx): Promise<string | null> {
  const { rows } = await sql<{ until: string | null }>`
    SELECT max(until) AS until FROM ledger_closings WHERE org_id = ${tx.actor.orgId}`.execute(tx.db)
  return rows[0]!.until
}

/** The journal, the latest first. */
export function listEntries(ctx: Ctx, query: EntryQuery) {
  return ctx.read(async (tx) => {
    const after = decodeCursor(query.cursor, 2)
    const parts = [sql`true`]
    if (after) parts.push(sql`(e.booked_on, e.id) < (${after[0]}::date, ${after[1]}::uuid)`)
    if (query.from) parts.push(sql`e.booked_on >= ${query.from}::date`)
    if (query.to) parts.push(sql`e.booked_on <= ${query.to}::date`)
    if (query.partyOrgId) parts.push(sql`e.party_org_id = ${query.partyOrgId}::uuid`)
    if (query.account) {
      parts.push(sql`EXISTS (SELECT 1 FROM ledger_postings p
        WHERE p.entry_id = e.id AND p.account = ${query.account})`)
    }
    const { rows } = await entriesSql(tx, sql.join(parts, sql` AND `), query.limit + 1).execute(
      tx.db,
    )
    return pageOf(rows, query.limit, (row) => [row.booked_on, row.id], shapeEntry)
  })
}

/** Every account with what it held before, what came and went, and what it holds; all of it sums up to zero. */
export function trialBalance(ctx: Ctx, query: BalanceQuery): Promise<TrialBalance> {
  return ctx.read(async (tx) => {
    const to = query.to ?? dayOf(tx.now())
    const from = query.from ?? null
    const inTime = sql`(${from}::date IS NULL OR booked_on >= ${from}::date)`
    const { rows } = await sql<TrialBalance['rows'][number]>`
      SELECT account, flow, currency,
        coalesce(sum(amount_minor) FILTER (WHERE NOT ${inTime}), 0)::bigint AS "openingMinor",
        coalesce(sum(amount_minor) FILTER (WHERE ${inTime} AND amount_minor > 0), 0)::bigint AS "debitMinor",
        coalesce(-sum(amount_minor) FILTER (WHERE ${inTime} AND amount_minor < 0), 0)::bigint AS "creditMinor",
        sum(amount_minor)::bigint AS "closingMinor"
      FROM ledger_postings WHERE org_id = ${tx.actor.orgId} AND booked_on <= ${to}::date
      GROUP BY account, flow, currency ORDER BY currency, account, flow`.execute(tx.db)
    return { from, to, closedUntil: await closedUntil(tx), rows }
  })
}
