import { sql } from 'kysely'
import { type Ctx, checkVersion, type Tx } from '../../../platform/ctx.ts'
import { AppError, found } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import { fromMicro, toMicro } from '../quantity.ts'
import { fallDue } from './instalments.ts'
import {
  type LockedLine,
  lineOf,
  lockRunning,
  readLines,
  recordBoth,
  refusedLine,
} from './locking.ts'
import { tellAndRead } from './order-queries.ts'
import type { AnswerInput, Order, ProposalInput } from './schema.ts'

interface ProposedLine {
  id: string
  quantity: string
  unitE4?: number
  amountMinor?: number
  deliverBy?: string | null
}

/** One side asks for other terms, an end or a return. Nothing changes before the other side agrees. */
export function propose(ctx: Ctx, orderId: string, input: ProposalInput): Promise<Order> {
  return ctx.transaction(async (tx) => {
    const order = await lockRunning(tx, orderId, input.kind === 'return' ? 'buyer' : 'both')
    checkVersion(tx, order.version)
    const lines = proposedLines(await readLines(tx, orderId), input)
    const { kind, reason, ...asked } = input
    const terms = { ...asked, lines }
    if (kind === 'change' && lines.length === 0 && Object.keys(asked).length <= 1)
      throw new AppError('bad_input', {
        errors: [{ field: 'lines', code: 'nothing_changed', message: 'Nothing would change' }],
      })
    const id = newId(tx.now().getTime())
    const added = await tx.db
      .insertInto('trade_order_proposals')
      .values({
        id,
        org_id: order.sellerOrgId,
        buyer_org_id: order.buyerOrgId,
        order_id: orderId,
        kind,
        by_org_id: tx.actor.orgId as string,
        by_name: tx.actor.name,
        made_at: tx.now().toISOString(),
        base_version: order.version,
        line_ids: lines.map((line) => line.id),
        terms: JSON.stringify(terms),
        reason,
      })
      .onConflict((conflict) => conflict.column('order_id').where('answer', 'is', null).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!added) throw new AppError('wrong_state', { reason: 'proposal_open' })
    recordBoth(tx, order, 'trade.order_change_proposed', { proposal: id, kind, reason, terms })
    return tellAndRead(tx, order, { key: `proposal ${id}`, what: `${kind}_proposed`, reason })
  })
}

function proposedLines(
  lines: ReadonlyMap<string, LockedLine>,
  input: ProposalInput,
): ProposedLine[] {
  if (input.kind === 'cancel') return whatIsOpen(lines)
  const named = new Set(input.lines.map((line) => line.lineId))
  if (named.size < input.lines.length)
    throw new AppError('bad_input', {
      errors: [{ field: 'lines', code: 'line_twice', message: 'A line is named once' }],
    })
  if (input.kind === 'return') {
    return input.lines.map(({ lineId, quantity }, at) => {
      const line = lineOf(lines, lineId, at)
      if (toMicro(quantity) > line.received - line.comingBack) {
        const most = fromMicro(line.received - line.comingBack)
        throw refusedLine(at, 'quantity', 'more_than_received', { most })
      }
      return { id: lineId, quantity }
    })
  }
  return input.lines.map((change, at) => changedLine(lineOf(lines, change.lineId, at), change, at))
}

function changedLine(
  line: LockedLine,
  change: Extract<ProposalInput, { kind: 'change' }>['lines'][number],
  at: number,
): ProposedLine {
  const micro = change.quantity === undefined ? line.quantity : toMicro(change.quantity)
  const sent = line.shipped - line.owedAgain
  if (micro < sent)
    throw refusedLine(at, 'quantity', 'less_than_shipped', { least: fromMicro(sent) })
  return {
    ...priced(line, micro, change.unitE4 ?? line.unitE4),
    deliverBy: change.deliverBy === undefined ? line.deliverBy : change.deliverBy,
  }
}

/** Cancelling lowers every line to what has left already; a service that is agreed falls away. */
function whatIsOpen(lines: ReadonlyMap<string, LockedLine>): ProposedLine[] {
  const open = [...lines.values()].filter(
    (line) => line.quantity > (line.kind === 'service' ? 0n : line.shipped - line.owedAgain),
  )
  if (open.length === 0) throw new AppError('wrong_state', { reason: 'nothing_open' })
  return open.map((line) => ({
    ...priced(line, line.kind === 'service' ? 0n : line.shipped - line.owedAgain, line.unitE4),
    deliverBy: line.deliverBy,
  }))
}

function priced(line: LockedLine, micro: bigint, unitE4: number): ProposedLine {
  const scale = 10n ** 10n
  const amountMinor = Number((BigInt(unitE4) * micro * 2n + scale) / (scale * 2n))
  if (!Number.isSafeInteger(amountMinor))
    throw new AppError('refused', { reason: 'amount_too_large' })
  return { id: line.id, quantity: fromMicro(micro), unitE4, amountMinor }
}

/** The other side agrees or not; who proposed may take it back until then. */
export function answerProposal(
  ctx: Ctx,
  orderId: string,
  proposalId: string,
  { answer, reason }: AnswerInput,
): Promise<Order> {
  return ctx.transaction(async (tx) => {
    const order = await lockRunning(tx, orderId, 'both')
    const proposal = found(await readProposal(tx, orderId, proposalId), 'proposal')
    if (proposal.answer)
      throw new AppError('already_done', { reason: `proposal_${proposal.answer}` })
    const isMine = proposal.by_org_id === tx.actor.orgId
    if (isMine !== (answer === 'withdrawn')) {
      throw new AppError('refused', {
        reason: isMine ? 'other_side_answers' : 'proposer_withdraws',
      })
    }
    if (answer === 'accepted') {
      checkVersion(tx, order.version)
      if (proposal.base_version !== order.version) throw new AppError('stale')
      await accept(tx, orderId, proposal)
    } else {
      await tx.db
        .updateTable('trade_order_proposals')
        .set({
          answer,
          answered_at: tx.now().toISOString(),
          answered_by_name: tx.actor.name,
          answer_reason: reason,
        })
        .where('id', '=', proposalId)
        .execute()
    }
    recordBoth(tx, order, `trade.order_change_${answer}`, { proposal: proposalId, reason })
    const what = `${proposal.kind}_${answer}`
    return tellAndRead(tx, order, { key: `answer ${proposalId}`, what, reason })
  })
}

async function accept(
  tx: Tx,
  orderId: string,
  proposal: { id: string; kind: string; terms: unknown },
): Promise<void> {
  const { lines } = proposal.terms as { lines: ProposedLine[] }
  // Goods may have moved since it was proposed: what has left cannot be taken off any more.
  const now = await readLines(tx, orderId)
  for (const [at, { id, quantity }] of lines.entries()) {
    const line = now.get(id)!
    const isTooMuch =
      proposal.kind === 'return'
        ? toMicro(quantity) > line.received - line.comingBack
        : line.kind === 'goods' && toMicro(quantity) < line.shipped - line.owedAgain
    if (isTooMuch) throw refusedLine(at, 'quantity', 'goods_moved')
  }
  await sql`SELECT accept_order_proposal(${proposal.id}, ${tx.now()}, ${tx.actor.name})`.execute(
    tx.db,
  )
  await fallDue(tx, orderId)
}

function readProposal(tx: Tx, orderId: string, id: string) {
  return tx.db
    .selectFrom('trade_order_proposals')
    .select(['id', 'kind', 'by_org_id', 'base_version', 'answer', 'terms'])
    .where('id', '=', id)
    .where('order_id', '=', orderId)
    .forUpdate()
    .executeTakeFirst()
}
