import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { CREDIT_60, DAY, HOUR, sourcingWorld } from './fixture.ts'
import type { Compared } from './schema.ts'

describe('quotes', async () => {
  const world = await sourcingWorld({ after: (work) => after(work as () => Promise<void>) })
  const { buyer, outsider, anyone, inHours, offer } = world
  const [alpha, beta] = world.suppliers as [typeof buyer, typeof buyer]
  const input = (after_: number, offers: object[] = [offer()], more = {}) => ({
    ...{ after: after_, validUntil: inHours(24 * 30), offers },
    ...more,
  })

  test('a supplier quotes several offers a line, and the buyer reads them', async () => {
    const { id } = await world.newRfq()
    const offers = [
      offer({ minQuantity: '100' }),
      offer({ minQuantity: '1000', unitE4: 9_500_000, leadDays: 20, payment: CREDIT_60 }),
      offer({ unit: '箱', unitHolds: '24', unitE4: 228_000_000, incoterm: 'FOB', remark: '整箱' }),
      offer({ kind: 'substitute', description: '涤棉府绸', unitE4: 7_000_000 }),
    ]
    const quote = await world.quote(alpha, id, { offers, note: '含税' })
    assert.equal(quote.status, 201, quote.text)
    assert.deepEqual([quote.body.state, quote.body.versionNo], ['open', 1])
    assert.deepEqual((await buyer.get(`quotes/${quote.body.id}`)).body, quote.body)
    const [version] = quote.body.versions
    assert.deepEqual(
      version.offers.map((o: { no: number; unitE4: number }) => [o.no, o.unitE4]),
      [
        [1, 10_000_000],
        [2, 9_500_000],
        [3, 228_000_000],
        [4, 7_000_000],
      ],
    )
    assert.equal(version.offers[2].unitHolds, '24')
    for (const stranger of [beta, outsider]) {
      assert.equal((await stranger.get(`quotes/${quote.body.id}`)).status, 404)
    }
    assert.equal((await anyone.get(`quotes/${quote.body.id}`)).status, 401)
    const told = (await world.factsOf(buyer, `quote:${quote.body.id}`))[0]!
    assert.deepEqual([told.type, told.data.supplier], ['trade.quote_sent', 'Alpha'])
    assert.deepEqual(await world.rawSql(beta, 'SELECT * FROM quotes'), [])
    assert.deepEqual(await world.rawSql(beta, 'SELECT * FROM quote_offers'), [])
  })

  const BAD: [string, Record<string, unknown>, string][] = [
    ['no offer', { offers: [] }, 'offers'],
    ['a line that is not asked for', { offers: [offer({ lineNo: 9 })] }, 'offers.0.lineNo'],
    ['a negative price', { offers: [offer({ unitE4: -1 })] }, 'offers.0.unitE4'],
    ['a nameless substitute', { offers: [offer({ kind: 'substitute' })] }, 'offers.0.description'],
    ['a lot without a quantity', { offers: [offer({ lot: 'L' })] }, 'offers.0.available'],
    ['a validity that has passed', { validUntil: '2020-01-01T00:00:00Z' }, 'validUntil'],
    ['a validity before the deadline', { validUntil: inHours(1) }, 'validUntil'],
  ]
  test('a quote with a mistake is refused by the name of its field, and nothing is written', async () => {
    const { id } = await world.newRfq()
    for (const [name, more, field] of BAD) {
      const { status, body } = await world.quote(alpha, id, more)
      assert.equal(status, 400, name)
      assert.equal(body.errors[0].field, field, name)
    }
    assert.equal((await alpha.get(`rfqs/${id}`)).body.quoteId, null)
    assert.equal((await world.quote(outsider, id)).status, 404)
    assert.equal((await world.quote(buyer, id)).status, 404, 'the buyer does not quote for itself')
    const clerk = await world.newMember(alpha, 'member')
    assert.equal((await world.quote(clerk, id)).status, 403)
    assert.equal((await anyone.post(`rfqs/${id}/quotes`, input(0))).status, 401)
  })

  test('versions follow each other, old ones stay, and a stale one is refused', async () => {
    const { id } = await world.newRfq()
    const first = await world.quote(alpha, id)
    const second = await world.quote(alpha, id, {
      after: 1,
      offers: [offer({ unitE4: 9_000_000 })],
    })
    assert.deepEqual(
      second.body.versions.map((v: { no: number }) => v.no),
      [2, 1],
    )
    assert.equal(second.body.versions[1].offers[0].unitE4, 10_000_000)
    const stale = await world.quote(alpha, id, { after: 1 })
    assert.deepEqual([stale.status, stale.body.reason], [412, 'quote_changed'])
    const race = await Promise.all([1, 2].map(() => world.quote(alpha, id, { after: 2 })))
    assert.deepEqual(race.map((a) => a.status).sort(), [201, 412])
    assert.equal((await alpha.get(`quotes/${first.body.id}`)).body.versionNo, 3)
  })

  test('two first quotes at once are one quote; sent twice with one key it answers the same', async () => {
    const { id } = await world.newRfq()
    const race = await Promise.all([1, 2].map(() => world.quote(alpha, id)))
    assert.deepEqual(race.map((a) => a.status).sort(), [201, 412])
    const key = { 'idempotency-key': newId() }
    const body = input(0)
    const once = await beta.post(`rfqs/${id}/quotes`, body, key)
    const twice = await beta.post(`rfqs/${id}/quotes`, body, key)
    assert.deepEqual([once.status, twice.status], [201, 201])
    assert.equal(twice.body.versionNo, 1)
  })

  test('after the deadline nobody answers any more', async () => {
    const { id } = await world.newRfq()
    world.tick(49 * HOUR)
    const late = await world.quote(alpha, id)
    assert.deepEqual([late.status, late.body.reason], [409, 'rfq_closed'])
    const question = await alpha.post(`rfqs/${id}/questions`, { question: '?' })
    assert.equal(question.body.reason, 'rfq_closed')
    assert.equal(
      (await alpha.put(`rfqs/${id}/refusal`, { reason: '忙' })).body.reason,
      'rfq_closed',
    )
  })

  test('nobody on the buyer’s side reads a price before a sealed request is opened', async () => {
    const { id } = await world.newRfq({ isSealed: true })
    const offers = [offer({ unitE4: 7_654_321, remark: '秘密七' })]
    const quote = await world.quote(alpha, id, { offers, note: '秘密六' })
    assert.equal(quote.body.versions.length, 1, 'the supplier reads its own')

    const secret = /7654321|秘密/
    const { body: seen } = await buyer.get(`rfqs/${id}`)
    assert.deepEqual([seen.isOpened, seen.suppliers[0].quoteState], [false, 'open'])
    assert.deepEqual((await buyer.get(`quotes/${quote.body.id}`)).body.versions, [])
    for (const path of [`rfqs/${id}/comparison`, `rfqs/${id}/comparison.xlsx`]) {
      const refused = await buyer.get(path)
      assert.deepEqual([refused.status, refused.body.reason], [409, 'sealed'], path)
    }
    const tries = [
      await buyer.post(`quotes/${quote.body.id}/versions`, input(1)),
      await buyer.put(`quotes/${quote.body.id}/rejection`, { reason: 'x' }),
      await world.award(buyer, id, [[quote, 1]]),
      await buyer.put(`rfqs/${id}/end`),
    ]
    for (const answer of tries)
      assert.deepEqual([answer.status, answer.body.reason], [409, 'sealed'])
    for (const path of [
      'rfqs',
      'awards',
      `rfqs/${id}`,
      `quotes/${quote.body.id}`,
      'audit?limit=200',
    ]) {
      assert.doesNotMatch((await buyer.get(path)).text, secret, path)
    }
    for (const table of ['quote_versions', 'quote_offers', 'trade_lots']) {
      const where = table === 'trade_lots' ? '' : `WHERE rfq_id = '${id}'`
      assert.deepEqual(await world.rawSql(buyer, `SELECT * FROM ${table} ${where}`), [], table)
    }
    const facts = await world.rawSql(buyer, 'SELECT * FROM events')
    assert.doesNotMatch(JSON.stringify(facts), secret, 'events')
    await assert.rejects(
      world.rawSql(buyer, `UPDATE rfqs SET opened_at = now() WHERE id = '${id}'`),
      /permission denied/,
    )
    await assert.rejects(
      world.rawSql(buyer, `UPDATE rfqs SET is_sealed = false WHERE id = '${id}'`),
      /permission denied/,
    )
    await assert.rejects(
      world.rawSql(buyer, `UPDATE rfqs SET closes_at = now() WHERE id = '${id}'`),
      /not moved forward/,
    )

    await world.runJobs()
    assert.equal((await buyer.get(`rfqs/${id}`)).body.isOpened, false, 'not a moment early')
    await world.passDeadline()
    assert.match((await buyer.get(`quotes/${quote.body.id}`)).text, secret)
    assert.equal((await buyer.get(`rfqs/${id}/comparison`)).status, 200)
    assert.equal((await buyer.get(`rfqs/${id}/comparison.xlsx`)).status, 200)
    const extended = await buyer.put(`rfqs/${id}/deadline`, { closesAt: inHours(99) })
    assert.deepEqual([extended.status, extended.body.reason], [409, 'rfq_opened'])
    await assert.rejects(
      world.rawSql(
        buyer,
        `UPDATE rfqs SET closes_at = closes_at + interval '1 day' WHERE id = '${id}'`,
      ),
      /have been opened/,
    )
  })

  test('a sealed request whose hour has come is extended no more, though its job has not run yet', async () => {
    const { id } = await world.newRfq({ isSealed: true })
    world.tick(49 * HOUR)
    const late = await buyer.put(`rfqs/${id}/deadline`, { closesAt: inHours(99) })
    assert.deepEqual([late.status, late.body.reason], [409, 'rfq_closed'])
    await world.runJobs()
    await world.runJobs()
    const closed = (await world.factsOf(buyer, `rfq:${id}`)).filter(
      (f) => f.type === 'trade.rfq_closed',
    )
    assert.equal(closed.length, 1)
  })

  test('counter-offers go to and fro, each side in its turn, as many rounds as the request allows', async () => {
    const { id } = await world.newRfq({ roundsMax: 2 })
    const quote = await world.quote(alpha, id)
    const versions = `quotes/${quote.body.id}/versions`
    const priced = (after_: number, unitE4: number) => input(after_, [offer({ unitE4 })])
    assert.equal(
      (await alpha.post(versions, priced(1, 9))).body.reason,
      'quote_open',
      'not its turn',
    )
    assert.equal((await outsider.post(versions, priced(1, 9))).status, 404)
    assert.equal((await beta.post(versions, priced(1, 9))).status, 404)
    assert.equal((await buyer.post(versions, priced(0, 9))).status, 412)
    const race = await Promise.all([1, 2].map(() => buyer.post(versions, priced(1, 8_000_000))))
    assert.deepEqual(race.map((a) => a.status).sort(), [201, 412])
    const countered = (await alpha.get(`quotes/${quote.body.id}`)).body
    assert.deepEqual(
      [countered.state, countered.rounds, countered.versions[0].author],
      ['countered', 1, 'buyer'],
    )
    assert.equal((await buyer.post(versions, priced(2, 7))).body.reason, 'quote_countered')
    assert.equal((await world.quote(alpha, id, { after: 2 })).body.reason, 'quote_countered')
    assert.equal((await alpha.post(versions, priced(2, 9_000_000))).status, 201)
    assert.equal((await buyer.post(versions, priced(3, 8_500_000))).status, 201)

    const agreement = `quotes/${quote.body.id}/agreement`
    assert.equal((await buyer.put(agreement, { versionNo: 4 })).status, 403)
    assert.equal((await beta.put(agreement, { versionNo: 4 })).status, 404)
    assert.equal((await alpha.put(agreement, {})).status, 400)
    assert.equal((await alpha.put(agreement, { versionNo: 3 })).status, 412)
    const agreed = await alpha.put(agreement, { versionNo: 4 })
    assert.equal(agreed.status, 200, agreed.text)
    const [latest] = agreed.body.versions
    assert.deepEqual([latest.no, latest.author, latest.offers[0].unitE4], [5, 'seller', 8_500_000])
    assert.equal((await alpha.put(agreement, { versionNo: 5 })).body.reason, 'quote_open')
    const more = await buyer.post(versions, priced(5, 1))
    assert.deepEqual([more.status, more.body.reason], [422, 'no_more_rounds'])
    const facts = (await world.factsOf(alpha, `quote:${quote.body.id}`)).map((f) => f.type)
    assert.deepEqual(facts, [
      'trade.quote_sent',
      'trade.quote_countered',
      'trade.quote_sent',
      'trade.quote_countered',
      'trade.quote_sent',
    ])
  })

  test('a counter-offer may be answered after the deadline, and names no lot that was not offered', async () => {
    const { id } = await world.newRfq()
    const quote = await world.quote(alpha, id)
    world.tick(49 * HOUR)
    const versions = `quotes/${quote.body.id}/versions`
    const forged = input(1, [offer({ lot: 'X', available: '5' })])
    assert.equal((await buyer.post(versions, forged)).body.errors[0].field, 'offers.0.lot')
    assert.equal((await buyer.post(versions, input(1))).status, 201)
    assert.equal((await alpha.post(versions, input(2))).status, 201)
  })

  test('a supplier withdraws its quote until something is accepted, and may quote anew in time', async () => {
    const { id } = await world.newRfq()
    const quote = await world.quote(alpha, id)
    const withdrawal = `quotes/${quote.body.id}/withdrawal`
    assert.equal((await buyer.put(withdrawal, { reason: 'x' })).status, 403)
    assert.equal((await beta.put(withdrawal, { reason: 'x' })).status, 404)
    assert.equal((await alpha.put(withdrawal, {})).status, 400)
    const race = await Promise.all([1, 2].map(() => alpha.put(withdrawal, { reason: '原料涨价' })))
    assert.deepEqual(race.map((a) => a.status).sort(), [200, 409])
    const refused = await world.award(buyer, id, [[quote, 1]])
    assert.deepEqual([refused.status, refused.body.reason], [409, 'quote_withdrawn'])
    assert.equal((await world.quote(alpha, id, { after: 1 })).body.state, 'open')
  })

  test('the buyer turns a quote down, once, and its end is final', async () => {
    const { id } = await world.newRfq()
    const quote = await world.quote(alpha, id)
    const rejection = `quotes/${quote.body.id}/rejection`
    assert.equal((await alpha.put(rejection, { reason: 'x' })).status, 403)
    assert.equal((await outsider.put(rejection, { reason: 'x' })).status, 404)
    const race = await Promise.all([1, 2].map(() => buyer.put(rejection, { reason: '价高' })))
    assert.deepEqual(race.map((a) => a.status).sort(), [200, 409])
    assert.equal((await alpha.get(`quotes/${quote.body.id}`)).body.endReason, '价高')
    assert.equal((await world.quote(alpha, id, { after: 1 })).body.reason, 'quote_rejected')
  })

  test('a quote expires by itself, and nothing is taken of it or said to it any more', async () => {
    const { id } = await world.newRfq()
    const quote = await world.quote(alpha, id, { validUntil: inHours(72) })
    world.tick(4 * DAY)
    assert.equal((await buyer.get(`quotes/${quote.body.id}`)).body.state, 'expired')
    const award = await world.award(buyer, id, [[quote, 1]])
    assert.deepEqual([award.status, award.body.reason], [409, 'quote_expired'])
    const counter = await buyer.post(`quotes/${quote.body.id}/versions`, input(1))
    assert.equal(counter.body.reason, 'quote_expired')
    assert.equal((await buyer.get('awards')).body.items.length, 0, 'nothing was written')
  })

  test('neither side says by SQL of its own what is the other’s to say', async () => {
    const { id } = await world.newRfq()
    const { body } = await world.quote(alpha, id)
    const set = (user: typeof buyer, state: string) =>
      world.rawSql(user, `UPDATE quotes SET state = '${state}' WHERE id = '${body.id}'`)
    await assert.rejects(set(alpha, 'accepted'), /other side/)
    await assert.rejects(set(buyer, 'withdrawn'), /other side/)
    await assert.rejects(
      world.rawSql(buyer, `UPDATE quote_offers SET unit_e4 = 1`),
      /permission denied/,
    )
    await assert.rejects(world.rawSql(alpha, `DELETE FROM quote_versions`), /permission denied/)
    const forged = `INSERT INTO quote_versions SELECT org_id, quote_id, 2, rfq_id, buyer_org_id, 'seller', 'x',
      '', valid_until, made_at FROM quote_versions WHERE quote_id = '${body.id}'`
    await assert.rejects(world.rawSql(buyer, forged), /row-level security/)
    const planted = `INSERT INTO quotes (id, org_id, seller_name, rfq_id, buyer_org_id, state, version_no, created_at,
      changed_at) VALUES (gen_random_uuid(), '${outsider.orgId}', 'x', '${id}', '${buyer.orgId}', 'open', 1, now(), now())`
    await assert.rejects(world.rawSql(outsider, planted), /row-level security/)
  })

  test('the comparison reckons every offer by the piece at the buyer’s own terms, best first', async () => {
    const { id } = await world.newRfq({
      lines: [
        {
          description: '府绸',
          quantity: '1000',
          unit: '件',
          deliverBy: inHours(24 * 15).slice(0, 10),
        },
        { description: '斜纹', quantity: '10', unit: '件' },
      ],
      assumptions: {
        annualRateBp: 1000,
        estimates: [{ incoterm: 'FOB', freightBp: 100, dutyBp: 1000 }],
      },
    })
    await world.quote(alpha, id, {
      offers: [
        offer({ unit: '箱', unitHolds: '24', unitE4: 240_000_000, payment: CREDIT_60 }),
        offer({ incoterm: 'FOB', unitE4: 9_500_000, leadDays: 30 }),
        { ...offer({ lineNo: 2 }), kind: 'none' },
      ],
    })
    await world.quote(beta, id, { offers: [offer({ unitE4: 9_900_000, leadDays: 5 })] })
    const { body } = await buyer.get(`rfqs/${id}/comparison`)
    const [first, second] = body.lines
    const rows = first.offers.map((o: Compared) => [
      o.seller.name,
      o.landedE4,
      o.isBestPrice,
      o.isBestLead,
      o.isInTime,
    ])
    assert.deepEqual(rows, [
      ['Alpha', 10_000_000 - 164_384, true, false, true],
      ['Beta', 9_900_000 + 4_068, false, true, true],
      ['Alpha', 9_500_000 + 95_000 + 959_500 + 23_425, false, false, false],
    ])
    assert.deepEqual([second.offers, second.refused], [[], ['Alpha']])
    for (const user of [alpha, outsider]) {
      assert.equal((await user.get(`rfqs/${id}/comparison`)).status, 404)
      assert.equal((await user.get(`rfqs/${id}/comparison.xlsx`)).status, 404)
    }
    await world.quote(beta, id, {
      after: 1,
      offers: [offer(), offer({ unitE4: 5_000_000, minQuantity: '1001', leadDays: 1 })],
    })
    const [again] = (await buyer.get(`rfqs/${id}/comparison`)).body.lines
    const last = again.offers.at(-1)
    assert.deepEqual(
      [last.offer.unitE4, last.isOverAsked, last.isBestPrice, last.isBestLead, last.quantity],
      [5_000_000, true, false, false, '1001'],
      'cheap, but for more than is needed',
    )
    const file = await buyer.get(`rfqs/${id}/comparison.xlsx?locale=en`)
    assert.match(String(file.headers['content-disposition']), /RFQ-\d+\.xlsx/)
    assert.equal((await buyer.get(`rfqs/${id}/comparison.xlsx?locale=x`)).status, 400)
  })
})
