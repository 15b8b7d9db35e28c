import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import test, { after } from 'node:test'
import fc from 'fast-check'
import { newId } from '../../platform/ids.ts'
import { writeXlsx } from '../../platform/sheets/write.ts'
import { DAY, HOUR, productionWorld } from './fixture.ts'

const world = await productionWorld({ after })
const { lead, factories, outsider } = world
const [first, second] = factories as [typeof lead, typeof lead]
const at = (hours: number) => new Date(world.now().getTime() + hours * HOUR).toISOString()
// biome-ignore lint/suspicious/noExplicitAny: tests read the wire as it is
const outcomes = (answer: any) => answer.body.results.map((r: any) => r.reason ?? r.outcome)
const stands = async (id: string) => {
  const { body } = await first.get(`shares/${id}`)
  return [body.good, body.scrap]
}

test('a report that is sent again changes nothing, and two at once count once', async () => {
  const share = (await world.newOrder()).share(10)
  const report = {
    id: newId(),
    shareId: share,
    good: 10,
    scrap: 2,
    scrapReason: '断线',
    doneAt: at(0),
  }
  const send = () => first.post('progress-reports', { reports: [report] })
  assert.deepEqual((await Promise.all([send(), send(), send()])).flatMap(outcomes).sort(), [
    'accepted',
    'repeated',
    'repeated',
  ])
  assert.deepEqual(await stands(share), [10, 2])
  const other = await first.post('progress-reports', { reports: [{ ...report, good: 11 }] })
  assert.deepEqual(outcomes(other), ['id_taken'])
  const stranger = (await world.newOrder()).share(20)
  const taken = await second.post('progress-reports', {
    reports: [{ ...report, shareId: stranger }],
  })
  assert.deepEqual(outcomes(taken), ['id_taken'], 'an id of somebody else')
})

test('an Idempotency-Key answers a repeated batch with the first answer', async () => {
  const share = (await world.newOrder()).share(10)
  const body = { reports: [{ id: newId(), shareId: share, good: 1, doneAt: at(0) }] }
  const key = { 'idempotency-key': `batch-${newId()}` }
  assert.deepEqual(outcomes(await first.post('progress-reports', body, key)), ['accepted'])
  assert.deepEqual(outcomes(await first.post('progress-reports', body, key)), ['accepted'])
  assert.deepEqual(await stands(share), [1, 0])
})

test('a refused report does not hold up those behind it, and each refusal says why', async () => {
  const order = await world.newOrder()
  const share = order.share(10)
  const one = (more: object) => ({ id: newId(), shareId: share, good: 5, doneAt: at(0), ...more })
  const answer = await first.post('progress-reports', {
    reports: [
      one({}),
      one({ shareId: order.share(20) }),
      one({ good: 500 }),
      one({ doneAt: at(30) }),
      one({ bundleCode: 'NOSUCHCODE' }),
      one({ fileId: newId() }),
      one({ corrects: newId() }),
      one({ good: 7 }),
    ],
  })
  assert.deepEqual(outcomes(answer), [
    ...['accepted', 'share', 'over_share', 'in_future', 'bundle', 'file', 'report', 'accepted'],
  ])
  assert.deepEqual(await stands(share), [12, 0])
})

test('bad input is refused as a whole and at its field; strangers find nothing', async () => {
  const share = (await world.newOrder()).share(10)
  const send = (user: typeof lead, report: object) =>
    user.post('progress-reports', {
      reports: [{ id: newId(), shareId: share, doneAt: at(0), ...report }],
    })
  for (const [report, field] of [
    [{ good: -1 }, 'reports.0.good'],
    [{ good: 0 }, 'reports.0.good'],
    [{ good: 1, scrap: 1 }, 'reports.0.scrapReason'],
    [{ good: 1.0001 }, 'reports.0.good'],
    [{ good: 1, doneAt: 'yesterday' }, 'reports.0.doneAt'],
  ] as const) {
    const answer = await send(first, report)
    assert.deepEqual([answer.status, answer.body.errors[0].field], [400, field])
  }
  assert.deepEqual(outcomes(await send(outsider, { good: 1 })), ['share'])
  assert.deepEqual(
    outcomes(await send(lead, { good: 1 })),
    ['share'],
    'not even the lead reports for a factory',
  )
  assert.deepEqual(await stands(share), [0, 0])
})

test('a correction is a new fact that says by how much the old one was wrong', async () => {
  const share = (await world.newOrder()).share(10)
  const id = newId()
  await world.report(first, share, 40, { id })
  const correct = (good: number, scrap = 0) =>
    world.report(first, share, good, { corrects: id, scrap, ...(scrap && { scrapReason: '色差' }) })
  assert.deepEqual(outcomes(await correct(34, 6)), ['accepted'])
  assert.deepEqual(await stands(share), [34, 6])
  assert.deepEqual(outcomes(await correct(0)), ['accepted'], 'it was all a mistake')
  assert.deepEqual(await stands(share), [0, 0])
  const { items } = (await lead.get(`progress-reports?shareId=${share}`)).body
  assert.deepEqual(
    items.map((r: { good: number; isCorrected: boolean }) => [r.good, r.isCorrected]).reverse(),
    [
      [40, true],
      [-6, false],
      [-34, false],
    ],
  )
  assert.deepEqual((await second.get(`progress-reports?shareId=${share}`)).body.items, [])
})

test('reports that come late and out of order give the same progress, and the same rate', async () => {
  const order = await world.newOrder()
  const [early, late] = [order.share(10), (await world.newOrder()).share(10)]
  await world.moveTo(world.now().getTime() + 10 * HOUR)
  const hours = [-9, -8, -7, -6]
  const reports = (shareId: string) =>
    hours.map((h) => ({ id: newId(), shareId, good: 10, doneAt: at(h) }))
  const inOrder = await first.post('progress-reports', { reports: reports(early) })
  const backwards = await first.post('progress-reports', { reports: reports(late).reverse() })
  assert.deepEqual(outcomes(inOrder), outcomes(backwards))
  const { rows } = await world.app.database.owner.query(
    'SELECT recent_milli FROM progress WHERE share_id = ANY($1::uuid[])',
    [[early, late]],
  )
  assert.deepEqual(
    rows.map((row) => row.recent_milli),
    [
      [10_000, 20_000, 30_000, 40_000],
      [10_000, 20_000, 30_000, 40_000],
    ],
  )
})

test('whatever is reported, corrected and repeated, the sums are the sums of the facts', async () => {
  const act = fc.record({
    good: fc.integer({ min: 0, max: 4000 }).map((n) => n / 1000),
    scrap: fc.constantFrom(0, 0, 0.5, 1),
    corrects: fc.option(fc.nat({ max: 9 }), { nil: undefined }),
    repeats: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 10 }), async (acts) => {
      const share = (await world.newOrder()).share(10)
      const sent: { id: string; good: number; scrap: number }[] = []
      for (const { good, scrap, corrects, repeats } of acts) {
        const target = corrects === undefined ? undefined : sent[corrects]
        if (!target && good + scrap === 0) continue
        const report = {
          ...{ id: newId(), shareId: share, good, scrap, scrapReason: '次品', doneAt: at(0) },
          ...(target && { corrects: target.id }),
        }
        for (let i = repeats ? 2 : 1; i > 0; i--)
          await first.post('progress-reports', { reports: [report] })
        if (target) Object.assign(target, { good, scrap })
        else sent.push({ id: report.id, good, scrap })
      }
      const sum = (of: 'good' | 'scrap') =>
        Math.round(sent.reduce((a, r) => a + r[of] * 1000, 0)) / 1000
      assert.deepEqual(await stands(share), [sum('good'), sum('scrap')])
    }),
    { numRuns: 12 },
  )
})

test('a sheet is read once, however often it is brought, and names the rows that it refuses', async () => {
  const order = await world.newOrder()
  const rows = [
    [order.body.code, '裁剪', 20, 1, '色差', new Date(world.now().getTime() - DAY)],
    [order.body.code, '10', 15, null, '', null],
    [order.body.code, '绣花', 15, null, '', null],
    ['NO-SUCH', '裁剪', 15, null, '', null],
    [order.body.code, '裁剪', '许多', null, '', null],
    [order.body.code, '裁剪', 5, 2, '', null],
  ] as const
  const columns = ['生产单号', '工序', '合格数', '不良数', '不良原因', '完成时间'].map(
    (header, i) => ({
      header,
      ...(i === 5 && { type: 'datetime' as const }),
    }),
  )
  const sheet = { name: '报工', columns, rows: rows.map((row) => [...row]) }
  const out = new PassThrough()
  const [bytes] = await Promise.all([buffer(out), writeXlsx(out, { sheets: [sheet] })])
  const bring = async (user: typeof lead) => {
    const boundary = 'x'
    const payload = Buffer.concat([
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="r.xlsx"\r\nContent-Type: application/octet-stream\r\n\r\n`,
      ),
      bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ])
    const file = await user.call('POST', 'files', payload, {
      'content-type': `multipart/form-data; boundary=${boundary}`,
    })
    return user.post('report-sheets', { fileId: file.body.id })
  }
  const refused = [
    { row: 4, reason: 'share' },
    { row: 5, reason: 'share' },
    { row: 6, reason: 'figure' },
    { row: 7, reason: 'reason_needed' },
  ]
  assert.deepEqual((await bring(first)).body, { accepted: 2, repeated: 0, refused })
  assert.deepEqual((await bring(first)).body, { accepted: 0, repeated: 2, refused })
  assert.deepEqual(await stands(order.share(10)), [35, 1])
  assert.equal((await first.post('report-sheets', { fileId: newId() })).status, 404)
})

test('a photo is seen by the lead and by who took it, and by nobody else', async () => {
  const order = await world.newOrder()
  const boundary = 'y'
  const photo = await first.call(
    'POST',
    'files',
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="p.png"\r\nContent-Type: image/png\r\n\r\nPNG\r\n--${boundary}--\r\n`,
    ),
    { 'content-type': `multipart/form-data; boundary=${boundary}` },
  )
  await world.report(first, order.share(10), 1, { fileId: photo.body.id })
  const status = async (user: typeof lead) => (await user.get(`files/${photo.body.id}`)).status
  const seen = await Promise.all([first, lead, second, outsider].map(status))
  assert.deepEqual(
    seen.map((s) => s === 200),
    [true, true, false, false],
    String(seen),
  )
})
