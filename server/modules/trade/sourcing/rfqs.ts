import { sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { AppError, badField } from '../../../platform/errors.ts'
import { record, recordFor } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { cancelJob, enqueue } from '../../../platform/jobs.ts'
import { followParties } from '../../messaging/index.ts'
import { productRows } from '../catalogue/product-rows.ts'
import { resolveAddressees } from './matching.ts'
import { readRfq } from './rfq-queries.ts'
import {
  isOpened,
  lockRfq,
  type RfqRecord,
  requireRfqState,
  shortNameOf,
  suppliersOf,
} from './rows.ts'
import type { Addressees, Assumptions, Rfq, RfqInput, RfqLineInput } from './schema.ts'

const HOUR_MS = 3_600_000
const YEAR_MS = 366 * 24 * HOUR_MS

/** Sends a request for quotation to the suppliers that it means. */
export function sendRfq(ctx: Ctx, input: RfqInput): Promise<Rfq> {
  return ctx.transaction(async (tx) => {
    const me = tx.actor.orgId as string
    checkDeadline(tx, input.closesAt)
    await requireProducts(tx, input.lines)
    const categories = input.lines.map((line) => line.category)
    const suppliers = await resolveAddressees(tx, input.suppliers, categories)
    const id = newId(tx.now().getTime())
    const { title, note, currency, incoterm, place } = input
    await tx.db
      .insertInto('rfqs')
      .values({
        ...{ id, org_id: me, title, note, currency, incoterm, place },
        buyer_name: await shortNameOf(tx, me),
        code: await drawCode(tx),
        payment: JSON.stringify(input.payment),
        closes_at: input.closesAt,
        is_sealed: input.isSealed,
        rounds_max: input.roundsMax,
        shows_rivals: input.showsRivals,
        created_by: tx.actor.personId,
        created_by_name: tx.actor.name,
        created_at: tx.now().toISOString(),
      })
      .execute()
    await insertLines(tx, id, input.lines)
    await insertPrivate(tx, id, input)
    await insertFiles(tx, id, input.fileIds)
    record(tx, 'trade.rfq_sent', `rfq:${id}`, { title, suppliers: suppliers.length })
    await invite(tx, { id, title, closesAt: input.closesAt }, suppliers)
    await planDeadline(tx, id, input.closesAt)
    return readRfq(tx, id)
  })
}

function checkDeadline(tx: Tx, closesAt: string): void {
  const ahead = Date.parse(closesAt) - tx.now().getTime()
  if (ahead <= 0) throw badField('closesAt', 'past', 'This has passed already')
  if (ahead > YEAR_MS) throw badField('closesAt', 'too_far', 'Within a year')
}

async function requireProducts(tx: Tx, lines: readonly RfqLineInput[]): Promise<void> {
  const ids = lines.flatMap((line) => line.productId ?? [])
  if (ids.length === 0) return
  const known = await productRows(tx, ids)
  const unknown = lines.findIndex((line) => line.productId !== null && !known.has(line.productId))
  if (unknown >= 0) throw badField(`lines.${unknown}.productId`, 'unknown', 'No such product')
}

/** `RFQ-0001`: numbers of an org run on, whoever sends at the same time. */
async function drawCode(tx: Tx): Promise<string> {
  const me = tx.actor.orgId as string
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${me}, 5180113))`.execute(tx.db)
  const { rows } = await sql<{
    count: number
  }>`SELECT count(*) FROM rfqs WHERE org_id = ${me}`.execute(tx.db)
  return `RFQ-${String(rows[0]!.count + 1).padStart(4, '0')}`
}

async function insertLines(tx: Tx, rfqId: string, lines: readonly RfqLineInput[]): Promise<void> {
  await tx.db
    .insertInto('rfq_lines')
    .values(
      lines.map(({ productId, targetE4, isTargetShown, deliverBy, ...line }, i) => ({
        ...line,
        org_id: tx.actor.orgId as string,
        rfq_id: rfqId,
        no: i + 1,
        product_id: productId,
        target_e4: isTargetShown ? targetE4 : null,
        deliver_by: deliverBy,
      })),
    )
    .execute()
}

async function insertPrivate(tx: Tx, rfqId: string, input: RfqInput): Promise<void> {
  const hidden = input.lines.flatMap(({ targetE4, isTargetShown }, i) =>
    targetE4 !== null && !isTargetShown ? [[i + 1, targetE4]] : [],
  )
  await tx.db
    .insertInto('rfq_private')
    .values({
      org_id: tx.actor.orgId as string,
      rfq_id: rfqId,
      targets: JSON.stringify(Object.fromEntries(hidden)),
      annual_rate_bp: input.assumptions.annualRateBp,
      estimates: JSON.stringify(input.assumptions.estimates),
    })
    .execute()
}

async function insertFiles(tx: Tx, rfqId: string, fileIds: readonly string[]): Promise<void> {
  if (fileIds.length === 0) return
  const mine = await tx.db
    .selectFrom('files')
    .select('id')
    .where('org_id', '=', tx.actor.orgId as string)
    .where('id', 'in', [...fileIds])
    .execute()
  const known = new Set(mine.map((file) => file.id))
  const unknown = fileIds.findIndex((id) => !known.has(id))
  if (unknown >= 0) throw badField(`fileIds.${unknown}`, 'unknown', 'No such file of yours')
  await tx.db
    .insertInto('rfq_files')
    .values(
      [...new Set(fileIds)].map((file_id, i) => ({
        ...{ org_id: tx.actor.orgId as string, rfq_id: rfqId, no: i + 1, file_id },
      })),
    )
    .execute()
}

async function invite(
  tx: Tx,
  rfq: { id: string; title: string; closesAt: string },
  suppliers: readonly { orgId: string; name: string }[],
): Promise<void> {
  await tx.db
    .insertInto('rfq_suppliers')
    .values(
      suppliers.map(({ orgId, name }) => ({
        org_id: tx.actor.orgId as string,
        rfq_id: rfq.id,
        seller_org_id: orgId,
        seller_name: name,
        invited_at: tx.now().toISOString(),
      })),
    )
    .execute()
  const fact = { title: rfq.title, closesAt: rfq.closesAt }
  for (const { orgId } of suppliers)
    recordFor(tx, orgId, 'trade.rfq_received', `rfq:${rfq.id}`, fact)
}

/** The deadline's own job opens what is sealed; a day before it, where there is that much, who is silent is reminded. */
async function planDeadline(tx: Tx, rfqId: string, closesAt: string): Promise<void> {
  const payload = { orgId: tx.actor.orgId as string, rfqId }
  const at = new Date(closesAt)
  await enqueue(tx, 'trade.close_rfq', payload, { at, key: `rfq-close ${rfqId}` })
  const reminder = new Date(at.getTime() - 24 * HOUR_MS)
  if (reminder.getTime() - tx.now().getTime() > 24 * HOUR_MS) {
    await enqueue(tx, 'trade.remind_rfq', payload, { at: reminder, key: `rfq-remind ${rfqId}` })
  }
}

/** Asks further suppliers, as long as the request stands open. Who was asked already is left as it is. */
export function inviteSuppliers(ctx: Ctx, id: string, addressees: Addressees): Promise<Rfq> {
  return ctx.transaction(async (tx) => {
    const rfq = await lockRfq(tx, id)
    requireRfqState(tx, rfq, 'open')
    const lines = await tx.db
      .selectFrom('rfq_lines')
      .select('category')
      .where('rfq_id', '=', id)
      .execute()
    const meant = await resolveAddressees(
      tx,
      addressees,
      lines.map((line) => line.category),
    )
    const asked = new Set(await suppliersOf(tx, id))
    const further = meant.filter(({ orgId }) => !asked.has(orgId))
    if (further.length === 0) throw new AppError('already_done', { reason: 'invited' })
    await invite(tx, { id, title: rfq.title, closesAt: rfq.closes_at }, further)
    record(tx, 'trade.rfq_suppliers_added', `rfq:${id}`, { suppliers: further.length })
    return readRfq(tx, id)
  })
}

/** Gives suppliers more time. Once the prices of a sealed request have been opened there is none to give. */
export function extendDeadline(ctx: Ctx, id: string, closesAt: string): Promise<Rfq> {
  return ctx.transaction(async (tx) => {
    const rfq = await lockRfq(tx, id)
    requireRfqState(tx, rfq, 'open', 'closed')
    if (rfq.opened_at !== null) throw new AppError('wrong_state', { reason: 'rfq_opened' })
    // The deadline has passed and the job that opens is on its way: nobody may come between.
    if (rfq.is_sealed) requireRfqState(tx, rfq, 'open')
    checkDeadline(tx, closesAt)
    if (Date.parse(closesAt) <= Date.parse(rfq.closes_at))
      throw badField('closesAt', 'not_later', 'A deadline is put off only')
    await tx.db
      .updateTable('rfqs')
      .set({ closes_at: closesAt, version: rfq.version + 1 })
      .where('id', '=', id)
      .where('org_id', '=', rfq.org_id)
      .execute()
    await planDeadline(tx, id, closesAt)
    await tellAll(tx, rfq, 'trade.rfq_extended', { title: rfq.title, closesAt })
    return readRfq(tx, id)
  })
}

/** Calls a request off; everybody who was asked is told why. */
export function cancelRfq(ctx: Ctx, id: string, reason: string): Promise<Rfq> {
  return ctx.transaction(async (tx) => {
    const rfq = await lockRfq(tx, id)
    requireRfqState(tx, rfq, 'open', 'closed')
    await refuseIfAwarded(tx, id)
    await endRfq(tx, rfq, 'cancelled', reason)
    await tellAll(tx, rfq, 'trade.rfq_cancelled', { title: rfq.title, reason })
    return readRfq(tx, id)
  })
}

async function refuseIfAwarded(tx: Tx, rfqId: string): Promise<void> {
  const taken = await tx.db
    .selectFrom('quote_acceptances')
    .select('id')
    .where('rfq_id', '=', rfqId)
    .where('buyer_org_id', '=', tx.actor.orgId as string)
    .limit(1)
    .executeTakeFirst()
  if (taken) throw new AppError('wrong_state', { reason: 'rfq_awarded' })
}

/** Ends a request: nothing more is taken, and quotes that still wait are turned down. */
export function finishRfq(ctx: Ctx, id: string): Promise<Rfq> {
  return ctx.transaction(async (tx) => {
    const rfq = await lockRfq(tx, id)
    requireRfqState(tx, rfq, 'closed', 'open')
    if (!isOpened(rfq)) throw new AppError('wrong_state', { reason: 'sealed' })
    await finish(tx, rfq)
    return readRfq(tx, id)
  })
}

export async function finish(tx: Tx, rfq: RfqRecord): Promise<void> {
  await endRfq(tx, rfq, 'finished', null)
  await tellAll(tx, rfq, 'trade.rfq_finished', { title: rfq.title })
}

async function endRfq(
  tx: Tx,
  rfq: RfqRecord,
  state: 'finished' | 'cancelled',
  reason: string | null,
): Promise<void> {
  const now = tx.now().toISOString()
  await tx.db
    .updateTable('rfqs')
    .set({ state, ended_at: now, end_reason: reason, version: rfq.version + 1 })
    .where('id', '=', rfq.id)
    .where('org_id', '=', rfq.org_id)
    .execute()
  await tx.db
    .updateTable('quotes')
    .set({ state: 'rejected', end_reason: reason, changed_at: now })
    .where('rfq_id', '=', rfq.id)
    .where('buyer_org_id', '=', rfq.org_id)
    .where('state', 'in', ['open', 'countered'])
    .execute()
  await tx.db
    .updateTable('awards')
    .set({ state: 'withdrawn' })
    .where('rfq_id', '=', rfq.id)
    .where('org_id', '=', rfq.org_id)
    .where('state', '=', 'waiting')
    .execute()
  await cancelJob(tx, `rfq-remind ${rfq.id}`)
  if (state === 'cancelled') await cancelJob(tx, `rfq-close ${rfq.id}`)
}

async function tellAll(
  tx: Tx,
  rfq: RfqRecord,
  type: string,
  fact: Record<string, unknown>,
): Promise<void> {
  record(tx, type, `rfq:${rfq.id}`, fact)
  for (const orgId of await suppliersOf(tx, rfq.id))
    recordFor(tx, orgId, type, `rfq:${rfq.id}`, fact)
}

/** Reminds, by hand, those who have neither answered nor declined. */
export function remindSuppliers(ctx: Ctx, id: string): Promise<{ reminded: number }> {
  return ctx.transaction(async (tx) => {
    const rfq = await lockRfq(tx, id)
    requireRfqState(tx, rfq, 'open')
    return { reminded: await remindSilent(tx, rfq) }
  })
}

/** Puts the reminder into the record of each supplier that has not said a word; within an hour only once. */
export async function remindSilent(tx: Tx, rfq: RfqRecord): Promise<number> {
  const now = tx.now()
  const { rows } = await sql<{ seller_org_id: string }>`
    UPDATE rfq_suppliers s SET reminded_at = ${now}
    WHERE s.rfq_id = ${rfq.id} AND s.org_id = ${rfq.org_id} AND s.declined_at IS NULL
      AND (s.reminded_at IS NULL OR s.reminded_at < ${new Date(now.getTime() - HOUR_MS)})
      AND NOT EXISTS (SELECT 1 FROM quotes q WHERE q.rfq_id = s.rfq_id AND q.org_id = s.seller_org_id)
    RETURNING s.seller_org_id`.execute(tx.db)
  if (rows.length === 0) return 0
  record(tx, 'trade.rfq_reminded', `rfq:${rfq.id}`, { suppliers: rows.length })
  const fact = { title: rfq.title, closesAt: rfq.closes_at }
  for (const { seller_org_id } of rows) {
    recordFor(tx, seller_org_id, 'trade.rfq_reminder', `rfq:${rfq.id}`, fact)
  }
  return rows.length
}

/** With what I reckon when I compare: mine alone, and free to change at any time. */
export function setAssumptions(ctx: Ctx, id: string, input: Assumptions): Promise<Assumptions> {
  return ctx.transaction(async (tx) => {
    const rfq = await lockRfq(tx, id)
    await tx.db
      .updateTable('rfq_private')
      .set({ annual_rate_bp: input.annualRateBp, estimates: JSON.stringify(input.estimates) })
      .where('rfq_id', '=', id)
      .where('org_id', '=', rfq.org_id)
      .execute()
    record(tx, 'trade.rfq_assumptions_set', `rfq:${id}`, { annualRateBp: input.annualRateBp })
    return input
  })
}

/** A conversation with one supplier about one request; the others do not see that there is one. */
export function openTalk(
  ctx: Ctx,
  id: string,
  sellerId: string,
): Promise<{ conversationId: string }> {
  return ctx.transaction(async (tx) => {
    const rfq = await lockRfq(tx, id)
    const asked = await suppliersOf(tx, id)
    if (!asked.includes(sellerId)) throw new AppError('not_found', { reason: 'supplier' })
    const conversationId = await followParties(tx, {
      ownerOrgId: rfq.org_id,
      subject: talkSubject(id, sellerId),
      title: `${rfq.code} ${rfq.title}`,
      orgIds: [rfq.org_id, sellerId],
    })
    return { conversationId }
  })
}

export const talkSubject = (rfqId: string, sellerId: string) => `rfq:${rfqId}/${sellerId}`
