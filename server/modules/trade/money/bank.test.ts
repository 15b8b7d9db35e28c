import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import test, { after } from 'node:test'
import fc from 'fast-check'
import { SheetError } from '../../../platform/sheets/read.ts'
import { readCamt } from './bank-camt.ts'
import { BankFileError } from './bank-file.ts'
import { moneyWorld, ok, refused } from './fixture.ts'

const world = await moneyWorld({ after })
const { seller, buyer, rival, invoiced, upload, balance } = world

interface Written {
  amount: string
  mark?: 'CRDT' | 'DBIT'
  ref?: string
  name?: string
  text?: string
  structured?: string
  endToEnd?: string
  status?: string
  batch?: { amount: string; text: string; name?: string }[]
}

/** A statement as a bank writes it, in one of the two versions. */
function camt(
  entries: Written[],
  { version = '08', prefix = '', id = 'S1', head = '' } = {},
): string {
  const is8 = version === '08'
  const p = prefix ? `${prefix}:` : ''
  const el = (name: string, inner: string, attributes = '') =>
    `<${p}${name}${attributes}>${inner}</${p}${name}>`
  const amount = (value: string) => el('Amt', value, ' Ccy="CNY"')
  const party = (name = '') => {
    const named = el('Nm', name)
    return el('Dbtr', is8 ? el('Pty', named) : named) + el('Cdtr', is8 ? el('Pty', named) : named)
  }
  const details = (
    one: { name?: string; text?: string; structured?: string; endToEnd?: string },
    own = '',
  ) =>
    el(
      'TxDtls',
      el('Refs', el('EndToEndId', one.endToEnd ?? 'NOTPROVIDED')) +
        (own && (is8 ? amount(own) : el('AmtDtls', el('TxAmt', amount(own))))) +
        el('RltdPties', party(one.name)) +
        el(
          'RmtInf',
          (one.text ? el('Ustrd', one.text) : '') +
            (one.structured ? el('Strd', el('CdtrRefInf', el('Ref', one.structured))) : ''),
        ),
    )
  const body = entries
    .map((one) =>
      el(
        'Ntry',
        amount(one.amount) +
          el('CdtDbtInd', one.mark ?? 'CRDT') +
          el('Sts', is8 ? el('Cd', one.status ?? 'BOOK') : (one.status ?? 'BOOK')) +
          el('BookgDt', el('Dt', '2026-11-20')) +
          (one.ref ? el('AcctSvcrRef', one.ref) : '') +
          el(
            'NtryDtls',
            one.batch ? one.batch.map((part) => details(part, part.amount)).join('') : details(one),
          ),
      ),
    )
    .join('')
  const root = ` xmlns${prefix && `:${prefix}`}="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"`
  const account = el('Acct', el('Id', el('IBAN', 'DE89370400440532013000')) + el('Ccy', 'CNY'))
  const statement = el(
    'Stmt',
    el('Id', id) + el('CreDtTm', '2026-11-21T01:00:00Z') + account + body,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>${head}${el('Document', el('BkToCstmrStmt', statement), root)}`
}

const read = (xml: string) => readCamt(Readable.from([Buffer.from(xml)]))

test('both versions say the same, with and without prefixes', async () => {
  const entries: Written[] = [
    {
      amount: '120.50',
      ref: 'B1',
      name: '杭州丝绸 & Co'.replace('&', '&amp;'),
      text: '货款',
      endToEnd: 'E1',
    },
    { amount: '7', mark: 'DBIT', ref: 'B2', name: 'Bank', text: 'fee' },
    { amount: '5', status: 'PDNG', ref: 'B3' },
  ]
  const [plain] = await read(camt(entries))
  assert.deepEqual(
    plain!.entries.map((one) => [one.amountMinor, one.partyName, one.reference, one.remittance]),
    [
      [12_050, '杭州丝绸 & Co', 'E1', '货款'],
      [-700, 'Bank', 'B2', 'fee'],
    ],
  )
  assert.deepEqual(plain!.warnings, ['pending_left_out'])
  assert.equal(plain!.account, 'DE89370400440532013000')
  for (const options of [{ version: '02' }, { prefix: 'ns2' }, { version: '02', prefix: 'x' }]) {
    assert.deepEqual(await read(camt(entries, options)), [plain])
  }
})

test('a batch is its parts where they add up, and one entry where they do not', async () => {
  const batch = [
    { amount: '60', text: 'a', name: 'A' },
    { amount: '40', text: 'b', name: 'B' },
  ]
  for (const version of ['02', '08']) {
    const [whole] = await read(camt([{ amount: '100', ref: 'X', batch }], { version }))
    assert.deepEqual(
      whole!.entries.map((one) => [one.amountMinor, one.partyName, one.reference]),
      [
        [6000, 'A', 'X/1'],
        [4000, 'B', 'X/2'],
      ],
    )
    const [odd] = await read(camt([{ amount: '101', ref: 'X', batch }], { version }))
    assert.deepEqual(
      odd!.entries.map((one) => one.amountMinor),
      [10_100],
    )
    assert.deepEqual(odd!.warnings, ['batch_differs'])
  }
})

test('what is hostile, damaged or something else is refused by name', async () => {
  const entity = '<!DOCTYPE x [<!ENTITY a "b">]>'
  await assert.rejects(read(camt([{ amount: '1' }], { head: entity })), SheetError)
  await assert.rejects(
    read('<Document><BkToCstmrStmt><Stmt>&xxe;</Stmt></BkToCstmrStmt></Document>'),
    SheetError,
  )
  await assert.rejects(read('<html></html>'), BankFileError)
  await assert.rejects(read('<Document><CstmrCdtTrfInitn/></Document>'), BankFileError)
  await assert.rejects(read(camt([{ amount: '1.001' }])), BankFileError)
  await assert.rejects(read(camt([{ amount: '1e9' }])), BankFileError)
  const deep = `<Document><BkToCstmrStmt>${'<a>'.repeat(5000)}`
  await assert.rejects(read(deep), SheetError)
  await assert.rejects(read(camt([{ amount: '1' }]).slice(0, -20)), SheetError)
})

test('a file cut anywhere or changed anywhere is read or refused, and never breaks us', async () => {
  const xml = camt([
    { amount: '100', ref: 'X', name: '名', text: 'RF18539007547034' },
    { amount: '3' },
  ])
  const whole = await read(xml)
  await fc.assert(
    fc.asyncProperty(
      fc.nat(xml.length),
      fc.string({ maxLength: 4 }),
      fc.integer({ min: 1, max: 64 }),
      async (at, noise, size) => {
        const bytes = Buffer.from(xml)
        const pieces: Buffer[] = []
        for (let i = 0; i < bytes.length; i += size) pieces.push(bytes.subarray(i, i + size))
        assert.deepEqual(await readCamt(Readable.from(pieces)), whole)
        const broken = xml.slice(0, at) + noise + xml.slice(at + 1)
        await read(broken).catch((error) => {
          assert.ok(error instanceof SheetError || error instanceof BankFileError, String(error))
        })
      },
    ),
    { numRuns: 60 },
  )
})

async function importing(xml: string, more = {}, name = 'bank.xml') {
  const fileId = await upload(seller, name, xml)
  return seller.post('bank-statements', { fileId, ...more })
}

test('a statement pays its invoices by reference; the rest stays, and twice changes nothing', async () => {
  const first = await invoiced(10_000)
  const second = await invoiced(20_000)
  const xml = camt(
    [
      { amount: '100', ref: 'T1', structured: first.reference, name: 'Somebody' },
      { amount: '150.00', ref: 'T2', text: `payment ${second.no}`, name: 'Distributor Ltd' },
      { amount: '3.21', ref: 'T3', name: 'Unknown', text: 'gift' },
      { amount: '2', mark: 'DBIT', ref: 'T4', text: 'account fee' },
    ],
    { id: 'PAYING' },
  )
  const before = await balance(seller, 'bank')
  const { statements } = ok(await importing(xml), 201)
  assert.deepEqual([statements[0].isNew, statements[0].entries], [true, 4])
  const id = statements[0].id
  const shown = ok(await seller.get(`bank-statements/${id}`), 200)
  const proposals = shown.items.map(
    (one: { proposal: { reasons: string[] } | null }) => one.proposal,
  )
  assert.deepEqual(proposals[0].reasons, ['reference', 'amount'])
  assert.deepEqual(proposals[1].reasons, ['invoice_no', 'payer_name'])
  assert.deepEqual(proposals.slice(2), [null, null])
  assert.equal(
    await balance(seller, 'bank'),
    before,
    'nothing is booked before somebody has looked',
  )

  const entries = shown.items
    .slice(0, 2)
    .map((one: { id: string; proposal: { partyOrgId: string; allocations: object[] } }) => ({
      id: one.id,
      partyOrgId: one.proposal.partyOrgId,
      allocations: one.proposal.allocations,
    }))
  const path = `bank-statements/${id}/confirmation`
  const both = await Promise.all([1, 2].map(() => seller.put(path, { entries: [entries[0]] })))
  assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 409])
  ok(await seller.put(path, { entries: [entries[1]] }), 200)
  assert.equal(await balance(seller, 'bank'), before + 25_000)
  assert.equal(ok(await seller.get(`invoices/${first.id}`), 200).state, 'settled')
  assert.equal(ok(await seller.get(`invoices/${second.id}`), 200).openMinor, 5000)

  const again = ok(await importing(xml), 201)
  assert.deepEqual([again.statements[0].isNew, again.statements[0].id], [false, id])
  const overlapping = camt(
    [
      { amount: '100', ref: 'T1', structured: first.reference, name: 'Somebody' },
      { amount: '9', ref: 'T9' },
    ],
    { id: 'LATER' },
  )
  const later = ok(await importing(overlapping), 201)
  assert.deepEqual([later.statements[0].entries, later.statements[0].knownEntries], [1, 1])

  const open = ok(await seller.get(`bank-statements/${id}`), 200)
  assert.equal(open.openEntries, 2)
  const fee = open.items[3].id
  ok(await seller.put(`bank-entries/${fee}/booking`, { account: 'interest' }), 200)
  refused(
    await seller.put(`bank-entries/${fee}/booking`, { account: 'interest' }),
    409,
    'entry_settled',
  )
  assert.equal(await balance(seller, 'interest'), 200)
  const gift = open.items[2].id
  ok(await seller.put(`bank-entries/${gift}/aside`), 200)
  refused(await seller.put(`bank-entries/${gift}/aside`), 409, 'entry_settled')
  ok(await seller.delete(`bank-entries/${gift}/aside`), 200)
  refused(await seller.delete(`bank-entries/${gift}/aside`), 409, 'entry_not_aside')
  assert.deepEqual(await world.faults(), [])
})

test('confirming is all or nothing, and names the entry that does not fit', async () => {
  const made = await invoiced(1000)
  const xml = camt(
    [
      { amount: '10', ref: 'A1', text: made.no },
      { amount: '10', ref: 'A2', text: made.no },
    ],
    { id: 'TWO' },
  )
  const { statements } = ok(await importing(xml), 201)
  const { items } = ok(await seller.get(`bank-statements/${statements[0].id}`), 200)
  const entries = items.map((one: { id: string }) => ({
    id: one.id,
    partyOrgId: buyer.orgId,
    allocations: [{ invoiceId: made.id, amountMinor: 1000 }],
  }))
  const answer = await seller.put(`bank-statements/${statements[0].id}/confirmation`, { entries })
  refused(answer, 422, 'over_allocated')
  assert.equal(answer.body.errors[0].field, 'entries.1.allocations.0.amountMinor')
  assert.equal(ok(await seller.get(`invoices/${made.id}`), 200).paidMinor, 0)
  const strange = [{ ...entries[0], id: crypto.randomUUID() }]
  const path = `bank-statements/${statements[0].id}/confirmation`
  assert.equal((await seller.put(path, { entries: strange })).status, 404)
})

test('what left the account is announced to the supplier, who finds it in its own statement', async () => {
  const made = await invoiced(7700)
  const out = camt(
    [{ amount: '77', mark: 'DBIT', ref: 'OUT', text: made.no, name: 'Lead', endToEnd: 'E2E-77' }],
    {
      id: 'OUT',
    },
  )
  const fileId = await upload(buyer, 'out.xml', out)
  const { statements } = ok(await buyer.post('bank-statements', { fileId }), 201)
  const mine = ok(await buyer.get(`bank-statements/${statements[0].id}`), 200)
  const { proposal, id } = mine.items[0]
  assert.deepEqual(proposal.reasons, ['invoice_no', 'amount', 'payer_name'])
  const entries = [{ id, partyOrgId: proposal.partyOrgId }]
  ok(await buyer.put(`bank-statements/${statements[0].id}/confirmation`, { entries }), 200)
  assert.equal(ok(await seller.get('payments?state=announced'), 200).items.length, 1)
  const arrived = camt([{ amount: '77', ref: 'IN', text: made.no, endToEnd: 'E2E-77' }], {
    id: 'IN',
  })
  const theirs = ok(await importing(arrived), 201).statements[0]
  const seen = ok(await seller.get(`bank-statements/${theirs.id}`), 200).items[0]
  assert.equal(seen.proposal.reasons[0], 'announced')
  const confirmed = { ...seen.proposal, id: seen.id }
  const { partyOrgId, paymentId, allocations } = confirmed
  ok(
    await seller.put(`bank-statements/${theirs.id}/confirmation`, {
      entries: [{ id: seen.id, partyOrgId, paymentId, allocations }],
    }),
    200,
  )
  assert.equal(ok(await buyer.get(`invoices/${made.id}`), 200).state, 'settled')
  assert.equal(ok(await seller.get('payments?state=announced'), 200).items.length, 0)
  assert.deepEqual(await world.faults(), [])
})

test('a table of a Chinese bank is read by its headings, and others by the columns given', async () => {
  const made = await invoiced(123_456)
  const csv = [
    '账户明细查询',
    '交易日期,对方户名,收入,支出,摘要,交易流水号',
    `2026-11-20,Distributor,"1,234.56",,货款${made.no},L1`,
    '20261121,物业公司,,88.00,房租,L2',
    '合计,,1234.56,88.00,,',
  ].join('\n')
  const done = ok(await importing(csv, { account: '6222' }, '明细.csv'), 201).statements[0]
  const { items } = ok(await seller.get(`bank-statements/${done.id}`), 200)
  assert.deepEqual(
    items.map((one: { amountMinor: number; bookedOn: string; reference: string }) => [
      one.amountMinor,
      one.bookedOn,
      one.reference,
    ]),
    [
      [123_456, '2026-11-20', 'L1'],
      [-8800, '2026-11-21', 'L2'],
    ],
  )
  assert.equal(items[0].proposal.allocations[0].invoiceId, made.id)
  assert.equal(
    ok(await importing(csv, { account: '6222' }, '明细.csv'), 201).statements[0].isNew,
    false,
  )

  const plain = 'x,y\n2026-11-22,5.5\n'
  refused(await importing(plain, {}, 'p.csv'), 400, 'bank_columns_unknown')
  const mapping = { headerRow: 1, columns: { bookedOn: 0, amount: 1 } }
  assert.equal(ok(await importing(plain, { mapping }, 'p.csv'), 201).statements[0].entries, 1)
  refused(await importing('日期,金额\n2026-11-22,abc\n', {}, 'q.csv'), 400, 'bank_amount_wrong')
  refused(await importing('<!DOCTYPE a [<!ENTITY b "c">]><Document/>'), 400, 'sheet_not_readable')
})

test('statements are their org’s alone', async () => {
  const { statements } = ok(
    await importing(camt([{ amount: '1', ref: 'P' }], { id: 'PRIVATE' })),
    201,
  )
  const id = statements[0].id
  const entry = ok(await seller.get(`bank-statements/${id}`), 200).items[0].id
  for (const user of [buyer, rival]) {
    assert.equal((await user.get(`bank-statements/${id}`)).status, 404)
    assert.equal((await user.put(`bank-entries/${entry}/aside`)).status, 404)
    assert.equal((await user.delete(`bank-entries/${entry}/aside`)).status, 404)
    assert.equal(
      (await user.put(`bank-entries/${entry}/booking`, { account: 'expense' })).status,
      404,
    )
  }
  const fileId = await upload(seller, 'x.xml', camt([]))
  assert.equal((await rival.post('bank-statements', { fileId })).status, 404)
  assert.equal((await world.anyone.get('bank-statements')).status, 401)
  assert.equal((await world.anyone.post('bank-statements', { fileId })).status, 401)
})
