import { useEffect, useRef, useSyncExternalStore } from 'react'
import { matchesType, type StreamEvent, sseParser } from './sse.ts'

export type { StreamEvent } from './sse.ts'

/**
 * Live updates: one connection a browser. EventSource hears only types named beforehand and cannot tell a
 * lost session from a lost line, so the stream is read with fetch. Where the browser can elect one tab
 * (Web Locks, secure pages only), that tab reads for all of them: HTTP/1.1 allows six connections a host,
 * and a clerk has more tabs than that.
 */
type Listener = (event: StreamEvent) => void
const listeners = new Set<{ pattern: string; hear: Listener }>()
const statusListeners = new Set<() => void>()
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('jingwei')
let isLive = false
/** Whether this tab is the one that reads. */
let isReader = false
let cursor: string | null = null
let running: AbortController | null = null

interface Told {
  kind: 'event' | 'status' | 'ask' | 'org'
  event?: StreamEvent
  isLive?: boolean
}

function dispatch(event: StreamEvent): void {
  for (const { pattern, hear } of listeners) if (matchesType(pattern, event.type)) hear(event)
}

function setLive(value: boolean): void {
  if (isLive === value) return
  isLive = value
  for (const listener of statusListeners) listener()
}

if (channel) {
  channel.onmessage = ({ data: told }: MessageEvent<Told>) => {
    if (told.kind === 'event' && told.event) dispatch(told.event)
    if (told.kind === 'status') setLive(told.isLive === true)
    if (told.kind === 'ask' && isReader) tellStatus(isLive)
    // The session acts for one org in every tab; a tab that still shows another would mislead.
    if (told.kind === 'org') location.reload()
  }
}

/** Tells the other tabs that the session acts for another org, or for nobody, from now on. */
export function tellOrgChanged(): void {
  channel?.postMessage({ kind: 'org' } satisfies Told)
}

/** Opens the stream for the signed-in session. Calling the result closes it. */
export function openStream(): () => void {
  running?.abort()
  const control = new AbortController()
  running = control
  const { signal } = control
  if (navigator.locks && channel) {
    channel.postMessage({ kind: 'ask' } satisfies Told)
    navigator.locks
      .request('jingwei.stream', { signal }, () => follow(signal))
      .catch((error: unknown) => {
        if (!signal.aborted) throw error
      })
  } else void follow(signal)
  return () => {
    control.abort()
    cursor = null
    setLive(false)
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((done) => {
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      done()
    })
    addEventListener('online', () => done(), { once: true, signal })
  })

async function follow(signal: AbortSignal): Promise<void> {
  let wait = 2000
  let failures = 0
  isReader = true
  signal.addEventListener('abort', () => {
    isReader = false
  })
  while (!signal.aborted) {
    const outcome = await readOnce(signal, (ms) => {
      wait = ms
      failures = 0
    })
    tellStatus(false)
    // Without a right to listen there is nothing to wait for; the next page load tries again.
    if (outcome === 'refused') return
    failures++
    await pause(Math.min(wait * 2 ** Math.min(failures - 1, 4), 30_000), signal)
  }
}

function tellStatus(value: boolean): void {
  setLive(value)
  channel?.postMessage({ kind: 'status', isLive: value } satisfies Told)
}

async function readOnce(
  signal: AbortSignal,
  onRetry: (ms: number) => void,
): Promise<'ended' | 'refused'> {
  try {
    const answer = await fetch('/api/v1/stream', {
      headers: { accept: 'text/event-stream', ...(cursor && { 'last-event-id': cursor }) },
      signal,
    })
    if (answer.status === 401 || answer.status === 403) return 'refused'
    if (!answer.ok || !answer.body) return 'ended'
    tellStatus(true)
    const feed = sseParser((event) => {
      cursor = event.id ?? cursor
      dispatch(event)
      channel?.postMessage({ kind: 'event', event } satisfies Told)
    }, onRetry)
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return 'ended'
      feed(value)
    }
  } catch (error) {
    // A line that broke or a stream that was closed; what it is will show when it is opened again.
    if (error instanceof TypeError || error instanceof DOMException) return 'ended'
    throw error
  }
}

/** Hears the live events whose type matches, for as long as the component is shown. */
export function useStream(pattern: string, hear: Listener): void {
  const latest = useRef(hear)
  useEffect(() => {
    latest.current = hear
  })
  useEffect(() => {
    const entry = { pattern, hear: (event: StreamEvent) => latest.current(event) }
    listeners.add(entry)
    return () => void listeners.delete(entry)
  }, [pattern])
}

/** Whether live events are arriving at present. */
export function useIsLive(): boolean {
  return useSyncExternalStore(
    (listener) => {
      statusListeners.add(listener)
      return () => statusListeners.delete(listener)
    },
    () => isLive,
  )
}
