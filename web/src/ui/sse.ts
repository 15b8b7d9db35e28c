/** One message of the live stream. `id` is the cursor to resume after. */
export interface StreamEvent {
  type: string
  id: string | null
  data: Record<string, unknown>
}

/** Reads server-sent events from pieces of text that may break anywhere. */
export function sseParser(
  onEvent: (event: StreamEvent) => void,
  onRetry: (ms: number) => void = () => {},
) {
  let rest = ''
  let type = ''
  let id: string | null = null
  let data: string[] = []

  function line(text: string): void {
    if (text === '') {
      if (data.length > 0)
        onEvent({ type: type || 'message', id, data: JSON.parse(data.join('\n')) })
      type = ''
      data = []
      return
    }
    const colon = text.indexOf(':')
    // A line that begins with a colon is a heartbeat.
    if (colon === 0) return
    const name = colon === -1 ? text : text.slice(0, colon)
    const value = colon === -1 ? '' : text.slice(colon + 1).replace(/^ /, '')
    if (name === 'event') type = value
    else if (name === 'id') id = value
    else if (name === 'data') data.push(value)
    else if (name === 'retry' && /^\d+$/.test(value)) onRetry(Number(value))
  }

  return (piece: string): void => {
    const lines = (rest + piece).split(/\r\n|\n/)
    rest = lines.pop() ?? ''
    for (const text of lines) line(text)
  }
}

/** `notice.*` hears every type that begins with `notice.`; `*` hears all. */
export function matchesType(pattern: string, type: string): boolean {
  return (
    pattern === '*' ||
    pattern === type ||
    (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1)))
  )
}
