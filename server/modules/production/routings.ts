import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { describeProducts } from '../trade/index.ts'
import { checkRouting, type DraftStep, operationColumns } from './planning.ts'
import type { Routing, RoutingInput } from './schema.ts'

interface RoutingRow {
  edition: number
  no: number
  name: string
  unit: string
  ms_per_piece: number
  after: number[]
  wait_minutes: number
  created_at: string
}

/** Says from now on how a product is made. Orders that run keep the operations they began with. */
export function setRouting(ctx: Ctx, productId: string, input: RoutingInput): Promise<Routing> {
  return ctx.transaction(async (tx) => {
    const product = found((await describeProducts(tx, [productId])).get(productId), 'product')
    checkRouting(input.operations)
    const orgId = tx.actor.orgId as string
    // One edition after the other, also when two save at once.
    await sql`SELECT pg_advisory_xact_lock(hashtext(${`routing ${productId}`}))`.execute(tx.db)
    const { rows } = await sql<{ edition: number }>`
      SELECT coalesce(max(edition), 0) + 1 AS edition FROM routing_operations
      WHERE org_id = ${orgId} AND product_id = ${productId}`.execute(tx.db)
    const { edition } = rows[0]!
    const operations = input.operations.map((operation) =>
      operationColumns(operation, product.unit),
    )
    await tx.db
      .insertInto('routing_operations')
      .values(
        operations.map((operation) => ({
          org_id: orgId,
          product_id: productId,
          edition,
          no: operation.no,
          name: operation.name,
          unit: operation.unit,
          ms_per_piece: operation.msPerPiece,
          after: operation.after,
          wait_minutes: operation.waitMinutes,
          created_at: tx.now().toISOString(),
        })),
      )
      .execute()
    record(tx, 'production.routing_set', `product:${productId}`, {
      edition,
      operations: operations.map(({ no, name }) => ({ no, name })),
    })
    return readRouting(tx, productId)
  })
}

export function getRouting(ctx: Ctx, productId: string): Promise<Routing> {
  return ctx.read((tx) => readRouting(tx, productId))
}

async function readRouting(tx: Tx, productId: string): Promise<Routing> {
  const rows = await latestEdition(tx, productId)
  const first = found(rows[0], 'routing')
  return {
    productId,
    edition: first.edition,
    createdAt: first.created_at,
    operations: rows.map((row) => ({
      no: row.no,
      name: row.name,
      unit: row.unit,
      minutesPerPiece: row.ms_per_piece / 60_000,
      after: row.after,
      waitMinutes: row.wait_minutes,
    })),
  }
}

async function latestEdition(tx: Tx, productId: string): Promise<RoutingRow[]> {
  const { rows } = await sql<RoutingRow>`
    SELECT r.edition, r.no, r.name, r.unit, r.ms_per_piece, r.after, r.wait_minutes, r.created_at
    FROM routing_operations r WHERE r.org_id = ${tx.actor.orgId} AND r.product_id = ${productId}
      AND r.edition = (SELECT max(l.edition) FROM routing_operations l
        WHERE l.org_id = r.org_id AND l.product_id = r.product_id)
    ORDER BY r.no`.execute(tx.db)
  return rows
}

/** The operations by which an order of this product begins. */
export async function operationsFor(
  tx: Tx,
  productId: string,
): Promise<Omit<DraftStep, 'shares'>[]> {
  return (await latestEdition(tx, productId)).map((row) => ({
    no: row.no,
    name: row.name,
    unit: row.unit,
    msPerPiece: row.ms_per_piece,
    after: row.after,
    waitMinutes: row.wait_minutes,
  }))
}
