import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { badField, found } from '../../../platform/errors.ts'
import { record } from '../../../platform/events.ts'
import { membersSql } from '../../identity/index.ts'
import {
  PURCHASER_ROLES,
  type Purchaser,
  type PurchaserInput,
  type Purchasers,
} from './award-schema.ts'
import { type Asker, freeOf, type Right, rightOf } from './limits.ts'

export const askerOf = (tx: Tx): Asker => ({
  personId: tx.actor.personId,
  isOwner: tx.actor.role === 'owner',
})

/** The rights of all of my people; locked, so that two awards at once are not both paid out of one limit. */
export async function lockRights(tx: Tx): Promise<Right[]> {
  await sql`SELECT 1 FROM purchasers WHERE org_id = ${tx.actor.orgId} ORDER BY person_id FOR UPDATE`.execute(
    tx.db,
  )
  return readRights(tx)
}

export async function readRights(tx: Tx): Promise<Right[]> {
  return (await select(tx, sql`true`)).map(({ version: _, name: __, ...right }) => right)
}

async function select(tx: Tx, where: RawBuilder<unknown>): Promise<Purchaser[]> {
  const { rows } = await sql<Purchaser>`
    SELECT p.person_id AS "personId", m.name, p.roles, p.currency, p.limit_minor AS "limitMinor",
      p.period_days AS "periodDays", p.period_limit_minor AS "periodLimitMinor", p.version,
      (SELECT coalesce(sum(a.amount_minor), 0)::bigint FROM awards a
        WHERE a.org_id = p.org_id AND a.charged_to = p.person_id AND a.state = 'placed'
          AND a.currency = p.currency
          AND a.placed_at > ${tx.now()}::timestamptz - make_interval(days => p.period_days)) AS "spentMinor"
    FROM purchasers p JOIN ${membersSql()} m ON m.org_id = p.org_id AND m.person_id = p.person_id
    WHERE p.org_id = ${tx.actor.orgId} AND ${where} ORDER BY m.name, p.person_id`.execute(tx.db)
  return rows
}

/** Who may buy for how much; where nobody is named there are no limits. */
export function listPurchasers(ctx: Ctx): Promise<Purchasers> {
  return ctx.read(async (tx) => {
    const items = await select(tx, sql`true`)
    const asker = askerOf(tx)
    const right = rightOf(items, asker)
    const isFree = items.length === 0 || (!right && asker.isOwner)
    const free = right ? freeOf(right, right.currency) : 0
    const decides = right?.roles.some((role) => role !== 'payer') ?? false
    return {
      items,
      mine: {
        roles: right ? [...right.roles] : isFree ? [...PURCHASER_ROLES] : [],
        freeMinor:
          isFree || (decides && free === Infinity) ? null : decides ? Math.max(0, free) : 0,
      },
    }
  })
}

/** Says what one of my people may do. */
export function setPurchaser(
  ctx: Ctx,
  personId: string,
  input: PurchaserInput,
): Promise<Purchaser> {
  return ctx.transaction(async (tx) => {
    const { rows } = await sql<{ name: string }>`SELECT m.name FROM ${membersSql()} m
      WHERE m.org_id = ${tx.actor.orgId} AND m.person_id = ${personId}`.execute(tx.db)
    found(rows[0], 'member')
    if (new Set(input.roles).size < input.roles.length)
      throw badField('roles', 'duplicate', 'Each role once')
    const values = {
      roles: input.roles,
      currency: input.currency,
      limit_minor: input.limitMinor,
      period_days: input.periodDays,
      period_limit_minor: input.periodLimitMinor,
    }
    await tx.db
      .insertInto('purchasers')
      .values({ org_id: tx.actor.orgId as string, person_id: personId, ...values })
      .onConflict((c) =>
        c
          .columns(['org_id', 'person_id'])
          .doUpdateSet((e) => ({ ...values, version: e('purchasers.version', '+', 1) })),
      )
      .execute()
    record(tx, 'trade.purchaser_set', `person:${personId}`, { ...input, name: rows[0]!.name })
    return found((await select(tx, sql`p.person_id = ${personId}`))[0], 'purchaser')
  })
}

export function removePurchaser(ctx: Ctx, personId: string): Promise<void> {
  return ctx.transaction(async (tx) => {
    const { numDeletedRows } = await tx.db
      .deleteFrom('purchasers')
      .where('org_id', '=', tx.actor.orgId as string)
      .where('person_id', '=', personId)
      .executeTakeFirst()
    found(numDeletedRows || null, 'purchaser')
    record(tx, 'trade.purchaser_removed', `person:${personId}`)
  })
}
