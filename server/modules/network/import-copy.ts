import { once } from 'node:events'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

export type CopyValue = string | number | boolean | null

/** Collects rows in the text format of COPY, the fastest way into PostgreSQL. */
export class CopyText {
  text = ''
  rows = 0

  add(...values: CopyValue[]): void {
    let line = ''
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!
      if (i > 0) line += '\t'
      if (value === null) line += '\\N'
      else line += typeof value === 'string' ? escaped(value) : String(value)
    }
    this.text += `${line}\n`
    this.rows += 1
  }
}

const SPECIAL = /[\\\t\n\r]/
const SPECIAL_ALL = /[\\\t\n\r]/g
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(SPECIAL_ALL, (char) => ESCAPES[char]!) : text
}

export async function copyInto(
  client: pg.ClientBase,
  target: string,
  copy: CopyText,
): Promise<void> {
  if (copy.rows === 0) return
  const stream = client.query(copyFrom(`COPY ${target} FROM STDIN`))
  stream.end(copy.text)
  await once(stream, 'finish')
}
