import type { Tx } from '../../platform/ctx.ts'
import { found } from '../../platform/errors.ts'
import { ChainSettings } from '../network/schema.ts'

/** The step that a chain's prices are rounded to; a partner may know it as well as the lead. */
export async function priceStepOf(tx: Tx, chainId: string): Promise<number> {
  const row = await tx.db
    .selectFrom('chains')
    .select('settings')
    .where('id', '=', chainId)
    .executeTakeFirst()
  return ChainSettings.parse(found(row, 'chain').settings).priceStepMinor
}
