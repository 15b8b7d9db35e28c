import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { SHIRT, tradeWorld } from '../fixture.ts'
import { asFile, asPicture } from './fixture.ts'

describe('the catalogue', async () => {
  const world = await tradeWorld({ after: (work) => after(work as () => Promise<void>) })
  const { lead, distributor, rival, dealer, outsider, anyone } = world
  const chain = await world.newChain()
  const CARTON = { unit: '箱', numerator: 24, denominator: 1, decimals: 0 }
  const productOf = async (id: string) => (await lead.get(`products/${id}`)).body

  test('a product carries its units, kind, options and private floor', async () => {
    const said = {
      ...{ units: [CARTON], kind: 'service', description: '代缝', decimals: 2, priceGroup: 'A' },
      ...{ floorE4: 80_000_000, costE4: 70_000_000, isOnRequest: true },
    }
    const id = await world.addProduct(said)
    const { units, kind, description, decimals, priceGroup, floorE4, costE4, isOnRequest } =
      await productOf(id)
    assert.deepEqual(
      { units, kind, description, decimals, priceGroup, floorE4, costE4, isOnRequest },
      said,
    )
  })

  test('the same unit twice is refused by cell', async () => {
    for (const units of [[CARTON, CARTON], [{ ...CARTON, unit: SHIRT.unit }]]) {
      const answer = await lead.post('products', { ...SHIRT, code: 'U-2', units })
      assert.equal(answer.status, 400)
      assert.match(answer.body.errors[0].field, /^units\.[01]\.unit$/)
      assert.equal(answer.body.errors[0].code, 'unit_twice')
    }
  })

  test('variants name their family and what sets them apart, and are told apart', async () => {
    const head = await world.addProduct({ code: 'V' })
    const variant = (code: string, options: object, more = {}) =>
      lead.post('products', { ...SHIRT, code, variantOf: head, options, ...more })
    assert.equal((await variant('V-W', { 颜色: '白' })).status, 201)
    assert.equal((await variant('V-B', { 颜色: '黑' })).status, 201)
    assert.equal((await productOf(head)).variants, 2)
    const reasons = [
      await variant('V-W2', { 颜色: '白' }),
      await variant('V-X', {}),
      await variant('V-Y', { 颜色: '红' }, { unit: '打' }),
      await variant('V-Z', { 颜色: '蓝' }, { variantOf: newId() }),
      await lead.post('products', { ...SHIRT, code: 'V-O', options: { 颜色: '白' } }),
    ].map(({ status, body }) => [status, body.errors?.[0].field, body.errors?.[0].code])
    assert.deepEqual(reasons, [
      [400, 'options', 'variant_twice'],
      [400, 'options', 'required'],
      [400, 'unit', 'variant_unit'],
      [400, 'variantOf', 'not_found'],
      [400, 'options', 'options_alone'],
    ])
    const other = await world.addProduct({ code: 'V2' })
    const nested = await lead.patch(
      `products/${head}`,
      { variantOf: other, options: { 码: 'L' } },
      1,
    )
    assert.equal(nested.body.errors[0].code, 'variant_nested')
  })

  test('a grid is saved whole or not at all, with errors by cell', async () => {
    const a = await world.addProduct({ code: 'G-A' })
    const b = await world.addProduct({ code: 'G-B' })
    const bad = await lead.call('PUT', 'products', {
      rows: [
        { id: a, version: 1, name: '甲' },
        { id: b, version: 7, name: '乙' },
        { id: null, code: 'G-A', name: '丙', unit: '件', priceMinor: 1, retailMinor: 2 },
        { id: null, code: 'G-D' },
      ],
    })
    assert.equal(bad.status, 400)
    assert.deepEqual(
      bad.body.errors.map((e: { field: string; code: string }) => `${e.field} ${e.code}`).sort(),
      [
        'rows.1.version stale',
        'rows.2.code code_taken',
        'rows.2.code code_twice',
        'rows.3.name required',
        'rows.3.priceMinor required',
        'rows.3.retailMinor required',
        'rows.3.unit required',
      ],
    )
    assert.equal((await productOf(a)).name, SHIRT.name)
    const good = await lead.call('PUT', 'products', {
      rows: [
        { id: a, version: 1, name: '甲', priceMinor: 9_900, units: [CARTON] },
        { id: b, version: 1, code: 'G-B2', isRetired: true },
        { id: null, code: 'G-C', name: '丙', unit: '件', priceMinor: 1, retailMinor: 2 },
      ],
    })
    assert.equal(good.status, 200, good.text)
    const saved = await productOf(a)
    assert.deepEqual(
      [saved.name, saved.priceMinor, saved.retailMinor, saved.version, saved.units[0].unit],
      ['甲', 9_900, SHIRT.retailMinor, 2, '箱'],
    )
    assert.equal((await lead.get(`products/${a}/prices`)).body.items.length, 2)
    assert.deepEqual([(await productOf(b)).code, (await productOf(b)).isRetired], ['G-B2', true])
    assert.equal((await lead.get('products?q=G-C')).body.total, 1)
  })

  test('a grid that says what is there already changes nothing', async () => {
    const id = await world.addProduct({ code: 'SAME' })
    const row = { id, version: 1, name: SHIRT.name, priceMinor: SHIRT.priceMinor }
    assert.equal((await lead.call('PUT', 'products', { rows: [row] })).status, 200)
    assert.equal((await productOf(id)).version, 1)
    assert.equal((await lead.get(`products/${id}/prices`)).body.items.length, 1)
  })

  test('of two grids saved at once from one reading, one is stale', async () => {
    const id = await world.addProduct()
    const save = (name: string) =>
      lead.call('PUT', 'products', { rows: [{ id, version: 1, name }] })
    const answers = await Promise.all([save('a'), save('b')])
    assert.deepEqual(answers.map((a) => a.status).sort(), [200, 412])
  })

  test('another org’s product in a grid is not found, and nobody is asked to sign in', async () => {
    const id = await world.addProduct()
    const rows = [{ id, version: 1, name: 'x' }]
    assert.equal((await distributor.call('PUT', 'products', { rows })).status, 404)
    assert.equal((await anyone.call('PUT', 'products', { rows })).status, 401)
    assert.equal((await lead.call('PUT', 'products', { rows: [] })).status, 400)
  })

  test('pictures are images of mine, and buyers of the product may see them', async () => {
    const picture = await asPicture(world.app, lead)
    const foreign = await asPicture(world.app, outsider)
    const text = await asFile(world.app, lead, 'a.csv', 'x')
    for (const [bad, at] of [
      [foreign, 0],
      [text, 1],
    ] as const) {
      const pictureIds = at === 0 ? [bad] : [picture, bad]
      const answer = await lead.post('products', { ...SHIRT, code: 'PIC', pictureIds })
      assert.equal(answer.body.errors[0].field, `pictureIds.${at}`)
    }
    const id = await world.addProduct({ pictureIds: [picture] })
    assert.equal((await productOf(id)).pictures[0].id, picture)
    assert.equal((await distributor.get(`files/${picture}`)).status, 200)
    assert.equal((await outsider.get(`files/${picture}`)).status, 404)
  })

  describe('is offered', () => {
    const seenBy = async (user: typeof lead, seller: string, q: string) =>
      (await user.get(`sellers/${seller}/products?q=${q}`)).body.total

    test('to all who may buy, to the chosen and those above them, or to nobody', async () => {
      const { body: group } = await lead.post(`chains/${chain.id}/groups`, { name: '重点' })
      await lead.patch(`partners/${chain.rival}`, { groupIds: [group.id] }, 1)
      const rows: [string, object, number, number, number][] = [
        ['SEEN-A', { visibility: 'buyers' }, 1, 1, 1],
        ['SEEN-N', { visibility: 'nobody' }, 0, 0, 0],
        ['SEEN-2', { visibility: 'chosen', viewers: { tiers: [2] } }, 1, 0, 1],
        ['SEEN-R', { visibility: 'chosen', viewers: { orgIds: [rival.orgId] } }, 0, 1, 0],
        ['SEEN-0', { visibility: 'chosen' }, 0, 0, 0],
      ]
      for (const [code, more, ...expected] of rows) {
        await world.addProduct({ code, ...more })
        const seen = [
          await seenBy(distributor, lead.orgId, code),
          await seenBy(rival, lead.orgId, code),
          await seenBy(dealer, distributor.orgId, code),
        ]
        assert.deepEqual(seen, expected, code)
      }
    })

    test('with what I pay: a dealer sees its distributor’s price, and the lead’s not at all', async () => {
      const id = await world.addProduct({ code: 'PAID', priceMinor: 10_000 })
      const own = [{ productId: null, markup: { kind: 'percent', value: 2000 } }]
      assert.equal(
        (await distributor.put(`partners/${chain.distributor}/markups`, { own })).status,
        200,
      )
      const paid = async (user: typeof lead, seller: string) =>
        (await user.get(`sellers/${seller}/products/${id}`)).body.unitE4
      assert.equal(await paid(distributor, lead.orgId), 100_000_000)
      assert.equal(await paid(dealer, distributor.orgId), 120_000_000)
      assert.equal(await paid(dealer, lead.orgId), null)
    })

    test('to nobody else: not to strangers, not by a rival, and not without a login', async () => {
      const id = await world.addProduct()
      assert.equal((await outsider.get(`sellers/${lead.orgId}/products`)).status, 404)
      assert.equal((await dealer.get(`sellers/${rival.orgId}/products/${id}`)).status, 404)
      assert.equal((await anyone.get(`sellers/${lead.orgId}/products`)).status, 401)
      const sellers = (await dealer.get('sellers')).body.items
      assert.deepEqual(
        sellers.map((s: { orgId: string }) => s.orgId).sort(),
        [lead.orgId, distributor.orgId].sort(),
      )
      assert.deepEqual((await dealer.get('buyers')).body.items, [])
    })

    test('with nothing of the seller’s own: neither floor nor cost nor viewers', async () => {
      const id = await world.addProduct({ floorE4: 1, costE4: 1 })
      const offer = (await distributor.get(`sellers/${lead.orgId}/products/${id}`)).body
      assert.deepEqual(
        Object.keys(offer).filter((key) => /floor|cost|viewer|visib|retail/i.test(key)),
        [],
      )
      for (const table of [
        'product_floors',
        'product_viewers',
        'agreement_versions',
        'agreement_prices',
      ]) {
        const rows = await world.rawSql(distributor, `SELECT 1 FROM ${table}`)
        assert.deepEqual(rows, [], table)
      }
    })
  })
})
