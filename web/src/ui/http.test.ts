import assert from 'node:assert/strict'
import { beforeEach, mock, test } from 'node:test'
import { ApiError, address, fileNameOf, http, whenSignedOut } from './http.ts'

interface Call {
  url: string
  init: RequestInit & { headers: Record<string, string> }
}
let calls: Call[] = []
let answers: (Response | Error)[] = []
Object.defineProperty(globalThis, 'navigator', { value: { onLine: true }, configurable: true })

beforeEach(() => {
  calls = []
  answers = []
  mock.method(globalThis, 'fetch', async (url: string, init: Call['init']) => {
    calls.push({ url, init })
    const answer = answers.shift()
    if (answer instanceof Error) throw answer
    return answer ?? Response.json({})
  })
})

const problem = (status: number, code: string) =>
  new Response(JSON.stringify({ code }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  })

test('empty values are left out of the address and lists repeat their name', () => {
  assert.equal(
    address('/partners', { q: '布 & 线', tier: [1, 2], cursor: undefined, kind: '' }),
    '/api/v1/partners?q=%E5%B8%83+%26+%E7%BA%BF&tier=1&tier=2',
  )
  assert.equal(address('/me'), '/api/v1/me')
})

test('every create carries a key of its own', async () => {
  await http.post('/chains', { name: 'A' })
  await http.post('/chains', { name: 'A' })
  const keys = calls.map((call) => call.init.headers['idempotency-key'])
  assert.match(keys[0]!, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.notEqual(keys[0], keys[1])
})

test('a create whose answer was lost is sent again under the same key', async () => {
  answers = [new TypeError('Failed to fetch'), Response.json({ id: '1' }, { status: 201 })]
  assert.deepEqual(await http.post('/chains', { name: 'A' }), { id: '1' })
  assert.equal(calls.length, 2)
  assert.equal(calls[0]!.init.headers['idempotency-key'], calls[1]!.init.headers['idempotency-key'])
})

test('a change is not repeated, and its lost answer is an ApiError', async () => {
  answers = [new TypeError('Failed to fetch')]
  await assert.rejects(
    http.patch('/org', {}, { version: 3 }),
    (e) => e instanceof ApiError && e.code === 'no_answer',
  )
  assert.equal(calls.length, 1)
})

test('an update sends the version that was read', async () => {
  await http.patch('/org', { name: 'A' }, { version: 7 })
  assert.equal(calls[0]!.init.headers['if-match'], '"7"')
  assert.equal(calls[0]!.init.body, '{"name":"A"}')
})

test('a session that has ended is told to the frame, a wrong password is not', async () => {
  let ended = 0
  whenSignedOut(() => ended++)
  answers = [problem(401, 'wrong_login'), problem(401, 'not_signed_in')]
  await assert.rejects(http.post('/sessions', {}), { code: 'wrong_login' })
  assert.equal(ended, 0)
  await assert.rejects(http.get('/me'), { code: 'not_signed_in' })
  assert.equal(ended, 1)
})

test('an answer without content is null', async () => {
  answers = [new Response(null, { status: 204 })]
  assert.equal(await http.delete('/sessions/current'), null)
})

test('a download is named as the server spells it', () => {
  assert.equal(fileNameOf("attachment; filename*=UTF-8''%E5%9B%9E%E6%89%A7.xlsx"), '回执.xlsx')
  assert.equal(fileNameOf('attachment; filename="receipts.xlsx"'), 'receipts.xlsx')
  assert.equal(fileNameOf(null), 'download')
})
