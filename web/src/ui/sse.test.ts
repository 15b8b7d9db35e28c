import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matchesType, type StreamEvent, sseParser } from './sse.ts'

const TEXT =
  'retry: 2000\nevent: hello\nid: 4.0\ndata: {}\n\n: alive\n\nevent: notice.delivered\nid: 4.1\ndata: {"title":"调价"}\n\n'

function parse(pieces: string[]) {
  const events: StreamEvent[] = []
  const retries: number[] = []
  const feed = sseParser(
    (event) => events.push(event),
    (ms) => retries.push(ms),
  )
  for (const piece of pieces) feed(piece)
  return { events, retries }
}

test('events come whole wherever the network breaks the text', () => {
  const whole = parse([TEXT])
  for (let at = 1; at < TEXT.length; at++) {
    assert.deepEqual(parse([TEXT.slice(0, at), TEXT.slice(at)]), whole)
  }
  assert.deepEqual(whole.events, [
    { type: 'hello', id: '4.0', data: {} },
    { type: 'notice.delivered', id: '4.1', data: { title: '调价' } },
  ])
  assert.deepEqual(whole.retries, [2000])
})

test('a heartbeat is no event, and an event without an id keeps the last cursor', () => {
  const { events } = parse([
    'id: 7.2\nevent: a\ndata: {}\n\n: alive\n\n',
    'event: signal\ndata: {"topic":"x"}\n\n',
  ])
  assert.deepEqual(
    events.map((event) => [event.type, event.id]),
    [
      ['a', '7.2'],
      ['signal', '7.2'],
    ],
  )
})

test('an unfinished event waits for its blank line', () => {
  assert.deepEqual(parse(['event: a\ndata: {}\n']).events, [])
})

test('a subscriber hears its own type, a family, or all', () => {
  assert.equal(matchesType('notice.*', 'notice.delivered'), true)
  assert.equal(matchesType('notice.*', 'noticeboard.x'), false)
  assert.equal(matchesType('signal', 'signal'), true)
  assert.equal(matchesType('*', 'anything'), true)
  assert.equal(matchesType('signal', 'reset'), false)
})
