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
    await lead.post(`groups/${group.id}/members`, { partnerIds: [chain.distributor] })
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
})
