import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { enqueue, type JobHandler } from '../../platform/jobs.ts'
import { type Outbound, OutboundFailure } from '../../platform/outbound.ts'
import {
  batchOf,
  callOf,
  freeAt,
  type Item,
  KINDS,
  nextTryMs,
  type Outcome,
  outcomeOf,
  SENT_KEPT,
  type Target,
} from './forward-format.ts'

// Longer than a call can take, so that a call whose process died is repeated and no other is doubled.
const BUSY_MS = 15_000
const WAITING_READ = 200

interface DestinationRow extends Target {
  id: string
  org_id: string
  ready_at: string
  busy_until: string | null
  sent_at: string[]
  paused_at: string | null
}
interface ForwardRow extends Item {
  tries: number
  call_id: string | null
}
interface Call {
  target: Target
  callId: string
  items: ForwardRow[]
}
type Step = Call | { at: Date } | null

/** The job of a destination: says what waits, in order, one call at a time and no faster than it may. */
export function forwardJob(outbound: Outbound): JobHandler {
  return async (ctx: Ctx, { destinationId }: { destinationId: string }, signal) => {
    while (!signal.aborted) {
      const step = await ctx.acrossOrgs((tx) => prepare(tx, destinationId))
      if (step === null) return
      if ('at' in step) {
        await ctx.acrossOrgs((tx) => wakeUp(tx, destinationId, step.at))
        return
      }
      const outcome = await attempt(outbound, step, ctx.now().getTime())
      await ctx.acrossOrgs((tx) => settle(tx, destinationId, step, outcome))
    }
    await ctx.acrossOrgs((tx) => wakeUp(tx, destinationId, tx.now()))
  }
}

function wakeUp(tx: Tx, destinationId: string, at: Date): Promise<void> {
  const payload = { orgId: tx.actor.orgId as string, destinationId }
  return enqueue(tx, 'messaging.forward', payload, { at, key: `forward:${destinationId}` })
}

/** What to send now, written down before it leaves; or when to look again; or nothing at all. */
async function prepare(tx: Tx, id: string): Promise<Step> {
  const { rows } = await sql<DestinationRow>`
    SELECT id, org_id, kind, url, secret, language, ready_at, busy_until, sent_at, paused_at
    FROM destinations WHERE id = ${id} AND org_id = ${tx.actor.orgId} AND removed_at IS NULL
    FOR UPDATE`.execute(tx.db)
  const target = rows[0]
  if (!target || target.paused_at) return null
  const { rows: waiting } = await sql<ForwardRow>`
    SELECT id, title, text, created_at AS at, tries, call_id FROM forwards
    WHERE destination_id = ${id} AND state = 'waiting' ORDER BY no LIMIT ${WAITING_READ}`.execute(
    tx.db,
  )
  if (waiting.length === 0) return null
  const now = tx.now().getTime()
  const at = Math.max(
    Date.parse(target.ready_at),
    target.busy_until ? Date.parse(target.busy_until) : 0,
    freeAt(
      target.kind,
      target.sent_at.map((sent) => Date.parse(sent)),
      now,
    ),
  )
  if (at > now) return { at: new Date(at) }
  return begin(tx, target, waiting)
}

/** A call that was begun and not answered for is made again as it was, under the same id. */
async function begin(tx: Tx, target: DestinationRow, waiting: ForwardRow[]): Promise<Call> {
  const begun = waiting.find((item) => item.call_id !== null)?.call_id
  const items = begun
    ? waiting.filter((item) => item.call_id === begun)
    : batchOf(target.kind, waiting)
  const callId = begun ?? newId(tx.now().getTime())
  const ids = items.map((item) => item.id)
  await sql`UPDATE forwards SET call_id = ${callId}, tries = tries + 1, tried_at = ${tx.now()}
    WHERE id = ANY(${ids}::uuid[])`.execute(tx.db)
  await sql`UPDATE destinations SET busy_until = ${new Date(tx.now().getTime() + BUSY_MS)},
      sent_at = (${tx.now()}::timestamptz || sent_at)[1:${sql.raw(String(SENT_KEPT))}]
    WHERE id = ${target.id}`.execute(tx.db)
  return { target, callId, items: items.map((item) => ({ ...item, tries: item.tries + 1 })) }
}

async function attempt(
  outbound: Outbound,
  { target, callId, items }: Call,
  nowMs: number,
): Promise<Outcome> {
  const told = items.map(({ id, title, text, at }) => ({ id, title, text, at }))
  try {
    return outcomeOf(target.kind, await outbound.post(callOf(target, callId, told, nowMs)))
  } catch (error) {
    if (!(error instanceof OutboundFailure)) throw error
    const isFinal = error.kind === 'address_refused'
    return { kind: isFinal ? 'never' : 'again', failure: error.kind }
  }
}

async function settle(
  tx: Tx,
  id: string,
  { target, items }: Call,
  outcome: Outcome,
): Promise<void> {
  const now = tx.now().getTime()
  const ids = items.map((item) => item.id)
  let readyMs = now
  if (outcome.kind === 'taken') {
    await sql`UPDATE forwards SET state = 'sent', done_at = ${tx.now()}, failure = NULL
      WHERE id = ANY(${ids}::uuid[])`.execute(tx.db)
  } else if (outcome.kind === 'too_often') {
    // Somebody else posts there too. It was not taken and no try was spent.
    readyMs = now + Math.max(outcome.waitMs, KINDS[target.kind].blockMs)
    await sql`UPDATE forwards SET tries = tries - 1, failure = 'too_often', call_id = NULL
      WHERE id = ANY(${ids}::uuid[])`.execute(tx.db)
  } else {
    const waitMs = outcome.kind === 'again' ? nextTryMs(items[0]!.tries) : null
    if (waitMs === null) await giveUp(tx, id, ids, outcome.failure)
    else {
      readyMs = now + waitMs
      await sql`UPDATE forwards SET failure = ${outcome.failure}
        WHERE id = ANY(${ids}::uuid[])`.execute(tx.db)
    }
  }
  // It arrived at some time before its answer: counting from the answer never asks too much, however slow the way.
  await sql`UPDATE destinations SET busy_until = NULL, ready_at = ${new Date(readyMs)},
      sent_at = array_prepend(${tx.now()}::timestamptz, sent_at[2:])
    WHERE id = ${id}`.execute(tx.db)
}

/** Nothing is dropped in silence: it stays in the list under its reason, and the record says so. */
async function giveUp(tx: Tx, id: string, ids: string[], failure: string): Promise<void> {
  await sql`UPDATE forwards SET state = 'failed', failure = ${failure}, done_at = ${tx.now()}
    WHERE id = ANY(${ids}::uuid[])`.execute(tx.db)
  record(tx, 'messaging.forwards_failed', `destination:${id}`, {
    failure,
    forwards: ids.length,
  })
}
