import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import test, { after } from 'node:test'
import { testApp } from '../../test/app.ts'
import { fileStore } from './files.ts'
import { s3FileStore } from './s3-files.ts'

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const objects = new Map<string, Buffer>()
const refusals: string[] = []
let isDown = false

// A store that takes nothing whose signature it has not computed for itself, by the published algorithm.
const server = createServer(async (request, response) => {
  const body = await buffer(request)
  const fault = isDown ? 'down' : signatureFault(request, body)
  if (fault) {
    refusals.push(fault)
    return response.writeHead(isDown ? 503 : 403).end()
  }
  if (request.method === 'PUT') {
    objects.set(request.url!, body)
    return response.writeHead(200).end()
  }
  const found = objects.get(request.url!)
  return found ? response.writeHead(200).end(found) : response.writeHead(404).end()
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/files`
after(() => {
  server.closeAllConnections()
  server.close()
})

const sha256 = (what: string | Buffer) => createHash('sha256').update(what).digest('hex')
const hmac = (key: string | Buffer, what: string) => createHmac('sha256', key).update(what).digest()

function signatureFault(
  { method, url: path, headers }: IncomingMessage,
  body: Buffer,
): string | null {
  const given = /Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})/.exec(
    headers.authorization ?? '',
  )
  if (!given) return 'not signed'
  const [, credential, names, signature] = given as unknown as [string, string, string, string]
  const [key, day, region, service] = credential.split('/') as [string, string, string, string]
  if (key !== 'AKIDEXAMPLE') return 'another key'
  const claimed = String(headers['x-amz-content-sha256'])
  if (claimed !== 'UNSIGNED-PAYLOAD' && claimed !== sha256(body)) return 'other bytes'
  const lines = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`)
  const canonical = [method, path, '', lines.join(''), names, claimed].join('\n')
  const scope = `${day}/${region}/${service}/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n')
  const signing = ['aws4_request'].reduce(
    (k, part) => hmac(k, part),
    hmac(hmac(hmac(`AWS4${SECRET}`, day), region), service),
  )
  return hmac(signing, toSign).toString('hex') === signature ? null : 'wrong signature'
}

async function store(secret = SECRET) {
  const folder = await mkdtemp(join(tmpdir(), 'jingwei-s3-'))
  after(() => rm(folder, { recursive: true, force: true }))
  return s3FileStore(fileStore(folder), { url, region: 'cn-east-1', key: 'AKIDEXAMPLE', secret })
}

test('what is kept lies in the store under its hash, and comes back to a process that never had it', async () => {
  const first = await store()
  const kept = await first.keep(
    Readable.from([Buffer.from('面料检验报告')]),
    '报告.txt',
    'text/plain',
  )
  assert.deepEqual([...objects.keys()], [`/files/${kept.sha256.slice(0, 2)}/${kept.sha256}`])
  const second = await store()
  const { stream, bytes } = await second.open(kept.sha256)
  assert.deepEqual([await text(stream), bytes], ['面料检验报告', 18])
  objects.clear()
  assert.equal(await text((await second.open(kept.sha256)).stream), '面料检验报告', 'by now a copy')
})

test('a wrong secret keeps nothing, and neither does a store that is down', async () => {
  objects.clear()
  const wrong = await store('another secret')
  const keep = (to: Awaited<ReturnType<typeof store>>) =>
    to.keep(Readable.from([Buffer.from('x')]), 'x', 'text/plain')
  await assert.rejects(keep(wrong), /answered 403/)
  assert.equal(refusals.at(-1), 'wrong signature')
  isDown = true
  await assert.rejects(keep(await store()), /answered 503/)
  isDown = false
  assert.equal(objects.size, 0)
  await assert.rejects((await store()).open('0'.repeat(64)), /answered 404/)
})

test('the app keeps uploads there when its settings say so', async (t) => {
  const env = {
    FILES_S3_URL: url,
    FILES_S3_REGION: 'cn-east-1',
    FILES_S3_KEY: 'AKIDEXAMPLE',
    FILES_S3_SECRET: SECRET,
  }
  const { newOrg } = await testApp(t, { env })
  const user = await newOrg()
  const body =
    '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n你好\r\n--x--\r\n'
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  const made = await user.post('files', body, headers)
  assert.equal(made.status, 201, made.text)
  assert.equal(objects.size, 1)
  assert.equal((await user.get(`files/${made.body.id}`)).text, '你好')
})
