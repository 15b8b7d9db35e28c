import { piecesOf } from './safe-text.ts'

/**
 * The markdown that group robots and people write, as a tree that React draws: there is no way through it for
 * HTML, and links are http and https only. It knows what WeCom's knows (headings, bold, italics, code, quotes,
 * lists, links, coloured words, tables, rules) and leaves the rest as it was written.
 */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'bold' | 'italic'; parts: Inline[] }
  | { kind: 'tone'; tone: 'good' | 'quiet' | 'accent'; parts: Inline[] }
  | { kind: 'link'; href: string; parts: Inline[] }
export type Block =
  | { kind: 'paragraph'; lines: Inline[][] }
  | { kind: 'heading'; level: number; parts: Inline[] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; isOrdered: boolean; items: Inline[][] }
  | { kind: 'code'; text: string }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'rule' }

const LENGTH_MAX = 20_000
const DEPTH_MAX = 6
const TONES = { info: 'good', comment: 'quiet', warning: 'accent' } as const

export function parseMarkdown(text: string): Block[] {
  return blocksOf(text.slice(0, LENGTH_MAX).replaceAll('\r\n', '\n').split('\n'), 0)
}

const HEADING = /^(#{1,6})\s+(.+)$/
const QUOTE = /^\s{0,3}>\s?(.*)$/
const BULLET = /^\s{0,6}[-*+]\s+(.+)$/
const NUMBER = /^\s{0,6}\d{1,9}[.)]\s+(.+)$/
const FENCE = /^\s{0,3}```\s*[\w-]{0,20}\s*$/
const RULE = /^\s{0,3}([-*_])(\s*\1){2,}\s*$/
const TABLE_LINE = /^\s*\|.*\|\s*$/
const TABLE_RULE = /^\s*\|?(\s*:?-{1,}:?\s*\|)+\s*:?-*:?\s*$/

function blocksOf(lines: string[], depth: number): Block[] {
  const blocks: Block[] = []
  let at = 0
  /** The lines from here on that match, each as what the pattern holds. */
  const take = (pattern: RegExp): string[] => {
    const taken: string[] = []
    for (let match = pattern.exec(lines[at] ?? ''); match; match = pattern.exec(lines[at] ?? '')) {
      taken.push(match[1] ?? match[0])
      at++
      if (at >= lines.length) break
    }
    return taken
  }
  while (at < lines.length) {
    const line = lines[at]!
    const heading = HEADING.exec(line)
    if (line.trim() === '') at++
    else if (FENCE.test(line)) {
      const end = lines.findIndex((other, i) => i > at && FENCE.test(other))
      const until = end < 0 ? lines.length : end
      blocks.push({ kind: 'code', text: lines.slice(at + 1, until).join('\n') })
      at = until + 1
    } else if (heading) {
      blocks.push({ kind: 'heading', level: heading[1]!.length, parts: inlines(heading[2]!, 0) })
      at++
    } else if (RULE.test(line)) {
      blocks.push({ kind: 'rule' })
      at++
    } else if (QUOTE.test(line) && depth < DEPTH_MAX) {
      blocks.push({ kind: 'quote', blocks: blocksOf(take(QUOTE), depth + 1) })
    } else if (BULLET.test(line)) {
      blocks.push({ kind: 'list', isOrdered: false, items: take(BULLET).map((t) => inlines(t, 0)) })
    } else if (NUMBER.test(line)) {
      blocks.push({ kind: 'list', isOrdered: true, items: take(NUMBER).map((t) => inlines(t, 0)) })
    } else if (TABLE_LINE.test(line) && TABLE_RULE.test(lines[at + 1] ?? '')) {
      at += 2
      const cells = (row: string) =>
        row
          .trim()
          .replace(/^\||\|$/g, '')
          .split('|')
          .map((cell) => inlines(cell.trim(), 0))
      blocks.push({ kind: 'table', head: cells(line), rows: take(TABLE_LINE).map(cells) })
    } else {
      const begins = at
      const isOther = (text: string) =>
        text.trim() === '' ||
        [HEADING, QUOTE, BULLET, NUMBER, FENCE, RULE].some((pattern) => pattern.test(text))
      at++
      while (at < lines.length && !isOther(lines[at]!)) at++
      blocks.push({
        kind: 'paragraph',
        lines: lines.slice(begins, at).map((text) => inlines(text, 0)),
      })
    }
  }
  return blocks
}

const MARK =
  /(`+)([^`]+?)\1|\*\*(.+?)\*\*|__(.+?)__|(?<![*\w])\*([^*\s][^*]*?)\*|<font color="(info|comment|warning)">(.*?)<\/font>|\[([^[\]]{0,500})\]\(([^()\s]{1,2000})\)/

function inlines(text: string, depth: number): Inline[] {
  const parts: Inline[] = []
  let rest = text
  for (let match = depth < DEPTH_MAX ? MARK.exec(rest) : null; match; match = MARK.exec(rest)) {
    parts.push(...plain(rest.slice(0, match.index)))
    parts.push(...marked(match, depth))
    rest = rest.slice(match.index + match[0].length)
  }
  return [...parts, ...plain(rest)]
}

function marked(match: RegExpExecArray, depth: number): Inline[] {
  const [whole, , code, bold, strong, italic, tone, toned, label, address] = match
  const inner = (text: string) => inlines(text, depth + 1)
  if (code !== undefined) return [{ kind: 'code', text: code }]
  if (bold ?? strong) return [{ kind: 'bold', parts: inner((bold ?? strong)!) }]
  if (italic !== undefined) return [{ kind: 'italic', parts: inner(italic) }]
  if (tone !== undefined) {
    return [{ kind: 'tone', tone: TONES[tone as keyof typeof TONES], parts: inner(toned!) }]
  }
  const href = hrefOf(address!)
  if (href === null) return [{ kind: 'text', text: whole }]
  return [{ kind: 'link', href, parts: [{ kind: 'text', text: label || href }] }]
}

/** Only what opens a web page, and nothing that shows one place and opens another. */
export function hrefOf(address: string): string | null {
  const url = URL.parse(address)
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return null
  return url.href
}

function plain(text: string): Inline[] {
  return piecesOf(text).map((piece) =>
    piece.kind === 'text'
      ? { kind: 'text', text: piece.text }
      : { kind: 'link', href: piece.href, parts: [{ kind: 'text', text: piece.text }] },
  )
}
