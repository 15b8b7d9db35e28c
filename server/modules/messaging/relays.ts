import { type Selectable, sql } from 'kysely'
import { type Ctx, checkVersion, type Tx } from '../../platform/ctx.ts'
import type { DB } from '../../platform/db.ts'
import { AppError, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { enqueue } from '../../platform/jobs.ts'
import { placesSql, sellersOf } from '../network/index.ts'
import { checkMarkup } from '../trade/index.ts'
import type { Markup } from '../trade/schema.ts'
import { closeWave, nextWave } from './dispatch.ts'
import { lockNotice, type NoticeRow } from './notices.ts'
import { readRelay } from './relay-queries.ts'
import { Audience, type Relay, type RelayPatch } from './schema.ts'
import { relayAbove, writePrices } from './sending.ts'

type RelayRow = Selectable<DB['relays']>

/** A distributor adds a note, or another mark-up for this notice only, before its time is up. */
export function adjustRelay(
  ctx: Ctx,
  noticeId: string,
  partnerId: string,
  patch: RelayPatch,
): Promise<Relay> {
  return ctx.transaction(async (tx) => {
    const relay = await lockTurn(tx, noticeId, partnerId)
    checkVersion(tx, relay.version)
    if (patch.markup) await checkMarkup(tx, partnerId, patch.markup)
    await tx.db
      .updateTable('relays')
      .set({
        ...(patch.note !== undefined && { note: patch.note }),
        ...(patch.markup !== undefined && {
          kind: patch.markup?.kind ?? null,
          value: patch.markup?.value ?? null,
        }),
        version: relay.version + 1,
      })
      .where('notice_id', '=', noticeId)
      .where('partner_id', '=', partnerId)
      .execute()
    record(tx, 'messaging.relay_adjusted', `notice:${noticeId}`, { partnerId })
    return readRelay(tx, noticeId, partnerId)
  })
}

/** My own turn, while it lasts: others' are not found, and what has flowed on cannot be called back. */
async function lockTurn(tx: Tx, noticeId: string, partnerId: string): Promise<RelayRow> {
  const relay = found(
    await tx.db
      .selectFrom('relays')
      .selectAll()
      .where('notice_id', '=', noticeId)
      .where('partner_id', '=', partnerId)
      .where('relay_org_id', '=', tx.actor.orgId as string)
      .where('opened_at', 'is not', null)
      .forUpdate()
      .executeTakeFirst(),
    'relay',
  )
  if (relay.relayed_at !== null) throw new AppError('already_done', { reason: 'relayed' })
  return relay
}

/** The distributor passes the notice on now. */
export async function relayNow(ctx: Ctx, noticeId: string, partnerId: string): Promise<Relay> {
  const { org_id: senderId } = await ctx.transaction((tx) => lockTurn(tx, noticeId, partnerId))
  await ctx.acrossOrgs(async (tx) => {
    record(tx, 'messaging.relayed', `notice:${noticeId}`, { partnerId })
    const sender = asSender(tx, senderId)
    const notice = await lockNotice(sender, noticeId)
    const relay = await lockRelay(sender, noticeId, partnerId)
    await flowOn(sender, notice, [relay])
  })
  return ctx.read((tx) => readRelay(tx, noticeId, partnerId))
}

/** The timer: whoever has not passed the notice on by its time is passed by. */
export async function relayDue(ctx: Ctx, { noticeId }: { noticeId: string }): Promise<void> {
  await ctx.acrossOrgs(async (tx) => {
    const notice = await lockNotice(tx, noticeId)
    const due = await tx.db
      .selectFrom('relays')
      .selectAll()
      .where('notice_id', '=', noticeId)
      .where('relayed_at', 'is', null)
      .where('due_at', '<=', tx.now().toISOString())
      .forUpdate()
      .execute()
    if (due.length > 0) await flowOn(tx, notice, due)
  })
}

/** What follows is a fact of the sender; the actor stays who it is. */
const asSender = (tx: Tx, orgId: string): Tx => ({ ...tx, actor: { ...tx.actor, orgId } })

async function lockRelay(tx: Tx, noticeId: string, partnerId: string): Promise<RelayRow> {
  const relay = await tx.db
    .selectFrom('relays')
    .selectAll()
    .where('notice_id', '=', noticeId)
    .where('partner_id', '=', partnerId)
    .forUpdate()
    .executeTakeFirst()
  if (!relay || relay.relayed_at !== null) throw new AppError('already_done', { reason: 'relayed' })
  return relay
}

/** Delivers to all below these relays down to the next ones, whose turns begin now. */
async function flowOn(tx: Tx, notice: NoticeRow, passed: RelayRow[]): Promise<void> {
  const wave = await nextWave(tx, notice.id)
  const ids = passed.map((relay) => relay.partner_id)
  await sql`UPDATE relays SET relayed_at = ${tx.now()}, relayed_by = ${tx.actor.personId}
    WHERE notice_id = ${notice.id} AND partner_id = ANY(${ids}::uuid[])`.execute(tx.db)
  if (notice.kind === 'price_change' && passed.some((relay) => relay.kind !== null)) {
    await reprice(tx, notice)
  }
  const hasNext = await beginTurns(tx, notice, passed)
  const { rows } = await sql<{ delivered: number }>`
    WITH reached AS (
      UPDATE receipts r SET wave = ${wave}, recipient_org_id = p.partner_org_id,
        state = CASE p.status WHEN 'joined' THEN 'delivered' ELSE 'failed' END,
        reason = CASE p.status WHEN 'joined' THEN NULL WHEN 'suspended' THEN 'suspended' ELSE 'left' END,
        delivered_at = CASE p.status WHEN 'joined' THEN ${tx.now()}::timestamptz END
      FROM ${placesSql()} p
      WHERE r.org_id = ${notice.org_id} AND r.notice_id = ${notice.id} AND r.state = 'queued'
        AND p.id = r.partner_id AND p.path <@ ANY(${passed.map((r) => r.path)}::ltree[])
        AND NOT EXISTS (SELECT 1 FROM relays l WHERE l.notice_id = ${notice.id} AND l.relayed_at IS NULL
          AND p.path <@ l.path AND p.path <> l.path)
      RETURNING r.state)
    SELECT count(*) FILTER (WHERE state = 'delivered') AS delivered FROM reached`.execute(tx.db)
  if (!hasNext) await completeWhenDone(tx, notice)
  record(tx, 'messaging.notice_relayed', `notice:${notice.id}`, {
    relays: ids.length,
    ...rows[0],
  })
  await closeWave(tx, notice.id, wave, 'relayed', rows[0]!.delivered)
}

async function reprice(tx: Tx, notice: NoticeRow): Promise<void> {
  const rows = await tx.db
    .selectFrom('relays')
    .select(['partner_id', 'kind', 'value'])
    .where('notice_id', '=', notice.id)
    .where('relayed_at', 'is not', null)
    .where('kind', 'is not', null)
    .execute()
  const overrides = new Map(
    rows.map((r) => [r.partner_id, { kind: r.kind, value: r.value } as Markup]),
  )
  const { side } = Audience.parse(notice.audience)
  await writePrices(tx, notice, await sellersOf(tx, notice.chain_id, side), overrides)
}

/** Starts the clock of the relays directly below those that have just passed the notice on. */
async function beginTurns(tx: Tx, notice: NoticeRow, passed: RelayRow[]): Promise<boolean> {
  const waiting = await tx.db
    .selectFrom('relays')
    .select(['partner_id', 'path', 'opened_at'])
    .where('notice_id', '=', notice.id)
    .where('relayed_at', 'is', null)
    .execute()
  const blocking = new Set(waiting.map((relay) => relay.path))
  const passedPaths = new Set(passed.map((relay) => relay.path))
  const next = waiting.filter(
    (relay) =>
      relay.opened_at === null &&
      relayAbove(relay.path, blocking) === null &&
      relayAbove(relay.path, passedPaths) !== null,
  )
  if (next.length > 0) {
    const due = new Date(tx.now().getTime() + notice.relay_minutes * 60_000)
    await tx.db
      .updateTable('relays')
      .set({ opened_at: tx.now().toISOString(), due_at: due.toISOString() })
      .where('notice_id', '=', notice.id)
      .where(
        'partner_id',
        'in',
        next.map((relay) => relay.partner_id),
      )
      .execute()
    await enqueue(tx, 'messaging.relay', { orgId: notice.org_id, noticeId: notice.id }, { at: due })
  }
  return waiting.length > 0
}

/** Complete only when every recipient is delivered or failed by name. */
async function completeWhenDone(tx: Tx, notice: NoticeRow): Promise<void> {
  await sql`UPDATE notices n SET state = 'complete', version = version + 1
    WHERE n.id = ${notice.id} AND n.state = 'sent' AND NOT EXISTS (SELECT 1 FROM receipts r
      WHERE r.org_id = n.org_id AND r.notice_id = n.id AND r.state = 'queued')`.execute(tx.db)
}
