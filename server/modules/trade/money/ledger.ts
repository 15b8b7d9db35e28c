import { sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { AppError, badField } from '../../../platform/errors.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { dayOf } from './days.ts'
import { closedUntil, getEntry, readEntry } from './ledger-queries.ts'
import { mirrored, negated, type Posting, unbalanced } from './ledger-rules.ts'
import { type EntryInput, FLOW_ACCOUNTS } from './schema.ts'

interface BookedEntry {
  kind: string
  source: string
  memo: string
  on: string
  postings: readonly Posting[]
}
interface Parties {
  sellerOrgId: string
  buyerOrgId: string
}

/** Books one fact in both ledgers; the postings are those of the seller. A fact of no amount leaves no entry. */
export async function bookForBoth(tx: Tx, parties: Parties, entry: BookedEntry): Promise<void> {
  if (entry.postings.length === 0) return
  const { sellerOrgId, buyerOrgId } = parties
  await book(tx, [
    { ...entry, orgId: sellerOrgId, partyOrgId: buyerOrgId },
    { ...entry, orgId: buyerOrgId, partyOrgId: sellerOrgId, postings: mirrored(entry.postings) },
  ])
}

/** Takes back in both ledgers what a fact had booked. */
export function reverseForBoth(tx: Tx, parties: Parties, entry: BookedEntry): Promise<void> {
  const postings = negated(entry.postings)
  return bookForBoth(tx, parties, { ...entry, kind: 'reversal', postings })
}

export async function bookOwn(tx: Tx, entry: BookedEntry): Promise<string> {
  const [id] = await book(tx, [{ ...entry, orgId: tx.actor.orgId as string, partyOrgId: null }])
  return id!
}

async function book(
  tx: Tx,
  entries: readonly (BookedEntry & { orgId: string; partyOrgId: string | null })[],
): Promise<string[]> {
  const now = tx.now()
  const ids = entries.map(() => newId(now.getTime()))
  const rows = entries.map((entry, at) => ({
    id: ids[at],
    org: entry.orgId,
    party: entry.partyOrgId,
    on: entry.on,
    kind: entry.kind,
    source: entry.source,
    memo: entry.memo,
    by: tx.actor.personId ?? tx.actor.keyId,
    at: now.toISOString(),
    postings: entry.postings,
  }))
  await sql`SELECT book(${JSON.stringify(rows)}::jsonb)`.execute(tx.db)
  return ids
}

/** The day on which something is booked: today, or another one that is not closed and not ahead. */
export async function bookingDay(tx: Tx, wanted: string | undefined, field: string) {
  const today = dayOf(tx.now())
  const day = wanted ?? today
  if (day > today) throw badField(field, 'in_future', 'That day is still to come')
  const closed = await closedUntil(tx)
  if (closed !== null && day <= closed) {
    throw new AppError('refused', { reason: 'period_closed', data: { until: closed } })
  }
  return day
}

/** An entry by hand: an opening balance, a cost that no invoice of this system brought. */
export function enterByHand(ctx: Ctx, input: EntryInput) {
  return ctx.transaction(async (tx) => {
    const on = await bookingDay(tx, input.bookedOn, 'bookedOn')
    for (const [at, { account, flow }] of input.postings.entries()) {
      if (FLOW_ACCOUNTS.includes(account) === (flow !== null)) continue
      throw badField(`postings.${at}.flow`, 'flow_wrong', 'Some accounts name a flow, others none')
    }
    const currency = unbalanced(input.postings)
    if (currency !== null) {
      throw new AppError('bad_input', {
        reason: 'entry_unbalanced',
        data: { currency },
        errors: [{ field: 'postings', code: 'entry_unbalanced', message: 'Debits equal credits' }],
      })
    }
    const source = `manual:${newId(tx.now().getTime())}`
    const id = await bookOwn(tx, {
      kind: 'manual',
      source,
      memo: input.memo,
      on,
      postings: input.postings,
    })
    record(tx, 'trade.entry_made', `ledger_entry:${id}`, { memo: input.memo })
    return readEntry(tx, id)
  })
}

/** Takes an entry by hand back by a further one. What a document booked goes back with the document. */
export function reverseEntry(ctx: Ctx, id: string, reason: string) {
  return ctx.transaction(async (tx) => {
    const entry = await getEntry(tx, id)
    if (entry.kind !== 'manual' && entry.kind !== 'bank') {
      throw new AppError('refused', { reason: 'entry_of_document' })
    }
    await lockSource(tx, entry.source)
    const { rows } = await sql`
      SELECT 1 FROM ledger_entries WHERE org_id = ${tx.actor.orgId} AND source = ${entry.source}
        AND kind = 'reversal'`.execute(tx.db)
    if (rows.length > 0) throw new AppError('already_done', { reason: 'entry_reversed' })
    const on = await bookingDay(tx, undefined, 'bookedOn')
    const made = await bookOwn(tx, {
      kind: 'reversal',
      source: entry.source,
      memo: reason,
      on,
      postings: negated(entry.postings),
    })
    record(tx, 'trade.entry_reversed', `ledger_entry:${id}`, { reason })
    return readEntry(tx, made)
  })
}

/** Work on one source waits for other work on it, before there is a row that could be locked. */
export async function lockSource(tx: Tx, source: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(5180113, hashtext(${source}))`.execute(tx.db)
}

/** Closes the books up to a day, for good. What comes late is booked after it. */
export function closePeriod(ctx: Ctx, until: string) {
  return ctx.transaction(async (tx) => {
    const orgId = tx.actor.orgId as string
    if (until >= dayOf(tx.now())) throw badField('until', 'in_future', 'Only days that are over')
    await sql`SELECT pg_advisory_xact_lock(5180112, hashtext(${orgId}))`.execute(tx.db)
    const closed = await closedUntil(tx)
    if (closed !== null && until <= closed) {
      throw new AppError('already_done', { reason: 'period_closed', data: { until: closed } })
    }
    const closedAt = tx.now().toISOString()
    await tx.db
      .insertInto('ledger_closings')
      .values({ org_id: orgId, until, closed_by: tx.actor.personId, closed_at: closedAt })
      .execute()
    record(tx, 'trade.period_closed', `ledger:${until}`, { until })
    return { until, closedAt }
  })
}
