import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { after } from 'node:test'
import { isPublicAddress, OutboundFailure, openOutbound } from './outbound.ts'

let answer: RequestListener = (_request, response) => void response.end('ok')
let calls = 0
const server = createServer((request, response) => {
  calls++
  answer(request, response)
}).listen(0, '127.0.0.1')
await once(server, 'listening')
after(() => {
  server.closeAllConnections()
  server.close()
})
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
const inside = openOutbound({ allowsPrivate: true, timeoutMs: 400 })
const outside = openOutbound({ allowsPrivate: false })
const failure = async (work: Promise<unknown>) =>
  work.then(
    () => 'sent',
    (error) => (error instanceof OutboundFailure ? error.kind : String(error)),
  )
const call = (to: string) => ({ url: to, headers: { 'content-type': 'text/plain' }, body: '经纬' })

test('private, local and metadata addresses are not public, however they are spelled', () => {
  for (const address of [
    ...[
      '127.0.0.1',
      '10.0.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '169.254.169.254',
      '100.100.100.200',
    ],
    ...['0.0.0.0', '255.255.255.255', '224.0.0.1', '198.18.0.1', '::1', '::', 'fe80::1', 'fd00::1'],
    ...[
      '::ffff:127.0.0.1',
      '::ffff:a9fe:a9fe',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      'ff02::1',
      'no address',
    ],
  ]) {
    assert.equal(isPublicAddress(address), false, address)
  }
  for (const address of ['1.1.1.1', '223.5.5.5', '172.32.0.1', '2400:3200::1', '2606:4700::1111']) {
    assert.equal(isPublicAddress(address), true, address)
  }
})

test('asking is bound like sending: no address inside, and no more bytes than wanted', async () => {
  answer = (_request, response) => void response.writeHead(302, { location: '/x' }).end('12345')
  const head = await inside.get(url, 5)
  assert.deepEqual([head.status, head.headers.location, String(head.bytes)], [302, '/x', '12345'])
  assert.equal(await failure(inside.get(url, 4)), 'answer_too_long')
  const before = calls
  assert.equal(await failure(outside.get(url, 5)), 'address_refused')
  assert.equal(await failure(inside.get('file:///etc/passwd', 5)), 'address_refused')
  assert.equal(calls, before)
  answer = (_request, response) => void response.end('ok')
})

test('nothing leaves for an address inside, by number, by name or by trick', async () => {
  const port = new URL(url).port
  const before = calls
  for (const host of [
    '127.0.0.1',
    'localhost',
    '[::1]',
    '2130706433',
    '0x7f.1',
    '[::ffff:127.0.0.1]',
    '0',
  ]) {
    const kind = await failure(outside.post(call(`http://${host}:${port}/`)))
    assert.ok(['address_refused', 'name_unknown'].includes(kind), `${host}: ${kind}`)
  }
  for (const odd of [
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    'not an address',
    'https://a:b@example.com/',
  ]) {
    assert.equal(await failure(outside.post(call(odd))), 'address_refused', odd)
  }
  assert.equal(calls, before)
})

test('a call is sent once with its length, and its answer is read', async () => {
  let body = ''
  answer = (request, response) => {
    request.setEncoding('utf8').on('data', (part) => (body += part))
    request.on('end', () => response.writeHead(201, { 'x-a': 'b' }).end('好'))
  }
  const answered = await inside.post(call(url))
  assert.deepEqual(
    [answered.status, answered.text, answered.headers['x-a'], body],
    [201, '好', 'b', '经纬'],
  )
})

test('redirects are not followed; silence, floods and refusals end', async () => {
  const before = calls
  answer = (_request, response) => response.writeHead(302, { location: url }).end()
  assert.equal((await inside.post(call(url))).status, 302)
  assert.equal(calls, before + 1)
  answer = () => {}
  assert.equal(await failure(inside.post(call(url))), 'timed_out')
  answer = (_request, response) => {
    const flood = setInterval(() => response.write('x'.repeat(20_000)), 1)
    response.on('close', () => clearInterval(flood))
  }
  assert.equal(await failure(inside.post(call(url))), 'answer_too_long')
  assert.equal(await failure(inside.post(call('http://127.0.0.1:1/'))), 'unreachable')
  assert.equal(await failure(inside.post(call('http://no-such-name.invalid/'))), 'name_unknown')
})
