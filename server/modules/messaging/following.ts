import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'

/** Whose conversation follows a subject. */
export interface Parties {
  ownerOrgId: string
  /** `production_order:<id>` */
  subject: string
  title: string
  orgIds: string[]
  chainId?: string | null
}

/**
 * A conversation that follows a subject's parties: made at the first call, its members changed by later ones.
 * People join and leave by themselves. Answers its id.
 */
export async function followParties(tx: Tx, parties: Parties): Promise<string> {
  const { rows } = await sql<{ id: string }>`SELECT ${followSql(tx, parties)} AS id`.execute(tx.db)
  return rows[0]!.id
}

export function followSql(tx: Tx, parties: Parties): RawBuilder<string> {
  return sql`follow_parties(${newId(tx.now().getTime())}, ${parties.ownerOrgId}, ${parties.subject},
    ${parties.title}, ${[...new Set(parties.orgIds)].sort()}::uuid[], ${parties.chainId ?? null}, ${tx.now()})`
}

/** The conversation of a subject, or null where there is none that the acting org takes part in. */
export async function conversationOf(
  tx: Tx,
  ownerOrgId: string,
  subject: string,
): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`
    SELECT ${conversationSql(sql`${ownerOrgId}`, sql`${subject}`)} AS id`.execute(tx.db)
  return rows[0]?.id ?? null
}

/** The same for other modules' statements. */
export function conversationSql(
  ownerOrgId: RawBuilder<unknown>,
  subject: RawBuilder<unknown>,
): RawBuilder<string | null> {
  return sql`conversation_of(${ownerOrgId}, ${subject})`
}

/** People of a firm came or went, or its place in a chain did: every conversation that this touches. */
export async function followFirm(ctx: Ctx, { orgId }: { orgId: string }): Promise<void> {
  const touched = await ctx.acrossOrgs(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      SELECT t.id FROM conversations_touched(${orgId}) AS t(id)`.execute(tx.db)
    return rows
  })
  // One transaction each, so that no conversation waits for the rest.
  for (const { id } of touched) {
    await ctx.acrossOrgs((tx) => sql`SELECT follow_members(${id}, ${tx.now()})`.execute(tx.db))
  }
}
