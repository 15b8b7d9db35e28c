import { sql } from 'kysely'
import type { Tx } from '../../platform/ctx.ts'
import { conversationOf, followParties, postAsRobot } from '../messaging/index.ts'

export type Words = { zh: string; en: string }
export interface Telling {
  key: string
  template: string
  data: Record<string, unknown>
  text: Words
  mentionPersonIds?: string[]
}

/** The group of an order: of all its parties, of the lead with one of them, or of the lead alone. */
export function subjectOf(orderId: string, only?: string): string {
  return only === undefined ? `production_order:${orderId}` : `production_order:${orderId}/${only}`
}

export interface GroupOf {
  id: string
  chainId: string
  code: string
  productName: string
}

/** Opens an order's group, or lets those in and out who came to the order or left it. */
export function gatherParties(tx: Tx, order: GroupOf, orgIds: readonly string[]): Promise<string> {
  return followParties(tx, {
    ownerOrgId: tx.actor.orgId as string,
    subject: subjectOf(order.id),
    title: `${order.code} ${order.productName}`,
    orgIds: [...orgIds],
    chainId: order.chainId,
  })
}

/** Says something in the order's group, once a key. An order without a group is not spoken of. */
export async function tellParties(
  tx: Tx,
  ownerOrgId: string,
  orderId: string,
  telling: Telling,
): Promise<void> {
  const conversationId = await conversationOf(tx, ownerOrgId, subjectOf(orderId))
  if (conversationId) await postAsRobot(tx, { conversationId, robot: 'clock', ...telling })
}

/** Open pages of these orgs look again at their production. */
export async function hintProduction(tx: Tx, ...orgIds: string[]): Promise<void> {
  const hints = [...new Set(orgIds)].map((t) => JSON.stringify({ t, topic: 'production' }))
  await sql`SELECT pg_notify('jingwei', hint) FROM unnest(${hints}::text[]) AS h(hint)`.execute(
    tx.db,
  )
}
