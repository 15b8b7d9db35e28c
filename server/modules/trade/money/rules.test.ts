import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { parseAmount } from './bank-file.ts'
import { proposeFor } from './bank-match.ts'
import { linesToInvoice } from './invoice-rules.ts'
import { mirrored, negated, postingsOf, unbalanced } from './ledger-rules.ts'
import { partsOf } from './line-rules.ts'
import { isReference, referenceOf, referencesIn } from './reference.ts'
import { amountFor, spread, taxIn } from './spread.ts'

const minor = fc.integer({ min: 0, max: 10_000_000_000 })

test('a spread comes to its total, and no part exceeds its weight', () => {
  assert.deepEqual(spread(100, [1, 1, 1]), [33, 33, 34])
  assert.deepEqual(spread(100, [0, 0]), [0, 100])
  assert.deepEqual(spread(5, [10, 0, 10]), [2, 0, 3])
  fc.assert(
    fc.property(
      fc.array(minor, { minLength: 1, maxLength: 20 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (weights, share) => {
        const sum = weights.reduce((all, weight) => all + weight, 0)
        const total = Math.floor(sum * share)
        const parts = spread(total, weights)
        assert.equal(
          parts.reduce((all, part) => all + part, 0),
          total,
        )
        if (sum > 0) assert.ok(parts.every((part, at) => part >= 0 && part <= weights[at]!))
      },
    ),
  )
})

test('however goods are cut into invoices, the amounts and deposits come to the whole', () => {
  fc.assert(
    fc.property(
      minor,
      fc.array(fc.bigInt({ min: 1n, max: 10_000_000_000n }), { minLength: 1, maxLength: 12 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (amountMinor, parts, share) => {
        const whole = parts.reduce((all, part) => all + part, 0n)
        const depositMinor = Math.floor(amountMinor * share)
        let invoicedMicro = 0n
        let invoiced = 0
        let used = 0
        for (const part of parts) {
          const line = {
            ...{ id: 'l', description: '', kind: 'goods' as const, unit: '', amountMinor },
            ...{ orderedMicro: whole, finalMicro: whole },
            ...{ allowedMicro: invoicedMicro + part, invoicedMicro },
            ...{ depositMinor, depositUsedMinor: used },
          }
          const lines = linesToInvoice([line], { charges: [], taxBp: 1300 }, null)
          assert.ok(Array.isArray(lines))
          invoiced += lines[0]!.amountMinor
          used += lines[0]!.depositMinor
          invoicedMicro += part
        }
        assert.equal(invoiced, amountMinor)
        assert.ok(used <= depositMinor)
      },
    ),
  )
})

test('the last invoice takes off all of the deposit, also where a part is never to come', () => {
  const of = (done: bigint, upTo: bigint, depositUsedMinor: number) => {
    const lines = linesToInvoice(
      [
        {
          ...{ id: 'l', description: '', kind: 'goods', unit: '', amountMinor: 950_000 },
          ...{ orderedMicro: 1000n, finalMicro: 990n, allowedMicro: upTo, invoicedMicro: done },
          ...{ depositMinor: 285_000, depositUsedMinor },
        },
      ],
      { charges: [], taxBp: 1300 },
      null,
    )
    assert.ok(Array.isArray(lines))
    return [lines[0]!.amountMinor, lines[0]!.depositMinor]
  }
  assert.deepEqual(of(0n, 590n, 0), [560_500, 168_150])
  assert.deepEqual(of(590n, 990n, 168_150), [380_000, 116_850])
})

test('what lines say of a claim adds up to the claim', () => {
  const claim = fc
    .array(fc.record({ amount: minor, deposit: minor, credited: minor }), {
      minLength: 1,
      maxLength: 8,
    })
    .chain((lines) => {
      const shaped = lines.map(({ amount, deposit, credited }) => ({
        orderLineId: 'x',
        amountMinor: amount,
        depositMinor: deposit % (amount + 1),
        creditedMinor: credited % (amount + 1),
      }))
      const total = shaped.reduce((sum, line) => sum + line.amountMinor - line.depositMinor, 0)
      return fc
        .record({ paid: fc.integer({ min: 0, max: total }), rest: fc.nat(), late: fc.nat() })
        .map((r) => {
          const creditedMinor = total - r.paid === 0 ? 0 : r.rest % (total - r.paid + 1)
          const open = total - r.paid - creditedMinor
          return {
            paidMinor: r.paid,
            creditedMinor,
            overdueMinor: open === 0 ? 0 : r.late % (open + 1),
            lines: shaped,
          }
        })
    })
  fc.assert(
    fc.property(claim, (one) => {
      const parts = partsOf(one)
      const sum = (key: 'dueMinor' | 'paidMinor' | 'overdueMinor' | 'invoicedMinor') =>
        parts.reduce((all, part) => all + part[key], 0)
      const total = sum('invoicedMinor')
      assert.equal(sum('dueMinor'), total - one.paidMinor - one.creditedMinor)
      assert.equal(sum('paidMinor'), one.paidMinor)
      assert.equal(sum('overdueMinor'), one.overdueMinor)
      for (const part of parts) {
        assert.ok(part.dueMinor >= 0 && part.paidMinor >= 0)
        assert.ok(part.dueMinor + part.paidMinor <= part.invoicedMinor)
        assert.ok(part.overdueMinor <= part.dueMinor)
      }
    }),
  )
})

test('a paid and a returned line are told apart', () => {
  const lines = [100, 100].map((amountMinor, at) => ({
    orderLineId: `l${at}`,
    amountMinor,
    depositMinor: 0,
    creditedMinor: at === 1 ? 100 : 0,
  }))
  const claim = { paidMinor: 100, creditedMinor: 100, overdueMinor: 0, lines }
  assert.deepEqual(
    partsOf(claim).map((part) => [part.paidMinor, part.creditedMinor, part.dueMinor]),
    [
      [100, 0, 0],
      [0, 100, 0],
    ],
  )
})

test('every document is balanced in both ledgers, and its reversal leaves nothing', () => {
  const line = fc.record({
    flow: fc.constantFrom('goods' as const, 'logistics' as const, 'finance' as const),
    amountMinor: minor,
    taxBp: fc.integer({ min: 0, max: 2000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(
      fc.constantFrom('deposit' as const, 'invoice' as const, 'credit_note' as const),
      fc.constantFrom('discount', 'return', null),
      fc.array(line, { maxLength: 6 }),
      (kind, reason, lines) => {
        const postings = postingsOf({
          kind,
          reason,
          currency: 'CNY',
          lines: lines.map((one) => ({
            flow: one.flow,
            amountMinor: one.amountMinor,
            taxMinor: kind === 'deposit' ? 0 : taxIn(one.amountMinor, one.taxBp),
            depositMinor: kind === 'invoice' ? Math.floor(one.amountMinor * one.share) : 0,
          })),
        })
        assert.equal(unbalanced(postings), null)
        assert.equal(unbalanced(mirrored(postings)), null)
        assert.ok(postings.every((posting) => posting.amountMinor !== 0))
        const sums = new Map<string, number>()
        for (const { account, flow, amountMinor } of [...postings, ...negated(postings)]) {
          sums.set(`${account}${flow}`, (sums.get(`${account}${flow}`) ?? 0) + amountMinor)
        }
        assert.ok([...sums.values()].every((sum) => sum === 0))
      },
    ),
  )
})

test('rounding is half up, and tax is what the amount contains', () => {
  assert.equal(amountFor(1, 1n, 2n), 1)
  assert.equal(amountFor(100, 1n, 3n), 33)
  assert.equal(taxIn(11_300, 1300), 1300)
  assert.equal(taxIn(100, 0), 0)
})

test('creditor references have the check digits of the standard, and a wrong digit is seen', () => {
  assert.equal(referenceOf('539007547034'), 'RF18539007547034')
  assert.ok(isReference('RF18 5390 0754 7034'))
  assert.ok(!isReference('RF18 5390 0754 7043'))
  assert.ok(!isReference('RF00'))
  assert.deepEqual(referencesIn('货款 RF18 5390 0754 7034 谢谢'), ['RF18539007547034'])
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Z0-9]{1,21}$/), fc.nat(), (no, at) => {
      const reference = referenceOf(no)
      assert.ok(isReference(reference))
      assert.deepEqual(referencesIn(`pay ${reference}, thanks`), [reference])
      const place = 4 + (at % no.length)
      // A digit for a digit or a letter for a letter: for one of the other kind the standard promises nothing.
      const [first, second] = /\d/.test(reference[place]!) ? ['7', '8'] : ['Q', 'R']
      const other = reference[place] === first ? second : first
      assert.ok(!isReference(reference.slice(0, place) + other + reference.slice(place + 1)))
    }),
  )
})

test('amounts are exact in the currency, or refused', () => {
  const cases: [string, string, number | null][] = [
    ['1234.5', 'CNY', 123_450],
    ['-0.01', 'CNY', -1],
    ['7.000', 'CNY', 700],
    ['7.001', 'CNY', null],
    ['100', 'JPY', 100],
    ['100.5', 'JPY', null],
    ['1e3', 'CNY', null],
    ['', 'CNY', null],
    ['99999999999999999', 'CNY', null],
  ]
  for (const [text, currency, expected] of cases)
    assert.equal(parseAmount(text, currency), expected, text)
})

const item = (n: number, openMinor: number, more = {}) => ({
  invoiceId: `i${n}`,
  no: `INV-2026-00000${n}`,
  reference: referenceOf(`INV-2026-00000${n}`),
  orderNo: `SO-00000${n}`,
  partyOrgId: 'p1',
  partyName: '杭州丝绸有限公司',
  currency: 'CNY',
  openMinor,
  dueOn: `2026-01-0${n}`,
  ...more,
})
const entry = (amountMinor: number, remittance = '', partyName = '') => ({
  ...{ amountMinor, remittance, partyName, currency: 'CNY', reference: '' },
})

test('an entry finds its invoices by what the payer wrote, then by name and amount', () => {
  const items = [
    item(1, 100),
    item(2, 250),
    item(3, 400, { partyOrgId: 'p2', partyName: '宁波布业' }),
  ]
  const propose = (amount: number, text = '', name = '') =>
    proposeFor(entry(amount, text, name), items, [])
  assert.deepEqual(propose(250, items[1]!.reference)?.reasons, ['reference', 'amount'])
  assert.equal(propose(250, items[1]!.reference)?.score, 100)
  assert.deepEqual(propose(250, '付 INV2026000002 货款')?.allocations[0]?.invoiceId, 'i2')
  assert.deepEqual(propose(60, '货款SO-000001')?.reasons, ['order_no'])
  assert.deepEqual(propose(350, '', '杭州丝绸')?.reasons, ['payer_name', 'amount_sum'])
  assert.deepEqual(
    propose(120, '', '杭州丝绸')?.allocations.map((one) => one.amountMinor),
    [100, 20],
  )
  assert.deepEqual(propose(400)?.reasons, ['amount'])
  assert.equal(propose(77), null)
  assert.equal(propose(300, 'INV-2026-000001')?.onAccountMinor, 200)
  assert.equal(propose(500, 'INV-2026-000001 INV-2026-000003'), null, 'two parties name neither')
  assert.equal(propose(1, 'INV-2026-0000012'), null, 'a longer number is another')
})

test('a payment that was announced is recognised', () => {
  const told = {
    ...{ id: 'a', partyOrgId: 'p1', partyName: '杭州丝绸有限公司', currency: 'CNY' },
    ...{ amountMinor: 77, reference: 'E2E-9' },
  }
  const found = proposeFor(entry(77, 'E2E-9'), [item(1, 100)], [told])
  assert.deepEqual([found?.paymentId, found?.score, found?.onAccountMinor], ['a', 90, 77])
})
