import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { DAY, sourcingWorld, THIRTY_SEVENTY } from './fixture.ts'

describe('requests for quotation', async () => {
  const world = await sourcingWorld({ after: (work) => after(work as () => Promise<void>) })
  const { buyer, outsider, anyone, inHours } = world
  const [alpha, beta, gamma] = world.suppliers as [typeof buyer, typeof buyer, typeof buyer]
  const line = { description: '全棉府绸', quantity: '1000', unit: '件' }
  const input = (more = {}) => ({
    ...{ title: '春季面料', payment: THIRTY_SEVENTY, closesAt: inHours(48), lines: [line] },
    suppliers: { orgIds: [alpha.orgId, beta.orgId] },
    ...more,
  })

  test('a request reaches those who were asked, each with its own view of it', async () => {
    const lines = [
      { ...line, targetE4: 9_000_000, isTargetShown: true, deliverBy: '2027-01-31', place: '宁波' },
      { ...line, description: '涤棉', targetE4: 7_000_000, spec: '150 cm', quality: 'AQL 2.5' },
      { ...line, description: '染色', kind: 'service' },
    ]
    const assumptions = { annualRateBp: 600, estimates: [{ incoterm: 'FOB', dutyBp: 500 }] }
    const { status, body, headers } = await buyer.post('rfqs', input({ lines, assumptions }))
    assert.equal(status, 201)
    assert.equal(headers.etag, '"1"')
    assert.match(body.code, /^RFQ-\d{4}$/)
    assert.equal(body.side, 'buyer')
    assert.deepEqual(
      body.lines.map((l: { targetE4: number; isTargetShown: boolean }) => [
        l.targetE4,
        l.isTargetShown,
      ]),
      [
        [9_000_000, true],
        [7_000_000, false],
        [null, false],
      ],
    )
    assert.deepEqual(
      body.suppliers.map((s: { name: string }) => s.name),
      ['Alpha', 'Beta'],
    )
    assert.equal(body.assumptions.estimates[0].dutyBp, 500)
    assert.deepEqual((await buyer.get(`rfqs/${body.id}`)).body, body)

    const seen = (await alpha.get(`rfqs/${body.id}`)).body
    assert.equal(seen.side, 'supplier')
    assert.deepEqual([seen.suppliers, seen.assumptions, seen.rivals], [null, null, null])
    assert.deepEqual(
      seen.lines.map((l: { targetE4: number }) => l.targetE4),
      [9_000_000, null, null],
    )
    assert.ok(!JSON.stringify(seen).includes('Beta'), 'no word of the other supplier')
    assert.deepEqual([seen.buyer.name, seen.title], ['Buyer', '春季面料'])
    for (const stranger of [gamma, outsider]) {
      assert.equal((await stranger.get(`rfqs/${body.id}`)).status, 404)
    }
    assert.equal((await anyone.get(`rfqs/${body.id}`)).status, 401)
    const facts = await world.factsOf(alpha, `rfq:${body.id}`)
    assert.deepEqual(
      facts.map((f) => [f.type, f.data.title]),
      [['trade.rfq_received', '春季面料']],
    )
    assert.equal((await world.factsOf(gamma, `rfq:${body.id}`)).length, 0)
  })

  const BAD: [string, Record<string, unknown>, string][] = [
    ['no line', { lines: [] }, 'lines'],
    ['no quantity', { lines: [{ ...line, quantity: '0' }] }, 'lines.0.quantity'],
    ['a quantity that is none', { lines: [{ ...line, quantity: '1e3' }] }, 'lines.0.quantity'],
    ['a product of nobody', { lines: [{ ...line, productId: newId() }] }, 'lines.0.productId'],
    ['a deadline that has passed', { closesAt: '2020-01-01T00:00:00Z' }, 'closesAt'],
    ['a deadline in ten years', { closesAt: '2036-01-01T00:00:00Z' }, 'closesAt'],
    ['shares of 90 %', { payment: [{ shareBp: 9000, from: 'order', days: 0 }] }, 'payment'],
    ['nobody to ask', { suppliers: {} }, 'suppliers.orgIds'],
    ['a stranger to ask', { suppliers: { orgIds: [outsider.orgId] } }, 'suppliers.orgIds.0'],
    ['itself to ask', { suppliers: { orgIds: [buyer.orgId] } }, 'suppliers.orgIds.0'],
    ['a file of nobody', { fileIds: [newId()] }, 'fileIds.0'],
    ['a category that nobody sells', { suppliers: { isMatched: true } }, 'suppliers.orgIds'],
  ]
  for (const [name, more, field] of BAD) {
    test(`a request with ${name} is refused, and nothing is written`, async () => {
      const before = (await buyer.get('rfqs')).body.total
      const { status, body } = await buyer.post('rfqs', input(more))
      assert.equal(status, 400, JSON.stringify(body))
      assert.equal(body.errors[0].field, field)
      assert.equal((await buyer.get('rfqs')).body.total, before)
    })
  }

  test('who may only look sends nothing, and a request needs a login', async () => {
    const clerk = await world.newMember(buyer, 'member')
    assert.equal((await clerk.post('rfqs', input())).status, 403)
    assert.equal((await anyone.post('rfqs', input())).status, 401)
  })

  test('sent twice with one key it is one request; two at once have two numbers', async () => {
    const headers = { 'idempotency-key': newId() }
    const body = input({ title: '一次' })
    const first = await buyer.post('rfqs', body, headers)
    const second = await buyer.post('rfqs', body, headers)
    assert.equal(first.status, 201)
    assert.deepEqual(second.body, first.body)
    const both = await Promise.all([buyer.post('rfqs', input()), buyer.post('rfqs', input())])
    const codes = both.map((answer) => answer.body.code)
    assert.notEqual(codes[0], codes[1])
  })

  test('a group of mine and whoever sells the category are asked; each firm once', async () => {
    const groups = `chains/${world.chainId}/groups`
    const group = await buyer.post(groups, { name: '面料商' })
    assert.equal(group.status, 201, group.text)
    await world.app.database.owner.query(
      `INSERT INTO partner_group_members (org_id, group_id, partner_id)
       SELECT $1, $2, id FROM partners WHERE partner_org_id = ANY($3)`,
      [buyer.orgId, group.body.id, [alpha.orgId, beta.orgId]],
    )
    const names = (body: { suppliers: { name: string }[] }) => body.suppliers.map((s) => s.name)
    const grouped = await buyer.post(
      'rfqs',
      input({ suppliers: { groupIds: [group.body.id], orgIds: [alpha.orgId] } }),
    )
    assert.deepEqual(names(grouped.body), ['Alpha', 'Beta'])
    await gamma.post('products', {
      ...{ code: 'G-1', name: '拉链', unit: '条', category: '辅料', priceMinor: 1, retailMinor: 2 },
    })
    const matches = (await buyer.get('rfq-matches?category=辅料&category=面料')).body.items
    assert.deepEqual(
      matches.map((m: { name: string; score: number; sells: string[] }) => [
        m.name,
        m.score,
        m.sells,
      ]),
      [
        ['Gamma', 0.5, ['辅料']],
        ['Alpha', 0, []],
        ['Beta', 0, []],
      ],
    )
    const matched = await buyer.post(
      'rfqs',
      input({ lines: [{ ...line, category: '辅料' }], suppliers: { isMatched: true } }),
    )
    assert.deepEqual(names(matched.body), ['Gamma'])
    assert.equal(
      (await buyer.post('rfqs', input({ suppliers: { groupIds: [newId()] } }))).status,
      404,
    )
  })

  test('further suppliers are asked while it stands open; whoever was asked already is not asked again', async () => {
    const rfq = await world.newRfq({ suppliers: { orgIds: [alpha.orgId] } })
    const more = { orgIds: [alpha.orgId, gamma.orgId] }
    const added = await buyer.post(`rfqs/${rfq.id}/suppliers`, more)
    assert.equal(added.status, 201)
    assert.deepEqual(
      added.body.suppliers.map((s: { name: string }) => s.name),
      ['Alpha', 'Gamma'],
    )
    assert.equal((await buyer.post(`rfqs/${rfq.id}/suppliers`, more)).body.reason, 'invited')
    assert.equal((await gamma.get(`rfqs/${rfq.id}`)).status, 200)
    assert.equal((await alpha.post(`rfqs/${rfq.id}/suppliers`, more)).status, 404)
    const rivals = { orgIds: [beta.orgId] }
    const both = await Promise.all([
      buyer.post(`rfqs/${rfq.id}/suppliers`, rivals),
      buyer.post(`rfqs/${rfq.id}/suppliers`, rivals),
    ])
    assert.deepEqual(both.map((a) => a.status).sort(), [201, 409])
  })

  test('how many others were asked is told only where the buyer says so', async () => {
    const open = await world.newRfq({ showsRivals: true })
    assert.equal((await alpha.get(`rfqs/${open.id}`)).body.rivals, 2)
    const quiet = await world.newRfq()
    assert.equal((await alpha.get(`rfqs/${quiet.id}`)).body.rivals, null)
    const seen = await world.rawSql(alpha, 'SELECT * FROM rfq_suppliers')
    assert.ok(seen.length > 0 && seen.every((row) => row.seller_org_id === alpha.orgId))
    assert.deepEqual(await world.rawSql(alpha, 'SELECT * FROM rfq_private'), [])
    assert.deepEqual(await world.rawSql(alpha, 'SELECT rfq_rivals($1) AS n', [quiet.id]), [
      { n: null },
    ])
    assert.deepEqual(await world.rawSql(outsider, 'SELECT rfq_rivals($1) AS n', [open.id]), [
      { n: null },
    ])
  })

  test('a question and its answer reach all who were asked, and nobody but the buyer learns who asked', async () => {
    const { id } = await world.newRfq()
    const asked = await alpha.post(`rfqs/${id}/questions`, { question: '幅宽是多少？' })
    assert.equal(asked.status, 201)
    assert.equal(asked.body.questions[0].isMine, true)
    assert.deepEqual((await beta.get(`rfqs/${id}`)).body.questions, [], 'not before it is answered')
    const mine = (await buyer.get(`rfqs/${id}`)).body.questions[0]
    assert.deepEqual([mine.asker, mine.question, mine.answer], ['Alpha', '幅宽是多少？', null])

    const address = `rfqs/${id}/questions/${mine.id}/answer`
    assert.equal((await alpha.put(address, { answer: '我' })).status, 404)
    assert.equal((await buyer.put(address, { answer: '' })).status, 400)
    const answers = await Promise.all([
      buyer.put(address, { answer: '150 cm' }),
      buyer.put(address, { answer: '160 cm' }),
    ])
    assert.deepEqual(answers.map((a) => a.status).sort(), [200, 409])
    const seen = (await beta.get(`rfqs/${id}`)).body
    assert.match(seen.questions[0].answer, /^1[56]0 cm$/)
    assert.equal(seen.questions[0].asker, null)
    assert.ok(!JSON.stringify(seen).includes('Alpha'))
    const facts = await world.factsOf(beta, `rfq:${id}`)
    assert.equal(facts.at(-1)!.type, 'trade.question_answered')
    assert.ok(!JSON.stringify(facts).includes('Alpha'))
    assert.deepEqual(await world.rawSql(beta, 'SELECT * FROM rfq_question_askers'), [])
    assert.equal((await outsider.post(`rfqs/${id}/questions`, { question: '?' })).status, 404)
    assert.equal((await buyer.post(`rfqs/${id}/questions`, { question: '?' })).status, 404)
    assert.equal((await alpha.post(`rfqs/${id}/questions`, { question: ' ' })).status, 400)
  })

  test('a supplier declines with a reason, once, and may think better of it', async () => {
    const { id } = await world.newRfq()
    const refusal = `rfqs/${id}/refusal`
    assert.equal((await alpha.put(refusal, {})).status, 400)
    assert.equal((await outsider.put(refusal, { reason: '忙' })).status, 404)
    const both = await Promise.all([1, 2].map(() => alpha.put(refusal, { reason: '产能已满' })))
    assert.deepEqual(both.map((a) => a.status).sort(), [200, 409])
    const [row] = (await buyer.get(`rfqs/${id}`)).body.suppliers
    assert.deepEqual([row.name, row.declineReason], ['Alpha', '产能已满'])
    assert.equal((await world.quote(alpha, id)).status, 201)
    assert.equal((await buyer.get(`rfqs/${id}`)).body.suppliers[0].declinedAt, null)
    assert.equal((await alpha.put(refusal, { reason: '忙' })).body.reason, 'quoted_already')
  })

  test('the buyer sees who has looked, and since when', async () => {
    const { id } = await world.newRfq()
    assert.equal((await alpha.put(`rfqs/${id}/seen`)).status, 204)
    assert.equal((await outsider.put(`rfqs/${id}/seen`)).status, 404)
    const first = (await buyer.get(`rfqs/${id}`)).body.suppliers[0].seenAt
    assert.ok(first)
    assert.equal((await alpha.put(`rfqs/${id}/seen`)).status, 204)
    assert.equal((await buyer.get(`rfqs/${id}`)).body.suppliers[0].seenAt, first)
    const seen = (await world.factsOf(buyer, `rfq:${id}`)).filter(
      (f) => f.type === 'trade.rfq_seen',
    )
    assert.equal(seen.length, 1)
  })

  test('a deadline is put off, never brought forward, and its job moves with it', async () => {
    const { id } = await world.newRfq()
    const deadline = `rfqs/${id}/deadline`
    const later = inHours(96)
    assert.equal(
      (await buyer.put(deadline, { closesAt: inHours(1) })).body.errors[0].code,
      'not_later',
    )
    assert.equal((await buyer.put(deadline, { closesAt: '2020-01-01T00:00:00Z' })).status, 400)
    assert.equal((await alpha.put(deadline, { closesAt: later })).status, 404)
    assert.equal((await buyer.put(deadline, { closesAt: later })).body.closesAt, later)
    assert.equal((await world.factsOf(alpha, `rfq:${id}`)).at(-1)!.type, 'trade.rfq_extended')
    world.tick(3 * DAY)
    await world.runJobs()
    assert.equal((await buyer.get(`rfqs/${id}`)).body.state, 'open')
    assert.equal((await world.quote(alpha, id)).status, 201)
    world.tick(2 * DAY)
    await world.runJobs()
    assert.equal((await buyer.get(`rfqs/${id}`)).body.state, 'closed')
    const closed = (await world.factsOf(buyer, `rfq:${id}`)).at(-1)!
    assert.deepEqual(
      [closed.type, closed.data.quotes, closed.data.suppliers],
      ['trade.rfq_closed', 1, 3],
    )
    const told = (await world.factsOf(alpha, `rfq:${id}`)).at(-1)!
    assert.deepEqual([told.type, told.data.quotes], ['trade.rfq_closed', undefined])
    assert.equal(
      (await buyer.put(deadline, { closesAt: inHours(96) })).status,
      200,
      'an open one reopens',
    )
  })

  test('a request is called off with a notice, once', async () => {
    const { id } = await world.newRfq()
    const quote = await world.quote(alpha, id)
    const cancel = `rfqs/${id}/cancellation`
    assert.equal((await buyer.put(cancel, {})).status, 400)
    assert.equal((await beta.put(cancel, { reason: 'x' })).status, 404)
    const both = await Promise.all([1, 2].map(() => buyer.put(cancel, { reason: '计划取消' })))
    assert.deepEqual(both.map((a) => a.status).sort(), [200, 409])
    const seen = (await beta.get(`rfqs/${id}`)).body
    assert.deepEqual([seen.state, seen.endReason], ['cancelled', '计划取消'])
    assert.equal((await alpha.get(`quotes/${quote.body.id}`)).body.state, 'rejected')
    assert.equal((await world.factsOf(beta, `rfq:${id}`)).at(-1)!.data.reason, '计划取消')
    for (const answer of [
      await world.quote(beta, id),
      await buyer.put(`rfqs/${id}/deadline`, { closesAt: inHours(99) }),
      await buyer.put(`rfqs/${id}/end`),
      await alpha.post(`rfqs/${id}/questions`, { question: '?' }),
      await buyer.post(`rfqs/${id}/suppliers`, { orgIds: [gamma.orgId] }),
    ]) {
      assert.deepEqual([answer.status, answer.body.reason], [409, 'rfq_cancelled'])
    }
  })

  test('who is silent is reminded a day ahead by itself, and by hand; nobody twice an hour', async () => {
    const { id } = await world.newRfq({ closesAt: inHours(72) })
    await world.quote(alpha, id)
    await beta.put(`rfqs/${id}/refusal`, { reason: '忙' })
    assert.deepEqual((await buyer.put(`rfqs/${id}/reminder`)).body, { reminded: 1 })
    assert.deepEqual((await buyer.put(`rfqs/${id}/reminder`)).body, { reminded: 0 })
    assert.equal((await alpha.put(`rfqs/${id}/reminder`)).status, 404)
    const reminders = async (user: typeof buyer) =>
      (await world.factsOf(user, `rfq:${id}`)).filter((f) => f.type === 'trade.rfq_reminder').length
    assert.deepEqual(
      [await reminders(gamma), await reminders(alpha), await reminders(beta)],
      [1, 0, 0],
    )
    world.tick(49 * 3_600_000)
    await world.runJobs()
    assert.equal(await reminders(gamma), 2)
  })

  test('the buyer opens a conversation with one supplier, who finds it; the others do not', async () => {
    const { id } = await world.newRfq()
    const talk = await buyer.put(`rfqs/${id}/suppliers/${alpha.orgId}/conversation`)
    assert.equal(talk.status, 200, talk.text)
    const again = await buyer.put(`rfqs/${id}/suppliers/${alpha.orgId}/conversation`)
    assert.equal(again.body.conversationId, talk.body.conversationId)
    assert.equal((await alpha.get(`rfqs/${id}`)).body.conversationId, talk.body.conversationId)
    assert.equal((await beta.get(`rfqs/${id}`)).body.conversationId, null)
    assert.equal(
      (await buyer.put(`rfqs/${id}/suppliers/${outsider.orgId}/conversation`)).status,
      404,
    )
    assert.equal((await alpha.put(`rfqs/${id}/suppliers/${alpha.orgId}/conversation`)).status, 404)
    const { body } = await buyer.get(`rfqs/${id}`)
    assert.equal(body.suppliers[0].conversationId, talk.body.conversationId)
  })

  test('lists are of one side each, filtered and paged', async () => {
    const mine = await buyer.get('rfqs?limit=2')
    assert.equal(mine.body.items.length, 2)
    const next = await buyer.get(`rfqs?limit=2&cursor=${mine.body.nextCursor}`)
    assert.equal(next.body.items.length, 2)
    assert.notEqual(next.body.items[0].id, mine.body.items[1].id)
    assert.equal((await alpha.get('rfqs')).body.total, 0)
    assert.equal((await buyer.get('rfq-inbox')).body.total, 0)
    const inbox = await alpha.get('rfq-inbox?limit=3')
    assert.equal(inbox.body.items.length, 3)
    assert.equal(inbox.body.items[0].buyer.name, 'Buyer')
    assert.ok(inbox.body.nextCursor)
    assert.ok((await alpha.get('rfq-inbox?state=cancelled')).body.total >= 1)
    assert.equal((await buyer.get('rfqs?q=不存在')).body.total, 0)
    assert.ok((await buyer.get('rfqs?q=春季&state=open')).body.total > 1)
    assert.equal((await buyer.get('rfqs?cursor=x')).status, 400)
    assert.equal((await buyer.get('rfqs?state=x')).status, 400)
    for (const path of ['rfqs', 'rfq-inbox', 'rfq-matches', 'awards', 'purchasers']) {
      assert.equal((await anyone.get(path)).status, 401, path)
    }
  })

  test('the buyer’s reckoning is its own, and changes without a word to the suppliers', async () => {
    const { id } = await world.newRfq()
    const input = { annualRateBp: 800, estimates: [{ sellerId: alpha.orgId, freightBp: 150 }] }
    const set = await buyer.put(`rfqs/${id}/assumptions`, input)
    assert.equal(set.body.estimates[0].freightBp, 150)
    assert.equal((await buyer.get(`rfqs/${id}`)).body.assumptions.annualRateBp, 800)
    assert.equal((await alpha.put(`rfqs/${id}/assumptions`, input)).status, 404)
    assert.equal((await buyer.put(`rfqs/${id}/assumptions`, { annualRateBp: -1 })).status, 400)
    assert.equal((await world.factsOf(alpha, `rfq:${id}`)).length, 1)
  })

  test('an attachment opens to who was asked and to nobody else', async () => {
    const boundary = 'x-rfq'
    const file = await buyer.call(
      'POST',
      'files',
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="spec.txt"\r\ncontent-type: text/plain\r\n\r\n150 cm\r\n--${boundary}--\r\n`,
      { 'content-type': `multipart/form-data; boundary=${boundary}` },
    )
    assert.equal(file.status, 201, file.text)
    const { id } = await world.newRfq({
      fileIds: [file.body.id],
      suppliers: { orgIds: [alpha.orgId] },
    })
    assert.equal((await alpha.get(`rfqs/${id}`)).body.files[0].name, 'spec.txt')
    assert.equal((await alpha.get(`files/${file.body.id}`)).status, 200)
    assert.equal((await beta.get(`files/${file.body.id}`)).status, 404)
  })
})
