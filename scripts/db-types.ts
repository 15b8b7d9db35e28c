// Writes server/platform/db-types.ts from a freshly migrated database: `npm run db-types`.
// The check gives the same text; a test fails when the file on disk differs.
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { testDatabase } from '../test/database.ts'

const out =
  process.argv[2] ?? fileURLToPath(new URL('../server/platform/db-types.ts', import.meta.url))
const cleanups: (() => unknown)[] = []
const database = await testDatabase({ after: (work) => void cleanups.push(work as () => unknown) })
try {
  const codegen = fileURLToPath(new URL('../node_modules/.bin/kysely-codegen', import.meta.url))
  await promisify(execFile)(process.execPath, [
    codegen,
    ...['--dialect', 'postgres', '--url', database.ownerUrl, '--out-file', out],
    ...['--date-parser', 'string', '--default-schema', 'public', '--include-pattern', 'public.*'],
    ...['--exclude-pattern', 'public.jingwei_migrations'],
  ])
  // The connection's own parsers (platform/db.ts): times come as ISO text, bigints as numbers.
  const text = (await readFile(out, 'utf8'))
    .replace(/export type Int8 = .*;/, 'export type Int8 = number;')
    .replace(
      /export type Timestamp = .*;/,
      'export type Timestamp = ColumnType<string, Date | string, Date | string>;',
    )
  await writeFile(out, text)
} finally {
  for (const work of cleanups) await work()
}
