import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
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
}

export interface FileStore {
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

export function fileStore(folder: string): FileStore {
  const path = (sha256: string) => join(folder, sha256.slice(0, 2), sha256)
  return {
    path,
    local: async (sha256) => path(sha256),
    async keep(stream, name, mediaType) {
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
        await mkdir(join(folder, sha256.slice(0, 2)), { recursive: true })
        await rename(part, path(sha256))
        return { name: safeName(name), mediaType, bytes, sha256 }
      } catch (error) {
        await rm(part, { force: true })
        throw error
      }
    },
    async open(sha256) {
      const { size } = await stat(path(sha256))
      return { stream: createReadStream(path(sha256)), bytes: size }
    },
  }
}

/** Keeps the name as people wrote it, less what a path or a header could be broken with. */
function safeName(name: string): string {
  const plain = name.replace(/[\u0000-\u001f\u007f/\\:*?"<>|]/g, '_').trim()
  return plain.slice(-120) || 'file'
}

export async function insertFile(tx: Tx, kept: KeptBytes) {
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
