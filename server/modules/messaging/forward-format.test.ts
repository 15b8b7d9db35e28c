import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import test from 'node:test'
import fc from 'fast-check'
import {
  batchOf,
  callOf,
  freeAt,
  type Item,
  KINDS,
  nextTryMs,
  outcomeOf,
  type Target,
} from './forward-format.ts'
import { DESTINATION_KINDS } from './robot-schema.ts'

const AT = Date.UTC(2026, 10, 24, 8)
const item = (n: number, text = `第 ${n} 条`): Item => ({
  id: `i${n}`,
  title: '夏装 118',
  text,
  at: new Date(AT).toISOString(),
})
const target = (kind: Target['kind'], secret = ''): Target => ({
  kind,
  url: 'https://robot.example/hook?access_token=t',
  secret,
  language: 'zh',
})
const answer = (status: number, body: unknown, headers = {}) => ({
  status,
  headers,
  text: typeof body === 'string' ? body : JSON.stringify(body),
})

test('each kind gets its own format', () => {
  const body = (kind: Target['kind']) => JSON.parse(callOf(target(kind), 'c1', [item(1)], AT).body)
  assert.deepEqual(body('wecom'), {
    msgtype: 'markdown',
    markdown: { content: '**夏装 118**\n第 1 条' },
  })
  assert.deepEqual(body('dingtalk'), {
    msgtype: 'markdown',
    markdown: { title: '夏装 118', text: '**夏装 118**\n第 1 条' },
  })
  assert.equal(body('feishu').msg_type, 'interactive')
  assert.equal(body('feishu').card.elements[0].content, '**夏装 118**\n第 1 条')
  const event = body('webhook')
  assert.deepEqual([event.specversion, event.id, event.data.items.length], ['1.0', 'c1', 1])
})

test('DingTalk’s and Feishu’s signatures are those of their documents', () => {
  const signed = new URL(callOf(target('dingtalk', 'SECxyz'), 'c', [item(1)], AT).url)
  assert.equal(signed.searchParams.get('timestamp'), String(AT))
  assert.equal(
    signed.searchParams.get('sign'),
    createHmac('sha256', 'SECxyz').update(`${AT}\nSECxyz`).digest('base64'),
  )
  assert.equal(signed.searchParams.get('access_token'), 't')
  const feishu = JSON.parse(
    callOf(target('feishu', 'demo'), 'c', [item(1)], 1_599_360_473_000).body,
  )
  assert.equal(feishu.timestamp, '1599360473')
  assert.equal(feishu.sign, createHmac('sha256', '1599360473\ndemo').update('').digest('base64'))
})

test('a plain webhook is signed by the standard’s own example', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const { headers, body } = callOf(target('webhook', secret), 'msg_1', [item(1)], AT)
  const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64')
  const signed = createHmac('sha256', key)
    .update(`msg_1.${AT / 1000}.${body}`)
    .digest('base64')
  assert.equal(headers['webhook-signature'], `v1,${signed}`)
  assert.equal(headers['webhook-timestamp'], String(AT / 1000))
})

test('what waits goes out together, in order, and never longer than the kind allows', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...DESTINATION_KINDS),
      fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 60 }),
      (kind, lengths) => {
        const waiting = lengths.map((length, n) => item(n, '字'.repeat(length)))
        const batch = batchOf(kind, waiting)
        assert.ok(batch.length >= 1)
        assert.deepEqual(batch, waiting.slice(0, batch.length))
        const { body } = callOf(
          target(kind, kind === 'webhook' ? 'whsec_AAAA' : ''),
          'c',
          batch,
          AT,
        )
        const text = kind === 'wecom' ? JSON.parse(body).markdown.content : body
        if (kind !== 'webhook' || batch.length > 1) {
          assert.ok(
            Buffer.byteLength(text) <= KINDS[kind].bytesMax,
            `${kind} ${Buffer.byteLength(text)}`,
          )
        }
        assert.ok(!text.includes('\ufffd'))
      },
    ),
    { numRuns: 200 },
  )
})

test('whatever is asked, no window ever holds more than its kind allows', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...DESTINATION_KINDS),
      fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 1, maxLength: 300 }),
      (kind, pauses) => {
        let sent: number[] = []
        let now = AT
        for (const pause of pauses) {
          now = freeAt(kind, sent, now + pause)
          sent = [now, ...sent].slice(0, 700)
        }
        for (const { count, windowMs } of KINDS[kind].limits) {
          for (const [at, time] of sent.entries()) {
            const older = sent[at + count]
            assert.ok(older === undefined || time - older >= windowMs)
          }
        }
      },
    ),
  )
})

test('answers mean what their documents say', () => {
  const kinds = (kind: Target['kind'], status: number, body: unknown, headers = {}) =>
    outcomeOf(kind, answer(status, body, headers))
  const cases: [ReturnType<typeof outcomeOf>, ReturnType<typeof outcomeOf>][] = [
    [kinds('wecom', 200, { errcode: 0 }), { kind: 'taken' }],
    [kinds('wecom', 200, { errcode: 45009 }), { kind: 'too_often', waitMs: 61_000 }],
    [kinds('wecom', 200, { errcode: 93000 }), { kind: 'never', failure: 'key_unknown' }],
    [kinds('wecom', 200, { errcode: -1 }), { kind: 'again', failure: 'code_-1' }],
    [kinds('wecom', 502, '<html>'), { kind: 'again', failure: 'status_502' }],
    [kinds('dingtalk', 200, { errcode: 130101 }), { kind: 'too_often', waitMs: 601_000 }],
    [
      kinds('dingtalk', 200, { errcode: 310000 }),
      { kind: 'never', failure: 'signature_or_keyword' },
    ],
    [kinds('feishu', 200, { code: 0 }), { kind: 'taken' }],
    [kinds('feishu', 200, { StatusCode: 0 }), { kind: 'taken' }],
    [kinds('feishu', 200, { code: 11232 }), { kind: 'too_often', waitMs: 61_000 }],
    [kinds('feishu', 400, { code: 19021 }), { kind: 'never', failure: 'signature_or_keyword' }],
    [kinds('webhook', 204, ''), { kind: 'taken' }],
    [kinds('webhook', 302, ''), { kind: 'again', failure: 'status_302' }],
    [kinds('webhook', 410, ''), { kind: 'never', failure: 'gone' }],
    [kinds('webhook', 429, '', { 'retry-after': '7' }), { kind: 'too_often', waitMs: 7000 }],
    [kinds('feishu', 200, 'null'), { kind: 'again', failure: 'status_200' }],
  ]
  for (const [found, expected] of cases) assert.deepEqual(found, expected)
})

test('tries grow apart and end', () => {
  const waits = Array.from({ length: 9 }, (_, i) => nextTryMs(i + 1))
  assert.equal(waits.at(-1), null)
  assert.deepEqual(
    waits.slice(0, -1),
    [...waits.slice(0, -1)].sort((a, b) => a! - b!),
  )
})
