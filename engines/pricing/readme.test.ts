// The example of the README, run as it is printed.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as pricing from './index.ts'

test('the example of the README does what its comments say', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  const [, code] = /```ts\n([\s\S]*?)```/.exec(readme)!
  const [first, ...lines] = code!.replaceAll(' as const', '').split('\n')
  const names = /\{(.*)\}/.exec(first!)![1]!
  const body = `${lines.join('\n')}\nreturn { priced, why, table }`
  const run = new Function(names, body) as (...all: unknown[]) => {
    priced: pricing.Priced
    why: pricing.Explanation
    table: pricing.Ladder
  }
  const { priced, why, table } = run(
    ...names
      .split(',')
      .map((name) => new Map<string, unknown>(Object.entries(pricing)).get(name.trim())),
  )
  assert.deepEqual(priced, {
    unitE4: 17_248_000,
    amountMinor: 431_200,
    agreementId: 'agreement-1',
    unpriced: null,
  })
  assert.deepEqual(
    why.steps.map(({ beforeE4, afterE4 }) => [beforeE4, afterE4]),
    [
      [null, 16_000_000],
      [16_000_000, 17_600_000],
      [17_600_000, 17_248_000],
    ],
  )
  assert.deepEqual(table.quantities, [1_000_000, 100_000_000])
  assert.deepEqual(table.leads, [null, 0, 7])
  // Ten lines, not counting what is imported and what is left empty.
  assert.ok(lines.filter((line) => line.trim()).length <= 13)
})
