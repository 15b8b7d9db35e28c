import { createHash } from 'node:crypto'
import { z } from 'zod'

/**
 * The format of WeCom's group robots, as scripts speak it that people already have: kinds, size limits and
 * error numbers are theirs. Sizes are bytes of UTF-8.
 */
export const CODES = {
  unknown_key: [93000, 'invalid webhook url'],
  wrong_address: [60020, 'not allow to access from your ip'],
  too_often: [45009, 'api freq out of limit'],
  wrong_kind: [40008, 'invalid message type'],
  wrong_format: [47001, 'data format error'],
  wrong_field: [40058, 'invalid Request Parameter'],
  empty: [44004, 'content is empty'],
  too_long: [45002, 'content size out of limit'],
  too_many_articles: [45008, 'invalid article count'],
  wrong_picture: [40009, 'invalid image size or type'],
  wrong_md5: [301019, 'image md5 not match'],
  wrong_media: [40007, 'invalid media_id'],
  media_size: [45001, 'media size out of limit'],
  not_ready: [-1, 'system busy'],
} as const satisfies Record<string, readonly [number, string]>
export type WebhookCode = keyof typeof CODES

/** An answer that is no success. It goes out with status 200, as callers of this format expect. */
export class WebhookRefusal extends Error {
  readonly kind: WebhookCode
  constructor(kind: WebhookCode, detail = '') {
    super(detail ? `${CODES[kind][1]}: ${detail}` : CODES[kind][1])
    this.kind = kind
  }
  get answer() {
    return { errcode: CODES[this.kind][0], errmsg: this.message }
  }
}

/** What is to be posted, before names are looked up and files are stored. */
export interface Incoming {
  kind: 'text' | 'markdown' | 'picture' | 'file' | 'card'
  text: string
  data?: Record<string, unknown>
  mentioned: string[]
  mentionedPhones: string[]
  picture?: { bytes: Buffer; mediaType: string }
  mediaId?: string
}

const PICTURE_BYTES_MAX = 2 * 1024 * 1024
const Text = z.string().max(200_000)
const Url = z.string().max(2048).default('')
const Content = z.object({
  content: Text,
  mentioned_list: z.array(z.string().max(200)).max(1000).default([]),
  mentioned_mobile_list: z.array(z.string().max(30)).max(1000).default([]),
})
const Article = z.object({ title: Text, description: Text.default(''), url: Text, picurl: Url })
const Pair = z.object({ title: Text.default(''), desc: Text.default('') })
const Action = z.object({ type: z.int().min(0).max(2), url: Url, title: Text.default('') })
const Card = z.object({
  card_type: z.enum(['text_notice', 'news_notice']),
  source: z
    .object({ icon_url: Url, desc: Text.default(''), desc_color: z.int().optional() })
    .optional(),
  main_title: Pair.optional(),
  emphasis_content: Pair.optional(),
  quote_area: z
    .object({
      type: z.int().optional(),
      url: Url,
      title: Text.default(''),
      quote_text: Text.default(''),
    })
    .optional(),
  sub_title_text: Text.default(''),
  horizontal_content_list: z
    .array(z.object({ keyname: Text, value: Text.default(''), type: z.int().optional(), url: Url }))
    .max(6)
    .default([]),
  vertical_content_list: z.array(Pair).max(4).default([]),
  jump_list: z.array(Action).max(3).default([]),
  card_action: Action,
  card_image: z.object({ url: Url, aspect_ratio: z.number().optional() }).optional(),
  image_text_area: Pair.extend({ type: z.int().optional(), url: Url, image_url: Url }).optional(),
})

const bytesOf = (text: string) => Buffer.byteLength(text)
function limited(text: string, max: number, what: string): string {
  if (text.trim() === '') throw new WebhookRefusal('empty', what)
  if (bytesOf(text) > max) throw new WebhookRefusal('too_long', `${what} exceeds ${max} bytes`)
  return text
}

function parsed<T extends z.ZodType>(shape: T, body: unknown, what: string): z.infer<T> {
  const result = shape.safeParse(body)
  if (result.success) return result.data
  const { path, message } = result.error.issues[0]!
  throw new WebhookRefusal('wrong_field', `${[what, ...path].join('.')}: ${message}`)
}

export function readIncoming(body: unknown): Incoming {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new WebhookRefusal('wrong_format', 'a JSON object is expected')
  }
  const message = body as Record<string, unknown>
  const kind = message.msgtype
  const own = message[String(kind)]
  switch (kind) {
    case 'text':
    case 'markdown':
    case 'markdown_v2': {
      const given = parsed(Content, own, kind)
      return {
        kind: kind === 'text' ? 'text' : 'markdown',
        text: limited(given.content, kind === 'text' ? 2048 : 4096, `${kind}.content`),
        // Markdown names nobody; only text does.
        mentioned: kind === 'text' ? given.mentioned_list : [],
        mentionedPhones: kind === 'text' ? given.mentioned_mobile_list : [],
      }
    }
    case 'image':
      return pictureOf(parsed(z.object({ base64: z.string(), md5: z.string() }), own, 'image'))
    case 'news':
      return newsOf(parsed(z.object({ articles: z.array(Article) }), own, 'news').articles)
    case 'file': {
      const { media_id: mediaId } = parsed(z.object({ media_id: z.string() }), own, 'file')
      return { kind: 'file', text: '', mediaId, ...NOBODY }
    }
    case 'template_card':
      return cardOf(parsed(Card, own, 'template_card'))
    default:
      throw new WebhookRefusal('wrong_kind', String(kind).slice(0, 40))
  }
}

const NOBODY = { mentioned: [], mentionedPhones: [] }

function pictureOf({ base64, md5 }: { base64: string; md5: string }): Incoming {
  if (base64.length > (PICTURE_BYTES_MAX * 4) / 3 + 4)
    throw new WebhookRefusal('wrong_picture', '2 MB')
  const bytes = Buffer.from(base64, 'base64')
  const mediaType = pictureType(bytes)
  if (!mediaType || bytes.length > PICTURE_BYTES_MAX) throw new WebhookRefusal('wrong_picture')
  const found = createHash('md5').update(bytes).digest('hex')
  if (found !== md5.toLowerCase()) throw new WebhookRefusal('wrong_md5')
  return { kind: 'picture', text: '', picture: { bytes, mediaType }, ...NOBODY }
}

/** By how the bytes begin, whatever the caller says they are. */
export function pictureType(bytes: Buffer): 'image/png' | 'image/jpeg' | null {
  if (bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'image/png'
  return bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex')) ? 'image/jpeg' : null
}

/** What pages can draw, again by how the bytes begin. */
export function shownType(bytes: Buffer): string | null {
  if (/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))) return 'image/gif'
  const isRiff = bytes.toString('latin1', 0, 4) === 'RIFF'
  if (isRiff && bytes.toString('latin1', 8, 12) === 'WEBP') return 'image/webp'
  return pictureType(bytes)
}

/** The pictures that a card names by an address elsewhere, each once. */
export function picturesOf(data: Record<string, unknown> | undefined): string[] {
  const { data: card } = (data ?? {}) as { data?: Partial<z.infer<typeof Card>> & News }
  const named = [
    ...(card?.articles ?? []).map(({ picurl }) => picurl),
    card?.card_image?.url,
    card?.image_text_area?.image_url,
  ]
  return [
    ...new Set(named.filter((url) => url !== undefined && /^https?:\/\//i.test(url))),
  ] as string[]
}
type News = { articles?: z.infer<typeof Article>[] }

function newsOf(articles: z.infer<typeof Article>[]): Incoming {
  if (articles.length < 1 || articles.length > 8) throw new WebhookRefusal('too_many_articles')
  for (const { title, description, url } of articles) {
    limited(title, 128, 'news.title')
    if (description) limited(description, 512, 'news.description')
    limited(url, 2048, 'news.url')
  }
  return {
    kind: 'card',
    text: articles.map(({ title, description }) => joined([title, description])).join('\n\n'),
    data: { template: 'robot.news', data: { articles } },
    ...NOBODY,
  }
}

function cardOf(card: z.infer<typeof Card>): Incoming {
  const main = card.main_title?.title ?? ''
  if (card.card_type === 'news_notice' && main === '') {
    throw new WebhookRefusal('wrong_field', 'template_card.main_title.title is missing')
  }
  if (main === '' && card.sub_title_text === '') {
    throw new WebhookRefusal('wrong_field', 'main_title.title or sub_title_text is missing')
  }
  if (card.card_type === 'news_notice' && !card.card_image && !card.image_text_area) {
    throw new WebhookRefusal('wrong_field', 'card_image or image_text_area is missing')
  }
  if (card.card_action.type === 1) limited(card.card_action.url, 2048, 'card_action.url')
  return {
    kind: 'card',
    text: joined([
      main,
      card.main_title?.desc,
      joined([card.emphasis_content?.title, card.emphasis_content?.desc], ' '),
      card.sub_title_text,
      card.quote_area?.quote_text,
      ...card.horizontal_content_list.map(({ keyname, value }) => `${keyname}: ${value}`),
      ...card.vertical_content_list.map(({ title, desc }) => joined([title, desc], ': ')),
    ]).slice(0, 10_000),
    data: { template: `robot.${card.card_type}`, data: card },
    ...NOBODY,
  }
}

const joined = (parts: (string | undefined)[], by = '\n') => parts.filter(Boolean).join(by)
