import type { Ctx } from '../../platform/ctx.ts'
import { countAudience, getLedChain } from '../network/index.ts'
import type { Audience, AudienceCount } from './schema.ts'

/** Whom a notice would reach, before it is sent. */
export function countRecipients(
  ctx: Ctx,
  chainId: string,
  audience: Audience,
): Promise<AudienceCount> {
  return ctx.read(async (tx) => {
    await getLedChain(tx, chainId)
    return countAudience(tx, chainId, audience)
  })
}
