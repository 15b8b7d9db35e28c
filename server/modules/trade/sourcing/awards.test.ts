import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { User } from '../../../../test/app.ts'
import { newId } from '../../../platform/ids.ts'
import { CREDIT_60, DAY, sourcingWorld } from './fixture.ts'

describe('awards', async () => {
  const world = await sourcingWorld({ after: (work) => after(work as () => Promise<void>) })
  const { buyer, outsider, anyone, inHours, offer, award } = world
  const [alpha, beta] = world.suppliers as [User, User]

  async function quoted(offers: Record<string, unknown>[] = [offer()], more = {}) {
    const rfq = await world.newRfq(more)
    const quote = await world.quote(alpha, rfq.id, { offers })
    assert.equal(quote.status, 201, quote.text)
    return { id: rfq.id, quote }
  }
  const ordersOf = (rfqId: string) =>
    world.rawSql(
      buyer,
      `SELECT o.*, l.unit_e4, l.quantity, l.amount_minor, l.explanation, l.description FROM trade_orders o
       JOIN trade_order_lines l ON l.order_id = o.id
       WHERE o.source_id IN (SELECT id FROM quotes WHERE rfq_id = $1) ORDER BY o.no, l.line_no`,
      [rfqId],
    )

  test('an award places the order at the locked price, with how it came about', async () => {
    const { id, quote } = await quoted([offer({ incoterm: 'DDP' })])
    const versions = `quotes/${quote.body.id}/versions`
    const counter = { after: 1, validUntil: inHours(99), offers: [offer({ unitE4: 9_012_345 })] }
    await buyer.post(versions, counter)
    const agreed = await alpha.put(`quotes/${quote.body.id}/agreement`, { versionNo: 2 })
    const placed = await award(buyer, id, [[agreed, 1, '333.5']])
    assert.equal(placed.status, 201, placed.text)
    assert.deepEqual([placed.body.state, placed.body.orders.length], ['placed', 1])
    // 9,012,345 e4 x 333.5 = 300,561.70575 fen
    assert.equal(placed.body.amountMinor, 300_562)
    assert.deepEqual((await buyer.get(`awards/${placed.body.id}`)).body, placed.body)
    const [order] = await ordersOf(id)
    assert.deepEqual(
      [order!.unit_e4, order!.amount_minor, order!.org_id, order!.source_kind],
      [9_012_345, 300_562, alpha.orgId, 'quote'],
    )
    const explanation = order!.explanation as {
      quote: { version: number; rounds: number }
      rounds: { author: string; pricesE4: number[] }[]
    }
    assert.deepEqual([explanation.quote.version, explanation.quote.rounds], [3, 1])
    assert.deepEqual(
      explanation.rounds.map((round) => [round.author, ...round.pricesE4]),
      [
        ['seller', 10_000_000],
        ['buyer', 9_012_345],
        ['seller', 9_012_345],
      ],
    )
    const accepted = (await alpha.get(`quotes/${quote.body.id}`)).body
    assert.deepEqual([accepted.state, accepted.acceptances[0].quantity], ['accepted', '333.5'])
    assert.equal(accepted.acceptances[0].orderNo, placed.body.orders[0].no)
    const facts = (await world.factsOf(alpha, `quote:${quote.body.id}`)).map((f) => f.type)
    assert.equal(facts.at(-1), 'trade.quote_accepted')
    for (const answer of [
      await world.quote(alpha, id, { after: 3 }),
      await buyer.post(versions, { ...counter, after: 3 }),
      await alpha.put(`quotes/${quote.body.id}/withdrawal`, { reason: 'x' }),
    ]) {
      assert.equal(answer.body.reason, 'quote_accepted')
    }
  })

  test('an award is split over suppliers and terms; what is left may be taken later; the rest is turned down', async () => {
    const { id, quote } = await quoted([
      offer({ minQuantity: '100', available: '600' }),
      offer({ unitE4: 9_000_000, payment: CREDIT_60 }),
    ])
    const other = await world.quote(beta, id, { offers: [offer({ unitE4: 9_500_000 })] })
    const split = await award(buyer, id, [
      [quote, 1, '400'],
      [quote, 2, '100'],
      [other, 1, '200'],
    ])
    assert.equal(split.status, 201, split.text)
    assert.equal(split.body.orders.length, 3, 'one for each supplier and way to pay')
    const compared = (await buyer.get(`rfqs/${id}/comparison`)).body.lines[0]
    assert.equal(compared.awarded, '700')
    const left = compared.offers.find((o: { left: string | null }) => o.left !== null)
    assert.deepEqual([left.left, left.taken], ['200', '400'])
    const tooMuch = await award(buyer, id, [[quote, 1, '201']])
    assert.deepEqual(
      [tooMuch.status, tooMuch.body.reason, tooMuch.body.data.left],
      [422, 'offer_taken', '200'],
    )
    const rest = await award(buyer, id, [[quote, 1, '200']], { finishes: true })
    assert.equal(rest.status, 201, rest.text)
    assert.equal((await buyer.get(`rfqs/${id}`)).body.state, 'finished')
    assert.equal((await award(buyer, id, [[quote, 2]])).body.reason, 'rfq_finished')
    const row = (await buyer.get(`rfqs?q=`)).body.items.find((r: { id: string }) => r.id === id)
    assert.equal(row.awardedMinor, 400_000 + 90_000 + 190_000 + 200_000)
  })

  test('who was not chosen is told so when the request ends, and reads nothing of who was', async () => {
    const { id, quote } = await quoted()
    const loser = await world.quote(beta, id)
    await award(buyer, id, [[quote, 1]])
    assert.equal((await beta.get(`quotes/${loser.body.id}`)).body.state, 'open')
    assert.equal((await alpha.put(`rfqs/${id}/end`)).status, 404)
    const both = await Promise.all([1, 2].map(() => buyer.put(`rfqs/${id}/end`)))
    assert.deepEqual(both.map((a) => a.status).sort(), [200, 409])
    assert.equal((await beta.get(`quotes/${loser.body.id}`)).body.state, 'rejected')
    const all = [
      await beta.get(`rfqs/${id}`),
      await beta.get('rfq-inbox'),
      await beta.get(`quotes/${loser.body.id}`),
    ]
    for (const answer of all) assert.doesNotMatch(answer.text, /Alpha/)
    assert.doesNotMatch(JSON.stringify(await world.rawSql(beta, 'SELECT * FROM events')), /Alpha/)
    for (const table of ['quote_acceptances', 'awards', 'award_lines', 'award_approvals']) {
      const others = await world.rawSql(beta, `SELECT * FROM ${table} WHERE org_id <> $1`, [
        beta.orgId,
      ])
      assert.deepEqual(others, [], table)
    }
    assert.deepEqual(await world.rawSql(alpha, 'SELECT * FROM awards'), [])
  })

  const BAD: [string, Record<string, unknown>, number, string][] = [
    ['a stale version', { versionNo: 7 }, 412, 'quote_changed'],
    ['a quote of another request', { quoteId: newId() }, 400, 'lines.0.quoteId'],
    ['an offer that is not there', { offerNo: 9 }, 400, 'lines.0.offerNo'],
    ['less than the least', { quantity: '1' }, 400, 'lines.0.quantity'],
    ['nothing', { quantity: '0' }, 400, 'lines.0.quantity'],
    ['more than can be reckoned', { quantity: '900000000000' }, 400, 'lines.0.quantity'],
  ]
  test('a wrong award is refused by name, and nothing is written', async () => {
    const { id, quote } = await quoted([offer({ minQuantity: '10', unitE4: 1_000_000_000 })])
    const good = { quoteId: quote.body.id, versionNo: 1, lineNo: 1, offerNo: 1, quantity: '10' }
    for (const [name, more, status, what] of BAD) {
      const { body, ...answer } = await buyer.post(`rfqs/${id}/awards`, {
        lines: [{ ...good, ...more }],
      })
      assert.equal(answer.status, status, `${name}: ${answer.text}`)
      assert.equal(body.errors?.[0].field ?? body.reason, what, name)
    }
    const twice = await buyer.post(`rfqs/${id}/awards`, { lines: [good, good] })
    assert.equal(twice.body.errors[0].code, 'duplicate')
    assert.equal((await alpha.post(`rfqs/${id}/awards`, { lines: [good] })).status, 404)
    assert.equal((await outsider.post(`rfqs/${id}/awards`, { lines: [good] })).status, 404)
    assert.equal((await anyone.post(`rfqs/${id}/awards`, { lines: [good] })).status, 401)
    const clerk = await world.newMember(buyer, 'member')
    assert.equal((await clerk.post(`rfqs/${id}/awards`, { lines: [good] })).status, 403)
    assert.deepEqual(await ordersOf(id), [])
    assert.equal((await buyer.get(`awards?rfqId=${id}`)).body.items.length, 0)
  })

  test('of two who take the last of an offer at once one wins, and the other is told', async () => {
    const { id, quote } = await quoted([offer({ available: '100' })])
    const colleague = await world.newMember(buyer, 'manager')
    const race = await Promise.all([
      award(buyer, id, [[quote, 1, '100']]),
      award(colleague, id, [[quote, 1, '100']]),
    ])
    assert.deepEqual(race.map((a) => a.status).sort(), [201, 422])
    assert.equal(race.find((a) => a.status === 422)!.body.reason, 'offer_taken')
    assert.equal((await ordersOf(id)).length, 1)
  })

  test('of two buyers who take the last of one lot at once one wins, and neither sees the other', async () => {
    const second = await world.newOrg('Second buyer')
    await world.app.database.owner.query(
      `WITH c AS (INSERT INTO chains (id, org_id, name, settings, created_at)
         VALUES (gen_random_uuid(), $1, 'Second', '{}', now()) RETURNING id)
       INSERT INTO partners (id, org_id, chain_id, side, tier, path, owner_org_id, brought_by_org_id,
         partner_org_id, status, code, name, created_at)
       SELECT $3, $1, c.id, 'upstream', 1, 'x', $1, $1, $2, 'joined', 'x', 'Alpha', now() FROM c`,
      [second.orgId, alpha.orgId, newId()],
    )
    const lot = [offer({ available: '100', lot: '2026-库存尾货' })]
    const mine = await quoted(lot)
    const theirs = await second.post('rfqs', {
      ...{ title: '尾货', payment: CREDIT_60, closesAt: inHours(48) },
      lines: [{ description: '府绸', quantity: '100', unit: '件' }],
      suppliers: { orgIds: [alpha.orgId] },
    })
    const quote = await world.quote(alpha, theirs.body.id, { offers: lot })
    assert.equal(quote.status, 201, quote.text)
    const race = await Promise.all([
      award(buyer, mine.id, [[mine.quote, 1, '100']]),
      award(second, theirs.body.id, [[quote, 1, '100']]),
    ])
    assert.deepEqual(race.map((a) => a.status).sort(), [201, 422])
    const lost = race.find((a) => a.status === 422)!
    assert.deepEqual([lost.body.reason, lost.body.data.left], ['offer_taken', null])
    assert.deepEqual(await world.rawSql(buyer, 'SELECT * FROM trade_lots'), [])
    const shrunk = await world.newRfq()
    const less = await world.quote(alpha, shrunk.id, {
      offers: [offer({ available: '99', lot: '2026-库存尾货' })],
    })
    assert.deepEqual(
      [less.status, less.body.reason],
      [422, 'lot_differs'],
      'a hundred are gone already',
    )
  })

  test('sent twice with one key it is one award', async () => {
    const { id, quote } = await quoted()
    const lines = [{ quoteId: quote.body.id, versionNo: 1, lineNo: 1, offerNo: 1, quantity: '5' }]
    const key = { 'idempotency-key': newId() }
    const once = await buyer.post(`rfqs/${id}/awards`, { lines }, key)
    const twice = await buyer.post(`rfqs/${id}/awards`, { lines }, key)
    assert.equal(twice.body.id, once.body.id)
    assert.equal((await ordersOf(id)).length, 1)
  })

  describe('within limits', async () => {
    let user: User
    let decider: User
    let payer: User
    const right = (roles: string[], limitMinor: number | null, more = {}) => ({
      roles,
      limitMinor,
      ...more,
    })

    test('the owner says who may buy for how much; nobody raises their own limit', async () => {
      user = await world.newMember(buyer, 'member')
      decider = await world.newMember(buyer, 'manager')
      payer = await world.newMember(buyer, 'member')
      const set = (who: User, whom: User, input: object) =>
        who.put(`purchasers/${whom.personId}`, input)
      assert.equal((await set(user, user, right(['user'], null))).status, 403)
      assert.equal((await set(decider, decider, right(['decider'], null))).status, 403)
      assert.equal((await set(anyone as User, user, right(['user'], 1))).status, 401)
      assert.equal((await set(outsider, user, right(['user'], 1))).status, 404)
      assert.equal((await set(buyer, user, right([], 1))).status, 400)
      assert.equal(
        (await set(buyer, user, right(['user', 'user'], 1))).body.errors[0].field,
        'roles',
      )
      assert.equal((await set(buyer, user, right(['user'], 1, { periodDays: 30 }))).status, 400)
      const limits = { periodDays: 30, periodLimitMinor: 150_000 }
      assert.equal((await set(buyer, user, right(['user'], 100_000, limits))).status, 200)
      assert.equal((await set(buyer, user, right(['user'], 100_000, limits))).body.version, 2)
      assert.equal((await set(buyer, decider, right(['decider'], 5_000_000))).status, 200)
      assert.deepEqual((await user.get('purchasers')).body.mine, {
        roles: ['user'],
        freeMinor: 100_000,
      })
      assert.equal((await outsider.get('purchasers')).body.items.length, 0)
      assert.deepEqual(await world.rawSql(alpha, 'SELECT * FROM purchasers'), [])
    })

    test('above my limit an award waits, and the order is placed when somebody entitled agrees', async () => {
      const { id, quote } = await quoted()
      assert.equal((await award(user, id, [[quote, 1, '100']])).body.state, 'placed', 'within')
      const asked = await award(user, id, [[quote, 1, '200']])
      assert.deepEqual([asked.status, asked.body.state], [201, 'waiting'])
      assert.deepEqual(
        asked.body.approvals.map((a: { kind: string; isMine: boolean }) => [a.kind, a.isMine]),
        [['amount', false]],
      )
      assert.equal((await ordersOf(id)).length, 1, 'nothing is taken yet')
      const facts = await world.factsOf(buyer, `award:${asked.body.id}`)
      assert.deepEqual([facts[0]!.type, facts[0]!.data.amountMinor], ['trade.award_asked', 200_000])
      const waiting = async (who: User) =>
        (await who.get('awards?mine=true')).body.items.map((a: { id: string }) => a.id)
      assert.deepEqual(await waiting(decider), [asked.body.id])
      assert.deepEqual(await waiting(user), [])
      assert.deepEqual(await waiting(payer), [])

      const decision = `awards/${asked.body.id}/decision`
      const yes = { kind: 'amount', isApproved: true, note: '同意' }
      assert.equal((await user.put(decision, yes)).body.reason, 'own_award')
      assert.equal((await payer.put(decision, yes)).body.reason, 'not_entitled')
      assert.equal((await outsider.put(decision, yes)).status, 404)
      assert.equal((await anyone.put(decision, yes)).status, 401)
      assert.equal((await decider.put(decision, { kind: 'x' })).status, 400)
      assert.equal((await decider.put(decision, { ...yes, kind: 'payment' })).status, 404)
      const both = await Promise.all([decider.put(decision, yes), buyer.put(decision, yes)])
      assert.deepEqual(both.map((a) => a.status).sort(), [200, 409])
      const { body } = await buyer.get(`awards/${asked.body.id}`)
      assert.deepEqual(
        [body.state, body.approvals[0].state, body.approvals[0].note],
        ['placed', 'approved', '同意'],
      )
      assert.ok(body.approvals[0].by)
      assert.equal((await ordersOf(id)).length, 2)
      assert.equal((await outsider.get(`awards/${asked.body.id}`)).status, 404)
      assert.equal((await alpha.get(`awards/${asked.body.id}`)).status, 404)
    })

    test('what I spent within the period counts, also when two awards come at once', async () => {
      // 100,000 of 150,000 are spent: one of two more of 50,000 still fits.
      const { id, quote } = await quoted()
      const race = await Promise.all([1, 2].map(() => award(user, id, [[quote, 1, '50']])))
      assert.deepEqual(race.map((a) => a.body.state).sort(), ['placed', 'waiting'])
      assert.equal((await user.get('purchasers')).body.mine.freeMinor, 0)
      world.tick(31 * DAY)
      assert.equal(
        (await user.get('purchasers')).body.mine.freeMinor,
        100_000,
        'the period has passed',
      )
    })

    test('an award that waited too long fails by name, and waits on', async () => {
      const { id, quote } = await quoted()
      const asked = await award(user, id, [[quote, 1, '200']])
      world.tick(40 * DAY)
      const decision = `awards/${asked.body.id}/decision`
      const late = await decider.put(decision, { kind: 'amount', isApproved: true })
      assert.deepEqual([late.status, late.body.reason], [409, 'quote_expired'])
      assert.equal((await buyer.get(`awards/${asked.body.id}`)).body.state, 'waiting')
      const refused = await decider.put(decision, {
        kind: 'amount',
        isApproved: false,
        note: '过期',
      })
      assert.deepEqual([refused.body.state, refused.body.approvals[0].note], ['refused', '过期'])
      assert.equal(
        (await decider.put(decision, { kind: 'amount', isApproved: true })).body.reason,
        'award_refused',
      )
    })

    test('whoever asked takes an award back until it is decided', async () => {
      const { id, quote } = await quoted()
      const asked = await award(user, id, [[quote, 1, '200']])
      const withdrawal = `awards/${asked.body.id}/withdrawal`
      assert.equal((await outsider.put(withdrawal)).status, 404)
      assert.equal((await payer.put(withdrawal)).status, 403)
      const both = await Promise.all([user.put(withdrawal), user.put(withdrawal)])
      assert.deepEqual(both.map((a) => a.status).sort(), [200, 409])
    })

    test('where there is a payer, how it is paid waits for one as well', async () => {
      await buyer.put(`purchasers/${payer.personId}`, right(['payer'], 0))
      const { id, quote } = await quoted()
      const asked = await award(user, id, [[quote, 1, '200']])
      const kinds = asked.body.approvals.map((a: { kind: string }) => a.kind)
      assert.deepEqual(kinds, ['amount', 'payment'])
      assert.deepEqual(asked.body.lines[0].payment[0].shareBp, 3000)
      const decision = `awards/${asked.body.id}/decision`
      assert.equal((await payer.put(decision, { kind: 'amount', isApproved: true })).status, 403)
      const paid = await payer.put(decision, { kind: 'payment', isApproved: true })
      assert.deepEqual([paid.status, paid.body.state], [200, 'waiting'])
      assert.equal(
        (await payer.put(decision, { kind: 'payment', isApproved: true })).body.reason,
        'decided',
      )
      const done = await decider.put(decision, { kind: 'amount', isApproved: true })
      assert.equal(done.body.state, 'placed')
    })

    test('a right is taken back, once; where nobody is named there are no limits', async () => {
      for (const who of [user, decider, payer]) {
        const path = `purchasers/${who.personId}`
        assert.equal((await decider.delete(path)).status, 403)
        assert.equal((await outsider.delete(path)).status, 404)
        const both = await Promise.all([buyer.delete(path), buyer.delete(path)])
        assert.deepEqual(both.map((a) => a.status).sort(), [204, 404])
      }
      assert.equal((await buyer.get('purchasers')).body.mine.freeMinor, null)
    })
  })
})
