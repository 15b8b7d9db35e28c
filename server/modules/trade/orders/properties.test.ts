import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newId } from '../../../platform/ids.ts'
import { fromMicro } from '../quantity.ts'
import { line, orderWorld } from './fixture.ts'
import { partsOf } from './instalments.ts'

const term = fc
  .array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 12 })
  .map((weights) => {
    const sum = weights.reduce((a, b) => a + b, 0)
    const shares = weights.map((weight) => Math.max(1, Math.floor((weight * 10_000) / sum)))
    shares[0]! += 10_000 - shares.reduce((a, b) => a + b, 0)
    return shares.map((shareBp) => ({ shareBp, from: 'order' as const, days: 0 }))
  })

test('parts of a payment add up to the amount to the last fen, and none is below zero', () => {
  fc.assert(
    fc.property(term, fc.integer({ min: 0, max: 9_000_000_000_000 }), (parts, amount) => {
      const basis = { order: amount, shipment: 0, delivery: 0, invoice: 0 }
      const minor = partsOf(parts, basis)
      assert.equal(
        minor.reduce((a, b) => a + b, 0),
        amount,
      )
      assert.ok(minor.every((part) => part >= 0))
    }),
    { numRuns: 20_000 },
  )
})

interface Move {
  kind: 'shipped' | 'received' | 'short' | 'damaged'
  micro: bigint
}

/** What is shipped and counted of a line of 100, in pieces that add up in any order. */
const history = fc.array(fc.tuple(fc.integer({ min: 3, max: 9_999_999 }), fc.nat(3)), {
  minLength: 1,
  maxLength: 8,
})

test('facts in any order come to the same states, and sums are what was recorded', async (t) => {
  const world = await orderWorld(t)
  const { seller, buyer, confirmed } = world
  const { owner } = world.app.database

  await fc.assert(
    fc.asyncProperty(
      history,
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      async (pieces, dice) => {
        const order = await confirmed({ lines: [line(), line()] })
        const shipmentId = newId()
        await owner.query(
          `INSERT INTO trade_shipments (id, org_id, buyer_org_id, order_id, no, shipped_at, by_name)
         VALUES ($1, $2, $3, $4, 1, now(), '')`,
          [shipmentId, seller.orgId, buyer.orgId, order.id],
        )
        const moves = pieces.flatMap(([micro, how]): Move[] => {
          const size = BigInt(micro)
          const counted = (['received', 'short', 'damaged'] as const)[how]
          return [
            { kind: 'shipped', micro: size },
            ...(counted ? [{ kind: counted, micro: size }] : []),
          ]
        })
        const shuffled = moves
          .map((move) => ({ move, at: dice.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ move }) => move)
        const insert = (at: number, some: Move[]) =>
          owner.query(
            `INSERT INTO trade_goods_facts (id, org_id, buyer_org_id, order_id, line_id, shipment_id, kind,
             quantity, at, recorded_at, by_org_id, by_name)
           SELECT gen_random_uuid(), $1, $2, $3, $4, $5, k, q::numeric, now(), now(), $1, ''
           FROM unnest($6::text[], $7::text[]) AS f(k, q)`,
            [
              ...[seller.orgId, buyer.orgId, order.id, order.lines[at].id, shipmentId],
              some.map((move) => move.kind),
              some.map((move) => fromMicro(move.micro)),
            ],
          )
        // One line hears all at once, the other hears one after the other, what left before what arrived.
        await insert(0, moves)
        const inTurn = [...shuffled].sort(
          (a, b) => Number(b.kind === 'shipped') - Number(a.kind === 'shipped'),
        )
        for (const move of inTurn) await insert(1, [move])
        const { rows } = await owner.query(
          `SELECT goods_state, shipped, received, short, damaged, unsettled, payable, delivered
         FROM trade_order_lines WHERE order_id = $1 ORDER BY line_no`,
          [order.id],
        )
        assert.deepEqual(rows[0], rows[1])
        const sum = moves.filter((m) => m.kind === 'shipped').reduce((a, m) => a + m.micro, 0n)
        assert.equal(BigInt(rows[0].shipped.replace('.', '')), sum)
      },
    ),
    { numRuns: 40 },
  )

  await t.test('and the database refuses what cannot be', async () => {
    const order = await confirmed()
    const insert = (kind: string, quantity: string) =>
      owner.query(
        `WITH s AS (INSERT INTO trade_shipments (id, org_id, buyer_org_id, order_id, no, shipped_at, by_name)
           VALUES (gen_random_uuid(), $1, $2, $3, $6, now(), '') RETURNING id)
         INSERT INTO trade_goods_facts (id, org_id, buyer_org_id, order_id, line_id, shipment_id, kind,
           quantity, at, recorded_at, by_org_id, by_name)
         SELECT gen_random_uuid(), $1, $2, $3, $4, s.id, $5, $7, now(), now(), $1, '' FROM s`,
        [seller.orgId, buyer.orgId, order.id, order.lines[0].id, kind, ++shipments, quantity],
      )
    let shipments = 0
    await assert.rejects(insert('received', '1'), /trade_lines_arrived/)
    await assert.rejects(insert('shipped', '100.000001'), /trade_lines_over_delivery/)
    await insert('shipped', '100')
    await insert('received', '100')
    await assert.rejects(insert('short', '0.000001'), /trade_lines_arrived/)
  })
})
