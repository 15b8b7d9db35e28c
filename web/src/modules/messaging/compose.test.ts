import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Notice, NoticeInput } from '../../../../server/modules/messaging/schema.ts'
import type { Chain } from '../../../../server/modules/network/schema.ts'
import type { Product } from '../../../../server/modules/trade/schema.ts'
import {
  applyPaste,
  type Draft,
  draftFaults,
  draftOf,
  emptyDraft,
  hoursOf,
  inputOf,
  lineOf,
  withKind,
} from './compose.ts'

const CHAIN_ID = '01900000-0000-7000-8000-000000000001'
const CHAIN = {
  id: CHAIN_ID,
  settings: { relayMinutes: 120, reminderHours: [4, 12], escalateAfterHours: 48 },
} as Chain
/** What nobody said more of. */
const PLAIN = {
  ...{ description: '', kind: 'goods' as const, decimals: 0, priceGroup: '', units: [] },
  ...{ variantOf: null, options: {}, variants: 0, pictures: [], isOnRequest: false },
  ...{ visibility: 'buyers' as const, viewers: { groupIds: [], tiers: [], orgIds: [] } },
  ...{ floorE4: null, costE4: null },
}
const product = (n: number, code: string): Product => ({
  id: `01900000-0000-7000-8000-00000000010${n}`,
  code,
  name: `衬衫 ${n}`,
  unit: '件',
  category: '',
  currency: 'CNY',
  priceMinor: 10_000,
  retailMinor: 19_900,
  nextPrice: null,
  isRetired: false,
  version: 1,
  ...PLAIN,
})
const SHIRT = product(1, 'S-1')
const COAT = product(2, 'C-2')
const draft = (patch: Partial<Draft> = {}): Draft => ({
  ...emptyDraft(CHAIN),
  title: '调价',
  ...patch,
})

test('a new draft takes what the chain has set', () => {
  const { relayMinutes, reminderHours, escalateAfterHours } = emptyDraft(CHAIN)
  assert.deepEqual([relayMinutes, reminderHours, escalateAfterHours], [120, [4, 12], 48])
})

test('what is missing is named by its field', () => {
  assert.deepEqual(draftFaults(draft({ title: '  ' })), { title: 'title_needed' })
  assert.deepEqual(draftFaults(draft({ kind: 'price_change' })), {
    lines: 'prices_needed',
    validFrom: 'valid_from_needed',
  })
  assert.deepEqual(draftFaults(draft({ kind: 'task' })), { deadlineAt: 'deadline_needed' })
  assert.deepEqual(draftFaults(draft(), 0), { recipients: 'nobody' })
  assert.deepEqual(draftFaults(draft(), 5), {})
})

test('a line without a price stops a price change', () => {
  const lines = [{ ...lineOf(SHIRT), priceMinor: null }]
  const faults = draftFaults(
    draft({ kind: 'price_change', lines, validFrom: '2026-12-01T00:00:00Z' }),
  )
  assert.deepEqual(faults, { lines: 'price_missing' })
})

test('prices go out with a price change only', () => {
  const filled = { lines: [lineOf(SHIRT)], validFrom: '2026-12-01T00:00:00Z' }
  assert.deepEqual(inputOf(draft(filled)).prices, [])
  assert.equal(inputOf(draft(filled)).validFrom, null)
  assert.deepEqual(inputOf(draft({ ...filled, kind: 'price_change' })).prices, [
    { productId: SHIRT.id, priceMinor: 10_000, retailMinor: 19_900 },
  ])
})

test('what is sent is what the server takes', () => {
  const input = inputOf(
    draft({ kind: 'price_change', lines: [lineOf(SHIRT)], validFrom: '2026-12-01T00:00:00Z' }),
  )
  assert.deepEqual(NoticeInput.parse(input), input)
})

test('a paste changes lines by code, adds others and names what it does not know', () => {
  const rows = [
    { row: 1, code: 's-1', priceMinor: 11_000, retailMinor: null },
    { row: 2, code: 'C-2', priceMinor: 500, retailMinor: 900 },
    { row: 3, code: 'X', priceMinor: 1, retailMinor: null },
  ]
  const result = applyPaste([lineOf(SHIRT)], rows, [SHIRT, COAT])
  assert.deepEqual([result.changed, result.added, result.unknown], [1, 1, ['X']])
  assert.deepEqual(
    result.lines.map((line) => [line.code, line.priceMinor, line.retailMinor, line.previousMinor]),
    [
      ['S-1', 11_000, 19_900, 10_000],
      ['C-2', 500, 900, 10_000],
    ],
  )
})

test('a next edition supersedes and compares with what was announced', () => {
  const sent = {
    id: '01900000-0000-7000-8000-000000000009',
    chainId: CHAIN_ID,
    kind: 'price_change',
    title: '调价',
    body: '',
    audience: { side: 'downstream' },
    prices: [{ ...lineOf(SHIRT), priceMinor: 12_000, previousMinor: 10_000, retailMinor: 19_900 }],
    validFrom: null,
    deadlineAt: null,
    relayMinutes: 0,
    reminderHours: [],
    escalateAfterHours: null,
    observesQuietHours: true,
    files: [],
    supersedesId: null,
  } as unknown as Notice
  const next = draftOf(sent, { isNextEdition: true })
  assert.equal(next.supersedesId, sent.id)
  assert.equal(next.lines[0]!.previousMinor, 12_000)
  const same = draftOf(sent)
  assert.equal(same.supersedesId, null)
  assert.equal(same.lines[0]!.previousMinor, 10_000)
})

test('hours are kept when they are whole and in range, each once and in order', () => {
  assert.deepEqual(hoursOf(['24', '4', '4', '0', '721', '1.5', 'x']), [4, 24])
  assert.equal(hoursOf(['1', '2', '3', '4', '5', '6', '7']).length, 6)
})

test('a price change turns to the side where prices flow', () => {
  const upstream = draft({ audience: { side: 'upstream', tiers: [2] } })
  assert.deepEqual(withKind(upstream, 'price_change').audience, { side: 'downstream' })
  assert.deepEqual(withKind(upstream, 'task'), { kind: 'task' })
  assert.deepEqual(withKind(draft(), 'price_change'), { kind: 'price_change' })
})
