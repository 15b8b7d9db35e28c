import { createWriteStream, openAsBlob } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AwsV4Signer } from 'aws4fetch'
import { type AwayStore, type FileStore, isFile, keepIn } from './files.ts'
import { newId } from './ids.ts'

export interface S3Settings {
  /** The bucket's own address, in whichever style the store has it: `https://minio:9000/files`. */
  url: string
  region: string
  key: string
  secret: string
}
interface Call {
  method: 'PUT' | 'GET' | 'HEAD' | 'DELETE'
  /** Below the bucket; empty for the bucket itself. */
  path: string
  headers?: Record<string, string>
  body?: Blob | string
}

const TIMEOUT_MS = 60_000
/** Names who sweeps the bucket. */
const OWNER = 'jingwei-owner'

/**
 * Files in any store that speaks S3. What is acknowledged lies there; the data folder holds copies of what this
 * process has written or read, and may be emptied at any time.
 */
export function s3FileStore(cache: FileStore, settings: S3Settings): FileStore {
  const away = awayStore(settings)

  async function local(sha256: string): Promise<string> {
    const path = cache.path(sha256)
    if (await isFile(path)) return path
    const bytes = await away.read(sha256)
    if (!bytes) throw new Error(`the file store does not have ${sha256}`)
    await mkdir(dirname(path), { recursive: true })
    const part = `${path}.${newId()}.part`
    try {
      await pipeline(bytes, createWriteStream(part))
      await rename(part, path)
    } catch (error) {
      await rm(part, { force: true })
      throw error
    }
    return path
  }

  return {
    folder: cache.folder,
    away,
    path: cache.path,
    local,
    async keep(stream, name, mediaType) {
      const carry = async (part: string, sha256: string) =>
        away.write(sha256, await openAsBlob(part))
      const kept = await keepIn(cache.folder, stream, name, mediaType, carry)
      // The copy here says nothing: another process may have swept the store since.
      return { ...kept, isThere: async () => (await away.writtenAt(kept.sha256)) !== null }
    },
    async open(sha256) {
      await local(sha256)
      return cache.open(sha256)
    },
  }
}

interface S3Store extends AwayStore {
  write(sha256: string, bytes: Blob): Promise<void>
}

function awayStore(settings: S3Settings): S3Store {
  const placeOf = (sha256: string) => `/${sha256.slice(0, 2)}/${sha256}`
  const ask = (call: Call) => callStore(settings, call)
  return {
    async write(sha256, bytes) {
      // The name of a file is the hash of its bytes, so what arrives is checked against it on the other side.
      const headers = { 'x-amz-content-sha256': sha256 }
      await drained(await ask({ method: 'PUT', path: placeOf(sha256), headers, body: bytes }))
    },
    async *names() {
      let token: string | null = null
      do {
        const query: URLSearchParams = new URLSearchParams({ 'list-type': '2' })
        if (token) query.set('continuation-token', token)
        const answer = await ask({ method: 'GET', path: `?${query}` })
        if (!answer) throw new Error('the file store has no such bucket')
        const page = await answer.text()
        const keys = [...page.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key as string)
        yield keys.flatMap((key) => /^([0-9a-f]{2})\/(\1[0-9a-f]{62})$/.exec(key)?.[2] ?? [])
        token = plain(/<NextContinuationToken>([^<]+)</.exec(page)?.[1] ?? null)
      } while (token)
    },
    async writtenAt(sha256) {
      const answer = await ask({ method: 'HEAD', path: placeOf(sha256) })
      return answer && new Date(answer.headers.get('last-modified') ?? '')
    },
    async read(sha256) {
      const answer = await ask({ method: 'GET', path: placeOf(sha256) })
      return answer && Readable.from(flowing(answer.body!))
    },
    async remove(sha256) {
      await drained(await ask({ method: 'DELETE', path: placeOf(sha256) }))
    },
    async owner() {
      const answer = await ask({ method: 'GET', path: `/${OWNER}` })
      return answer && (await answer.text())
    },
    async claim(owner) {
      await drained(await ask({ method: 'PUT', path: `/${OWNER}`, body: owner }))
    },
  }
}

/** Calls the store; null where it says that there is no such thing. */
async function callStore(
  settings: S3Settings,
  { method, path, headers, body }: Call,
): Promise<Response | null> {
  const signed = await new AwsV4Signer({
    method,
    url: `${settings.url}${path}`,
    accessKeyId: settings.key,
    secretAccessKey: settings.secret,
    service: 's3',
    region: settings.region,
    ...(headers && { headers }),
    ...(typeof body === 'string' && { body }),
  }).sign()
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), TIMEOUT_MS)
  try {
    const answer = await fetch(signed.url, {
      method,
      headers: signed.headers,
      redirect: 'error',
      signal: patience.signal,
      ...(body !== undefined && { body }),
    })
    if (answer.ok) return answer
    await answer.body?.cancel()
    if (answer.status === 404 && method !== 'PUT') return null
    throw new Error(`the file store answered ${answer.status} to ${method} ${path}`)
  } finally {
    clearTimeout(timer)
  }
}

/** Bytes as they come. A long file may take its time, and a store that falls silent may not. */
async function* flowing(body: ReadableStream<Uint8Array>): AsyncGenerator<Buffer> {
  const reader = body.getReader()
  try {
    for (;;) {
      const silent = Promise.withResolvers<never>()
      const timer = setTimeout(
        () => silent.reject(new Error('the file store fell silent')),
        TIMEOUT_MS,
      )
      const { done, value } = await Promise.race([reader.read(), silent.promise]).finally(() =>
        clearTimeout(timer),
      )
      if (done) return
      yield Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    }
  } finally {
    await reader.cancel()
  }
}

async function drained(answer: Response | null): Promise<void> {
  await answer?.body?.cancel()
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const plain = (text: string | null) =>
  text && text.replace(/&(\w+);/g, (whole, name) => ENTITIES[name] ?? whole)
