import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { record } from '../../platform/events.ts'
import { enqueue } from '../../platform/jobs.ts'
import { audienceSql, getLedChain, placesSql, type Seller, sellersOf } from '../network/index.ts'
import { currentPrices, priceSellers, setPrices, withdrawPrices } from '../trade/index.ts'
import type { Markup } from '../trade/schema.ts'
import { closeWave, LEAD_AS_SELLER, nextWave } from './dispatch.ts'
import { readNotice } from './notice-queries.ts'
import { lockNotice, type NoticeRow, requireState, scheduleNotice, sendingTime } from './notices.ts'
import { Audience, type Notice } from './schema.ts'

/**
 * Sends a notice, or schedules it. Sending is one transaction of set-based statements: prices for each
 * seller, a receipt for each recipient, and the dispatch that wakes the live streams. Its cost grows with
 * recipients inside PostgreSQL and with sellers (not stores) here.
 */
export function sendNotice(ctx: Ctx, id: string, at: string | null): Promise<Notice> {
  return ctx.acrossOrgs(async (tx) => {
    const notice = await lockNotice(tx, id)
    requireState(notice, 'draft')
    const due = await sendingTime(tx, notice, at)
    if (due.getTime() > tx.now().getTime()) await scheduleNotice(tx, notice, due)
    else await broadcast(tx, notice)
    return readNotice(tx, id)
  })
}

/** The job behind a schedule. A notice that was taken back or sent meanwhile is left alone. */
export async function sendScheduled(ctx: Ctx, { noticeId }: { noticeId: string }): Promise<void> {
  await ctx.acrossOrgs(async (tx) => {
    const notice = await lockNotice(tx, noticeId)
    if (notice.state !== 'scheduled') return
    await broadcast(tx, notice)
  })
}

async function broadcast(tx: Tx, notice: NoticeRow): Promise<void> {
  const audience = Audience.parse(notice.audience)
  const wave = await nextWave(tx, notice.id)
  const needsSellers = notice.kind === 'price_change' || notice.relay_minutes > 0
  const sellers = needsSellers ? await sellersOf(tx, notice.chain_id, audience.side) : []
  if (notice.kind === 'price_change') {
    await datePrices(tx, notice)
    await writePrices(tx, notice, sellers)
  }
  if (notice.relay_minutes > 0) await openRelays(tx, notice, sellers)
  const recipients = await insertReceipts(tx, notice, audience, wave)
  await tx.db
    .updateTable('notices')
    .set({
      state: (await hasQueued(tx, notice)) ? 'sent' : 'complete',
      sent_at: tx.now().toISOString(),
      version: notice.version + 1,
    })
    .where('id', '=', notice.id)
    .execute()
  await planReminders(tx, notice)
  const superseded = notice.supersedes_id
    ? await endNotice(tx, notice.supersedes_id, 'superseded')
    : null
  record(tx, 'messaging.notice_sent', `notice:${notice.id}`, {
    title: notice.title,
    recipients,
  })
  if (superseded)
    await closeWave(tx, superseded.id, superseded.wave, 'superseded', superseded.recipients)
  await closeWave(tx, notice.id, wave, 'sent', recipients)
}

/** Only relays make recipients wait, so without them nobody has to be looked through. */
async function hasQueued(tx: Tx, notice: NoticeRow): Promise<boolean> {
  if (notice.relay_minutes === 0) return false
  const row = await tx.db
    .selectFrom('receipts')
    .select('partner_id')
    .where('org_id', '=', notice.org_id)
    .where('notice_id', '=', notice.id)
    .where('state', '=', 'queued')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

interface Line {
  productId: string
  priceMinor: number
  retailMinor: number
}

async function linesOf(tx: Tx, noticeId: string): Promise<Line[]> {
  const products = await tx.db
    .selectFrom('notice_products')
    .select('product_id')
    .where('notice_id', '=', noticeId)
    .orderBy('line_no')
    .execute()
  const lead = await tx.db
    .selectFrom('notice_prices')
    .select(['price_minor', 'retail_minor'])
    .where('notice_id', '=', noticeId)
    .where('seller_id', '=', LEAD_AS_SELLER)
    .executeTakeFirstOrThrow()
  return products.map((product, i) => ({
    productId: product.product_id,
    priceMinor: lead.price_minor[i]!,
    retailMinor: lead.retail_minor[i]!,
  }))
}

/** The new prices become dated facts of the catalogue; those of the edition before are taken back. */
async function datePrices(tx: Tx, notice: NoticeRow): Promise<void> {
  if (notice.supersedes_id) await withdrawPrices(tx, notice.supersedes_id)
  await setPrices(tx, await linesOf(tx, notice.id), {
    validFrom: notice.valid_from as string,
    noticeId: notice.id,
  })
}

/** What each seller charges, now and before; with a mark-up given for this notice where a relay set one. */
export async function writePrices(
  tx: Tx,
  notice: NoticeRow,
  sellers: Seller[],
  overrides: ReadonlyMap<string, Markup> = new Map(),
): Promise<void> {
  const lines = await linesOf(tx, notice.id)
  const { settings } = await getLedChain(tx, notice.chain_id)
  const before = await currentPrices(
    tx,
    lines.map((l) => l.productId),
    { before: notice.id },
  )
  const common = { chainId: notice.chain_id, stepMinor: settings.priceStepMinor, sellers }
  const priced = await priceSellers(tx, { ...common, lines, overrides })
  const earlier = await priceSellers(tx, {
    ...common,
    lines: lines.map((l) => ({
      ...l,
      priceMinor: before.get(l.productId)?.priceMinor ?? l.priceMinor,
    })),
  })
  const list = (values: ArrayLike<number>) => `{${Array.prototype.join.call(values, ',')}}`
  const rows = sellers.map((seller, i) => ({
    id: seller.id,
    org: seller.partnerOrgId,
    price: list(priced.pricesOf(i)),
    before: list(earlier.pricesOf(i)),
  }))
  rows.push({
    id: LEAD_AS_SELLER,
    org: notice.org_id,
    price: list(lines.map((l) => l.priceMinor)),
    before: list(lines.map((l) => before.get(l.productId)?.priceMinor ?? l.priceMinor)),
  })
  await sql`INSERT INTO notice_prices
      (org_id, notice_id, seller_id, seller_org_id, price_minor, previous_minor, retail_minor)
    SELECT ${notice.org_id}::uuid, ${notice.id}::uuid, s.id, s.org, s.price::bigint[], s.before::bigint[],
      ${list(lines.map((l) => l.retailMinor))}::bigint[]
    FROM unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.org)}::uuid[],
      ${rows.map((r) => r.price)}::text[], ${rows.map((r) => r.before)}::text[]) AS s(id, org, price, before)
    ON CONFLICT (notice_id, seller_id) DO UPDATE
      SET price_minor = excluded.price_minor, previous_minor = excluded.previous_minor`.execute(
    tx.db,
  )
}

/** Every joined distributor gets its turn before those below it hear of the notice. */
async function openRelays(tx: Tx, notice: NoticeRow, sellers: Seller[]): Promise<void> {
  const turns = sellers.filter((s) => s.status === 'joined' && s.partnerOrgId !== null)
  if (turns.length === 0) return
  const due = new Date(tx.now().getTime() + notice.relay_minutes * 60_000)
  const paths = new Set(turns.map((turn) => turn.path))
  // Only the first distributor on each path starts its clock now; the next one when that one has relayed.
  const isFirst = turns.map((turn) => relayAbove(turn.path, paths) === null)
  await sql`INSERT INTO relays (org_id, notice_id, partner_id, relay_org_id, path, opened_at, due_at)
    SELECT ${notice.org_id}::uuid, ${notice.id}::uuid, s.id, s.org, s.path::ltree,
      CASE WHEN s.first THEN ${tx.now()}::timestamptz END, CASE WHEN s.first THEN ${due}::timestamptz END
    FROM unnest(${turns.map((s) => s.id)}::uuid[], ${turns.map((s) => s.partnerOrgId)}::uuid[],
      ${turns.map((s) => s.path)}::text[], ${isFirst}::boolean[]) AS s(id, org, path, first)`.execute(
    tx.db,
  )
  await enqueue(tx, 'messaging.relay', { orgId: notice.org_id, noticeId: notice.id }, { at: due })
}

/** The nearest relay strictly above a path, or null when nobody stands between it and the lead. */
export function relayAbove(path: string, relays: ReadonlySet<string>): string | null {
  for (let end = path.lastIndexOf('.'); end > 0; end = path.lastIndexOf('.', end - 1)) {
    const above = path.slice(0, end)
    if (relays.has(above)) return above
  }
  return null
}

/**
 * One statement, whatever the number: who is joined has it now, who stands behind a relay waits, the rest is
 * failed by name. It returns no rows, because a million of them would cost as much as writing them.
 */
async function insertReceipts(
  tx: Tx,
  notice: NoticeRow,
  audience: Audience,
  wave: number,
): Promise<number> {
  const isWithheld =
    notice.relay_minutes > 0
      ? sql`EXISTS (SELECT 1 FROM relays l
          WHERE l.notice_id = ${notice.id} AND p.path <@ l.path AND p.path <> l.path)`
      : sql`false`
  const { numAffectedRows } = await sql`
    INSERT INTO receipts (org_id, notice_id, partner_id, recipient_org_id, seller_id, wave, state, reason,
      queued_at, delivered_at)
    SELECT ${notice.org_id}::uuid, ${notice.id}::uuid, p.id, p.partner_org_id,
      coalesce(p.parent_id, ${LEAD_AS_SELLER}::uuid), ${wave}::int,
      CASE WHEN p.status <> 'joined' THEN 'failed' WHEN ${isWithheld} THEN 'queued' ELSE 'delivered' END,
      CASE p.status WHEN 'joined' THEN NULL WHEN 'suspended' THEN 'suspended' WHEN 'left' THEN 'left'
        ELSE 'not_joined' END,
      ${tx.now()}::timestamptz,
      CASE WHEN p.status = 'joined' AND NOT ${isWithheld} THEN ${tx.now()}::timestamptz END
    FROM ${audienceSql(notice.chain_id, audience)} p`.execute(tx.db)
  return Number(numAffectedRows ?? 0)
}

async function planReminders(tx: Tx, notice: NoticeRow): Promise<void> {
  const payload = { orgId: notice.org_id, noticeId: notice.id }
  const after = (hours: number) => ({ at: new Date(tx.now().getTime() + hours * 3_600_000) })
  for (const hours of notice.reminder_hours)
    await enqueue(tx, 'messaging.remind', payload, after(hours))
  if (notice.escalate_after_hours !== null) {
    await enqueue(tx, 'messaging.escalate', payload, after(notice.escalate_after_hours))
  }
}

/**
 * Ends a notice that ran: its open receipts take the last state and relays that wait are dropped. When it is
 * superseded, what was confirmed stays confirmed. The caller closes the wave as its last write.
 */
export async function endNotice(tx: Tx, id: string, state: 'superseded' | 'recalled') {
  const old = await lockNotice(tx, id)
  requireState(old, 'sent', 'complete')
  await tx.db
    .updateTable('notices')
    .set({ state, version: old.version + 1 })
    .where('id', '=', id)
    .execute()
  const open = ['queued', 'delivered', 'read', ...(state === 'recalled' ? ['confirmed'] : [])]
  const { numUpdatedRows } = await tx.db
    .updateTable('receipts')
    .set({ state })
    .where('org_id', '=', old.org_id)
    .where('notice_id', '=', id)
    .where('state', 'in', open)
    .executeTakeFirst()
  await tx.db
    .deleteFrom('relays')
    .where('notice_id', '=', id)
    .where('relayed_at', 'is', null)
    .execute()
  record(tx, `messaging.notice_${state}`, `notice:${id}`, { title: old.title })
  return { id, wave: await nextWave(tx, id), recipients: Number(numUpdatedRows) }
}

/** Takes a notice back from everybody, with the reason; prices that it set and that are not yet valid go too. */
export function recallNotice(ctx: Ctx, id: string, reason: string): Promise<Notice> {
  return ctx.acrossOrgs(async (tx) => {
    const { wave, recipients } = await endNotice(tx, id, 'recalled')
    await tx.db
      .updateTable('notices')
      .set({ recall_reason: reason, recalled_at: tx.now().toISOString() })
      .where('id', '=', id)
      .execute()
    await withdrawPrices(tx, id)
    await closeWave(tx, id, wave, 'recalled', recipients)
    return readNotice(tx, id)
  })
}

/** Delivers to those who could not be reached before and can be now; to nobody else. */
export function retryNotice(ctx: Ctx, id: string): Promise<{ missing: number; delivered: number }> {
  return ctx.acrossOrgs(async (tx) => {
    const notice = await lockNotice(tx, id)
    requireState(notice, 'sent', 'complete')
    return deliverMissing(tx, notice)
  })
}

async function deliverMissing(tx: Tx, notice: NoticeRow) {
  const wave = await nextWave(tx, notice.id)
  const { rows } = await sql<{ missing: number; delivered: number }>`
    WITH missing AS (
      SELECT r.partner_id, p.partner_org_id, p.status, EXISTS (SELECT 1 FROM relays l
        WHERE l.notice_id = r.notice_id AND l.relayed_at IS NULL AND p.path <@ l.path AND p.path <> l.path) AS waits
      FROM receipts r JOIN ${placesSql()} p ON p.id = r.partner_id
      WHERE r.org_id = ${notice.org_id} AND r.notice_id = ${notice.id} AND r.state = 'failed'),
    reached AS (
      UPDATE receipts r SET state = CASE WHEN m.waits THEN 'queued' ELSE 'delivered' END, reason = NULL,
        recipient_org_id = m.partner_org_id, wave = ${wave},
        delivered_at = CASE WHEN NOT m.waits THEN ${tx.now()}::timestamptz END
      FROM missing m WHERE r.org_id = ${notice.org_id} AND r.notice_id = ${notice.id}
        AND r.partner_id = m.partner_id AND m.status = 'joined'
      RETURNING r.state)
    SELECT (SELECT count(*) FROM missing) AS missing,
      (SELECT count(*) FROM reached WHERE state = 'delivered') AS delivered`.execute(tx.db)
  const result = rows[0]!
  if (result.delivered > 0) {
    record(tx, 'messaging.notice_retried', `notice:${notice.id}`, { ...result })
    await closeWave(tx, notice.id, wave, 'retried', result.delivered)
  }
  return result
}

/** In the transaction of a joining: what waits for the new partner is delivered right after it. */
export async function deliverWhatWaits(
  tx: Tx,
  joined: { leadOrgId: string; partnerId: string },
): Promise<void> {
  const { leadOrgId: orgId, partnerId } = joined
  await enqueue(tx, 'messaging.deliver_to_joined', { orgId, partnerId })
}

/** When a partner joins, what is still running and could not reach it is delivered without anybody asking. */
export async function deliverToJoined(
  ctx: Ctx,
  { partnerId }: { partnerId: string },
): Promise<void> {
  const ids = await ctx.acrossOrgs((tx) =>
    tx.db
      .selectFrom('receipts as r')
      .innerJoin('notices as n', 'n.id', 'r.notice_id')
      .select('n.id')
      .where('r.org_id', '=', tx.actor.orgId as string)
      .where('r.partner_id', '=', partnerId)
      .where('r.state', '=', 'failed')
      .where('n.state', 'in', ['sent', 'complete'])
      .execute(),
  )
  for (const { id } of ids) await retryNotice(ctx, id)
}
