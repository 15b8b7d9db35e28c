/**
 * A notice is plain text. Only web addresses become links, and only http and https: anything else that
 * looks like an address (`javascript:`) stays text.
 */
export type TextPiece =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }

const ADDRESS = /https?:\/\/[^\s<>"'，。；：！？、）】》」』\u3000]+/gi
// What ends a sentence rather than an address.
const TRAILING = /[.,;:!?)\]}'"]+$/

export function piecesOf(text: string): TextPiece[] {
  const pieces: TextPiece[] = []
  let from = 0
  for (const match of text.matchAll(ADDRESS)) {
    const shown = withoutTail(match[0])
    const href = hrefOf(shown)
    if (href === null) continue
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) })
    pieces.push({ kind: 'link', text: shown, href })
    from = match.index + shown.length
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) })
  return pieces
}

/** A closing bracket stays when the address itself opened it. */
function withoutTail(address: string): string {
  const tail = TRAILING.exec(address)?.[0] ?? ''
  const bare = address.slice(0, address.length - tail.length)
  const isOpen = bare.split('(').length > bare.split(')').length
  return isOpen && tail.startsWith(')') ? `${bare})` : bare
}

function hrefOf(address: string): string | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  // An address with a name before the host (https://bank.com@evil.com) shows one place and opens another.
  return url.username || url.password ? null : url.href
}
