import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { AppError } from '../../../platform/errors.ts'
import { CHILDREN, patternOf } from './fixture.ts'
import { UBL_KINDS, type UblDocument } from './schema.ts'
import { decimalText, shortDecimal, wholeOf } from './ubl-amounts.ts'
import { readUbl } from './ubl-read.ts'
import { writeUbl } from './ubl-write.ts'
import { unitCode, unitOfCode } from './units.ts'

/** Refuses what the standard's order and numbers do not allow, and answers the names of all elements. */
function checked(xml: string): Set<string> {
  const parser = new SaxesParser({ xmlns: true })
  const path: { name: string; children: string[] }[] = []
  const names = new Set<string>()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ local, prefix, uri }) => {
    const [, kind] = /:xsd:(\w+)-2$/.exec(uri) ?? []
    const expected = { '': path[0]?.name ?? local, cac: 'CommonAggregateComponents' }[prefix]
    assert.equal(kind, expected ?? 'CommonBasicComponents', `${local} stands in its namespace`)
    path.at(-1)?.children.push(local)
    path.push({ name: local, children: [] })
    names.add(local)
  })
  parser.on('closetag', ({ prefix }) => {
    const { name, children } = path.pop()!
    if (prefix === 'cbc') return assert.deepEqual(children, [], `${name} is a leaf`)
    assert.ok(CHILDREN[name], `${name} is in the table`)
    assert.match(children.map((child) => `${child} `).join(''), patternOf(CHILDREN[name]!), name)
  })
  parser.write(xml).close()
  return names
}

const text = (max = 30) =>
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: max })
    .map((t) => t.replace(/\p{C}/gu, '').trim())
    .filter((t) => t !== '')
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const minor = fc.nat(9_000_000_000)
const day = fc.constantFrom('2026-01-31', '2028-02-29')
const quantity = fc.constantFrom('1', '0.5', '250000', '12.345678', '0')

const document = fc
  .record({
    ...{ kind: fc.constantFrom(...UBL_KINDS), no: text(), issuedOn: day, note: text() },
    ...{ code: fc.constantFrom('380', 'AP'), currency: fc.constantFrom('CNY', 'JPY', 'KWD') },
    ...{
      party: text(),
      deliverBy: maybe(day),
      place: text(),
      taxBp: maybe(fc.integer({ min: 1, max: 10_000 })),
    },
    lines: fc.array(
      fc.record({
        ...{ description: text(), quantity, unit: fc.constantFrom('件', 'mm', '盒', 'kg', '') },
        ...{
          unitE4: maybe(minor),
          netMinor: minor,
          tax: minor,
          lots: fc.array(text(), { maxLength: 2 }),
        },
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ party, taxBp, lines, ...d }): UblDocument => {
    const isOrder = d.kind === 'Order' || d.kind === 'OrderResponse'
    const isDespatch = d.kind === 'DespatchAdvice'
    const isMoney = !isOrder && !isDespatch
    const sum = lines.reduce((all, line) => all + line.netMinor, 0)
    const rate = isMoney ? taxBp : null
    return {
      ...{ ...d, currency: isDespatch ? null : d.currency, seller: { id: 'a', name: party } },
      buyer: { id: 'b', name: `${party}2` },
      code: d.kind === 'Order' || isDespatch ? '' : d.code,
      orderNo: d.kind === 'Order' ? '' : 'SO-1',
      correctsNo: d.kind === 'CreditNote' ? 'INV-1' : '',
      ...{ deliverBy: isOrder ? d.deliverBy : null, place: isOrder ? d.place : '' },
      incoterm: isOrder ? 'FOB' : '',
      ...{ carrier: isDespatch ? '顺丰' : '', waybill: isDespatch ? 'SF1' : '' },
      payments: isDespatch
        ? []
        : [{ note: '30%', shareBp: 3050, amountMinor: sum, dueOn: isMoney ? '2026-02-01' : null }],
      totals: isDespatch
        ? null
        : {
            ...{ netMinor: sum, taxMinor: rate === null ? null : 7, prepaidMinor: 5 },
            ...{ grossMinor: rate === null ? sum : sum + 7, payableMinor: sum + 2 },
          },
      lines: lines.map(({ tax, ...line }, at) => ({
        ...{ ...line, no: `${at + 1}`, orderLineNo: isOrder ? '' : '1' },
        ...{ taxBp: rate, taxMinor: rate === null ? null : tax },
        deliverBy: isOrder ? d.deliverBy : null,
        unitE4: isDespatch ? null : line.unitE4,
        netMinor: isDespatch ? null : line.netMinor,
      })),
    }
  })

test('whatever is written holds to the order of the standard and is read back the same', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(document, (written) => {
      const xml = writeUbl(written)
      for (const name of checked(xml)) seen.add(name)
      assert.deepEqual(readUbl(xml), written)
    }),
    { numRuns: 400 },
  )
  for (const name of ['ItemInstance', 'TaxSubtotal', 'BillingReference', 'CarrierParty']) {
    assert.ok(seen.has(name), `${name} was met`)
  }
})

test('the table of the standard refuses what is out of order', () => {
  const xml = writeUbl(fc.sample(document, { numRuns: 1, seed: 1 })[0]!)
  const swapped = xml.replace(
    /(<cbc:ID>.*?<\/cbc:ID>)(<cbc:IssueDate>.*?<\/cbc:IssueDate>)/,
    '$2$1',
  )
  assert.notEqual(swapped, xml)
  assert.throws(() => checked(swapped))
  assert.throws(() => checked(xml.replace(/<cbc:IssueDate>.*?<\/cbc:IssueDate>/, '')))
})

test('a document without tax names no tax, and one with tax sums it by rate', () => {
  const [plain] = fc.sample(
    document.filter((d) => d.kind === 'Invoice' && d.totals?.taxMinor === null),
    { numRuns: 1, seed: 2 },
  )
  assert.doesNotMatch(writeUbl(plain!), /Tax/)
  const line = { ...plain!.lines[0]!, netMinor: 1000, taxBp: 1300, taxMinor: 130 }
  const lines = [line, line, { ...line, taxBp: 600, taxMinor: 60 }]
  const totals = { ...plain!.totals!, taxMinor: 320 }
  const xml = writeUbl({ ...plain!, currency: 'CNY', lines, totals })
  assert.match(
    xml,
    /<cbc:TaxableAmount currencyID="CNY">20\.00<.*?TaxAmount currencyID="CNY">2\.60</,
  )
  assert.match(
    xml,
    /<cbc:TaxableAmount currencyID="CNY">10\.00<.*?TaxAmount currencyID="CNY">0\.60</,
  )
})

test('units have the codes of Recommendation 20, and an unknown unit keeps its name', () => {
  assert.deepEqual(
    ['件', 'KG', 'm', 'mm', '盒'].map((unit) => unitCode(unit)),
    ['C62', 'KGM', 'MTR', 'MMT', 'C62'],
  )
  assert.deepEqual([unitOfCode('KGM'), unitOfCode('XBX')], ['千克', 'XBX'])
})

test('decimals are exact', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(7), (value, places) => {
      assert.equal(wholeOf(decimalText(value, places), places), value)
      assert.equal(wholeOf(shortDecimal(value, places, Math.min(2, places)), places), value)
    }),
  )
  assert.deepEqual([shortDecimal(1_000_000, 6, 2), shortDecimal(3050, 2, 0)], ['1.00', '30.5'])
  assert.deepEqual(
    [shortDecimal(3000, 2, 0), wholeOf('1.005', 2), wholeOf('1e3', 2)],
    ['30', null, null],
  )
})

test('hostile and foreign XML is refused by name', () => {
  const [good] = fc.sample(
    document.filter((d) => d.kind === 'Invoice'),
    { numRuns: 1, seed: 3 },
  )
  const xml = writeUbl({ ...good!, currency: 'CNY' })
  const refusals: [string, string][] = [
    [
      `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${xml.slice(xml.indexOf('<Invoice'))}`,
      'xml_refused',
    ],
    [xml.slice(0, -20), 'xml_refused'],
    ['not xml at all', 'xml_refused'],
    ['<html><body/></html>', 'not_ubl'],
    [`<Invoice>${'<a/>'.repeat(70_000)}</Invoice>`, 'xml_too_large'],
    [`${'<Invoice>'.repeat(400)}`, 'xml_refused'],
    ['<Invoice/>', 'ubl_invalid'],
    [xml.replace('currencyID="CNY"', 'currencyID="USD"'), 'ubl_invalid'],
    [xml.replace(/(<cbc:PayableAmount[^>]*>)[^<]*/, '$11.001'), 'ubl_invalid'],
    [xml.replace(/(<cbc:IssueDate>)[^<]*/, '$12026-02-30'), 'ubl_invalid'],
  ]
  for (const [hostile, code] of refusals) {
    assert.throws(
      () => readUbl(hostile),
      (error) => error instanceof AppError && error.details.errors?.[0]?.code === code,
      `${code}: ${hostile.slice(0, 80)}`,
    )
  }
})

const { UBL_XSD } = process.env
const hasLint = (process.env.PATH ?? '').split(':').some((dir) => existsSync(join(dir, 'xmllint')))
const skip = !UBL_XSD
  ? 'UBL_XSD names no folder with the schemas of OASIS'
  : !hasLint && 'xmllint is not here'

test('the schemas of OASIS accept what is written', { skip }, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'ubl-'))
  try {
    for (const written of fc.sample(document, { numRuns: 40, seed: 4 })) {
      const file = join(dir, `${written.kind}.xml`)
      await writeFile(file, writeUbl(written))
      const schema = join(UBL_XSD!, 'maindoc', `UBL-${written.kind}-2.1.xsd`)
      execFileSync('xmllint', ['--noout', '--nonet', '--schema', schema, file], { stdio: 'pipe' })
    }
  } finally {
    await rm(dir, { recursive: true })
  }
})
