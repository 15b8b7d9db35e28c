import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { newId } from '../../platform/ids.ts'
import { DAY, HOUR, productionWorld, ROUTING } from './fixture.ts'

const world = await productionWorld({ after })
const { lead, factories, outsider, chainId, productId } = world
const [first, second, third] = factories as [typeof lead, typeof lead, typeof lead]

test('a routing is kept by editions, and one that goes round is refused at its field', async () => {
  const product = await lead.post('products', {
    ...{ code: newId(), name: '裤子', unit: '条', priceMinor: 1, retailMinor: 2 },
  })
  const path = `products/${product.body.id}/routing`
  assert.equal((await lead.get(path)).status, 404, 'none yet')
  const set = (operations: unknown) => lead.put(path, { operations })
  assert.equal((await set(ROUTING)).body.edition, 1)
  const again = await set([{ no: 1, name: '裁', minutesPerPiece: 0.5 }])
  assert.deepEqual([again.body.edition, again.body.operations.length], [2, 1])
  assert.deepEqual(again.body.operations[0].minutesPerPiece, 0.5)
  const round = await set([
    { no: 1, name: 'a', minutesPerPiece: 1, after: [2] },
    { no: 2, name: 'b', minutesPerPiece: 1, after: [1] },
  ])
  assert.deepEqual([round.status, round.body.errors[0].code], [400, 'operation_cycle'])
  assert.equal((await lead.get(path)).body.edition, 2, 'nothing was written')
  assert.equal((await outsider.put(path, { operations: ROUTING })).status, 404)
  const editions = await Promise.all([set(ROUTING), set(ROUTING)])
  assert.deepEqual(editions.map((e) => e.body.edition).sort(), [3, 4])
})

test('an order is planned back from its due date over all its factories', async () => {
  const { body } = await world.newOrder()
  assert.equal(body.planNo, 1)
  assert.deepEqual(
    body.operations.map((o: { no: number }) => o.no),
    [10, 20, 30, 40],
  )
  const [cut, embroider, sew, press] = body.operations
  assert.ok(
    Date.parse(body.dueAt) - Date.parse(press.endsAt) < 1000,
    'the last ends at the due date',
  )
  const pressStart = Date.parse(press.startsAt)
  for (const branch of [embroider, sew]) {
    assert.ok(Date.parse(branch.endsAt) + HOUR <= pressStart, 'an hour lies before pressing')
    assert.ok(Date.parse(cut.endsAt) <= Date.parse(branch.startsAt))
  }
  assert.ok(
    body.operations.every((o: { shares: { quantity: number }[] }) => o.shares[0]!.quantity === 100),
  )
  assert.deepEqual([body.progress.planned, body.progress.actual], [0, 0], 'it has not begun')
  assert.equal(body.factories, 4)
  assert.equal(body.unanswered, 4)
  assert.ok(body.conversationId, 'its parties have met')
})

test('what is split adds up, what nobody has is done at home, and what does not add up is refused', async () => {
  const { body } = await world.newOrder({
    shares: [
      { operationNo: 30, orgId: first.orgId, quantity: 33 },
      { operationNo: 30, orgId: second.orgId },
      { operationNo: 30, orgId: third.orgId },
    ],
  })
  const sew = body.operations.find((o: { no: number }) => o.no === 30)
  assert.deepEqual(sew.shares.map((s: { quantity: number }) => s.quantity).sort(), [33, 33, 34])
  const cut = body.operations.find((o: { no: number }) => o.no === 10)
  assert.deepEqual([cut.shares[0].org.id, cut.shares[0].answer], [lead.orgId, 'accepted'])
  const refused = await lead.post('production-orders', {
    ...{ chainId, productId, code: newId(), quantity: 100, dueAt: body.dueAt },
    shares: [{ operationNo: 30, orgId: first.orgId, quantity: 99 }],
  })
  assert.deepEqual([refused.status, refused.body.errors[0].field], [400, 'shares.0.quantity'])
})

test('an order is refused that names a stranger, no routing, a taken number or an odd quantity', async () => {
  const { body } = await world.newOrder()
  const place = async (more: object) => {
    const base = { chainId, productId, code: newId(), quantity: 10, dueAt: body.dueAt }
    const answer = await lead.post('production-orders', { ...base, ...more })
    return [answer.status, answer.body.errors?.[0]?.field, answer.body.errors?.[0]?.code]
  }
  const shares = [{ operationNo: 10, orgId: outsider.orgId }]
  assert.deepEqual(await place({ shares }), [400, 'shares.0.orgId', 'not_joined'])
  assert.deepEqual(await place({ code: body.code }), [409, 'code', 'order_code_taken'])
  assert.deepEqual((await place({ quantity: 0.0005 })).slice(0, 2), [400, 'quantity'])
  assert.deepEqual((await place({ quantity: 0 })).slice(0, 2), [400, 'quantity'])
  assert.deepEqual((await place({ dueAt: '2090-01-01T00:00:00Z' })).slice(0, 2), [400, 'dueAt'])
  assert.deepEqual((await place({ productId: newId() })).slice(0, 2), [400, 'productId'])
  assert.equal((await place({ chainId: newId() }))[0], 404)
  const twice = { operationNo: 10, orgId: first.orgId }
  assert.deepEqual(await place({ shares: [twice, twice] }), [400, 'shares.1.orgId', 'share_twice'])
  const counted = await lead.get(`production-orders?q=${body.code}`)
  assert.equal(counted.body.items.filter((o: { code: string }) => o.code === body.code).length, 1)
})

test('two orders under one number at once: one is placed', async () => {
  const body = {
    chainId,
    productId,
    code: newId(),
    quantity: 5,
    dueAt: new Date(world.now().getTime() + 9 * DAY).toISOString(),
  }
  const answers = await Promise.all([1, 2].map(() => lead.post('production-orders', body)))
  assert.deepEqual(answers.map((a) => a.status).sort(), [201, 409])
})

test('a preview tells whether an order can be done in time, and writes nothing', async () => {
  const preview = async (days: number) =>
    (
      await lead.post('production-plans', {
        ...{ chainId, productId, code: 'x', quantity: 100 },
        dueAt: new Date(world.now().getTime() + days * DAY).toISOString(),
      })
    ).body
  assert.equal((await preview(20)).isFeasible, true)
  const rushed = await preview(0.5)
  assert.equal(rushed.isFeasible, false)
  assert.ok(Date.parse(rushed.earliestAt) > world.now().getTime() + 0.5 * DAY)
  assert.equal(
    (await lead.get('production-orders?q=x')).body.items.some(
      (o: { code: string }) => o.code === 'x',
    ),
    false,
  )
})

test('a factory sees its own work and price, and nothing of the rest', async () => {
  const order = await world.newOrder()
  const { body } = await first.get('shares')
  const mine = body.items.filter((w: { orderCode: string }) => w.orderCode === order.body.code)
  assert.equal(mine.length, 1)
  assert.deepEqual(
    [mine[0].operation.name, mine[0].priceMinor, mine[0].lead.name],
    ['裁剪', 100, 'Lead'],
  )
  assert.equal((await first.get(`shares/${order.share(20)}`)).status, 404)
  assert.equal((await first.get(`production-orders/${order.id}`)).status, 404)
  assert.deepEqual((await first.get('production-orders')).body.items, [])
  assert.equal((await outsider.get(`shares/${order.share(10)}`)).status, 404)
  const prices = await world.app.database.owner.query(
    'SELECT count(*) AS n FROM shares WHERE order_id = $1',
    [order.id],
  )
  assert.equal(prices.rows[0].n, 4)
})

test('work is taken on once; a refusal says why and what would be possible', async () => {
  const order = await world.newOrder()
  const share = order.share(10)
  const answer = (user: typeof lead, body: object) => user.put(`shares/${share}/answer`, body)
  assert.equal((await answer(first, { answer: 'refused' })).body.errors[0].field, 'reason')
  assert.equal((await answer(second, { answer: 'accepted' })).status, 404)
  const proposedEndsAt = new Date(world.now().getTime() + 9 * DAY).toISOString()
  const refused = await answer(first, {
    answer: 'refused',
    reason: '人手不够',
    proposedQuantity: 60,
    proposedEndsAt,
  })
  assert.deepEqual([refused.status, refused.body.answer], [200, 'refused'])
  assert.equal((await answer(first, { answer: 'accepted' })).status, 409)
  const seen = (await lead.get(`production-orders/${order.id}`)).body.operations[0].shares[0]
  assert.deepEqual(
    [seen.reason, seen.proposedQuantity, seen.proposedEndsAt],
    ['人手不够', 60, proposedEndsAt],
  )
  const both = await Promise.all(
    [1, 2].map(() => second.put(`shares/${order.share(20)}/answer`, { answer: 'accepted' })),
  )
  assert.deepEqual(both.map((b) => b.status).sort(), [200, 409])
})

test('a new plan is a new version, asks those again from whom more is wanted, and leaves the others be', async () => {
  const order = await world.newOrder()
  await first.put(`shares/${order.share(10)}/answer`, { answer: 'refused', reason: '停电' })
  await second.put(`shares/${order.share(20)}/answer`, { answer: 'accepted' })
  const shares = [
    { operationNo: 10, orgId: third.orgId, priceMinor: 120 },
    { operationNo: 20, orgId: second.orgId, priceMinor: 101 },
    { operationNo: 30, orgId: third.orgId, priceMinor: 102 },
    { operationNo: 40, orgId: factories[3]!.orgId, priceMinor: 103 },
  ]
  const plan = { basedOn: 1, reason: '裁剪厂停电，改由三厂裁', shares }
  const path = `production-orders/${order.id}/plans`
  const changed = await lead.post(path, plan)
  assert.deepEqual([changed.status, changed.body.planNo], [201, 2])
  const [cut, embroider] = changed.body.operations
  assert.deepEqual([cut.shares[0].org.id, cut.shares[0].answer], [third.orgId, 'offered'])
  assert.equal(embroider.shares[0].id, order.share(20), 'who stays keeps its share')
  assert.equal(embroider.shares[0].answer, 'accepted')
  assert.equal(
    (await first.get(`shares/${order.share(10)}`)).status,
    404,
    'who is out has nothing left',
  )
  const stale = await lead.post(path, plan)
  assert.deepEqual([stale.status, stale.body.reason], [412, 'plan_stale'])
  assert.equal((await outsider.post(path, plan)).status, 404)
  assert.equal((await lead.post(path, { ...plan, basedOn: 2, reason: '' })).status, 400)
  const both = await Promise.all([1, 2].map(() => lead.post(path, { ...plan, basedOn: 2 })))
  assert.deepEqual(both.map((b) => b.status).sort(), [201, 412])
  const { rows } = await world.app.database.owner.query(
    'SELECT plan_no, count(*) AS lines FROM plan_lines WHERE order_id = $1 GROUP BY 1 ORDER BY 1',
    [order.id],
  )
  assert.deepEqual(
    rows.map((row) => [row.plan_no, row.lines]),
    [
      [1, 4],
      [2, 4],
      [3, 4],
    ],
  )
})

test('an order that grows is shared out in proportion; what was made cannot be planned away', async () => {
  const order = await world.newOrder({
    shares: [
      { operationNo: 10, orgId: first.orgId, quantity: 70 },
      { operationNo: 10, orgId: second.orgId, quantity: 30 },
    ],
  })
  const path = `production-orders/${order.id}/plans`
  const grown = await lead.post(path, { basedOn: 1, reason: '加单', quantity: 151 })
  const quantities = grown.body.operations[0].shares.map((s: { quantity: number }) => s.quantity)
  assert.equal(
    quantities.reduce((a: number, b: number) => a + b, 0),
    151,
  )
  assert.deepEqual(
    quantities.sort((a: number, b: number) => a - b),
    [45, 106],
  )
  const shareId = grown.body.operations[0].shares.find(
    (s: { org: { id: string } }) => s.org.id === first.orgId,
  ).id
  const reported = await world.report(first, shareId, 50)
  assert.equal(reported.body.results[0].outcome, 'accepted', reported.text)
  const lost = await lead.post(path, { basedOn: 2, reason: '减单', quantity: 60 })
  assert.deepEqual([lost.status, lost.body.errors[0].code], [400, 'below_worked'])
})

test('a cancelled order leaves no work behind, and cannot be cancelled twice', async () => {
  const order = await world.newOrder()
  const cancel = (user: typeof lead) =>
    user.put(`production-orders/${order.id}/cancellation`, { reason: '客户撤单' })
  assert.equal((await cancel(outsider)).status, 404)
  assert.equal((await cancel(lead)).body.state, 'cancelled')
  assert.equal((await cancel(lead)).status, 409)
  const work = await first.get('shares')
  assert.equal(
    work.body.items.some((w: { orderCode: string }) => w.orderCode === order.body.code),
    false,
  )
  const late = await world.report(first, order.share(10), 5)
  assert.deepEqual(
    [late.body.results[0].outcome, late.body.results[0].reason],
    ['refused', 'share_withdrawn'],
  )
})

test('orders are listed by due date, page by page', async () => {
  const all = await lead.get('production-orders?limit=500&state=running')
  const seen: string[] = []
  let cursor = ''
  do {
    const page = await lead.get(
      `production-orders?limit=3&state=running${cursor && `&cursor=${cursor}`}`,
    )
    assert.equal(page.body.total, all.body.total)
    seen.push(...page.body.items.map((o: { id: string }) => o.id))
    cursor = page.body.nextCursor ?? ''
  } while (cursor)
  assert.deepEqual(
    seen,
    all.body.items.map((o: { id: string }) => o.id),
  )
  assert.equal((await outsider.get(`production-orders?chainId=${chainId}`)).body.items.length, 0)
})

test('bundles hold exactly the order, are made once, and are scanned by who works on it', async () => {
  const order = await world.newOrder()
  const path = `production-orders/${order.id}/bundles`
  assert.equal((await outsider.post(path, { size: 30 })).status, 404)
  assert.equal((await lead.post(path, { size: 0 })).status, 400)
  const both = await Promise.all([1, 2].map(() => lead.post(path, { size: 30 })))
  assert.deepEqual(both.map((b) => b.status).sort(), [201, 409])
  const { items } = (await lead.get(path)).body
  assert.deepEqual(
    items.map((b: { quantity: number }) => b.quantity),
    [30, 30, 30, 10],
  )
  const { code } = items[0]
  assert.equal((await outsider.get(`bundles/${code}`)).status, 404)
  const scanned = await first.get(`bundles/${code}`)
  assert.deepEqual(
    scanned.body.work.map((w: { id: string }) => w.id),
    [order.share(10)],
  )
  const report = (user: typeof lead, shareId: string, good: number) =>
    world.report(user, shareId, good, { bundleCode: code, source: 'scan' })
  const over = await report(first, order.share(10), 31)
  assert.equal(over.body.results[0].reason, 'over_bundle')
  assert.equal((await report(first, order.share(10), 30)).body.results[0].outcome, 'accepted')
  assert.equal((await report(first, order.share(10), 30)).body.results[0].reason, 'bundle_reported')
  assert.equal(
    (await report(second, order.share(20), 30)).body.results[0].outcome,
    'accepted',
    'each operation once',
  )
  assert.equal((await first.get(`bundles/${code}`)).body.work[0].isReported, true)
})

test('goods are sent to who comes next and counted on arrival, once', async () => {
  const order = await world.newOrder()
  const next = await first.get(`shares/${order.share(10)}/next-parties`)
  assert.deepEqual(
    next.body.items.map((o: { id: string }) => o.id).sort(),
    [lead.orgId, second.orgId, third.orgId].sort(),
  )
  const goods = { shareId: order.share(10), item: '裁片', unit: '件', quantity: 100 }
  const wrong = await first.post('handovers', { ...goods, toOrgId: factories[3]!.orgId })
  assert.equal(wrong.body.errors[0].code, 'not_next')
  assert.equal((await second.post('handovers', { ...goods, toOrgId: third.orgId })).status, 404)
  const sent = await first.post('handovers', { ...goods, toOrgId: second.orgId })
  assert.deepEqual([sent.status, sent.body.difference], [201, null])
  const receive = (user: typeof lead, quantity: number) =>
    user.put(`handovers/${sent.body.id}/receipt`, { quantity, note: '少两件' })
  assert.equal((await receive(third, 98)).status, 404)
  const both = await Promise.all([receive(second, 98), receive(second, 98)])
  assert.deepEqual(both.map((b) => b.status).sort(), [200, 409])
  for (const user of [lead, first, second]) {
    const { items } = (await user.get(`handovers?orderId=${order.id}`)).body
    assert.deepEqual(
      items.map((h: { sent: number; difference: number }) => [h.sent, h.difference]),
      [[100, -2]],
    )
  }
  assert.deepEqual((await third.get(`handovers?orderId=${order.id}`)).body.items, [])
  const cloth = await lead.post('handovers', {
    ...goods,
    shareId: undefined,
    orderId: order.id,
    toOrgId: first.orgId,
    item: '面料',
    unit: '米',
  })
  assert.equal(cloth.status, 201)
  const self = await lead.post('handovers', {
    ...goods,
    shareId: undefined,
    orderId: order.id,
    toOrgId: lead.orgId,
  })
  assert.equal(self.body.errors[0].code, 'to_self')
})

test('an order tells its whole story, to its lead alone', async () => {
  const order = await world.newOrder()
  await first.put(`shares/${order.share(10)}/answer`, { answer: 'accepted' })
  await world.report(first, order.share(10), 10)
  await lead.post(`production-orders/${order.id}/plans`, {
    basedOn: 1,
    reason: '提前',
    dueAt: new Date(Date.parse(order.body.dueAt) + HOUR).toISOString(),
  })
  const { items } = (await lead.get(`production-orders/${order.id}/story`)).body
  const kinds = items.map((item: { kind: string }) => item.kind)
  assert.deepEqual([...kinds].sort(), ['answered', 'planned', 'planned', 'reported'])
  assert.equal(
    items.every((item: { at: string }, i: number) => i === 0 || item.at <= items[i - 1].at),
    true,
  )
  for (const user of [first, outsider])
    assert.equal((await user.get(`production-orders/${order.id}/story`)).status, 404)
})

test('settings hold from the nearest, and only the lead sets them', async () => {
  const order = await world.newOrder()
  const address = (scope: string, subjectId: string) =>
    `production-settings?chainId=${chainId}&scope=${scope}&subjectId=${subjectId}`
  const ofOrder = address('order', order.id)
  assert.equal((await lead.get(ofOrder)).body.holds.thresholds.behindRaise, 0.15)
  const set = await lead.put(ofOrder, { thresholds: { behindRaise: 0.25 } })
  assert.equal(set.body.holds.thresholds.behindRaise, 0.25)
  assert.equal((await lead.get(address('chain', chainId))).body.holds.thresholds.behindRaise, 0.15)
  const upside = await lead.put(ofOrder, { thresholds: { behindRaise: 0.02 } })
  assert.equal(upside.body.errors[0].code, 'clear_over_raise')
  assert.equal((await outsider.put(ofOrder, {})).status, 404)
  assert.equal((await first.put(ofOrder, {})).status, 404)
  assert.equal((await lead.put(address('factory', outsider.orgId), {})).status, 400)
  assert.equal(
    (await lead.put(address('factory', first.orgId), { calendar: { weekdays: [7] } })).status,
    200,
  )
  assert.equal((await lead.put(ofOrder, { calendar: { timeZone: 'Mars/Base' } })).status, 400)
  await lead.put(address('factory', first.orgId), {})
})

test('a factory sets its own hours before it has work; what its lead says of it stands above', async () => {
  const [factory] = factories.slice(4) as [typeof lead]
  const address = (subjectId: string, scope = 'factory') =>
    `production-settings?chainId=${chainId}&scope=${scope}&subjectId=${subjectId}`
  const mine = address(factory.orgId)
  assert.equal((await factory.get(mine)).body.holds.calendar.timeZone, 'Asia/Shanghai')
  const hours = { timeZone: 'Asia/Ho_Chi_Minh', shifts: [{ from: '06:00', to: '14:00' }] }
  const set = await factory.put(mine, { calendar: hours, thresholds: {}, clock: {} })
  assert.equal(set.status, 200, set.text)
  assert.deepEqual([set.body.own.calendar, set.body.version], [hours, 1])
  assert.deepEqual((await factory.put(mine, { calendar: hours })).body.version, 2)
  const seen = (await lead.get(mine)).body
  assert.deepEqual(seen.holds.calendar.shifts, hours.shifts, 'the lead plans by them')
  assert.deepEqual(seen.own, {}, 'and has said nothing of its own')
  await lead.put(mine, { calendar: { shifts: [{ from: '07:00', to: '15:00' }] } })
  const { holds } = (await factory.get(mine)).body
  assert.deepEqual(
    [holds.calendar.timeZone, holds.calendar.shifts[0].from],
    ['Asia/Ho_Chi_Minh', '07:00'],
  )
  const limits = await factory.put(mine, { thresholds: { silentRaiseMinutes: 9999 } })
  assert.deepEqual(
    [limits.status, limits.body.errors[0].field, limits.body.errors[0].code],
    [400, 'thresholds', 'lead_decides'],
  )
  for (const theirs of [address(first.orgId), address(chainId, 'chain')])
    assert.equal((await factory.put(theirs, {})).status, 404)
  assert.equal((await outsider.put(address(outsider.orgId), {})).status, 404)
  assert.deepEqual((await first.get(mine)).status, 404)
  await factory.put(mine, {})
  await lead.put(mine, {})
})
