import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { S3Settings } from '../server/platform/s3-files.ts'

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const PAGE = 2

/**
 * A store that takes nothing whose signature it has not computed for itself, by the published algorithm. It
 * lists two names at a time, so that whoever lists must ask again.
 */
export async function s3StandIn(t: { after(work: () => unknown): void }) {
  /** By path below the bucket: `/ab/abc…`. */
  const objects = new Map<string, { bytes: Buffer; writtenAt: Date }>()
  const state = { isDown: false, refusals: [] as string[], now: () => new Date() }
  const server = createServer(async (request, response) => {
    const body = await buffer(request)
    const fault = state.isDown ? 'down' : signatureFault(request, body)
    if (fault) {
      state.refusals.push(fault)
      return response.writeHead(state.isDown ? 503 : 403).end()
    }
    answer(request, response, body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })

  function answer({ method, url }: IncomingMessage, response: ServerResponse, body: Buffer) {
    const { pathname, searchParams } = new URL(url!, 'http://x')
    const path = pathname.slice('/files'.length)
    if (path === '') return response.end(listed(searchParams.get('continuation-token')))
    if (method === 'PUT') objects.set(path, { bytes: body, writtenAt: state.now() })
    if (method === 'PUT' || (method === 'DELETE' && (objects.delete(path) || true)))
      return response.writeHead(method === 'PUT' ? 200 : 204).end()
    const found = objects.get(path)
    if (!found) return response.writeHead(404).end()
    response.writeHead(200, { 'last-modified': found.writtenAt.toUTCString() })
    return response.end(found.bytes)
  }

  function listed(token: string | null): string {
    const names = [...objects.keys()].sort()
    const from = token === null ? 0 : names.findIndex((name) => `&${name}` > token)
    const page = names.slice(from, from + PAGE)
    const isLast = from + PAGE >= names.length
    const keys = page.map((name) => `<Contents><Key>${name.slice(1)}</Key></Contents>`).join('')
    const next = `<NextContinuationToken>&amp;${page.at(-1)}</NextContinuationToken>`
    return `<ListBucketResult>${keys}${isLast ? '' : next}</ListBucketResult>`
  }
  const { port } = server.address() as AddressInfo
  const settings: S3Settings = {
    ...{ url: `http://127.0.0.1:${port}/files`, region: 'cn-east-1', key: 'AKIDEXAMPLE' },
    secret: SECRET,
  }
  const env = {
    ...{ FILES_S3_URL: settings.url, FILES_S3_REGION: settings.region },
    ...{ FILES_S3_KEY: settings.key, FILES_S3_SECRET: settings.secret },
  }
  return { objects, state, settings, env }
}

const sha256 = (what: string | Buffer) => createHash('sha256').update(what).digest('hex')
const hmac = (key: string | Buffer, what: string) => createHmac('sha256', key).update(what).digest()

function signatureFault({ method, url, headers }: IncomingMessage, body: Buffer): string | null {
  const given = /Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})/.exec(
    headers.authorization ?? '',
  )
  if (!given) return 'not signed'
  const [, credential, names, signature] = given as unknown as [string, string, string, string]
  const [key, day, region, service] = credential.split('/') as [string, string, string, string]
  if (key !== 'AKIDEXAMPLE') return 'another key'
  const claimed = String(headers['x-amz-content-sha256'])
  if (claimed !== 'UNSIGNED-PAYLOAD' && claimed !== sha256(body)) return 'other bytes'
  const { pathname, searchParams } = new URL(url!, 'http://x')
  const query = [...searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&')
  const lines = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`)
  const canonical = [method, pathname, query, lines.join(''), names, claimed].join('\n')
  const scope = `${day}/${region}/${service}/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n')
  const signing = ['aws4_request'].reduce(
    (k, part) => hmac(k, part),
    hmac(hmac(hmac(`AWS4${SECRET}`, day), region), service),
  )
  return hmac(signing, toSign).toString('hex') === signature ? null : 'wrong signature'
}
