import type { Ctx, Tx } from '../../platform/ctx.ts'
import { AppError, badField, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { getChain, getLedChain } from '../network/index.ts'
import { requireParties } from './orders.ts'
import type { OwnSettings, Settings, SettingsAddress } from './schema.ts'
import { settingsOf } from './settings-rules.ts'
import { readLayers } from './states.ts'

interface SettingsView {
  own: OwnSettings
  holds: Settings
  version: number
}

export function getSettings(ctx: Ctx, address: SettingsAddress): Promise<SettingsView> {
  return ctx.read((tx) => readSettings(tx, address))
}

async function readSettings(
  tx: Tx,
  { chainId, scope, subjectId }: SettingsAddress,
): Promise<SettingsView> {
  await requireSubject(tx, { chainId, scope, subjectId })
  const row = await tx.db
    .selectFrom('production_settings')
    .select(['settings', 'version'])
    .where('org_id', '=', tx.actor.orgId as string)
    .where('chain_id', '=', chainId)
    .where('scope', '=', scope)
    .where('subject_id', '=', subjectId)
    .executeTakeFirst()
  const layers = await readLayers(tx)
  const holds = {
    chain: () => layers.ofOrder(chainId, ''),
    factory: () => layers.ofFactory(chainId, subjectId),
    order: () => layers.ofOrder(chainId, subjectId),
  }[scope]()
  return { own: (row?.settings ?? {}) as OwnSettings, holds, version: row?.version ?? 0 }
}

/** Only the lead's own chain, a firm that stands in it, or an order that runs in it; a factory of its own, itself. */
async function requireSubject(
  tx: Tx,
  { chainId, scope, subjectId }: SettingsAddress,
): Promise<{ isLead: boolean }> {
  if (scope === 'factory' && subjectId === tx.actor.orgId) {
    const { orgId } = await getChain(tx, chainId)
    return { isLead: orgId === tx.actor.orgId }
  }
  const chain = await getLedChain(tx, chainId)
  if (scope === 'chain') found(subjectId === chain.id ? chain : null, 'chain')
  else if (scope === 'factory') await requireParties(tx, chain.id, [{ orgId: subjectId }])
  else {
    const order = await tx.db
      .selectFrom('production_orders')
      .select('id')
      .where('id', '=', subjectId)
      .where('org_id', '=', tx.actor.orgId as string)
      .where('chain_id', '=', chainId)
      .executeTakeFirst()
    found(order, 'production_order')
  }
  return { isLead: true }
}

/** By which limits a factory is warned of is its lead's to say; when it works it knows itself. */
function refuseLimits({ thresholds, clock }: OwnSettings): void {
  for (const [field, given] of Object.entries({ thresholds, clock })) {
    if (given && Object.keys(given).length > 0)
      throw badField(field, 'lead_decides', 'Only the lead of the chain sets this')
  }
}

/** Sets what a chain, a factory or an order has of its own, as a whole; the rest is taken from above. */
export function setSettings(
  ctx: Ctx,
  address: SettingsAddress,
  own: OwnSettings,
): Promise<SettingsView> {
  return ctx.transaction(async (tx) => {
    const { isLead } = await requireSubject(tx, address)
    if (!isLead) refuseLimits(own)
    refuseUpsideDown(settingsOf(own))
    const { chainId, scope, subjectId } = address
    const key = {
      org_id: tx.actor.orgId as string,
      chain_id: chainId,
      scope,
      subject_id: subjectId,
    }
    const row = await tx.db
      .insertInto('production_settings')
      .values({ ...key, settings: JSON.stringify(own) })
      .onConflict((conflict) =>
        conflict.columns(['org_id', 'chain_id', 'scope', 'subject_id']).doUpdateSet((e) => ({
          settings: JSON.stringify(own),
          version: e('production_settings.version', '+', 1),
        })),
      )
      .returning('version')
      .executeTakeFirstOrThrow()
    // Written by somebody else meanwhile: then this writer has not seen what it replaces.
    if (tx.ifMatch !== null && tx.ifMatch !== row.version - 1) throw new AppError('stale')
    record(tx, 'production.settings_set', `${scope}:${subjectId}`, own)
    return readSettings(tx, address)
  })
}

/** A warning that cleared above the limit at which it is raised would ring for ever. */
function refuseUpsideDown({ thresholds }: Settings): void {
  const pairs = [
    ['behindClear', 'behindRaise'],
    ['lateClearMinutes', 'lateRaiseMinutes'],
    ['silentClearMinutes', 'silentRaiseMinutes'],
  ] as const
  for (const [clear, raise] of pairs) {
    if (thresholds[clear] > thresholds[raise])
      throw badField(`thresholds.${clear}`, 'clear_over_raise', 'Clears above where it is raised')
  }
}
