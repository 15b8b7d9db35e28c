import { createWriteStream, openAsBlob } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AwsV4Signer } from 'aws4fetch'
import type { FileStore } from './files.ts'
import { newId } from './ids.ts'

export interface S3Settings {
  /** The bucket's own address, in whichever style the store has it: `https://minio:9000/files`. */
  url: string
  region: string
  key: string
  secret: string
}

const TIMEOUT_MS = 60_000

/**
 * Files in any store that speaks S3. What is acknowledged lies there; the data folder holds copies of what this
 * process has written or read, and may be emptied at any time.
 */
export function s3FileStore(cache: FileStore, settings: S3Settings): FileStore {
  const urlOf = (sha256: string) => `${settings.url}/${sha256.slice(0, 2)}/${sha256}`

  async function call(method: 'PUT' | 'GET', sha256: string, body?: Blob): Promise<Response> {
    const signed = await new AwsV4Signer({
      method,
      url: urlOf(sha256),
      accessKeyId: settings.key,
      secretAccessKey: settings.secret,
      service: 's3',
      region: settings.region,
      // The name of a file is the hash of its bytes, so what arrives is checked against it on the other side.
      ...(body && { headers: { 'x-amz-content-sha256': sha256 } }),
    }).sign()
    const answer = await fetch(signed.url, {
      method,
      headers: signed.headers,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body && { body }),
    })
    if (answer.ok) return answer
    await answer.body?.cancel()
    throw new Error(`the file store answered ${answer.status} to ${method} ${sha256}`)
  }

  async function local(sha256: string): Promise<string> {
    const path = cache.path(sha256)
    if (await isThere(path)) return path
    const answer = await call('GET', sha256)
    await mkdir(dirname(path), { recursive: true })
    const part = `${path}.${newId()}.part`
    try {
      await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(part))
      await rename(part, path)
    } catch (error) {
      await rm(part, { force: true })
      throw error
    }
    return path
  }

  return {
    folder: cache.folder,
    path: cache.path,
    local,
    async keep(stream, name, mediaType) {
      const kept = await cache.keep(stream, name, mediaType)
      await call('PUT', kept.sha256, await openAsBlob(cache.path(kept.sha256)))
      return kept
    },
    async open(sha256) {
      await local(sha256)
      return cache.open(sha256)
    },
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
