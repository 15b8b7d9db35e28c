import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import pg from 'pg'
import { emptyDatabase } from '../../test/database.ts'
import { silent } from './console.ts'
import { APP_ROLE, appUrlFor, MIGRATIONS, migrate, readMigrations } from './migrate.ts'
import { loginUrlFor } from './postgres.ts'

function folderOf(t: TestContext, files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql)
  return folder
}

async function ask<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

const FIRST = {
  '0001_things.sql': `CREATE TABLE things (id int); GRANT SELECT ON things TO ${APP_ROLE}`,
}
const SECOND = { ...FIRST, '0002_more.sql': 'ALTER TABLE things ADD name text' }

test('an empty database is brought to the newest version, and a second time nothing happens', async (t) => {
  const ownerUrl = await emptyDatabase(t)
  const folder = folderOf(t, SECOND)
  assert.equal((await migrate({ ownerUrl, folder, say: silent })).version, 2)
  const before = await ask(ownerUrl, 'SELECT * FROM jingwei_migrations ORDER BY version')
  const again = await migrate({ ownerUrl, folder, say: silent })
  assert.equal(again.version, 2)
  assert.deepEqual(await ask(ownerUrl, 'SELECT * FROM jingwei_migrations ORDER BY version'), before)
  assert.deepEqual(await ask(again.appUrl, 'SELECT count(*)::int AS n FROM things'), [{ n: 0 }])
})

test('the app role is bound by policies, and its password survives a restart', async (t) => {
  const ownerUrl = await emptyDatabase(t)
  const folder = folderOf(t, FIRST)
  const { appUrl } = await migrate({ ownerUrl, folder, say: silent })
  assert.equal(appUrl, appUrlFor(ownerUrl))
  const roles = await ask(
    appUrl,
    `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles
    WHERE rolname = current_user`,
  )
  assert.deepEqual(roles, [
    { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false },
  ])
  await assert.rejects(ask(appUrl, 'DROP TABLE things'), /must be owner/)
})

test('the real migrations run as an owner who is no superuser', async (t) => {
  const ownerUrl = await emptyDatabase(t)
  const { version } = await migrate({ ownerUrl, say: silent })
  assert.equal(version, readMigrations(MIGRATIONS).length)
  const [role] = await ask<{ rolsuper: boolean }>(
    ownerUrl,
    'SELECT rolsuper FROM pg_roles WHERE rolname = current_user',
  )
  assert.equal(role!.rolsuper, false)
})

test('a migration that was changed after it was applied is refused', async (t) => {
  const ownerUrl = await emptyDatabase(t)
  await migrate({ ownerUrl, folder: folderOf(t, FIRST), say: silent })
  const changed = folderOf(t, {
    '0001_things.sql': 'CREATE TABLE others (id int)',
    '0002_x.sql': 'SELECT 1',
  })
  await assert.rejects(
    migrate({ ownerUrl, folder: changed, say: silent }),
    /0001_things.sql was changed/,
  )
  assert.deepEqual(await ask(ownerUrl, "SELECT to_regclass('others') AS others"), [
    { others: null },
  ])
})

test('other line ends are no change', async (t) => {
  const ownerUrl = await emptyDatabase(t)
  const lines = 'CREATE TABLE things (\n  id int\n)'
  await migrate({ ownerUrl, folder: folderOf(t, { '0001_things.sql': lines }), say: silent })
  const windows = folderOf(t, { '0001_things.sql': lines.replaceAll('\n', '\r\n') })
  assert.equal((await migrate({ ownerUrl, folder: windows, say: silent })).version, 1)
})

test('a newer database is refused and not touched', async (t) => {
  const ownerUrl = await emptyDatabase(t)
  await migrate({ ownerUrl, folder: folderOf(t, SECOND), say: silent })
  await assert.rejects(
    migrate({ ownerUrl, folder: folderOf(t, FIRST), say: silent }),
    /The database is at 2, this program knows 1: upgrade the program/,
  )
})

test('a gap in the files, a doubled number and a gap in the database are refused', async (t) => {
  const ownerUrl = await emptyDatabase(t)
  const gap = folderOf(t, { ...FIRST, '0003_late.sql': 'SELECT 1' })
  await assert.rejects(
    migrate({ ownerUrl, folder: gap, say: silent }),
    /0003_late.sql is out of order/,
  )
  const doubled = folderOf(t, { ...FIRST, '0001_twin.sql': 'SELECT 1' })
  await assert.rejects(
    migrate({ ownerUrl, folder: doubled, say: silent }),
    /0001_twin.sql is out of order/,
  )
  assert.deepEqual(await ask(ownerUrl, "SELECT to_regclass('things') AS things"), [
    { things: null },
  ])
  const folder = folderOf(t, SECOND)
  await migrate({ ownerUrl, folder, say: silent })
  await ask(ownerUrl, 'DELETE FROM jingwei_migrations WHERE version = 1')
  await assert.rejects(migrate({ ownerUrl, folder, say: silent }), /migration 1 is missing/)
})

test('a failing migration names its line, leaves nothing, and runs once mended', async (t) => {
  const ownerUrl = await emptyDatabase(t)
  const broken = { ...FIRST, '0002_bad.sql': 'CREATE TABLE kept (id int);\nSELECT nothing_here;\n' }
  await assert.rejects(
    migrate({ ownerUrl, folder: folderOf(t, broken), say: silent }),
    /0002_bad.sql line 2: column "nothing_here" does not exist/,
  )
  assert.deepEqual(await ask(ownerUrl, "SELECT to_regclass('kept') AS kept"), [{ kept: null }])
  const mended = folderOf(t, { ...FIRST, '0002_bad.sql': 'CREATE TABLE kept (id int)' })
  assert.equal((await migrate({ ownerUrl, folder: mended, say: silent })).version, 2)
})

test('a migration may say that it cannot run in a transaction', async (t) => {
  const ownerUrl = await emptyDatabase(t)
  const apart = {
    ...FIRST,
    '0002_index.sql': '-- no transaction\nCREATE INDEX CONCURRENTLY by_id ON things (id)',
  }
  assert.equal((await migrate({ ownerUrl, folder: folderOf(t, apart), say: silent })).version, 2)
})

test('of several that migrate at once, each migration is applied by one', async (t) => {
  const ownerUrl = await emptyDatabase(t)
  const folder = folderOf(t, SECOND)
  const all = await Promise.all(
    Array.from({ length: 4 }, () => migrate({ ownerUrl, folder, say: silent })),
  )
  assert.deepEqual(
    all.map(({ version }) => version),
    [2, 2, 2, 2],
  )
})

test('an app role that policies do not bind is refused', async (t) => {
  const ownerUrl = await emptyDatabase(t)
  const folder = folderOf(t, FIRST)
  await migrate({ ownerUrl, folder, say: silent })
  await assert.rejects(
    migrate({ ownerUrl, appUrl: ownerUrl, folder, say: silent }),
    /may bypass row-level security/,
  )
})

test('a server that does not answer, and a wrong password, get a clear line', async (t) => {
  const nobody = 'postgresql://a:b@127.0.0.1:1/db'
  await assert.rejects(
    migrate({ ownerUrl: nobody, say: silent }),
    /No PostgreSQL answers at 127.0.0.1:1/,
  )
  const wrong = loginUrlFor(await emptyDatabase(t), 'jingwei', 'wrong')
  await assert.rejects(
    migrate({ ownerUrl: wrong, say: silent }),
    /PostgreSQL refuses .*password authentication failed/,
  )
})

test('only part of the way: up to a version, and on from there', async (t) => {
  const ownerUrl = await emptyDatabase(t)
  const folder = folderOf(t, {})
  cpSync(folderOf(t, SECOND), folder, { recursive: true })
  assert.equal((await migrate({ ownerUrl, folder, say: silent, to: 1 })).version, 1)
  assert.equal((await migrate({ ownerUrl, folder, say: silent })).version, 2)
})
