import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

/** A time is a `Date`, an object goes in as JSON, an array as an array of the column's type. */
export type Value =
  | string
  | number
  | boolean
  | null
  | Date
  | Buffer
  | object
  | readonly (string | number)[]

export type Row = Record<string, Value>

const BATCH_CHARS = 1 << 18

/**
 * Writes rows the way a dump is read back; it also takes numbers for identity columns. All rows name the
 * same columns in the same order.
 */
export async function copyRows(
  client: pg.ClientBase,
  table: string,
  rows: Iterable<Row>,
): Promise<void> {
  let copying: ReturnType<typeof beginCopy> | null = null
  let batch = ''
  for (const row of rows) {
    copying ??= beginCopy(client, table, Object.keys(row))
    batch += `${Object.values(row).map(fieldOf).join('\t')}\n`
    if (batch.length < BATCH_CHARS) continue
    if (!copying.stream.write(batch))
      await Promise.race([once(copying.stream, 'drain'), copying.done])
    batch = ''
  }
  copying?.stream.end(batch)
  await copying?.done
}

function beginCopy(client: pg.ClientBase, table: string, columns: readonly string[]) {
  const stream = client.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`))
  const done = finished(stream)
  // Awaited by the caller; without this a failure while it waits for room would count as unhandled.
  done.catch(() => undefined)
  return { stream, done }
}

/** One field in COPY's text format. */
export function fieldOf(value: Value): string {
  if (value === null) return '\\N'
  return textOf(value).replace(/[\\\t\n\r]/g, (char) => ESCAPES[char]!)
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function textOf(value: NonNullable<Value>): string {
  if (value instanceof Date) return value.toISOString()
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`
  if (Array.isArray(value)) return `{${value.map(elementOf).join(',')}}`
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function elementOf(element: string | number): string {
  return typeof element === 'number' ? String(element) : `"${element.replace(/["\\]/g, '\\$&')}"`
}
