import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historySteps } from './history.ts'

const NOW = Date.parse('2026-11-21T00:00:00Z')
const fact = (validFrom: string, priceMinor: number, setAt = validFrom) => ({
  priceMinor,
  retailMinor: priceMinor * 2,
  validFrom,
  setAt,
  noticeId: null,
})

test('the price that holds now is told from what was and what is announced', () => {
  const steps = historySteps(
    [
      fact('2026-01-01T00:00:00Z', 100),
      fact('2026-12-01T00:00:00Z', 120, '2026-11-20T00:00:00Z'),
      fact('2026-06-01T00:00:00Z', 110),
    ],
    NOW,
  )
  assert.deepEqual(
    steps.map((step) => [step.phase, step.priceMinor]),
    [
      ['ahead', 120],
      ['now', 110],
      ['past', 100],
    ],
  )
})

test('each is compared with the one before it in time, the first with nothing', () => {
  const steps = historySteps(
    [fact('2026-01-01T00:00:00Z', 100), fact('2026-02-01T00:00:00Z', 90)],
    NOW,
  )
  assert.deepEqual(
    steps.map((step) => step.changeShare),
    [-0.1, null],
  )
})

test('of two facts for one moment the later one held', () => {
  const at = '2026-02-01T00:00:00Z'
  const steps = historySteps(
    [fact(at, 90, '2026-01-02T00:00:00Z'), fact(at, 80, '2026-01-01T00:00:00Z')],
    NOW,
  )
  assert.deepEqual(
    steps.map((step) => step.priceMinor),
    [90],
  )
})

test('a product whose first price lies ahead has none now', () => {
  assert.equal(historySteps([fact('2027-01-01T00:00:00Z', 1)], NOW)[0]!.phase, 'ahead')
  assert.deepEqual(historySteps([], NOW), [])
})
