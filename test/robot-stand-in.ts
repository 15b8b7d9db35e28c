import assert from 'node:assert/strict'
import { createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as textOf } from 'node:stream/consumers'

interface Taken {
  id: string
  text: string
  body: string
}
export interface RobotInbox {
  taken: Taken[]
  refused: Taken[]
  /** Times of calls in the present window, and until when it is deaf. */
  calls: number[]
  deafUntil: number
  /** What it answers instead of taking, when set. */
  status: number
  code: number
}

/**
 * Robots of WeCom, DingTalk and Feishu and a plain webhook, as their documents describe them: their limits and
 * blocks on the given clock, their signatures and their ways to say no.
 */
export async function robotStandIn(t: { after(work: () => unknown): void }, now: () => number) {
  const inboxes = new Map<string, RobotInbox>()
  const state = { secret: '' as string | null }
  const server = createServer(async (request, response) => {
    const body = await textOf(request)
    const { status, answer } = receive(request, body)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo

  function receive(request: IncomingMessage, body: string) {
    const url = new URL(request.url!, 'http://x')
    const kind = url.pathname.slice(1)
    const inbox = inboxes.get(url.searchParams.get('key')!)!
    const call = { id: String(request.headers['webhook-id']), text: wordsOf(kind, body), body }
    const no = (status: number, answer: unknown) => {
      inbox.refused.push(call)
      return { status, answer }
    }
    if (inbox.status !== 200) return no(inbox.status, {})
    if (inbox.code !== 0) return no(200, { errcode: inbox.code, code: inbox.code })
    const problem = signatureFault(kind, url, request, body)
    if (problem) return no(200, problem)
    const tooMuch = limitFault(kind, inbox)
    if (tooMuch) return no(200, tooMuch)
    if (kind === 'wecom') {
      const { content } = JSON.parse(body).markdown
      if (Buffer.byteLength(content) > 4096) return no(200, { errcode: 45002 })
    }
    if (kind === 'feishu' && Buffer.byteLength(body) > 20_000) return no(200, { code: 9499 })
    inbox.taken.push(call)
    return { status: 200, answer: kind === 'feishu' ? { code: 0, msg: 'success' } : { errcode: 0 } }
  }

  function limitFault(kind: string, inbox: RobotInbox): unknown {
    const at = now()
    if (at < inbox.deafUntil) return { errcode: 130101 }
    const within = (ms: number) => inbox.calls.filter((time) => time > at - ms).length
    const isOver =
      kind === 'feishu' ? within(60_000) >= 100 || within(1000) >= 5 : within(60_000) >= 20
    if (kind === 'webhook') return null
    if (!isOver) {
      inbox.calls.push(at)
      return null
    }
    if (kind === 'dingtalk') inbox.deafUntil = at + 600_000
    return kind === 'feishu' ? { code: 11232 } : { errcode: kind === 'wecom' ? 45009 : 130101 }
  }

  function signatureFault(kind: string, url: URL, request: IncomingMessage, body: string): unknown {
    const { secret } = state
    if (!secret) return null
    const hmac = (key: string | Buffer, text: string) =>
      createHmac('sha256', key).update(text).digest('base64')
    if (kind === 'dingtalk') {
      const timestamp = url.searchParams.get('timestamp')
      const isFresh = Math.abs(Number(timestamp) - now()) < 3_600_000
      const isRight = url.searchParams.get('sign') === hmac(secret, `${timestamp}\n${secret}`)
      return isFresh && isRight ? null : { errcode: 310000 }
    }
    if (kind === 'feishu') {
      const { timestamp, sign } = JSON.parse(body)
      return sign === hmac(`${timestamp}\n${secret}`, '') ? null : { code: 19021 }
    }
    if (kind === 'webhook') {
      const {
        'webhook-id': id,
        'webhook-timestamp': at,
        'webhook-signature': given,
      } = request.headers
      const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
      return given === `v1,${hmac(key, `${id}.${at}.${body}`)}` ? null : { errcode: 401 }
    }
    return null
  }

  return {
    set secret(secret: string | null) {
      state.secret = secret
    },
    /** The address of a robot of its own. */
    url(kind: string): string {
      const key = randomUUID()
      inboxes.set(key, { taken: [], refused: [], calls: [], deafUntil: 0, status: 200, code: 0 })
      return `http://127.0.0.1:${port}/${kind}?key=${key}`
    },
    inbox(url: string): RobotInbox {
      const inbox = inboxes.get(new URL(url).searchParams.get('key')!)
      assert.ok(inbox)
      return inbox
    },
    /** Calls by somebody else, who uses the same robot. */
    fill(inbox: RobotInbox, calls: number) {
      for (let i = 0; i < calls; i++) inbox.calls.push(now())
    },
  }
}

function wordsOf(kind: string, body: string): string {
  const message = JSON.parse(body)
  if (kind === 'wecom') return message.markdown.content
  if (kind === 'dingtalk') return message.markdown.text
  if (kind === 'feishu') return message.card.elements[0].content
  return message.data.items
    .map((item: { title: string; text: string }) => `${item.title}\n${item.text}`)
    .join('\n')
}
