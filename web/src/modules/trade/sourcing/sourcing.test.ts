import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Compared, Comparison } from './api.ts'
import { pasteLines } from './paste-lines.ts'
import { e4ToText, textToE4, textToQuantity } from './price.ts'
import { cheapestSplit, sumSplit } from './split.ts'

test('a unit price reads as people write it, and back', () => {
  assert.equal(e4ToText(12_345_600), '12.3456')
  assert.equal(e4ToText(10_000_000), '10.00')
  assert.equal(e4ToText(1), '0.000001')
  assert.equal(e4ToText(-164_384), '-0.164384')
  assert.equal(e4ToText(1_200_000, 'JPY'), '120')
  assert.equal(textToE4('¥1,234.5'), 1_234_500_000)
  assert.equal(textToE4('１２．３４５６'), 12_345_600)
  for (const bad of ['', 'x', '-1', '1.2.3', '0.0000001']) assert.equal(textToE4(bad), null, bad)
  fc.assert(
    fc.property(fc.nat(10 ** 12), fc.constantFrom('CNY', 'JPY'), (e4, currency) => {
      assert.equal(textToE4(e4ToText(e4, currency), currency), e4)
    }),
  )
})

test('a quantity keeps its digits and loses its commas', () => {
  assert.equal(textToQuantity('1,000.50'), '1000.5')
  assert.equal(textToQuantity('007'), '7')
  assert.equal(textToQuantity('0.000001'), '0.000001')
  for (const bad of ['', '-1', '1e3', '1.2345678']) assert.equal(textToQuantity(bad), null, bad)
})

test('lines are pasted by their headings, in any order and language', () => {
  let key = 0
  const paste = (text: string) => pasteLines(text, 'CNY', () => String(++key))
  const { lines, faults } = paste(
    '品名\t规格\t单位\t数量\t目标价\t交货日期\n全棉府绸\t150cm\t米\t1,000\t12.5\t2027/1/5\n\t\t\t5\n拉链\t\t条\t0',
  )
  assert.deepEqual(faults, [3, 4])
  const [line] = lines
  assert.deepEqual(
    [line!.description, line!.spec, line!.unit, line!.quantity, line!.targetE4, line!.deliverBy],
    ['全棉府绸', '150cm', '米', '1000', 12_500_000, '2027-01-05'],
  )
  const english = paste('Quantity,Item,Unit\n5,Zip,pcs')
  assert.deepEqual([english.lines[0]!.description, english.lines[0]!.quantity], ['Zip', '5'])
})

test('without headings the columns are name, quantity, unit, spec, price, date', () => {
  const { lines } = pasteLines('拉链\t500\t条\t5#\t0.35\t2027-02-30', 'CNY', () => 'k')
  assert.deepEqual([lines[0]!.unit, lines[0]!.spec, lines[0]!.targetE4], ['条', '5#', 350_000])
})

const compared = (more: Partial<Compared>, offer: Partial<Compared['offer']> = {}): Compared => ({
  ...{ quoteId: 'q', versionNo: 1, author: 'seller', state: 'open', validUntil: '', left: null },
  ...{ seller: { id: 's', name: 'S' }, landedE4: 1, parts: [], quantity: '1', isInTime: null },
  ...{ isBestPrice: false, isBestLead: false, isOverAsked: false, taken: '0' },
  offer: {
    ...{ no: 1, lineNo: 1, kind: 'offer', description: '', minQuantity: '0', available: null },
    ...{ lot: null, unit: '件', unitHolds: '1', unitE4: 10_000_000, leadDays: 1, payment: [] },
    ...{ incoterm: null, remark: '' },
    ...offer,
  },
  ...more,
})
const comparison = (quantity: string, awarded: string, offers: Compared[]): Comparison => ({
  currency: 'CNY',
  assumptions: { annualRateBp: 0, estimates: [] },
  lines: [
    {
      line: { no: 1, quantity } as Comparison['lines'][number]['line'],
      awarded,
      offers,
      refused: [],
    },
  ],
})

test('the cheapest split fills what is missing, as far as each offer goes', () => {
  const offers = [
    compared({ quoteId: 'gone', state: 'expired' }),
    compared({ quoteId: 'least' }, { minQuantity: '900' }),
    compared({ quoteId: 'few', left: '100' }),
    compared({ quoteId: 'box' }, { unit: '箱', unitHolds: '24' }),
    compared({ quoteId: 'never' }),
  ]
  assert.deepEqual(cheapestSplit(comparison('1000', '300', offers)), {
    'few 1 1': '100',
    'box 1 1': '25',
  })
  assert.deepEqual(cheapestSplit(comparison('10', '10', offers)), {})
})

test('a split is summed by supplier, each line rounded once', () => {
  const offers = [
    compared({ quoteId: 'a' }, { unitE4: 9_012_345 }),
    compared({ quoteId: 'b', seller: { id: 't', name: 'T' } }, { unitE4: 5_000 }),
    compared({ quoteId: 'c' }),
  ]
  const sum = sumSplit(comparison('1', '0', offers), {
    'a 1 1': '333.5',
    'b 1 1': '1',
    'c 1 1': '0',
  })
  assert.deepEqual(sum.suppliers, [
    { name: 'S', minor: 300_562 },
    { name: 'T', minor: 1 },
  ])
  assert.deepEqual([sum.minor, sum.lines.length, sum.isOdd], [300_563, 2, false])
  assert.equal(sumSplit(comparison('1', '0', offers), { 'a 1 1': 'x' }).isOdd, true)
})
