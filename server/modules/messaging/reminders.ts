import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { record, recordFor } from '../../platform/events.ts'
import { enqueue } from '../../platform/jobs.ts'
import { getLedChain, placesSql } from '../network/index.ts'
import { closeWave, nextWave } from './dispatch.ts'
import { lockNotice, type NoticeRow, requireState } from './notices.ts'
import { afterQuietHours, openStates } from './rules.ts'
import type { NoticeKind } from './schema.ts'

/** By hand: everybody who still owes an answer is reminded now. */
export function remindNow(ctx: Ctx, noticeId: string): Promise<{ reminded: number }> {
  return ctx.acrossOrgs(async (tx) => {
    const notice = await lockNotice(tx, noticeId)
    requireState(notice, 'sent', 'complete')
    return { reminded: await remind(tx, notice) }
  })
}

/** A rung of the reminder ladder. In quiet hours it waits for their end. */
export async function remindDue(
  ctx: Ctx,
  payload: { orgId: string; noticeId: string },
): Promise<void> {
  await ctx.acrossOrgs(async (tx) => {
    const notice = await lockNotice(tx, payload.noticeId)
    if (!isRunning(notice) || (await isPutOff(tx, notice, 'messaging.remind'))) return
    await remind(tx, notice)
  })
}

async function remind(tx: Tx, notice: NoticeRow): Promise<number> {
  const { numUpdatedRows } = await tx.db
    .updateTable('receipts')
    .set((e) => ({ reminded: e('reminded', '+', 1) }))
    .where('org_id', '=', notice.org_id)
    .where('notice_id', '=', notice.id)
    .where('state', 'in', openStates(notice.kind as NoticeKind))
    .executeTakeFirst()
  const reminded = Number(numUpdatedRows)
  if (reminded > 0) {
    const wave = await nextWave(tx, notice.id)
    record(tx, 'messaging.reminded', `notice:${notice.id}`, { reminded })
    await closeWave(tx, notice.id, wave, 'reminded', reminded)
  }
  return reminded
}

/** The last rung: each distributor is told, in its own record, who below it still owes an answer. */
export async function escalateDue(
  ctx: Ctx,
  payload: { orgId: string; noticeId: string },
): Promise<void> {
  await ctx.acrossOrgs(async (tx) => {
    const notice = await lockNotice(tx, payload.noticeId)
    if (!isRunning(notice) || (await isPutOff(tx, notice, 'messaging.escalate'))) return
    const { rows } = await sql<{ parent_org: string; waiting: number }>`
      WITH late AS (
        UPDATE receipts r SET escalated_at = ${tx.now()}
        FROM ${placesSql()} p
        WHERE r.org_id = ${notice.org_id} AND r.notice_id = ${notice.id} AND p.id = r.partner_id
          AND r.escalated_at IS NULL AND r.state = ANY(${openStates(notice.kind as NoticeKind)})
        RETURNING p.parent_id)
      SELECT parent.partner_org_id AS parent_org, count(*) AS waiting
      FROM late JOIN ${placesSql()} parent ON parent.id = late.parent_id
      WHERE parent.status = 'joined' GROUP BY parent.partner_org_id ORDER BY 1`.execute(tx.db)
    const wave = await nextWave(tx, notice.id)
    record(tx, 'messaging.escalated', `notice:${notice.id}`, { distributors: rows.length })
    for (const { parent_org, waiting } of rows) {
      recordFor(tx, parent_org, 'messaging.answers_late', `notice:${notice.id}`, { waiting })
    }
    await closeWave(tx, notice.id, wave, 'escalated', rows.length)
  })
}

function isRunning(notice: NoticeRow): boolean {
  return notice.state === 'sent' || notice.state === 'complete'
}

async function isPutOff(tx: Tx, notice: NoticeRow, task: string): Promise<boolean> {
  if (!notice.observes_quiet_hours) return false
  const { settings } = await getLedChain(tx, notice.chain_id)
  const at = afterQuietHours(tx.now(), settings)
  if (at.getTime() <= tx.now().getTime()) return false
  await enqueue(tx, task, { orgId: notice.org_id, noticeId: notice.id }, { at })
  return true
}
