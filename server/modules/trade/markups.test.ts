import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { newId } from '../../platform/ids.ts'
import { amount, fixed, percent, type TradeChain, tradeWorld } from './fixture.ts'
import { checkMarkup } from './index.ts'
import { isWithinLimit } from './markups.ts'
import type { Markup } from './schema.ts'

const LIMIT = { minBp: 0, maxBp: 2000 }
const NO_RULES = { tiers: [] }

describe('mark-ups', async () => {
  const world = await tradeWorld({ after: (work) => after(work as () => Promise<void>) })
  const { lead, distributor, rival, dealer, outsider, anyone, actAs, rawSql } = world

  test('the lead sets mark-ups and limits by tier, and sets them anew as a whole', async () => {
    const chain = await world.newChain()
    const shirt = await world.addProduct()
    assert.deepEqual((await lead.get(`chains/${chain.id}/markups`)).body, NO_RULES)
    const first = {
      tiers: [
        { tier: 2, markups: [percent(1500)], limit: null },
        { tier: 1, markups: [percent(1000), fixed(9900, shirt)], limit: LIMIT },
      ],
    }
    const set = await lead.put(`chains/${chain.id}/markups`, first)
    assert.equal(set.status, 200)
    assert.deepEqual(set.body.tiers, first.tiers.toReversed())
    const second = { tiers: [{ tier: 3, markups: [], limit: { minBp: -500, maxBp: 0 } }] }
    assert.deepEqual((await lead.put(`chains/${chain.id}/markups`, second)).body, second)
    assert.deepEqual((await lead.put(`chains/${chain.id}/markups`, second)).body, second)
    assert.deepEqual((await lead.get(`chains/${chain.id}/markups`)).body, second)
    const events = await rawSql(lead, 'SELECT type FROM events WHERE subject = $1', [
      `chain:${chain.id}`,
    ])
    assert.equal(events.length, 3)
  })

  test('tier mark-ups set twice at once end as one of the two, whole', async () => {
    const chain = await world.newChain()
    const shirt = await world.addProduct()
    const sets = [1000, 1100, 1200].map((bp) => ({
      tiers: [
        { tier: 1, markups: [percent(bp), percent(bp, shirt)], limit: { minBp: bp, maxBp: bp } },
      ],
    }))
    const answers = await Promise.all(
      sets.map((set) => lead.put(`chains/${chain.id}/markups`, set)),
    )
    for (const [i, answer] of answers.entries()) assert.deepEqual(answer.body, sets[i])
    const last = (await lead.get(`chains/${chain.id}/markups`)).body
    assert.ok(sets.some((set) => JSON.stringify(set) === JSON.stringify(last)))
  })

  const foreign = newId()
  const BAD_TIERS: [string, unknown, number, string, string][] = [
    [
      'a tier twice',
      [1, 1].map((tier) => ({ tier, markups: [], limit: null })),
      400,
      'tiers.1.tier',
      'tier_twice',
    ],
    [
      'two general mark-ups',
      [{ tier: 1, markups: [percent(1), percent(2)], limit: null }],
      400,
      'tiers.0.markups.1.productId',
      'product_twice',
    ],
    [
      'a product that is not there',
      [{ tier: 1, markups: [percent(1, foreign)], limit: null }],
      400,
      'tiers.0.markups.0.productId',
      'not_found',
    ],
    [
      'a mark-up outside its own limits',
      [{ tier: 1, markups: [percent(2001)], limit: LIMIT }],
      422,
      'tiers.0.markups.0.markup',
      'markup_outside_limits',
    ],
    [
      'limits upside down',
      [{ tier: 1, markups: [], limit: { minBp: 2, maxBp: 1 } }],
      400,
      'tiers.0.limit.minBp',
      'custom',
    ],
    ['tier 31', [{ tier: 31, markups: [], limit: null }], 400, 'tiers.0.tier', 'too_big'],
    [
      'a percent beyond measure',
      [{ tier: 1, markups: [percent(100_001)], limit: null }],
      400,
      'tiers.0.markups.0.markup.value',
      'too_big',
    ],
    [
      'a kind that is none',
      [
        {
          tier: 1,
          markups: [{ productId: null, markup: { kind: 'gift', value: 1 } }],
          limit: null,
        },
      ],
      400,
      'tiers.0.markups.0.markup.kind',
      'invalid_union',
    ],
  ]
  for (const [name, tiers, status, field, code] of BAD_TIERS) {
    test(`tier mark-ups with ${name} are refused by field and change nothing`, async () => {
      const chain = await world.newChain()
      const kept = { tiers: [{ tier: 1, markups: [percent(700)], limit: null }] }
      await lead.put(`chains/${chain.id}/markups`, kept)
      const answer = await lead.put(`chains/${chain.id}/markups`, { tiers })
      assert.equal(answer.status, status)
      assert.deepEqual([answer.body.errors[0].field, answer.body.errors[0].code], [field, code])
      assert.deepEqual((await lead.get(`chains/${chain.id}/markups`)).body, kept)
    })
  }

  test('another org’s product is no product of a tier mark-up', async () => {
    const chain = await world.newChain()
    const theirs = await outsider.post('products', {
      ...{ code: 'X', name: 'X', unit: 'x', priceMinor: 1, retailMinor: 1 },
    })
    const tiers = [{ tier: 1, markups: [percent(1, theirs.body.id)], limit: null }]
    const answer = await lead.put(`chains/${chain.id}/markups`, { tiers })
    assert.equal(answer.body.errors[0].code, 'not_found')
  })

  test('only the lead reads and sets tier mark-ups', async () => {
    const chain = await world.newChain()
    for (const user of [outsider, distributor, dealer]) {
      assert.equal((await user.get(`chains/${chain.id}/markups`)).status, 404)
      assert.equal((await user.put(`chains/${chain.id}/markups`, NO_RULES)).status, 404)
    }
    assert.equal((await anyone.get(`chains/${chain.id}/markups`)).status, 401)
    assert.equal((await anyone.put(`chains/${chain.id}/markups`, NO_RULES)).status, 401)
    const member = await world.newMember(lead, 'member')
    assert.equal((await member.get(`chains/${chain.id}/markups`)).status, 200)
    assert.equal((await member.put(`chains/${chain.id}/markups`, NO_RULES)).status, 403)
  })

  test('a seller sees what applies to it and sets its own within the limits', async () => {
    const chain = await world.newChain()
    const shirt = await world.addProduct({ name: '短袖' })
    await lead.put(`chains/${chain.id}/markups`, {
      tiers: [
        { tier: 1, markups: [percent(1000)], limit: LIMIT },
        { tier: 2, markups: [percent(4000)], limit: null },
      ],
    })
    const url = `partners/${chain.distributor}/markups`
    const seen = await distributor.get(url)
    assert.equal(seen.status, 200)
    assert.equal(seen.body.tier, 1)
    assert.deepEqual(seen.body.limit, LIMIT)
    assert.deepEqual(seen.body.defaults, [percent(1000)])
    assert.deepEqual(seen.body.own, [])
    const listed = seen.body.products.find((p: { id: string }) => p.id === shirt)
    assert.deepEqual(Object.keys(listed).sort(), ['code', 'id', 'name', 'unit'])

    const own = [percent(1200), fixed(99_900, shirt)]
    assert.deepEqual((await distributor.put(url, { own })).body.own, own)
    assert.deepEqual((await distributor.put(url, { own })).body.own, own)
    assert.deepEqual((await distributor.get(url)).body.own, own)
    assert.deepEqual((await distributor.put(url, { own: [] })).body.own, [])
  })

  test('a retired product leaves the seller’s list, unless a mark-up names it', async () => {
    const chain = await world.newChain()
    const [named, plain] = [await world.addProduct(), await world.addProduct()]
    const url = `partners/${chain.distributor}/markups`
    await distributor.put(url, { own: [percent(100, named)] })
    for (const id of [named, plain]) await lead.patch(`products/${id}`, { isRetired: true }, 1)
    const ids = (await distributor.get(url)).body.products.map((p: { id: string }) => p.id)
    assert.deepEqual([ids.includes(named), ids.includes(plain)], [true, false])
  })

  test('an own mark-up outside the limits is refused with the limits, and changes nothing', async () => {
    const chain = await world.newChain()
    await lead.put(`chains/${chain.id}/markups`, {
      tiers: [{ tier: 1, markups: [], limit: LIMIT }],
    })
    const url = `partners/${chain.distributor}/markups`
    await distributor.put(url, { own: [percent(100)] })
    for (const row of [percent(2001), percent(-1), amount(-1)]) {
      const answer = await distributor.put(url, { own: [row] })
      assert.equal(answer.status, 422)
      assert.equal(answer.body.code, 'refused')
      assert.equal(answer.body.reason, 'markup_outside_limits')
      assert.deepEqual(answer.body.data, { tier: 1, ...LIMIT })
    }
    assert.deepEqual((await distributor.get(url)).body.own, [percent(100)])
  })

  test('own mark-ups with a product twice, or one that the lead has not, are refused by field', async () => {
    const chain = await world.newChain()
    const shirt = await world.addProduct()
    const url = `partners/${chain.distributor}/markups`
    const twice = await distributor.put(url, { own: [percent(1, shirt), fixed(2, shirt)] })
    assert.deepEqual([twice.status, twice.body.errors[0].field], [400, 'own.1.productId'])
    const unknown = await distributor.put(url, { own: [percent(1, newId())] })
    assert.deepEqual([unknown.status, unknown.body.errors[0].code], [400, 'not_found'])
    const kind = await distributor.put(url, {
      own: [{ productId: null, markup: { kind: 'fixed' } }],
    })
    assert.equal(kind.status, 400)
  })

  test('own mark-ups set twice at once end as one of the two, whole', async () => {
    const chain = await world.newChain()
    const shirt = await world.addProduct()
    const url = `partners/${chain.distributor}/markups`
    const sets = [1000, 1100, 1200].map((bp) => [percent(bp), percent(bp, shirt)])
    const answers = await Promise.all(sets.map((own) => distributor.put(url, { own })))
    for (const [i, answer] of answers.entries()) assert.deepEqual(answer.body.own, sets[i])
    const last = (await distributor.get(url)).body.own
    assert.ok(sets.some((own) => JSON.stringify(own) === JSON.stringify(last)))
  })

  test('nobody but the org at the place reaches its mark-ups, and none without a login', async () => {
    const chain = await world.newChain()
    const url = `partners/${chain.distributor}/markups`
    for (const user of [lead, rival, dealer, outsider]) {
      assert.equal((await user.get(url)).status, 404, user.name)
      assert.equal((await user.put(url, { own: [percent(1)] })).status, 404, user.name)
    }
    assert.equal((await anyone.get(url)).status, 401)
    assert.equal((await anyone.put(url, { own: [] })).status, 401)
    const member = await world.newMember(distributor, 'member')
    assert.equal((await member.get(url)).status, 200)
    assert.equal((await member.put(url, { own: [] })).status, 403)
    assert.deepEqual((await distributor.get(url)).body.own, [])
    assert.equal((await lead.get(`partners/${chain.store}/markups`)).status, 404)
  })

  test('a supplier has no mark-ups, and one that left has none any more', async () => {
    const chain = await world.newChain()
    const upstream = await outsider.get(`partners/${chain.supplier}/markups`)
    assert.deepEqual([upstream.status, upstream.body.reason], [422, 'not_downstream'])
    await world.app.database.owner.query(`UPDATE partners SET status = 'left' WHERE id = $1`, [
      chain.distributor,
    ])
    assert.equal((await distributor.get(`partners/${chain.distributor}/markups`)).status, 404)
  })

  test('who takes over a place begins without the mark-ups of who left it', async () => {
    const chain = await world.newChain()
    const successor = await world.newOrg('Successor')
    const url = `partners/${chain.distributor}/markups`
    await distributor.put(url, { own: [percent(1000)] })
    await world.app.database.owner.query('UPDATE partners SET partner_org_id = $1 WHERE id = $2', [
      successor.orgId,
      chain.distributor,
    ])
    assert.deepEqual((await successor.get(url)).body.own, [])
    assert.deepEqual((await successor.put(url, { own: [percent(900)] })).body.own, [percent(900)])
  })

  describe('by raw SQL as the app’s role', () => {
    let chain: TradeChain
    before(async () => {
      chain = await world.newChain()
      await lead.put(`chains/${chain.id}/markups`, {
        tiers: [
          { tier: 1, markups: [percent(1000)], limit: LIMIT },
          { tier: 2, markups: [percent(3000)], limit: null },
        ],
      })
      await distributor.put(`partners/${chain.distributor}/markups`, { own: [percent(1234)] })
      await dealer.put(`partners/${chain.dealer}/markups`, { own: [percent(4321)] })
    })
    const READ = 'SELECT value FROM markups WHERE chain_id = $1 ORDER BY value'
    const values = async (user: typeof lead) =>
      (await rawSql(user, READ, [chain.id])).map((row) => row.value)

    test('the lead reads its own mark-ups and no seller’s', async () => {
      assert.deepEqual(await values(lead), [1000, 3000])
    })
    test('a seller reads its own and the default of its tier, nobody else’s', async () => {
      assert.deepEqual(await values(distributor), [1000, 1234])
      assert.deepEqual(await values(dealer), [3000, 4321])
      assert.deepEqual(await values(rival), [1000])
      assert.deepEqual(await values(outsider), [])
    })
    test('nobody deletes, changes or forges another’s mark-up', async () => {
      await rawSql(lead, 'DELETE FROM markups WHERE seller_partner_id IS NOT NULL')
      await rawSql(rival, 'DELETE FROM markups')
      await rawSql(dealer, 'UPDATE markups SET value = 1 WHERE tier IS NOT NULL')
      const forged = rawSql(
        rival,
        `INSERT INTO markups (id, org_id, chain_id, set_by_org_id, tier, kind, value, set_at)
         VALUES ($1, $2, $3, $2, 5, 'percent', 1, now())`,
        [newId(), lead.orgId, chain.id],
      )
      await assert.rejects(forged, { code: '42501' })
      assert.deepEqual(await values(distributor), [1000, 1234])
      assert.deepEqual(await values(dealer), [3000, 4321])
    })
    test('limits are read in the chain and changed by the lead alone', async () => {
      const read = (user: typeof lead) =>
        rawSql(user, 'SELECT max_bp FROM markup_limits WHERE chain_id = $1', [chain.id])
      assert.deepEqual(await read(dealer), [{ max_bp: 2000 }])
      assert.deepEqual(
        await read(outsider).then((rows) => rows.length),
        1,
        'a supplier is in the chain',
      )
      await rawSql(distributor, 'UPDATE markup_limits SET max_bp = 9999')
      await rawSql(dealer, 'DELETE FROM markup_limits')
      assert.deepEqual(await read(lead), [{ max_bp: 2000 }])
    })
    test('a seller reads the names of the lead’s products, a supplier does not', async () => {
      const shirt = await world.addProduct()
      const read = (user: typeof lead) =>
        rawSql(user, 'SELECT id FROM products WHERE id = $1', [shirt])
      assert.equal((await read(distributor)).length, 1)
      assert.equal((await read(outsider)).length, 0)
    })
  })

  test('a mark-up for one notice is checked against the limits of the seller’s tier', async () => {
    const chain = await world.newChain()
    await lead.put(`chains/${chain.id}/markups`, {
      tiers: [{ tier: 1, markups: [], limit: LIMIT }],
    })
    const check = (markup: Markup) =>
      actAs(distributor, 'transaction', (tx) => checkMarkup(tx, chain.distributor, markup))
    await check({ kind: 'percent', value: 2000 })
    await check({ kind: 'fixed', value: 1 })
    await assert.rejects(check({ kind: 'percent', value: 2001 }), {
      code: 'refused',
      details: {
        reason: 'markup_outside_limits',
        data: { tier: 1, ...LIMIT },
        errors: [
          {
            field: 'markup',
            code: 'markup_outside_limits',
            message: 'Outside the limits of the tier',
          },
        ],
      },
    })
    const supplier = actAs(outsider, 'transaction', (tx) =>
      checkMarkup(tx, chain.supplier, { kind: 'percent', value: 1 }),
    )
    await assert.rejects(supplier, { code: 'refused' })
  })

  const WITHIN: [Markup['kind'], number, number, number, boolean][] = [
    ['percent', 100, 100, 100, true],
    ['percent', 99, 100, 100, false],
    ['percent', 101, 100, 100, false],
    ['amount', 1, 0, 100, true],
    ['amount', 0, 100, 200, true],
    ['amount', -1, 0, 100, false],
    ['amount', -1, -1, 100, true],
    ['amount', 1, -100, 0, false],
    ['amount', 1, -100, 1, true],
    ['fixed', 0, 100, 100, true],
  ]
  for (const [kind, value, minBp, maxBp, expected] of WITHIN) {
    test(`${kind} ${value} is ${expected ? '' : 'not '}within ${minBp} to ${maxBp}`, () => {
      assert.equal(isWithinLimit({ kind, value }, { minBp, maxBp }), expected)
      assert.equal(isWithinLimit({ kind, value }, null), true)
    })
  }
})
