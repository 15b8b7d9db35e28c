import { levelOf } from '../../../platform/actor.ts'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { AppError, badField, found } from '../../../platform/errors.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { readAward, readAwardLines } from './award-queries.ts'
import type { Award, AwardInput, DecisionInput } from './award-schema.ts'
import { approvalsNeeded, mayDecide, rightOf } from './limits.ts'
import { askerOf, lockRights, readRights } from './purchasers.ts'
import { finish } from './rfqs.ts'
import { isOpened, lockRfq, type RfqRecord, requireRfqState } from './rows.ts'
import { AMOUNT_MAX, refuseState } from './rules.ts'
import { priceAward, type TakenLine, takeOffers } from './taking.ts'

/**
 * Awards lines of a request to one supplier or to several. Within the actor's own limit the orders are placed at
 * once; above it the award waits for somebody who is entitled, and nothing is taken until then.
 */
export function awardRfq(ctx: Ctx, rfqId: string, input: AwardInput): Promise<Award> {
  return ctx.transaction(async (tx) => {
    const rfq = await lockOpened(tx, rfqId)
    const rights = await readRights(tx)
    if (levelOf(tx.actor, 'trade') !== 'edit' && !rightOf(rights, askerOf(tx))) {
      throw new AppError('forbidden', { reason: 'role', data: { needs: 'trade:edit' } })
    }
    const taken = await priceAward(tx, rfq, input.lines)
    const amount = taken.reduce((sum, line) => sum + BigInt(line.amountMinor), 0n)
    if (amount > AMOUNT_MAX)
      throw badField('lines', 'amount_too_large', 'More than can be reckoned')
    const sum = { currency: rfq.currency, amountMinor: Number(amount) }
    const needed = approvalsNeeded(await lockRights(tx), askerOf(tx), sum)
    const id = await insertAward(tx, rfq, input, taken, sum.amountMinor)
    if (needed.length === 0) {
      await place(tx, rfq, { id, finishes: input.finishes }, taken, tx.actor.personId)
      return readAward(tx, id)
    }
    await tx.db
      .insertInto('award_approvals')
      .values(
        needed.map((kind) => ({
          org_id: rfq.org_id,
          award_id: id,
          kind,
          state: 'waiting' as const,
        })),
      )
      .execute()
    record(tx, 'trade.award_asked', `award:${id}`, { rfq: rfq.code, ...sum, waitsFor: needed })
    return readAward(tx, id)
  })
}

/** The request of an award that may be given: prices are known, and it has not ended. */
async function lockOpened(tx: Tx, rfqId: string): Promise<RfqRecord> {
  const rfq = await lockRfq(tx, rfqId)
  requireRfqState(tx, rfq, 'open', 'closed')
  if (!isOpened(rfq)) throw new AppError('wrong_state', { reason: 'sealed' })
  return rfq
}

async function insertAward(
  tx: Tx,
  rfq: RfqRecord,
  { finishes, note }: AwardInput,
  taken: readonly TakenLine[],
  amountMinor: number,
): Promise<string> {
  const id = newId(tx.now().getTime())
  await tx.db
    .insertInto('awards')
    .values({
      ...{ id, org_id: rfq.org_id, rfq_id: rfq.id, state: 'waiting', finishes, note },
      currency: rfq.currency,
      amount_minor: amountMinor,
      asked_by: tx.actor.personId,
      asked_by_name: tx.actor.name,
      asked_at: tx.now().toISOString(),
    })
    .execute()
  await tx.db
    .insertInto('award_lines')
    .values(
      taken.map((line, i) => ({
        org_id: rfq.org_id,
        award_id: id,
        no: i + 1,
        quote_id: line.quoteId,
        version_no: line.versionNo,
        line_no: line.lineNo,
        offer_no: line.offerNo,
        quantity: line.quantity,
        amount_minor: line.amountMinor,
      })),
    )
    .execute()
  return id
}

async function place(
  tx: Tx,
  rfq: RfqRecord,
  award: { id: string; finishes: boolean },
  taken: readonly TakenLine[],
  chargedTo: string | null,
): Promise<void> {
  const orders = await takeOffers(tx, rfq, taken)
  for (const { id, no, lines } of orders) {
    for (const { quoteId, lineNo, offerNo } of lines) {
      await tx.db
        .updateTable('award_lines')
        .set({ order_id: id, order_no: no })
        .where('award_id', '=', award.id)
        .where('org_id', '=', rfq.org_id)
        .where('quote_id', '=', quoteId)
        .where('line_no', '=', lineNo)
        .where('offer_no', '=', offerNo)
        .execute()
    }
  }
  await tx.db
    .updateTable('awards')
    .set({ state: 'placed', charged_to: chargedTo, placed_at: tx.now().toISOString() })
    .where('id', '=', award.id)
    .where('org_id', '=', rfq.org_id)
    .execute()
  record(tx, 'trade.award_placed', `award:${award.id}`, {
    rfq: rfq.code,
    orders: orders.map((order) => order.no),
  })
  if (award.finishes) await finish(tx, rfq)
}

/** An award of mine that waits, locked behind its request. */
async function lockWaiting(tx: Tx, id: string) {
  const me = tx.actor.orgId as string
  const awards = tx.db.selectFrom('awards').where('id', '=', id).where('org_id', '=', me)
  const { rfq_id } = found(await awards.select('rfq_id').executeTakeFirst(), 'award')
  const rfq = await lockRfq(tx, rfq_id)
  const award = found(await awards.selectAll().forUpdate().executeTakeFirst(), 'award')
  if (award.state !== 'waiting') refuseState('award', award.state)
  return { rfq, award }
}

/** Agrees to an award or turns it down; with the last agreement that it waits for, the orders are placed. */
export function decideAward(ctx: Ctx, id: string, input: DecisionInput): Promise<Award> {
  return ctx.transaction(async (tx) => {
    const { rfq, award } = await lockWaiting(tx, id)
    const approvals = await tx.db
      .selectFrom('award_approvals')
      .selectAll()
      .where('award_id', '=', id)
      .where('org_id', '=', rfq.org_id)
      .execute()
    const asked = found(
      approvals.find((row) => row.kind === input.kind),
      'approval',
    )
    if (asked.state !== 'waiting') throw new AppError('already_done', { reason: 'decided' })
    const sum = { currency: award.currency, amountMinor: award.amount_minor }
    const isOwn = award.asked_by !== null && award.asked_by === tx.actor.personId
    if (isOwn || !mayDecide(await lockRights(tx), askerOf(tx), input.kind, sum)) {
      throw new AppError('forbidden', { reason: isOwn ? 'own_award' : 'not_entitled' })
    }
    await writeDecision(tx, id, input)
    const fact = { rfq: rfq.code, kind: input.kind, note: input.note }
    const type = input.isApproved ? 'trade.award_approved' : 'trade.award_refused'
    record(tx, type, `award:${id}`, fact)
    if (!input.isApproved) await endAward(tx, id, 'refused')
    else if (approvals.every((row) => row.kind === input.kind || row.state === 'approved')) {
      requireRfqState(tx, rfq, 'open', 'closed')
      const taken = await priceAward(tx, rfq, await readAwardLines(tx, id))
      const byAmount = approvals.find((row) => row.kind === 'amount')
      const decider = input.kind === 'amount' ? tx.actor.personId : byAmount?.decided_by
      await place(tx, rfq, award, taken, decider ?? award.asked_by)
    }
    return readAward(tx, id)
  })
}

async function writeDecision(tx: Tx, id: string, input: DecisionInput): Promise<void> {
  await tx.db
    .updateTable('award_approvals')
    .set({
      state: input.isApproved ? 'approved' : 'refused',
      decided_by: tx.actor.personId,
      decided_by_name: tx.actor.name,
      decided_at: tx.now().toISOString(),
      note: input.note,
    })
    .where('award_id', '=', id)
    .where('kind', '=', input.kind)
    .where('org_id', '=', tx.actor.orgId as string)
    .execute()
}

async function endAward(tx: Tx, id: string, state: 'refused' | 'withdrawn'): Promise<void> {
  await tx.db
    .updateTable('awards')
    .set({ state })
    .where('id', '=', id)
    .where('org_id', '=', tx.actor.orgId as string)
    .execute()
}

/** Takes back an award that nobody has decided yet: whoever asked may, and whoever may edit trade. */
export function withdrawAward(ctx: Ctx, id: string): Promise<Award> {
  return ctx.transaction(async (tx) => {
    const { rfq, award } = await lockWaiting(tx, id)
    const isOwn = award.asked_by !== null && award.asked_by === tx.actor.personId
    if (!isOwn && levelOf(tx.actor, 'trade') !== 'edit') {
      throw new AppError('forbidden', { reason: 'role', data: { needs: 'trade:edit' } })
    }
    await endAward(tx, id, 'withdrawn')
    record(tx, 'trade.award_withdrawn', `award:${id}`, { rfq: rfq.code })
    return readAward(tx, id)
  })
}
