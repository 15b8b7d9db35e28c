import { createReadStream, existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { Readable } from 'node:stream'
import type pg from 'pg'
import type { Config } from './config.ts'
import { Fault } from './console.ts'
import { type FileStore, fileStore, isFile } from './files.ts'
import { s3FileStore } from './s3-files.ts'

export type StoreConfig = Pick<Config, 'dataDir'> & Partial<Pick<Config, 'filesS3'>>
interface Stored {
  path: string
  body: Readable
}
const PAGE = 1000

/**
 * The stored files of a dump, one after another. They never change, and each lies in its place before the row
 * that names it commits. One that is not there is told of and left out: the sweep may have taken it meanwhile.
 */
export async function* storedFiles(
  client: pg.Client,
  config: StoreConfig,
  onMissing: () => void,
): AsyncGenerator<Stored> {
  const folder = join(config.dataDir, 'files')
  if (!config.filesS3) {
    for (const path of await listFiles(folder)) {
      yield { path, body: createReadStream(join(folder, path)) }
    }
    return
  }
  const files = s3FileStore(fileStore(folder), config.filesS3)
  for await (const sha256 of namedFiles(client)) {
    const path = files.path(sha256)
    // Read past the data folder, which a dump need not fill with copies.
    const body = (await isFile(path)) ? createReadStream(path) : await files.away!.read(sha256)
    if (body) yield { path: `${sha256.slice(0, 2)}/${sha256}`, body }
    else onMissing()
  }
}

async function* namedFiles(client: pg.Client): AsyncGenerator<string> {
  for (let after = ''; ; ) {
    const { rows } = await client.query<{ sha256: string }>(
      `SELECT DISTINCT sha256 FROM files WHERE sha256 > $1 ORDER BY 1 LIMIT ${PAGE}`,
      [after],
    )
    for (const { sha256 } of rows) yield sha256
    if (rows.length < PAGE) return
    after = rows.at(-1)!.sha256
  }
}

async function listFiles(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

/** Where files of a dump are kept in a store elsewhere: under the hash of what came, which must be their name. */
export async function keepAway(
  files: FileStore,
  path: string,
  body: AsyncIterable<Buffer>,
): Promise<string> {
  const kept = await files.keep(Readable.from(body), 'file', 'application/octet-stream')
  if (!path.endsWith(`/${kept.sha256}`))
    throw new Fault(`The dump holds other bytes than the name of ${path} says.`)
  return kept.path
}
