import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'

/**
 * A conversation that follows a subject's parties: made at the first call, its members changed by later ones.
 * People join and leave by themselves. Answers its id.
 */
export async function followParties(
  tx: Tx,
  input: {
    ownerOrgId: string
    /** `production_order:<id>` */
    subject: string
    title: string
    orgIds: string[]
    chainId?: string | null
  },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`SELECT follow_parties(${newId(tx.now().getTime())},
    ${input.ownerOrgId}, ${input.subject}, ${input.title}, ${[...new Set(input.orgIds)].sort()}::uuid[],
    ${input.chainId ?? null}, ${tx.now()}) AS id`.execute(tx.db)
  return rows[0]!.id
}

/** The conversation of a subject, or null where there is none that the acting org takes part in. */
export async function conversationOf(
  tx: Tx,
  ownerOrgId: string,
  subject: string,
): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`
    SELECT conversation_of(${ownerOrgId}, ${subject}) AS id`.execute(tx.db)
  return rows[0]?.id ?? null
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
