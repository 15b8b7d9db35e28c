import { link, opendir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { type AwayStore, type FileStore, fileLock } from './files.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const BATCH = 500

export interface Swept {
  rows: number
  files: number
  bytes: number
  /** How many of a store elsewhere, or that it is another database's to sweep. */
  away?: number | 'not ours'
}

/**
 * Takes away what nobody will ask for any more: rows of files that nothing has referred to for a day, bytes
 * without a row for an hour, and half-written uploads of processes that died. It may stop or die anywhere,
 * and another may run beside it: the next one finds what is left.
 */
export async function sweepFiles(owner: pg.Pool, files: FileStore, now: Date): Promise<Swept> {
  const swept: Swept = { rows: await dropUnusedRows(owner, now), files: 0, bytes: 0 }
  for await (const batch of batches(namesIn(files.folder))) {
    const known = await shasWithRow(owner, batch)
    for (const sha256 of batch) {
      if (known.has(sha256)) continue
      const bytes = await dropBytes(owner, files.path(sha256), sha256, now)
      if (bytes === null) continue
      swept.files += 1
      swept.bytes += bytes
    }
  }
  await dropParts(files.folder, now)
  if (files.away) swept.away = await sweepAway(owner, files.away, now)
  return swept
}

/**
 * The same for a store elsewhere. Nothing can be moved aside there, so who writes a row asks under the lock of
 * the content whether the bytes are still there, and is told to send them again.
 */
async function sweepAway(owner: pg.Pool, away: AwayStore, now: Date): Promise<number | 'not ours'> {
  if (!(await isOurs(owner, away))) return 'not ours'
  let dropped = 0
  for await (const page of away.names()) {
    const known = await shasWithRow(owner, page)
    for (const sha256 of page) {
      if (!known.has(sha256) && (await dropAway(owner, away, sha256, now))) dropped++
    }
  }
  return dropped
}

/**
 * A copy of this database, loaded elsewhere from a dump, may have been told the same bucket: it knows nothing of
 * what was uploaded since, and would take it away. So only the database that came first sweeps.
 */
async function isOurs(owner: pg.Pool, away: AwayStore): Promise<boolean> {
  const { rows } = await owner.query<{ name: string }>(`
    SELECT system_identifier || '/' || (SELECT oid FROM pg_database WHERE datname = current_database()) AS name
    FROM pg_control_system()`)
  const us = rows[0]!.name
  const holder = await away.owner()
  if (holder === null) await away.claim(us)
  return holder === null || holder === us
}

async function dropAway(
  owner: pg.Pool,
  away: AwayStore,
  sha256: string,
  now: Date,
): Promise<boolean> {
  const isDropped = await underLock(owner, sha256, async () => {
    const writtenAt = await away.writtenAt(sha256)
    if (!writtenAt || !(writtenAt.getTime() < now.getTime() - HOUR_MS)) return false
    await away.remove(sha256)
    return true
  })
  return isDropped ?? false
}

/** Works while nobody can write a row that refers to the content; null when somebody does, or has. */
async function underLock<T>(
  owner: pg.Pool,
  sha256: string,
  work: () => Promise<T>,
): Promise<T | null> {
  const client = await owner.connect()
  try {
    await client.query('BEGIN')
    const lock = await client.query<{ taken: boolean }>(
      `SELECT pg_try_advisory_xact_lock(${fileLock('$1')}) AS taken`,
      [sha256],
    )
    if (!lock.rows[0]!.taken || (await shasWithRow(client, [sha256])).size > 0) return null
    return await work()
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}

/** A day is far longer than anybody composes what the file was uploaded for. */
async function dropUnusedRows(owner: pg.Pool, now: Date): Promise<number> {
  const isUsed = await referencesSql(owner)
  const client = await owner.connect()
  let dropped = 0
  try {
    for (;;) {
      await client.query('BEGIN')
      // The lock keeps new references away; the deletion looks again, and sees those that came before it.
      const { rows } = await client.query<{ id: string }>(
        `SELECT f.id FROM files f WHERE f.created_at < $1 AND NOT (${isUsed})
         LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
        [new Date(now.getTime() - DAY_MS)],
      )
      const { rowCount } = await client.query(
        `DELETE FROM files f WHERE f.id = ANY($1) AND NOT (${isUsed})`,
        [rows.map((row) => row.id)],
      )
      await client.query('COMMIT')
      dropped += rowCount ?? 0
      if (rows.length < BATCH) return dropped
    }
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}

/** Whatever table of whatever module points at `files` keeps its rows: the foreign keys say which do. */
async function referencesSql(owner: pg.Pool): Promise<string> {
  const { rows } = await owner.query<{ taken: string }>(`
    SELECT format('EXISTS (SELECT 1 FROM %s r WHERE r.%I = f.id)', c.conrelid::regclass, a.attname) AS taken
    FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid = 'files'::regclass`)
  return rows.map((row) => row.taken).join(' OR ') || 'false'
}

async function shasWithRow(db: pg.Pool | pg.ClientBase, shas: string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ sha256: string }>(
    'SELECT DISTINCT sha256 FROM files WHERE sha256 = ANY($1)',
    [shas],
  )
  return new Set(rows.map((row) => row.sha256))
}

/**
 * Under the lock of the content no row can be written that refers to it. The bytes are moved aside before
 * their age is looked at: an upload that lays the same content down meanwhile either lies in its place
 * again, or was moved and is put back. So no row is ever left without its bytes.
 */
async function dropBytes(
  owner: pg.Pool,
  path: string,
  sha256: string,
  now: Date,
): Promise<number | null> {
  const isOld = ({ mtimeMs }: { mtimeMs: number }) => mtimeMs < now.getTime() - HOUR_MS
  const found = await stat(path).catch(() => null)
  if (!found || !isOld(found)) return null
  try {
    return await underLock(owner, sha256, async () => {
      const aside = `${path}.swept`
      await rename(path, aside)
      const moved = await stat(aside)
      if (!isOld(moved)) await link(aside, path).catch(unlessThere)
      await rm(aside)
      return isOld(moved) ? moved.size : null
    })
  } catch (error) {
    // Another sweep was here first.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

/** Uploads that were never finished, and what a sweep that died had moved aside. */
async function dropParts(folder: string, now: Date): Promise<void> {
  for await (const path of pathsIn(folder)) {
    if (!/\.(part|swept)$/.test(path)) continue
    const found = await stat(path).catch(() => null)
    if (found && found.mtimeMs < now.getTime() - DAY_MS) await rm(path, { force: true })
  }
}

async function* namesIn(folder: string): AsyncGenerator<string> {
  for await (const path of pathsIn(folder)) {
    const name = path.slice(path.lastIndexOf('/') + 1)
    if (/^[0-9a-f]{64}$/.test(name)) yield name
  }
}

async function* pathsIn(folder: string): AsyncGenerator<string> {
  const opened = await opendir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (!opened) return
  for await (const entry of opened) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* pathsIn(path)
    else yield path
  }
}

async function* batches(names: AsyncIterable<string>): AsyncGenerator<string[]> {
  let batch: string[] = []
  for await (const name of names) {
    batch.push(name)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
