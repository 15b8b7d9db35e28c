import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { AppError, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { acceptPrices } from '../trade/index.ts'
import { hintRollUp } from './dispatch.ts'
import { readInboxNotice } from './inbox-queries.ts'
import type { InboxNotice } from './schema.ts'

/** Opens a notice as its recipient: the first opening is the reading. */
export function openInboxNotice(
  ctx: Ctx,
  noticeId: string,
  partnerId: string,
): Promise<InboxNotice> {
  return ctx.transaction(async (tx) => {
    const read = await tx.db
      .updateTable('receipts')
      .set({ state: 'read', read_at: tx.now().toISOString(), read_by: tx.actor.personId })
      .where('notice_id', '=', noticeId)
      .where('partner_id', '=', partnerId)
      .where('recipient_org_id', '=', tx.actor.orgId as string)
      .where('state', '=', 'delivered')
      .returning('org_id')
      .executeTakeFirst()
    if (read) {
      record(tx, 'messaging.notice_read', `notice:${noticeId}`, { partnerId })
      await hintRollUp(tx, read.org_id, noticeId)
      await settleInbox(tx)
    }
    return readInboxNotice(tx, noticeId, partnerId)
  })
}

/** Says yes to a notice for one's firm; who and when stay on record. Once only. */
export function confirmNotice(
  ctx: Ctx,
  noticeId: string,
  partnerId: string,
  answer: string | null,
): Promise<InboxNotice> {
  return ctx.transaction(async (tx) => {
    const receipt = await lockReceipt(tx, noticeId, partnerId)
    if (receipt.state === 'confirmed') throw new AppError('already_done', { reason: 'confirmed' })
    if (receipt.state !== 'delivered' && receipt.state !== 'read') {
      throw new AppError('wrong_state', { reason: 'receipt_state', data: { state: receipt.state } })
    }
    const now = tx.now().toISOString()
    await tx.db
      .updateTable('receipts')
      .set({
        state: 'confirmed',
        confirmed_at: now,
        confirmed_by: tx.actor.personId,
        answer,
        ...(receipt.read_at === null && { read_at: now, read_by: tx.actor.personId }),
      })
      .where('notice_id', '=', noticeId)
      .where('partner_id', '=', partnerId)
      .where('org_id', '=', receipt.org_id)
      .execute()
    record(tx, 'messaging.notice_confirmed', `notice:${noticeId}`, {
      partnerId,
      ...(answer && { answer }),
    })
    await hintRollUp(tx, receipt.org_id, noticeId)
    await settleInbox(tx)
    const confirmed = await readInboxNotice(tx, noticeId, partnerId)
    const { kind, validFrom, prices } = confirmed
    if (kind === 'price_change' && validFrom !== null) {
      await acceptPrices(tx, { noticeId, partnerId, validFrom, lines: prices })
    }
    return confirmed
  })
}

/** What is settled need not be looked at again by whoever counts what is open. */
async function settleInbox(tx: Tx): Promise<void> {
  await sql`SELECT settle_inbox(${tx.now()})`.execute(tx.db)
}

async function lockReceipt(tx: Tx, noticeId: string, partnerId: string) {
  const row = await tx.db
    .selectFrom('receipts')
    .select(['org_id', 'state', 'read_at'])
    .where('notice_id', '=', noticeId)
    .where('partner_id', '=', partnerId)
    .where('recipient_org_id', '=', tx.actor.orgId as string)
    .where('state', 'not in', ['queued', 'failed'])
    .forUpdate()
    .executeTakeFirst()
  return found(row, 'notice')
}
