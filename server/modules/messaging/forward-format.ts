import { createHmac } from 'node:crypto'
import type { OutboundAnswer, OutboundCall } from '../../platform/outbound.ts'
import type { DestinationKind } from './robot-schema.ts'

/** One thing to be said at a destination. */
export interface Item {
  id: string
  title: string
  text: string
  at: string
}
export interface Target {
  kind: DestinationKind
  url: string
  secret: string
  language: 'zh' | 'en'
}
interface Limit {
  count: number
  windowMs: number
}

/**
 * What each kind documents: how often one robot may post, how long a message may be, and how long it is deaf
 * after too much. Windows are longer than theirs, because a call that was never answered is counted from when it left.
 */
export const KINDS: Record<
  DestinationKind,
  { limits: Limit[]; bytesMax: number; blockMs: number }
> = {
  wecom: { limits: [{ count: 20, windowMs: 61_000 }], bytesMax: 4096, blockMs: 61_000 },
  dingtalk: { limits: [{ count: 20, windowMs: 61_000 }], bytesMax: 18_000, blockMs: 601_000 },
  feishu: {
    limits: [
      { count: 100, windowMs: 61_000 },
      { count: 5, windowMs: 1_200 },
    ],
    bytesMax: 18_000,
    blockMs: 61_000,
  },
  webhook: { limits: [{ count: 600, windowMs: 60_000 }], bytesMax: 200_000, blockMs: 61_000 },
}
export const SENT_KEPT = 100

/** Tries go on for a day and a half; then the failure has a name and waits for somebody. */
const LADDER_MS = [5e3, 30e3, 5 * 60e3, 30 * 60e3, 2 * 3600e3, 5 * 3600e3, 10 * 3600e3, 14 * 3600e3]
/** When to try again after so many tries; null when enough was tried. */
export function nextTryMs(tries: number): number | null {
  return LADDER_MS[tries - 1] ?? null
}

/** When the next call may leave, given when the last ones left, newest first. */
export function freeAt(kind: DestinationKind, sentMs: readonly number[], nowMs: number): number {
  return KINDS[kind].limits.reduce((at, { count, windowMs }) => {
    const oldest = sentMs[count - 1]
    return oldest === undefined ? at : Math.max(at, oldest + windowMs)
  }, nowMs)
}

const bytesOf = (text: string) => Buffer.byteLength(text)
const MORE = { zh: '\n……（全文请到经纬查看）', en: '\n… (the whole text is in Jingwei)' }
const MANY = { zh: (n: number) => `${n} 条消息`, en: (n: number) => `${n} messages` }

function shown({ title, text }: Item): string {
  return `**${title}**\n${text}`
}

/** As many of those that wait, in their order, as one message holds; always at least the first. */
export function batchOf<T extends Item>(kind: DestinationKind, waiting: readonly T[]): T[] {
  let bytes = 300
  const batch: T[] = []
  for (const item of waiting) {
    // A webhook carries each as it is, the others as words between rules.
    bytes +=
      kind === 'webhook'
        ? bytesOf(JSON.stringify(item)) + 1
        : bytesOf(shown(item)) + bytesOf('\n\n---\n\n')
    if (batch.length > 0 && bytes > KINDS[kind].bytesMax) break
    batch.push(item)
  }
  return batch
}

function cut(text: string, bytesMax: number, language: 'zh' | 'en'): string {
  if (bytesOf(text) <= bytesMax) return text
  const room = bytesMax - bytesOf(MORE[language])
  const bytes = Buffer.from(text).subarray(0, room)
  // A letter that was cut in the middle shows as the sign for that, and is dropped.
  return bytes.toString('utf8').replace(/\ufffd+$/, '') + MORE[language]
}

/** The call that says these things in the format and with the signature of its kind. */
export function callOf(
  target: Target,
  callId: string,
  items: readonly Item[],
  nowMs: number,
): OutboundCall {
  const { kind, language } = target
  const title = items.length === 1 ? items[0]!.title : MANY[language](items.length)
  const whole = items.map(shown).join('\n\n---\n\n')
  const text = cut(whole, KINDS[kind].bytesMax - 300, language)
  const json = { 'content-type': 'application/json; charset=utf-8', 'webhook-id': callId }
  switch (kind) {
    case 'wecom': {
      const body = { msgtype: 'markdown', markdown: { content: text } }
      return { url: target.url, headers: json, body: JSON.stringify(body) }
    }
    case 'dingtalk': {
      const body = { msgtype: 'markdown', markdown: { title: title.slice(0, 100), text } }
      return { url: dingtalkUrl(target, nowMs), headers: json, body: JSON.stringify(body) }
    }
    case 'feishu': {
      const card = {
        header: { title: { tag: 'plain_text', content: title.slice(0, 100) } },
        elements: [{ tag: 'markdown', content: text }],
      }
      const body = { ...feishuSign(target.secret, nowMs), msg_type: 'interactive', card }
      return { url: target.url, headers: json, body: JSON.stringify(body) }
    }
    case 'webhook':
      return webhookCall(target, callId, items, nowMs)
  }
}

/** DingTalk signs the time in the address. */
function dingtalkUrl({ url, secret }: Target, nowMs: number): string {
  if (!secret) return url
  const sign = createHmac('sha256', secret).update(`${nowMs}\n${secret}`).digest('base64')
  const signed = new URL(url)
  signed.searchParams.set('timestamp', String(nowMs))
  signed.searchParams.set('sign', sign)
  return signed.href
}

/** Feishu's key is the time with the secret, and what it signs is empty. */
function feishuSign(secret: string, nowMs: number) {
  if (!secret) return {}
  const timestamp = String(Math.floor(nowMs / 1000))
  const sign = createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64')
  return { timestamp, sign }
}

/** Standard Webhooks: an event in the shape of CloudEvents, signed with its id and time. */
function webhookCall(
  { url, secret }: Target,
  callId: string,
  items: readonly Item[],
  nowMs: number,
): OutboundCall {
  const body = JSON.stringify({
    specversion: '1.0',
    id: callId,
    source: 'jingwei/messaging',
    type: 'messaging.forwarded',
    time: new Date(nowMs).toISOString(),
    datacontenttype: 'application/json',
    data: { items },
  })
  const timestamp = String(Math.floor(nowMs / 1000))
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key)
    .update(`${callId}.${timestamp}.${body}`)
    .digest('base64')
  return {
    url,
    body,
    headers: {
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'webhook-id': callId,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
  }
}

/** Taken; too often, so wait; not now, so try again; or never, with a name that its owner can act on. */
export type Outcome =
  | { kind: 'taken' }
  | { kind: 'too_often'; waitMs: number }
  | { kind: 'again'; failure: string }
  | { kind: 'never'; failure: string }

const TOO_OFTEN = new Set([45009, 130101, 11232])
// An address or a secret that is wrong stays wrong until somebody mends it.
const NEVER: Record<DestinationKind, Record<number, string>> = {
  wecom: {
    93000: 'key_unknown',
    93008: 'not_in_group',
    40058: 'refused',
    40008: 'refused',
    60020: 'ip_refused',
  },
  dingtalk: {
    310000: 'signature_or_keyword',
    300001: 'key_unknown',
    400101: 'key_unknown',
    400013: 'not_in_group',
    400102: 'stopped',
  },
  feishu: {
    19001: 'key_unknown',
    19021: 'signature_or_keyword',
    19022: 'ip_refused',
    19024: 'signature_or_keyword',
    19002: 'refused',
  },
  webhook: {},
}

export function outcomeOf(kind: DestinationKind, answer: OutboundAnswer): Outcome {
  const { status, text } = answer
  const { blockMs } = KINDS[kind]
  if (status === 429) return { kind: 'too_often', waitMs: retryAfterMs(answer) ?? blockMs }
  if (kind === 'webhook') {
    if (status >= 200 && status < 300) return { kind: 'taken' }
    if (status === 410) return { kind: 'never', failure: 'gone' }
    return { kind: 'again', failure: `status_${status}` }
  }
  const code = codeOf(text)
  if (status === 200 && code === 0) return { kind: 'taken' }
  if (code === null) return { kind: 'again', failure: `status_${status}` }
  if (TOO_OFTEN.has(code)) return { kind: 'too_often', waitMs: blockMs }
  const failure = NEVER[kind][code]
  return failure ? { kind: 'never', failure } : { kind: 'again', failure: `code_${code}` }
}

/** WeCom and DingTalk say `errcode`, Feishu `code` (and once said `StatusCode`). */
function codeOf(text: string): number | null {
  let answer: unknown
  try {
    answer = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
  const { errcode, code, StatusCode } = (answer ?? {}) as Record<string, unknown>
  const found = errcode ?? code ?? StatusCode
  return typeof found === 'number' ? found : null
}

function retryAfterMs({ headers }: OutboundAnswer): number | null {
  const seconds = Number(headers['retry-after'])
  return seconds > 0 && seconds < 86_400 ? seconds * 1000 : null
}
