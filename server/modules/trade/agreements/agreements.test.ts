import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { asFile } from '../catalogue/fixture.ts'
import { tradeWorld } from '../fixture.ts'

const CASH = [{ shareBp: 10_000, from: 'order', days: 0 }]
const CREDIT = [{ shareBp: 10_000, from: 'invoice', days: 60 }]
const percent = (id: string, step: string, from: string, bp: number, more = {}) => ({
  ...{ id, step, label: id, breaks: [{ from, effect: { kind: 'percent', bp } }] },
  ...more,
})
/** 5 % off from 100, 2 % for cash, 3 % more within a week. */
const RULES = [
  {
    ...percent('volume', 'discount', '0', 0),
    breaks: [
      { from: '0', effect: { kind: 'percent', bp: 0 } },
      { from: '100', effect: { kind: 'percent', bp: -500 } },
    ],
  },
  percent('rush', 'lead', '0', 300, { when: { lead: { belowDays: 7 } } }),
  percent('cash', 'payment', '0', -200, {
    when: { payment: { kind: 'class', classes: ['prepaid'] } },
  }),
]

describe('price agreements', async () => {
  const world = await tradeWorld({ after: (work) => after(work as () => Promise<void>) })
  const { lead, distributor, rival, dealer, outsider, anyone, app } = world
  const chain = await world.newChain()
  const manager = await world.newMember(lead, 'manager')
  const product = await world.addProduct({ code: 'P', priceMinor: 10_000 })
  let names = 0

  const open = async (party: object = { audience: 'all' }, name = `协议 ${++names}`) => {
    const answer = await lead.post('agreements', { name, for: party })
    assert.equal(answer.status, 201, answer.text)
    return answer.body
  }
  const put = (url: string, body: unknown, version: number, user = lead) =>
    user.call('PUT', url, body, { 'if-match': `"${version}"` })
  const draftVersion = (agreement: { versions: { version: number }[] }) =>
    agreement.versions[0]!.version
  const save = async (id: string, terms: object, more = {}) => {
    const { body } = await lead.get(`agreements/${id}`)
    return put(`agreements/${id}/draft`, { terms, ...more }, draftVersion(body))
  }
  const activate = async (id: string, user = lead) => {
    const { body } = await user.get(`agreements/${id}`)
    return put(`agreements/${id}/draft/activation`, {}, draftVersion(body), user)
  }
  const agreed = async (terms: object, party?: object) => {
    const { id } = await open(party)
    const saved = await save(id, terms)
    assert.equal(saved.status, 200, saved.text)
    assert.equal((await activate(id)).body.state, 'active')
    return id as string
  }
  const line = (more = {}) => ({
    ...{ productId: product, quantity: '1', unit: '件', payment: CREDIT, leadDays: 30 },
    ...more,
  })
  const quote = (lines: object[], user = distributor, seller = lead.orgId, more = {}) =>
    user.post('price-quotes', { sellerOrgId: seller, lines, ...more })
  const priceOf = async (more = {}, user = distributor) =>
    (await quote([line(more)], user)).body.items[0]
  const end = async (id: string) => {
    const { body } = await lead.get(`agreements/${id}`)
    await put(`agreements/${id}/end`, {}, body.version)
  }

  test('without any agreement a price is the list price, and says so', async () => {
    const price = await priceOf()
    assert.deepEqual(
      [price.unitE4, price.amountMinor, price.agreementId, price.explanation.base.kind],
      [100_000_000, 10_000, null, 'list'],
    )
  })

  test('a price follows quantity, payment and lead time, with its reasons', async () => {
    const id = await agreed({ rules: RULES })
    const many = await priceOf({ quantity: '100', payment: CASH, leadDays: 3 })
    // 100.00 x 0.95 x 1.03 x 0.98, rounded to e4 once a step.
    assert.equal(many.unitE4, 95_893_000)
    assert.equal(many.amountMinor, 958_930)
    assert.deepEqual([many.agreementId, many.agreementVersion], [id, 1])
    assert.deepEqual(
      many.explanation.steps.map((s: { code: string; label: string; afterE4: number }) => [
        s.label ?? s.code,
        s.afterE4,
      ]),
      [
        ['list', 100_000_000],
        ['volume', 95_000_000],
        ['rush', 97_850_000],
        ['cash', 95_893_000],
      ],
    )
    assert.equal((await priceOf()).unitE4, 100_000_000)
    await end(id)
    assert.equal((await priceOf({ quantity: '100' })).unitE4, 100_000_000)
  })

  test('the nearest agreement decides: the buyer’s own before its group, its tier and all', async () => {
    const { body: group } = await lead.post(`chains/${chain.id}/groups`, { name: 'G' })
    await lead.patch(`partners/${chain.distributor}`, { groupIds: [group.id] }, 1)
    const off = (bp: number) => ({ rules: [percent('off', 'discount', '0', bp)] })
    const ids: string[] = []
    const steps: [object, number, number][] = [
      [{ audience: 'all' }, -100, 99],
      [{ audience: 'tier', tier: 1 }, -200, 98],
      [{ audience: 'group', groupId: group.id }, -300, 97],
      [{ audience: 'org', buyerOrgId: distributor.orgId }, -400, 96],
    ]
    for (const [party, bp, yuan] of steps) {
      ids.push(await agreed(off(bp), party))
      assert.equal((await priceOf()).unitE4, yuan * 1_000_000, JSON.stringify(party))
    }
    assert.equal((await priceOf({}, rival)).unitE4, 98_000_000)
    for (const id of ids) await end(id)
  })

  test('a list of prices holds for its products alone, where the agreement says so', async () => {
    const other = await world.addProduct({ code: 'Q', priceMinor: 5_000 })
    const id = await agreed(
      { coversAll: false },
      { audience: 'org', buyerOrgId: distributor.orgId },
    )
    const all = await agreed({ rules: [percent('off', 'discount', '0', -1000)] })
    await lead.post(`agreements/${id}/draft`)
    const { body } = await lead.get(`agreements/${id}`)
    const rows = [
      { productId: product, unitE4: 90_000_000 },
      { productId: product, from: '10', unitE4: 88_123_456 },
      { productId: product, payment: CASH, unitE4: 87_000_000 },
    ]
    const set = await lead.patch(`agreements/${id}/prices`, { rows }, draftVersion(body))
    assert.deepEqual(set.body, { created: 3, updated: 0, unchanged: 0, failed: 0 })
    assert.equal((await priceOf()).unitE4, 90_000_000, 'the draft is called off')
    await activate(id)
    assert.equal((await priceOf()).unitE4, 90_000_000)
    assert.equal((await priceOf({ quantity: '10' })).unitE4, 88_123_456)
    assert.equal((await priceOf({ quantity: '10' })).amountMinor, 88_123)
    assert.equal((await priceOf({ payment: CASH })).unitE4, 87_000_000)
    assert.equal((await priceOf({ productId: other })).unitE4, 45_000_000)
    await end(id)
    await end(all)
  })

  test('a draft is checked, versions follow each other, and the past keeps its price', async () => {
    const id = await agreed({ rules: [percent('off', 'discount', '0', -1000)] })
    assert.equal((await lead.post(`agreements/${id}/draft`)).body.termsNo, 2)
    assert.equal((await lead.post(`agreements/${id}/draft`)).status, 409)
    const later = new Date(world.now().getTime() + 86_400_000).toISOString()
    const saved = await save(
      id,
      { rules: [percent('off', 'discount', '0', -2000)] },
      { validFrom: later },
    )
    assert.equal(saved.status, 200, saved.text)
    const stale = await put(`agreements/${id}/draft`, { terms: {} }, 1)
    assert.equal(stale.status, 412)
    const { body } = await activate(id)
    assert.deepEqual(
      body.versions.map((v: { no: number; state: string }) => [v.no, v.state]),
      [
        [2, 'scheduled'],
        [1, 'active'],
      ],
    )
    assert.equal((await priceOf()).unitE4, 90_000_000)
    const at = new Date(Date.parse(later) + 1000).toISOString()
    const tomorrow = await quote([line()], distributor, lead.orgId, { at })
    assert.equal(tomorrow.body.items[0].unitE4, 80_000_000)
    assert.equal(tomorrow.body.items[0].agreementVersion, 2)
    assert.equal((await activate(id)).body.reason, 'no_draft')
    await end(id)
    assert.equal((await lead.get(`agreements/${id}`)).body.state, 'ended')
  })

  test('a draft that is thrown away leaves what held, also its list', async () => {
    const { id } = await open()
    const { body } = await lead.get(`agreements/${id}`)
    const rows = [{ productId: product, unitE4: 1 }]
    await lead.patch(`agreements/${id}/prices`, { rows }, draftVersion(body))
    await activate(id)
    await lead.post(`agreements/${id}/draft`)
    const drafted = (await lead.get(`agreements/${id}`)).body
    const changed = [
      { productId: product, unitE4: 2 },
      { productId: product, from: '5', unitE4: 1 },
    ]
    await lead.patch(`agreements/${id}/prices`, { rows: changed }, draftVersion(drafted))
    assert.equal((await lead.get(`agreements/${id}/prices`)).body.total, 2)
    const now = (await lead.get(`agreements/${id}`)).body
    const dropped = await lead.call('DELETE', `agreements/${id}/draft`, undefined, {
      'if-match': `"${draftVersion(now)}"`,
    })
    assert.equal(dropped.status, 200, dropped.text)
    const left = (await lead.get(`agreements/${id}/prices`)).body
    assert.deepEqual([left.total, left.items[0].unitE4], [1, 1])
    await end(id)
  })

  test('prices under the floor wait for a manager who did not write them', async () => {
    const floored = await world.addProduct({ code: 'F', priceMinor: 10_000, floorE4: 96_000_000 })
    const { id } = await open({ audience: 'org', buyerOrgId: distributor.orgId })
    await save(id, { rules: RULES })
    const waiting = (await activate(id)).body
    assert.equal(waiting.versions[0].state, 'waiting')
    const [below] = waiting.versions[0].belowFloor
    assert.deepEqual(
      [below.productId, below.floorE4, below.unitE4, below.quantity, below.payment],
      [floored, 96_000_000, 93_100_000, '100', CASH],
    )
    assert.equal((await priceOf({ productId: floored })).agreementId, null)
    const approve = async (user: typeof lead) => {
      const { body } = await user.get(`agreements/${id}`)
      return put(`agreements/${id}/draft/approval`, {}, draftVersion(body), user)
    }
    assert.equal((await approve(lead)).body.reason, 'own_approval')
    const clerk = await world.newMember(lead, 'member', { permissions: { trade: 'edit' } })
    assert.equal((await approve(clerk)).status, 403)
    const approved = await approve(manager)
    assert.equal(approved.body.state, 'active', approved.text)
    assert.equal(approved.body.versions[0].approvedByName, manager.name)
    assert.equal((await approve(manager)).body.reason, 'no_draft')
    assert.equal((await priceOf({ productId: floored, quantity: '100' })).unitE4, 95_000_000)
    await lead.patch(`products/${floored}`, { floorE4: null }, 1)
    await end(id)
  })

  test('of two who activate at once, one does', async () => {
    const { id } = await open()
    const answers = await Promise.all([activate(id), activate(id)])
    const states = answers.map((a) => a.status)
    assert.equal(states.filter((s) => s === 200).length, 1, JSON.stringify(states))
    await end(id)
  })

  test('the ladder is the whole table that the buyer may see, the same as its single prices', async () => {
    const id = await agreed({ rules: RULES, payments: [CASH, CREDIT] })
    const url = `price-ladder?sellerOrgId=${lead.orgId}&productId=${product}`
    const table = (await distributor.get(url)).body
    assert.deepEqual(table.quantities, ['1', '100'])
    assert.equal(table.payments.length, 2)
    for (const [q, quantity] of table.quantities.entries())
      for (const [p, payment] of table.payments.entries())
        for (const [l, leadDays] of table.leads.entries()) {
          const price = await priceOf({ quantity, payment, leadDays })
          assert.equal(table.cells[q][p][l], price.unitE4)
        }
    const asked = await lead.get(`${url}&buyerOrgId=${distributor.orgId}`)
    assert.deepEqual(asked.body, table)
    assert.equal((await dealer.get(url)).body.cells[0][0][0], null)
    assert.equal((await outsider.get(url)).status, 404)
    assert.equal((await anyone.get(url)).status, 401)
    await end(id)
  })

  test('the seller sees a draft’s prices before they are saved', async () => {
    const { id } = await open()
    const preview = await lead.post(`agreements/${id}/preview`, {
      ...{ productId: product, buyerOrgId: distributor.orgId },
      terms: { rules: [percent('off', 'discount', '0', -5000)], payments: [CASH] },
    })
    assert.deepEqual(preview.body.cells, [[[50_000_000, 50_000_000]]], preview.text)
    assert.equal((await distributor.post(`agreements/${id}/preview`, {})).status, 400)
    const stranger = await distributor.post(`agreements/${id}/preview`, {
      productId: product,
      terms: {},
    })
    assert.equal(stranger.status, 404)
  })

  test('the buyer’s reasons tell nothing of floors, costs, lost rules or other buyers', async () => {
    const id = await agreed(
      {
        rules: [
          percent('deep', 'discount', '0', -5000),
          percent('loses', 'discount', '0', -100, { combine: 'exclusive', priority: -5 }),
        ],
        floor: { unitE4: 77_000_000 },
      },
      { audience: 'tier', tier: 1 },
    )
    const price = await priceOf()
    assert.equal(price.unitE4, 77_000_000)
    const text = JSON.stringify(price)
    for (const secret of ['floor', 'bound', 'cost', 'loses', '协议', 'tried', '50000000'])
      assert.ok(!text.includes(secret), secret)
    const { body } = await quote([line()], lead, lead.orgId, { buyerOrgId: distributor.orgId })
    assert.ok(body.items[0].tried.some((r: { ruleId: string }) => r.ruleId === 'loses'))
    await end(id)
  })

  test('what cannot be asked is refused by field', async () => {
    const cases: [object, string][] = [
      [{ quantity: '0' }, 'lines.0.quantity'],
      [{ quantity: '1.5' }, 'lines.0.quantity'],
      [{ quantity: '-1' }, 'lines.0.quantity'],
      [{ unit: '吨' }, 'lines.0.unit'],
      [{ payment: [{ shareBp: 1, from: 'order', days: 0 }] }, 'lines.0.payment'],
      [{ leadDays: 9999 }, 'lines.0.leadDays'],
    ]
    for (const [more, field] of cases) {
      const answer = await quote([line(more)])
      assert.equal(answer.status, 400, JSON.stringify(more))
      assert.equal(answer.body.errors[0].field, field)
    }
    assert.equal((await quote([line()], outsider)).status, 404)
    assert.equal((await quote([line()], anyone as typeof lead)).status, 401)
    assert.equal((await quote([line()], rival, distributor.orgId)).status, 404)
  })

  test('agreements are their seller’s: nobody else reads or changes them', async () => {
    const { id } = await open({ audience: 'org', buyerOrgId: rival.orgId })
    for (const user of [rival, distributor, outsider]) {
      assert.equal((await user.get(`agreements/${id}`)).status, 404)
      assert.equal((await user.get(`agreements/${id}/prices`)).status, 404)
      assert.equal((await user.get(`agreements/${id}/versions/1`)).status, 404)
      assert.equal((await put(`agreements/${id}/draft`, { terms: {} }, 1, user)).status, 404)
      assert.equal((await put(`agreements/${id}/draft/activation`, {}, 1, user)).status, 404)
      assert.equal((await user.post(`agreements/${id}/draft`)).status, 404)
      assert.equal((await user.get('agreements')).body.total, 0)
    }
    const rows = await world.rawSql(rival, 'SELECT terms FROM agreement_versions')
    assert.deepEqual(rows, [])
    assert.equal((await anyone.get('agreements')).status, 401)
    const taken = await lead.post('agreements', { name: `协议 ${names}`, for: { audience: 'all' } })
    assert.deepEqual([taken.status, taken.body.errors[0].field], [409, 'name'])
    const stranger = { audience: 'org', buyerOrgId: outsider.orgId }
    const answer = await lead.post('agreements', { name: 'x', for: stranger })
    assert.equal(answer.body.errors[0].field, 'for.buyerOrgId')
  })

  test('a sheet of prices touches only what changed', async () => {
    const { id } = await open()
    const sheet = (price: string) =>
      `商品编码,起订量,付款方式,提前天数,单价\nP,0,,,88.1234\nP,100,现款,,${price}\nP,100,30%预付+70%到货,30,85\nX,1,,,1\nP,100,现款,,1\n`
    const bring = async (text: string, isDryRun = false) => {
      const fileId = await asFile(app, lead, '价格.csv', text)
      return (await lead.post(`agreements/${id}/prices/imports`, { fileId, isDryRun })).body
    }
    assert.deepEqual((await bring(sheet('86'), true)).counts, {
      ...{ created: 3, updated: 0, unchanged: 0, failed: 2 },
    })
    assert.equal((await lead.get(`agreements/${id}/prices`)).body.total, 0)
    const first = await bring(sheet('86'))
    assert.deepEqual(
      first.rows
        .filter((row: { outcome: string }) => row.outcome === 'failed')
        .map((row: { row: number; problems: { code: string }[] }) => [
          row.row,
          row.problems[0]!.code,
        ]),
      [
        [5, 'not_found'],
        [6, 'price_twice'],
      ],
    )
    await activate(id)
    await lead.post(`agreements/${id}/draft`)
    assert.deepEqual((await bring(sheet('86.5'))).counts, {
      ...{ created: 0, updated: 1, unchanged: 2, failed: 2 },
    })
    const stored = await world.rawSql(
      lead,
      'SELECT from_no, until_no FROM agreement_prices WHERE agreement_id = $1 ORDER BY 1, 2',
      [id],
    )
    assert.deepEqual(stored, [
      { from_no: 1, until_no: 2 },
      { from_no: 1, until_no: null },
      { from_no: 1, until_no: null },
      { from_no: 2, until_no: null },
    ])
    assert.equal((await priceOf({ quantity: '100', payment: CASH })).unitE4, 86_000_000)
    await activate(id)
    assert.equal((await priceOf({ quantity: '100', payment: CASH })).unitE4, 86_500_000)
    await end(id)
  })
})
