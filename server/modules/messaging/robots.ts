import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, checkVersion, type Tx } from '../../platform/ctx.ts'
import { AppError, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { newId, secretHash } from '../../platform/ids.ts'
import { getSeat, requireManage } from './conversation-access.ts'
import { post } from './posting.ts'
import type { Robot, RobotInput, RobotMade, RobotPatch } from './robot-schema.ts'

const ROBOTS_MAX = 20
const ROBOT = sql`id, conversation_id AS "conversationId", name, hint, addresses, per_minute AS "perMinute",
  created_at AS "createdAt", rotated_at AS "rotatedAt", used_at AS "usedAt", version`

/** Where a robot's scripts post to, as WeCom spells it. */
export type WebhookUrl = (key: string) => string

export function listRobots(ctx: Ctx, conversationId: string): Promise<{ items: Robot[] }> {
  return ctx.read(async (tx) => {
    await getSeat(tx, conversationId)
    const { rows } = await sql<Robot>`SELECT ${ROBOT} FROM robots
      WHERE conversation_id = ${conversationId} AND removed_at IS NULL ORDER BY created_at, id`.execute(
      tx.db,
    )
    return { items: rows }
  })
}

async function readRobot(tx: Tx, id: string): Promise<Robot> {
  const { rows } = await sql<Robot>`SELECT ${ROBOT} FROM robots
    WHERE id = ${id} AND removed_at IS NULL`.execute(tx.db)
  return found(rows[0], 'robot')
}

/** The robot, where the actor decides about its conversation; that is locked. */
async function lockRobot(tx: Tx, id: string): Promise<Robot> {
  const { conversationId } = await readRobot(tx, id)
  requireManage(tx, await getSeat(tx, conversationId, 'lock'))
  return readRobot(tx, id)
}

/** A new robot in a conversation. Its key is told now and never again. */
export function addRobot(
  ctx: Ctx,
  conversationId: string,
  input: RobotInput,
  urlOf: WebhookUrl,
): Promise<RobotMade> {
  return ctx.transaction(async (tx) => {
    const seat = await getSeat(tx, conversationId, 'lock')
    requireManage(tx, seat)
    const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM robots
      WHERE conversation_id = ${conversationId} AND removed_at IS NULL`.execute(tx.db)
    if (rows[0]!.n >= ROBOTS_MAX) {
      throw new AppError('refused', { reason: 'robots_full', data: { max: ROBOTS_MAX } })
    }
    const id = newId(tx.now().getTime())
    const key = randomUUID()
    await tx.db
      .insertInto('robots')
      .values({
        id,
        org_id: seat.orgId,
        conversation_id: conversationId,
        name: input.name,
        ...keptOf(key),
        addresses: input.addresses,
        per_minute: input.perMinute,
        created_by: tx.actor.personId as string,
        created_at: tx.now().toISOString(),
      })
      .execute()
    record(tx, 'messaging.robot_added', `conversation:${conversationId}`, {
      name: input.name,
    })
    return { ...(await readRobot(tx, id)), url: urlOf(key) }
  })
}

/** Scripts of this format expect a key that looks like a UUID; version 4 has 122 random bits. */
function keptOf(key: string) {
  return { key_hash: secretHash(key), hint: key.slice(-4) }
}

export function changeRobot(ctx: Ctx, id: string, patch: RobotPatch): Promise<Robot> {
  return ctx.transaction(async (tx) => {
    const robot = await lockRobot(tx, id)
    checkVersion(tx, robot.version)
    await tx.db
      .updateTable('robots')
      .set({
        name: patch.name ?? robot.name,
        addresses: patch.addresses ?? robot.addresses,
        per_minute: patch.perMinute ?? robot.perMinute,
        version: robot.version + 1,
      })
      .where('id', '=', id)
      .execute()
    record(tx, 'messaging.robot_changed', `conversation:${robot.conversationId}`, {
      fields: Object.keys(patch),
    })
    return readRobot(tx, id)
  })
}

/** A new key; whoever holds the old one posts no more from this moment. */
export function rotateRobot(ctx: Ctx, id: string, urlOf: WebhookUrl): Promise<RobotMade> {
  return ctx.transaction(async (tx) => {
    const robot = await lockRobot(tx, id)
    const key = randomUUID()
    await tx.db
      .updateTable('robots')
      .set({ ...keptOf(key), rotated_at: tx.now().toISOString(), version: robot.version + 1 })
      .where('id', '=', id)
      .execute()
    record(tx, 'messaging.robot_rotated', `conversation:${robot.conversationId}`, {
      name: robot.name,
    })
    return { ...(await readRobot(tx, id)), url: urlOf(key) }
  })
}

export function removeRobot(ctx: Ctx, id: string): Promise<void> {
  return ctx.transaction(async (tx) => {
    const robot = await lockRobot(tx, id)
    await tx.db
      .updateTable('robots')
      .set({ removed_at: tx.now().toISOString(), version: robot.version + 1 })
      .where('id', '=', id)
      .execute()
    record(tx, 'messaging.robot_removed', `conversation:${robot.conversationId}`, {
      name: robot.name,
    })
  })
}

/** Lets the robot say a word, so that one sees it in its place. */
export function testRobot(ctx: Ctx, id: string): Promise<{ no: number }> {
  return ctx.transaction(async (tx) => {
    const robot = await lockRobot(tx, id)
    const text = { zh: `${robot.name}已就绪。`, en: `${robot.name} is ready.` }
    const posted = await post(tx, {
      conversationId: robot.conversationId,
      kind: 'markdown',
      robot: id,
      senderName: robot.name,
      text: `${text.zh}\n\n${text.en}`,
      data: { texts: text },
    })
    return { no: found(posted, 'conversation').no }
  })
}
