import type { Ctx, Tx } from '../../platform/ctx.ts'
import { AppError, badField, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { hintProduction, tellParties } from './group.ts'
import { formatMilli, toMilli } from './quantity.ts'
import type { AnswerInput, WorkItem } from './schema.ts'
import { readWork } from './work-queries.ts'

/** A share that the actor's org holds, locked until the transaction ends. */
export async function lockMyShare(tx: Tx, id: string) {
  return found(
    await tx.db
      .selectFrom('shares')
      .selectAll()
      .where('id', '=', id)
      .where('assignee_org_id', '=', tx.actor.orgId as string)
      .where('withdrawn_at', 'is', null)
      .forUpdate()
      .executeTakeFirst(),
    'share',
  )
}

/** Takes a share on, or refuses it and says what would be possible instead. */
export function answerShare(ctx: Ctx, id: string, input: AnswerInput): Promise<WorkItem> {
  return ctx.transaction(async (tx) => {
    const share = await lockMyShare(tx, id)
    if (share.answer !== 'offered') throw new AppError('already_done', { reason: 'share_answered' })
    const proposed = input.proposedQuantity === undefined ? null : toMilli(input.proposedQuantity)
    if (input.answer === 'accepted' && (proposed !== null || input.proposedEndsAt))
      throw badField('answer', 'proposal_unexpected', 'Who accepts proposes nothing else')
    await tx.db
      .updateTable('shares')
      .set({
        answer: input.answer,
        answered_at: tx.now().toISOString(),
        answered_by: tx.actor.name,
        reason: input.reason || null,
        proposed_milli: proposed,
        proposed_ends_at: input.proposedEndsAt ?? null,
      })
      .where('id', '=', id)
      .execute()
    record(tx, `production.share_${input.answer}`, `share:${id}`, {
      order: share.order_code,
      operation: share.operation_name,
      ...(input.reason && { reason: input.reason }),
      ...(proposed !== null && { proposedQuantity: input.proposedQuantity }),
      ...(input.proposedEndsAt && { proposedEndsAt: input.proposedEndsAt }),
    })
    if (input.answer === 'refused') await tellRefusal(tx, share, input)
    await hintProduction(tx, share.org_id, share.assignee_org_id)
    return readWork(tx, id)
  })
}

async function tellRefusal(
  tx: Tx,
  share: Awaited<ReturnType<typeof lockMyShare>>,
  input: AnswerInput,
): Promise<void> {
  const counter = {
    zh: [
      input.proposedQuantity && `可做 ${formatMilli(toMilli(input.proposedQuantity))}${share.unit}`,
      input.proposedEndsAt && `可于 ${input.proposedEndsAt.slice(0, 10)} 完成`,
    ],
    en: [
      input.proposedQuantity &&
        `could do ${formatMilli(toMilli(input.proposedQuantity))} ${share.unit}`,
      input.proposedEndsAt && `could finish by ${input.proposedEndsAt.slice(0, 10)}`,
    ],
  }
  const zh = [
    `${tx.actor.name} 未接 ${share.order_code} ${share.operation_name}：${input.reason}`,
    ...counter.zh,
  ]
  const en = [
    `${tx.actor.name} declined ${share.order_code} ${share.operation_name}: ${input.reason}`,
    ...counter.en,
  ]
  await tellParties(tx, share.org_id, share.order_id, {
    key: `answer ${share.id} ${share.offered_at}`,
    template: 'production.answer',
    data: { orderId: share.order_id, shareId: share.id, reason: input.reason },
    text: { zh: zh.filter(Boolean).join('，'), en: en.filter(Boolean).join(', ') },
  })
}
