import type { Selectable } from 'kysely'
import { type Ctx, checkVersion, type Tx } from '../../platform/ctx.ts'
import type { DB } from '../../platform/db.ts'
import { AppError, badField, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { cancelJob, enqueue } from '../../platform/jobs.ts'
import { getLedChain } from '../network/index.ts'
import { describeProducts } from '../trade/index.ts'
import { LEAD_AS_SELLER } from './dispatch.ts'
import { readNotice } from './notice-queries.ts'
import { afterQuietHours } from './rules.ts'
import type { Notice, NoticeInput, NoticePatch } from './schema.ts'

export type NoticeRow = Selectable<DB['notices']>

/** A draft; nothing goes out before it is sent. */
export function draftNotice(ctx: Ctx, input: NoticeInput): Promise<Notice> {
  return ctx.transaction(async (tx) => {
    const chain = await getLedChain(tx, input.chainId)
    const orgId = tx.actor.orgId as string
    const edition = input.supersedesId
      ? await nextEdition(tx, input.supersedesId, input.chainId)
      : 1
    const id = newId()
    await tx.db
      .insertInto('notices')
      .values({
        id,
        org_id: orgId,
        chain_id: input.chainId,
        state: 'draft',
        edition,
        supersedes_id: input.supersedesId ?? null,
        created_by: tx.actor.personId,
        created_at: tx.now().toISOString(),
        ...columnsOf(input, chain.settings),
      })
      .execute()
    await writeParts(tx, id, input)
    record(tx, 'messaging.notice_drafted', `notice:${id}`, { title: input.title })
    return readNotice(tx, id)
  })
}

function columnsOf(
  input: NoticePatch,
  settings: { relayMinutes: number; reminderHours: number[]; escalateAfterHours: number | null },
) {
  if (input.kind === 'price_change') {
    if (input.prices.length === 0)
      throw badField('prices', 'prices_needed', 'Say which prices change')
    if (!input.validFrom)
      throw badField('validFrom', 'valid_from_needed', 'Say from when they hold')
    if (new Set(input.prices.map((p) => p.productId)).size < input.prices.length) {
      throw badField('prices', 'product_twice', 'A product stands in the list twice')
    }
  } else if (input.prices.length > 0) {
    throw badField('prices', 'prices_unexpected', 'Only a price change carries prices')
  }
  if (input.kind === 'task' && !input.deadlineAt) {
    throw badField('deadlineAt', 'deadline_needed', 'A task needs a deadline')
  }
  return {
    kind: input.kind,
    title: input.title,
    body: input.body,
    audience: JSON.stringify(input.audience),
    valid_from: input.validFrom ?? null,
    deadline_at: input.deadlineAt ?? null,
    relay_minutes: input.relayMinutes ?? settings.relayMinutes,
    reminder_hours: input.reminderHours ?? settings.reminderHours,
    escalate_after_hours:
      input.escalateAfterHours === undefined
        ? settings.escalateAfterHours
        : input.escalateAfterHours,
    observes_quiet_hours: input.observesQuietHours,
  }
}

async function nextEdition(tx: Tx, supersedesId: string, chainId: string): Promise<number> {
  const old = await ownNotice(tx, supersedesId)
  if (old.chain_id !== chainId)
    throw badField('supersedesId', 'other_chain', 'It ran in another chain')
  if (!['sent', 'complete', 'sending'].includes(old.state)) {
    throw new AppError('wrong_state', { reason: 'supersedes_unsent', data: { state: old.state } })
  }
  return old.edition + 1
}

/** Products and files of a draft, replaced as a whole. */
async function writeParts(tx: Tx, noticeId: string, input: NoticePatch): Promise<void> {
  const orgId = tx.actor.orgId as string
  await tx.db.deleteFrom('notice_products').where('notice_id', '=', noticeId).execute()
  await tx.db.deleteFrom('notice_prices').where('notice_id', '=', noticeId).execute()
  await tx.db.deleteFrom('notice_files').where('notice_id', '=', noticeId).execute()
  if (input.prices.length > 0) {
    const known = await describeProducts(
      tx,
      input.prices.map((p) => p.productId),
    )
    const rows = input.prices.map((line, i) => {
      const product = known.get(line.productId)
      if (!product) throw badField(`prices.${i}.productId`, 'not_found', 'No such product')
      return {
        org_id: orgId,
        notice_id: noticeId,
        line_no: i + 1,
        product_id: line.productId,
        code: product.code,
        name: product.name,
        unit: product.unit,
        currency: product.currency,
      }
    })
    await tx.db.insertInto('notice_products').values(rows).execute()
    await tx.db
      .insertInto('notice_prices')
      .values({
        org_id: orgId,
        notice_id: noticeId,
        seller_id: LEAD_AS_SELLER,
        seller_org_id: orgId,
        price_minor: input.prices.map((line) => line.priceMinor),
        previous_minor: [],
        retail_minor: input.prices.map((line) => line.retailMinor),
      })
      .execute()
  }
  if (input.fileIds.length > 0) {
    const files = await tx.db
      .selectFrom('files')
      .select('id')
      .where('org_id', '=', orgId)
      .where('id', 'in', input.fileIds)
      .execute()
    if (files.length < new Set(input.fileIds).size)
      throw badField('fileIds', 'not_found', 'No such file')
    await tx.db
      .insertInto('notice_files')
      .values(files.map((f) => ({ org_id: orgId, notice_id: noticeId, file_id: f.id })))
      .execute()
  }
}

/** A notice of the actor's org, locked until the transaction ends. */
export async function lockNotice(tx: Tx, id: string): Promise<NoticeRow> {
  const row = await tx.db
    .selectFrom('notices')
    .selectAll()
    .where('id', '=', id)
    .where('org_id', '=', tx.actor.orgId as string)
    .forUpdate()
    .executeTakeFirst()
  return found(row, 'notice')
}

async function ownNotice(tx: Tx, id: string): Promise<NoticeRow> {
  const row = await tx.db
    .selectFrom('notices')
    .selectAll()
    .where('id', '=', id)
    .where('org_id', '=', tx.actor.orgId as string)
    .executeTakeFirst()
  return found(row, 'notice')
}

export function requireState(notice: NoticeRow, ...states: string[]): void {
  if (!states.includes(notice.state)) {
    throw new AppError('wrong_state', { reason: 'notice_state', data: { state: notice.state } })
  }
}

export function changeDraft(ctx: Ctx, id: string, input: NoticePatch): Promise<Notice> {
  return ctx.transaction(async (tx) => {
    const notice = await lockNotice(tx, id)
    checkVersion(tx, notice.version)
    requireState(notice, 'draft')
    const chain = await getLedChain(tx, notice.chain_id)
    await tx.db
      .updateTable('notices')
      .set({ ...columnsOf(input, chain.settings), version: notice.version + 1 })
      .where('id', '=', id)
      .execute()
    await writeParts(tx, id, input)
    record(tx, 'messaging.notice_changed', `notice:${id}`)
    return readNotice(tx, id)
  })
}

export function dropDraft(ctx: Ctx, id: string): Promise<void> {
  return ctx.transaction(async (tx) => {
    const notice = await lockNotice(tx, id)
    requireState(notice, 'draft')
    await tx.db.deleteFrom('notice_prices').where('notice_id', '=', id).execute()
    await tx.db.deleteFrom('notices').where('id', '=', id).execute()
    record(tx, 'messaging.notice_dropped', `notice:${id}`, { title: notice.title })
  })
}

/** When the notice may go out: the hour asked for, put off to the end of the chain's quiet hours. */
export async function sendingTime(tx: Tx, notice: NoticeRow, at: string | null): Promise<Date> {
  const wish = at ? new Date(Math.max(Date.parse(at), tx.now().getTime())) : tx.now()
  if (!notice.observes_quiet_hours) return wish
  const chain = await getLedChain(tx, notice.chain_id)
  return afterQuietHours(wish, chain.settings)
}

export async function scheduleNotice(tx: Tx, notice: NoticeRow, at: Date): Promise<void> {
  await tx.db
    .updateTable('notices')
    .set({ state: 'scheduled', scheduled_at: at.toISOString(), version: notice.version + 1 })
    .where('id', '=', notice.id)
    .execute()
  await enqueue(
    tx,
    'messaging.send',
    { orgId: notice.org_id, noticeId: notice.id },
    { at, key: sendKey(notice.id) },
  )
  record(tx, 'messaging.notice_scheduled', `notice:${notice.id}`, { at: at.toISOString() })
}

/** Back to a draft, as long as it has not gone out. */
export function unschedule(ctx: Ctx, id: string): Promise<Notice> {
  return ctx.transaction(async (tx) => {
    const notice = await lockNotice(tx, id)
    requireState(notice, 'scheduled')
    await tx.db
      .updateTable('notices')
      .set({ state: 'draft', scheduled_at: null, version: notice.version + 1 })
      .where('id', '=', id)
      .execute()
    await cancelJob(tx, sendKey(id))
    record(tx, 'messaging.notice_unscheduled', `notice:${id}`)
    return readNotice(tx, id)
  })
}

function sendKey(noticeId: string): string {
  return `send:${noticeId}`
}
