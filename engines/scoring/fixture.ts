import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type FaultCode, ScoringError } from './index.ts'

export const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
export const skip = existsSync(`${DATA}german_credit`)
  ? false
  : 'the public data beside the project is absent'

export const near = (seen: number, wanted: number, by: number) =>
  assert.ok(Math.abs(seen - wanted) <= by, `${seen} is not within ${by} of ${wanted}`)
export const refused = (work: () => unknown, code: FaultCode, field: string) =>
  assert.throws(
    work,
    (error) => error instanceof ScoringError && error.code === code && error.field === field,
    `${code} ${field}`,
  )

/** The columns of a file under the public data, by name. */
export function readCsv(path: string): Map<string, string[]> {
  const [head, ...rows] = readFileSync(`${DATA}${path}`, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) =>
      [...line.matchAll(/"([^"]*)"|([^,]+)/g)].map(([, quoted, plain]) => quoted ?? plain!),
    )
  return new Map(head!.map((name, j) => [name, rows.map((row) => row[j]!)]))
}
