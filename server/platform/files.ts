import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Tx } from './ctx.ts'
import { AppError, found } from './errors.ts'
import { newId } from './ids.ts'

/** Bytes that lie on disk under their own hash, not yet known to any org. */
export interface KeptBytes {
  name: string
  mediaType: string
  bytes: number
  sha256: string
  path: string
  /** Whether the bytes lie where they are kept for good: a sweep may have taken them since. */
  isThere(): Promise<boolean>
}

/** A store elsewhere, where files are named by their hash as here. */
export interface AwayStore {
  /** All names of files, some at a time; whatever else lies there is not ours to see. */
  names(): AsyncGenerator<string[]>
  /** When it was last written; null when it is not there. */
  writtenAt(sha256: string): Promise<Date | null>
  /** The bytes as they come; null when they are not there. */
  read(sha256: string): Promise<Readable | null>
  remove(sha256: string): Promise<void>
  /** Who takes away there what nobody refers to, as `claim` has said; null before anybody has. */
  owner(): Promise<string | null>
  claim(owner: string): Promise<void>
}

export interface FileStore {
  folder: string
  /** Where files lie when not in the folder, which then holds copies. */
  away: AwayStore | null
  /** Writes a stream to disk, at most `bytesMax`; the same content is kept once. */
  keep(
    stream: Readable & { truncated?: boolean },
    name: string,
    mediaType: string,
  ): Promise<KeptBytes>
  open(sha256: string): Promise<{ stream: Readable; bytes: number }>
  /** Where a copy lies, or would lie, on this machine. */
  path(sha256: string): string
  /** A copy on this machine, for readers that need a path. */
  local(sha256: string): Promise<string>
}

const pathIn = (folder: string, sha256: string) => join(folder, sha256.slice(0, 2), sha256)

export function fileStore(folder: string): FileStore {
  const path = (sha256: string) => pathIn(folder, sha256)
  return {
    folder,
    away: null,
    path,
    local: async (sha256) => path(sha256),
    keep: (stream, name, mediaType) => keepIn(folder, stream, name, mediaType),
    async open(sha256) {
      const { size } = await stat(path(sha256))
      return { stream: createReadStream(path(sha256)), bytes: size }
    },
  }
}

/** As `keep`; before the bytes take their place `onWritten` may carry them on, from where nobody else moves them. */
export async function keepIn(
  folder: string,
  stream: Readable & { truncated?: boolean },
  name: string,
  mediaType: string,
  onWritten: (part: string, sha256: string) => Promise<void> = async () => {},
): Promise<KeptBytes> {
  await mkdir(folder, { recursive: true })
  const part = join(folder, `${newId()}.part`)
  const hash = createHash('sha256')
  let bytes = 0
  try {
    await pipeline(
      stream,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk)
          bytes += chunk.length
          yield chunk
        }
      },
      createWriteStream(part),
    )
    if (stream.truncated) throw new AppError('too_large', { reason: 'file_too_large' })
    if (bytes === 0) throw new AppError('bad_input', { reason: 'file_empty' })
    const sha256 = hash.digest('hex')
    // The row that names the file may commit next, so the bytes must be on disk before.
    const handle = await open(part, 'r')
    await handle.sync()
    await handle.close()
    await onWritten(part, sha256)
    const target = pathIn(folder, sha256)
    await mkdir(dirname(target), { recursive: true })
    await rename(part, target)
    const isThere = () => isFile(target)
    return { name: safeName(name), mediaType, bytes, sha256, path: target, isThere }
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

export async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/** Keeps the name as people wrote it, less what a path or a header could be broken with. */
function safeName(name: string): string {
  const plain = name.replace(/[\u0000-\u001f\u007f/\\:*?"<>|]/g, '_').trim()
  return plain.slice(-120) || 'file'
}

/** The advisory lock of one content: whoever writes a row for it shares it, who sweeps it has it alone. */
export function fileLock(sha256: string): string {
  return `hashtextextended(${sha256}, 5180102)`
}

/** Makes kept bytes an org's file. From here on no sweep takes them; one that just did shows here. */
export async function insertFile(tx: Tx, kept: KeptBytes) {
  await tx.client.query(`SELECT pg_advisory_xact_lock_shared(${fileLock('$1')})`, [kept.sha256])
  if (!(await kept.isThere())) throw new AppError('unavailable', { reason: 'file_swept' })
  const id = newId(tx.now().getTime())
  await tx.db
    .insertInto('files')
    .values({
      id,
      org_id: tx.actor.orgId as string,
      name: kept.name,
      media_type: kept.mediaType,
      bytes: kept.bytes,
      sha256: kept.sha256,
      created_by: tx.actor.personId,
      created_at: tx.now().toISOString(),
    })
    .execute()
  return { id, name: kept.name, mediaType: kept.mediaType, bytes: kept.bytes }
}

export async function getFile(tx: Tx, id: string) {
  const row = await tx.db.selectFrom('files').selectAll().where('id', '=', id).executeTakeFirst()
  return found(row, 'file')
}
