import { sql } from 'kysely'
import type { Tx } from '../../../platform/ctx.ts'

/** Tells who keeps compiled prices of my org that they may have changed; holds others back until the commit. */
export async function bumpPrices(tx: Tx): Promise<void> {
  await sql`INSERT INTO price_revisions (org_id, revision) VALUES (${tx.actor.orgId}, 1)
    ON CONFLICT (org_id) DO UPDATE SET revision = price_revisions.revision + 1`.execute(tx.db)
}
