import type { Ctx } from '../../../platform/ctx.ts'
import { AppError, found } from '../../../platform/errors.ts'
import { record, recordFor } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { readRfq } from './rfq-queries.ts'
import { holdRfq, lockRfq, requireRfqState, shortNameOf, suppliersOf } from './rows.ts'
import type { Rfq } from './schema.ts'

/** A supplier has the request on its screen: the buyer sees since when. */
export function markSeen(ctx: Ctx, id: string): Promise<void> {
  return ctx.transaction(async (tx) => {
    const rfq = await holdRfq(tx, id)
    const me = tx.actor.orgId as string
    const { numUpdatedRows } = await tx.db
      .updateTable('rfq_suppliers')
      .set({ seen_at: tx.now().toISOString() })
      .where('rfq_id', '=', id)
      .where('seller_org_id', '=', me)
      .where('seen_at', 'is', null)
      .executeTakeFirst()
    if (!numUpdatedRows) return
    const fact = { supplier: await shortNameOf(tx, me) }
    recordFor(tx, rfq.org_id, 'trade.rfq_seen', `rfq:${id}`, fact)
  })
}

/** A supplier will not quote and says why. It may still change its mind and quote before the deadline. */
export function declineRfq(ctx: Ctx, id: string, reason: string): Promise<Rfq> {
  return ctx.transaction(async (tx) => {
    const rfq = await holdRfq(tx, id)
    requireRfqState(tx, rfq, 'open')
    const me = tx.actor.orgId as string
    const quote = await tx.db
      .selectFrom('quotes')
      .select('state')
      .where('rfq_id', '=', id)
      .where('org_id', '=', me)
      .executeTakeFirst()
    if (quote && quote.state !== 'withdrawn')
      throw new AppError('wrong_state', { reason: 'quoted_already' })
    const { numUpdatedRows } = await tx.db
      .updateTable('rfq_suppliers')
      .set({ declined_at: tx.now().toISOString(), decline_reason: reason })
      .where('rfq_id', '=', id)
      .where('seller_org_id', '=', me)
      .where('declined_at', 'is', null)
      .executeTakeFirst()
    if (!numUpdatedRows) throw new AppError('already_done', { reason: 'declined' })
    record(tx, 'trade.rfq_declined', `rfq:${id}`, { reason })
    const fact = { supplier: await shortNameOf(tx, me), reason }
    recordFor(tx, rfq.org_id, 'trade.rfq_declined', `rfq:${id}`, fact)
    return readRfq(tx, id)
  })
}

/** A supplier asks. Who it was is told to the buyer alone; the others read the question with its answer. */
export function askQuestion(ctx: Ctx, rfqId: string, question: string): Promise<Rfq> {
  return ctx.transaction(async (tx) => {
    const rfq = await holdRfq(tx, rfqId)
    requireRfqState(tx, rfq, 'open')
    const me = tx.actor.orgId as string
    const id = newId(tx.now().getTime())
    const asker = await shortNameOf(tx, me)
    await tx.db
      .insertInto('rfq_questions')
      .values({ id, org_id: rfq.org_id, rfq_id: rfqId, question, asked_at: tx.now().toISOString() })
      .execute()
    await tx.db
      .insertInto('rfq_question_askers')
      .values({ org_id: rfq.org_id, question_id: id, asker_org_id: me, asker_name: asker })
      .execute()
    record(tx, 'trade.question_asked', `rfq:${rfqId}`, { question })
    recordFor(tx, rfq.org_id, 'trade.question_asked', `rfq:${rfqId}`, { question, asker })
    return readRfq(tx, rfqId)
  })
}

/** The buyer answers once, to everybody it has asked. */
export function answerQuestion(
  ctx: Ctx,
  rfqId: string,
  questionId: string,
  answer: string,
): Promise<Rfq> {
  return ctx.transaction(async (tx) => {
    const rfq = await lockRfq(tx, rfqId)
    requireRfqState(tx, rfq, 'open', 'closed')
    const row = found(
      await tx.db
        .selectFrom('rfq_questions')
        .selectAll()
        .where('id', '=', questionId)
        .where('rfq_id', '=', rfqId)
        .where('org_id', '=', rfq.org_id)
        .forUpdate()
        .executeTakeFirst(),
      'question',
    )
    if (row.answer !== null) throw new AppError('already_done', { reason: 'question_answered' })
    await tx.db
      .updateTable('rfq_questions')
      .set({ answer, answered_at: tx.now().toISOString() })
      .where('id', '=', questionId)
      .where('org_id', '=', rfq.org_id)
      .execute()
    const fact = { question: row.question, answer }
    record(tx, 'trade.question_answered', `rfq:${rfqId}`, fact)
    for (const orgId of await suppliersOf(tx, rfqId)) {
      recordFor(tx, orgId, 'trade.question_answered', `rfq:${rfqId}`, fact)
    }
    return readRfq(tx, rfqId)
  })
}
