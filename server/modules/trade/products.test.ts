import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { newId } from '../../platform/ids.ts'
import { SHIRT, tradeWorld } from './fixture.ts'
import { currentPrices, describeProducts, setPrices, withdrawPrices } from './index.ts'
import { productSheet } from './product-sheet.ts'

/** What a product says that nobody said more of. */
const PLAIN = {
  ...{ category: '', description: '', currency: 'CNY', priceGroup: '', kind: 'goods' as const },
  ...{ decimals: 0, units: [], options: {}, variantOf: null, variants: 0, pictures: [] },
  ...{ visibility: 'buyers' as const, viewers: { groupIds: [], tiers: [], orgIds: [] } },
  ...{ isOnRequest: false, isRetired: false, floorE4: null, costE4: null },
  ...{ nextPrice: null, version: 1 },
}

describe('products', async () => {
  const world = await tradeWorld({ after: (work) => after(work as () => Promise<void>) })
  const { lead, outsider, distributor, anyone, actAs } = world
  const HOUR_MS = 3_600_000
  const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString()

  test('a product is added with its first price, which holds at once', async () => {
    const added = await lead.post('products', { ...SHIRT, category: '男装' })
    assert.equal(added.status, 201)
    assert.equal(added.headers.etag, '"1"')
    const { id, ...rest } = added.body
    assert.deepEqual(rest, {
      ...SHIRT,
      ...PLAIN,
      category: '男装',
    })
    assert.deepEqual((await lead.get(`products/${id}`)).body, added.body)
    const history = (await lead.get(`products/${id}/prices`)).body.items
    assert.equal(history.length, 1)
    assert.equal(history[0].priceMinor, SHIRT.priceMinor)
    assert.equal(history[0].noticeId, null)
    const [event] = await world.rawSql(
      lead,
      `SELECT type, data->>'code' AS code FROM events WHERE subject = $1`,
      [`product:${id}`],
    )
    assert.deepEqual(event, { type: 'trade.product_added', code: 'S-1' })
  })

  test('a second product with the same code is refused, and another org may use it', async () => {
    await world.addProduct({ code: 'TWICE' })
    const again = await lead.post('products', { ...SHIRT, code: 'TWICE' })
    assert.equal(again.status, 409)
    assert.equal(again.body.reason, 'code_taken')
    assert.equal(again.body.errors[0].field, 'code')
    assert.equal((await outsider.post('products', { ...SHIRT, code: 'TWICE' })).status, 201)
  })

  test('of two products with one code added at once, one is refused', async () => {
    const add = () => lead.post('products', { ...SHIRT, code: 'RACE' })
    const answers = await Promise.all([add(), add(), add()])
    assert.deepEqual(answers.map((a) => a.status).sort(), [201, 409, 409])
  })

  test('the same request sent twice adds one product and answers the same', async () => {
    const headers = { 'idempotency-key': newId() }
    const first = await lead.post('products', { ...SHIRT, code: 'ONCE' }, headers)
    const second = await lead.post('products', { ...SHIRT, code: 'ONCE' }, headers)
    assert.deepEqual([first.status, second.status], [201, 201])
    assert.deepEqual(second.body, first.body)
  })

  const BAD: [string, Record<string, unknown>, string][] = [
    ['no code', { code: ' ' }, 'code'],
    ['no name', { name: undefined }, 'name'],
    ['a negative price', { priceMinor: -1 }, 'priceMinor'],
    ['half a fen', { priceMinor: 0.5 }, 'priceMinor'],
    ['a price beyond all measure', { retailMinor: 9_000_000_000_000_001 }, 'retailMinor'],
    ['a currency that is none', { currency: 'yuan' }, 'currency'],
  ]
  for (const [name, over, field] of BAD) {
    test(`adding a product with ${name} is refused by field and adds nothing`, async () => {
      const code = `BAD ${name}`
      const answer = await lead.post('products', { ...SHIRT, code, ...over })
      assert.equal(answer.status, 400)
      assert.equal(answer.body.errors[0].field, field)
      assert.equal((await lead.get(`products?q=${encodeURIComponent(code)}`)).body.total, 0)
    })
  }

  test('a product is renamed, retired and brought back, each from the version that was read', async () => {
    const id = await world.addProduct()
    const renamed = await lead.patch(`products/${id}`, { name: '长袖衬衫', category: '男装' }, 1)
    assert.equal(renamed.status, 200)
    assert.equal(renamed.body.name, '长袖衬衫')
    assert.equal(renamed.body.unit, SHIRT.unit)
    const stale = await lead.patch(`products/${id}`, { name: 'x' }, 1)
    assert.deepEqual([stale.status, stale.body.code], [412, 'stale'])
    const retired = await lead.patch(`products/${id}`, { isRetired: true }, 2)
    assert.equal(retired.body.isRetired, true)
    const back = await lead.patch(`products/${id}`, { isRetired: false }, 3)
    assert.deepEqual([back.body.isRetired, back.body.version], [false, 4])
    const without = await lead.call('PATCH', `products/${id}`, { name: 'x' })
    assert.equal(without.status, 428)
  })

  test('of two changes made at once from one reading, one is told that it is stale', async () => {
    const id = await world.addProduct()
    const answers = await Promise.all(
      ['a', 'b'].map((name) => lead.patch(`products/${id}`, { name }, 1)),
    )
    assert.deepEqual(answers.map((a) => a.status).sort(), [200, 412])
  })

  test('the list searches, filters, counts and pages by code', async () => {
    const category = 'LIST'
    for (const code of ['L-3', 'L-1', 'L-2', 'L-4']) await world.addProduct({ code, category })
    const gone = await world.addProduct({ code: 'L-0', category })
    await lead.patch(`products/${gone}`, { isRetired: true }, 1)
    const first = (await lead.get(`products?category=${category}&limit=3`)).body
    assert.deepEqual(
      first.items.map((p: { code: string }) => p.code),
      ['L-1', 'L-2', 'L-3'],
    )
    assert.equal(first.total, 4)
    const url = `products?category=${category}&limit=3&cursor=${first.nextCursor}`
    const second = (await lead.get(url)).body
    assert.deepEqual(
      second.items.map((p: { code: string }) => p.code),
      ['L-4'],
    )
    assert.equal(second.nextCursor, null)
    const retired = (await lead.get(`products?category=${category}&retired=true`)).body
    assert.deepEqual(
      retired.items.map((p: { code: string }) => p.code),
      ['L-0'],
    )
    assert.equal((await lead.get('products?q=l-3')).body.total, 1)
    assert.equal(
      (await lead.get('products?q=%25')).body.total,
      0,
      'a percent sign finds itself only',
    )
    assert.equal((await lead.get('products?cursor=nonsense')).status, 400)
    assert.equal((await lead.get('products?limit=501')).status, 400)
  })

  test('the catalogue leaves as a workbook with its amounts in yuan', async () => {
    await world.addProduct({ code: '=1+1', category: 'XLSX' })
    const answer = await lead.get('products.xlsx?category=XLSX&locale=en')
    assert.equal(answer.status, 200)
    assert.match(String(answer.headers['content-type']), /spreadsheetml/)
    assert.match(String(answer.headers['content-disposition']), /products\.xlsx/)
    assert.equal(answer.text.slice(0, 2), 'PK')
    assert.equal((await lead.get('products.xlsx?locale=fr')).status, 400)
    assert.equal((await lead.get('products.xlsx?timeZone=Mars/Base')).status, 400)
  })

  test('amounts in the workbook are in the units that people read', () => {
    const product = { ...SHIRT, ...PLAIN, id: newId() }
    const nextPrice = { priceMinor: 12_345, retailMinor: 1, validFrom: '2026-01-02T03:04:05.000Z' }
    const rows = productSheet(
      [
        { ...product, currency: 'CNY', nextPrice },
        { ...product, currency: 'JPY', nextPrice: null },
        { ...product, currency: 'KWD', nextPrice: null },
      ],
      { locale: 'en', timeZone: 'Asia/Shanghai' },
    ).rows as unknown[][]
    // A sheet knows no zones: it shows what the clock on the reader's wall will show.
    const at = new Date('2026-01-02T11:04:05Z')
    assert.deepEqual(rows[0]!.slice(0, 10), [
      'S-1',
      '衬衫',
      '件',
      '',
      'CNY',
      100,
      299,
      123.45,
      0.01,
      at,
    ])
    assert.deepEqual(rows[1]!.slice(5, 10), [10_000, 29_900, null, null, null])
    assert.deepEqual(rows[2]!.slice(5, 7), [10, 29.9])
  })

  test('without a login nothing is read or written', async () => {
    const id = await world.addProduct()
    for (const url of ['products', `products/${id}`, `products/${id}/prices`, 'products.xlsx']) {
      assert.equal((await anyone.get(url)).status, 401, url)
    }
    assert.equal((await anyone.post('products', SHIRT)).status, 401)
    assert.equal((await anyone.patch(`products/${id}`, { name: 'x' }, 1)).status, 401)
  })

  test('another org finds none of it, not even a partner that sells it', async () => {
    const id = await world.addProduct({ code: 'MINE' })
    await world.newChain()
    for (const user of [outsider, distributor]) {
      assert.equal((await user.get(`products/${id}`)).status, 404)
      assert.equal((await user.get(`products/${id}/prices`)).status, 404)
      assert.equal((await user.patch(`products/${id}`, { name: 'x' }, 1)).status, 404)
      assert.equal((await user.get('products?q=MINE')).body.total, 0)
      const prices = await world.rawSql(
        user,
        'SELECT 1 FROM product_prices WHERE product_id = $1',
        [id],
      )
      assert.deepEqual(prices, [])
    }
    assert.deepEqual(await world.rawSql(outsider, `SELECT 1 FROM products WHERE code = 'MINE'`), [])
  })

  test('the app’s role can neither rewrite a price nor write one for another org', async () => {
    const id = await world.addProduct()
    const rewrite = world.rawSql(lead, 'UPDATE product_prices SET price_minor = 1')
    await assert.rejects(rewrite, { code: '42501' })
    const foreign = world.rawSql(
      outsider,
      `INSERT INTO product_prices (org_id, product_id, valid_from, price_minor, retail_minor, set_at)
     VALUES ($1, $2, now(), 1, 1, now())`,
      [lead.orgId, id],
    )
    await assert.rejects(foreign, { code: '42501' })
  })

  test('a member who may only look adds and changes nothing', async () => {
    const id = await world.addProduct()
    const member = await world.newMember(lead, 'member')
    assert.equal((await member.get(`products/${id}`)).status, 200)
    assert.equal((await member.post('products', { ...SHIRT, code: 'M' })).status, 403)
    assert.equal((await member.patch(`products/${id}`, { name: 'x' }, 1)).status, 403)
  })

  async function setPrice(
    productId: string,
    priceMinor: number,
    validFrom: string,
    noticeId: string,
  ) {
    const lines = [{ productId, priceMinor, retailMinor: SHIRT.retailMinor }]
    await actAs(lead, 'transaction', (tx) => setPrices(tx, lines, { validFrom, noticeId }))
  }
  async function priceOf(productId: string, before?: string) {
    const prices = await actAs(lead, 'transaction', (tx) =>
      currentPrices(tx, [productId], { before }),
    )
    return prices.get(productId)?.priceMinor
  }
  async function factsOf(productId: string): Promise<number> {
    return (await lead.get(`products/${productId}/prices`)).body.items.length
  }

  test('a price that lies ahead shows as the next one and holds when its time comes', async () => {
    const id = await world.addProduct()
    await setPrice(id, 12_000, inHours(1), newId())
    const before = (await lead.get(`products/${id}`)).body
    assert.equal(before.priceMinor, 10_000)
    assert.equal(before.nextPrice.priceMinor, 12_000)
    world.tick(2 * HOUR_MS)
    const after = (await lead.get(`products/${id}`)).body
    assert.deepEqual([after.priceMinor, after.nextPrice], [12_000, null])
    world.tick(-2 * HOUR_MS)
  })

  test('setting the same prices again writes nothing', async () => {
    const id = await world.addProduct()
    const [at, notice] = [inHours(1), newId()]
    await setPrice(id, 12_000, at, notice)
    await setPrice(id, 12_000, at, notice)
    assert.equal(await factsOf(id), 2)
  })

  test('of two prices for one moment the one that was set later holds', async () => {
    const id = await world.addProduct()
    const at = inHours(-1 / 3600)
    await actAs(lead, 'transaction', async (tx) => {
      for (const priceMinor of [11_000, 12_000, 13_000]) {
        const lines = [{ productId: id, priceMinor, retailMinor: 1 }]
        await setPrices(tx, lines, { validFrom: inHours(1), noticeId: newId() })
      }
      await setPrices(tx, [{ productId: id, priceMinor: 9, retailMinor: 9 }], {
        validFrom: at,
        noticeId: newId(),
      })
    })
    assert.equal(
      (await lead.get(`products/${id}`)).body.priceMinor,
      10_000,
      'set for before it was',
    )
    world.tick(2 * HOUR_MS)
    assert.equal((await lead.get(`products/${id}`)).body.priceMinor, 13_000)
    world.tick(-2 * HOUR_MS)
  })

  test('two changes of one product at once both stand, one after the other', async () => {
    const id = await world.addProduct()
    const at = inHours(1)
    await Promise.all([11_000, 12_000, 13_000].map((price) => setPrice(id, price, at, newId())))
    assert.equal(await factsOf(id), 4)
  })

  test('a price ahead that is taken back never holds, and taking it back twice changes nothing', async () => {
    const id = await world.addProduct()
    const notice = newId()
    await setPrice(id, 12_000, inHours(1), notice)
    const takeBack = () => actAs(lead, 'transaction', (tx) => withdrawPrices(tx, notice))
    await takeBack()
    await takeBack()
    const product = (await lead.get(`products/${id}`)).body
    assert.deepEqual([product.priceMinor, product.nextPrice], [10_000, null])
    assert.equal(await factsOf(id), 3)
    world.tick(2 * HOUR_MS)
    assert.equal((await lead.get(`products/${id}`)).body.priceMinor, 10_000)
    world.tick(-2 * HOUR_MS)
  })

  test('a price that holds already is taken back from now on, unless a later one replaced it', async () => {
    const [id, replaced] = [await world.addProduct(), await world.addProduct()]
    const notice = newId()
    await setPrice(id, 12_000, inHours(1), notice)
    await setPrice(replaced, 12_000, inHours(1), notice)
    await setPrice(replaced, 13_000, inHours(2), newId())
    world.tick(3 * HOUR_MS)
    await actAs(lead, 'transaction', (tx) => withdrawPrices(tx, notice))
    assert.equal((await lead.get(`products/${id}`)).body.priceMinor, 10_000)
    assert.equal((await lead.get(`products/${replaced}`)).body.priceMinor, 13_000)
    world.tick(-3 * HOUR_MS)
  })

  test('what held before a notice stays the same answer after it was sent', async () => {
    const id = await world.addProduct()
    const [first, second] = [newId(), newId()]
    await setPrice(id, 12_000, inHours(1), first)
    assert.equal(await priceOf(id), 10_000)
    assert.equal(await priceOf(id, first), 10_000)
    await setPrice(id, 13_000, inHours(2), second)
    assert.equal(await priceOf(id, first), 10_000)
    assert.equal(await priceOf(id, second), 12_000)
    assert.equal(await priceOf(id, newId()), 10_000, 'a notice that set nothing')
  })

  test('prices of a product that is another org’s are neither set nor told', async () => {
    const id = await world.addProduct()
    const lines = [{ productId: id, priceMinor: 1, retailMinor: 1 }]
    const set = actAs(outsider, 'acrossOrgs', (tx) =>
      setPrices(tx, lines, { validFrom: inHours(0), noticeId: newId() }),
    )
    await assert.rejects(set, { code: 'not_found' })
    const told = await actAs(outsider, 'acrossOrgs', (tx) => currentPrices(tx, [id]))
    const named = await actAs(outsider, 'acrossOrgs', (tx) => describeProducts(tx, [id]))
    assert.deepEqual([told.size, named.size, await factsOf(id)], [0, 0, 1])
  })
})
