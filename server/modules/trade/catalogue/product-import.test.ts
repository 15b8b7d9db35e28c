import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { tradeWorld } from '../fixture.ts'
import { asFile } from './fixture.ts'
import { readUnits } from './product-import.ts'

const CSV = `商品目录
商品编码,商品名称,单位,供货价,建议零售价,包装单位,小数位,所属款,规格,底价,询价
A-1,棉布,米,12.50,30,毫米=1/1000; 卷=50,3,,,10.1234,否
A-2,衬衫,件,"1,234.00",2999,箱=24,0,,,,
A-2-W,衬衫 白,件,1234,2999,,0,A-2,颜色=白,,
A-3,坏价,件,十二,1,,,,,,
A-4,坏单位,件,1,1,箱=二十四,,,,,
A-5,无款,件,1,1,,,NOPE,颜色=白,,
`

describe('a sheet of products', async () => {
  const world = await tradeWorld({ after: (work) => after(work as () => Promise<void>) })
  const { lead, outsider, anyone, app } = world
  const bring = async (text: string, isDryRun = false, user = lead) =>
    user.post('products/imports', {
      fileId: await asFile(app, user, '商品.csv', text),
      isDryRun,
    })

  test('tried first it says what it would do, and does nothing', async () => {
    const { status, body } = await bring(CSV, true)
    assert.equal(status, 200)
    assert.deepEqual(body.counts, { created: 3, updated: 0, unchanged: 0, failed: 3 })
    assert.equal((await lead.get('products')).body.total, 0)
  })

  test('it brings the rows that are sound, and says row by row what is wrong with the others', async () => {
    const { body } = await bring(CSV)
    assert.deepEqual(body.counts, { created: 3, updated: 0, unchanged: 0, failed: 3 })
    assert.deepEqual(
      body.rows
        .filter((row: { outcome: string }) => row.outcome === 'failed')
        .map((row: { row: number; problems: { field: string; code: string }[] }) => [
          row.row,
          `${row.problems[0]!.field} ${row.problems[0]!.code}`,
        ]),
      [
        [6, 'price amount_invalid'],
        [7, 'units units_invalid'],
        [8, 'variantOf not_found'],
      ],
    )
    const cloth = (await lead.get('products?q=A-1')).body.items[0]
    assert.deepEqual(
      [cloth.priceMinor, cloth.floorE4, cloth.decimals, cloth.units],
      [
        1250,
        10_123_400,
        3,
        [
          { unit: '卷', numerator: 50, denominator: 1, decimals: 0 },
          { unit: '毫米', numerator: 1, denominator: 1000, decimals: 0 },
        ],
      ],
    )
    const white = (await lead.get('products?q=A-2-W')).body.items[0]
    assert.deepEqual(white.options, { 颜色: '白' })
  })

  test('brought again it changes nothing, and one new price changes one product', async () => {
    const again = (await bring(CSV)).body
    assert.deepEqual(again.counts, { created: 0, updated: 0, unchanged: 3, failed: 3 })
    const one = (await bring(CSV.replace('12.50', '12.80'))).body
    assert.deepEqual(one.counts, { created: 0, updated: 1, unchanged: 2, failed: 3 })
    const cloth = (await lead.get('products?q=A-1')).body.items[0]
    assert.deepEqual([cloth.priceMinor, cloth.version], [1280, 2])
    assert.equal((await lead.get(`products/${cloth.id}/prices`)).body.items.length, 2)
  })

  test('what was exported comes back without a change', async () => {
    const sheet = await lead.call('GET', '/api/v1/products.xlsx?locale=zh-CN')
    assert.equal(sheet.status, 200)
    const { http } = app
    const raw = await http.inject({
      url: '/api/v1/products.xlsx?locale=zh-CN',
      headers: { cookie: lead.cookie },
    })
    const fileId = await asFile(app, lead, '商品.xlsx', raw.rawPayload)
    const { body } = await lead.post('products/imports', { fileId })
    assert.deepEqual(body.counts, { created: 0, updated: 0, unchanged: 3, failed: 0 })
  })

  test('a file that is no sheet, lacks columns or is another’s is refused by name', async () => {
    const noCode = await bring('名称,单位\n布,米\n')
    assert.deepEqual([noCode.status, noCode.body.errors[0].code], [400, 'sheet_columns'])
    const theirs = await asFile(app, outsider, 'x.csv', CSV)
    assert.equal((await lead.post('products/imports', { fileId: theirs })).status, 404)
    assert.equal((await anyone.post('products/imports', { fileId: theirs })).status, 401)
    assert.equal((await lead.post('products/imports', { fileId: 'x' })).status, 400)
  })

  const UNITS: [string, string | null][] = [
    ['箱=24', '箱 24/1'],
    ['毫米 = 1/1000；卷：50', '毫米 1/1000, 卷 50/1'],
    ['码=0.9144', '码 1143/1250'],
    ['箱=0', '箱 0/1'],
    ['箱', null],
    ['箱=-1', null],
  ]
  for (const [text, said] of UNITS) {
    test(`units written as ${text} are ${said ?? 'refused'}`, () => {
      let isRefused = false
      const units = readUnits(text, () => {
        isRefused = true
      })
      const read = units?.map((u) => `${u.unit} ${u.numerator}/${u.denominator}`).join(', ')
      assert.deepEqual([read ?? null, isRefused], [said, said === null])
    })
  }
})
