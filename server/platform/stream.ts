import type { Http } from './http.ts'
import type { Realtime } from './realtime.ts'

/** Live updates over server-sent events; a client that comes back with Last-Event-ID misses nothing. */
export function streamRoute(app: Http, realtime: Realtime): void {
  app.get(
    '/api/v1/stream',
    {
      config: { access: 'org', rateLimit: { max: 120, timeWindow: '1 minute' } },
      schema: {
        summary: 'Live events (server-sent events)',
        description: 'Resumes from `Last-Event-ID`. A `reset` event means: load afresh.',
      },
    },
    async (req, reply) => {
      const lastEventId = req.headers['last-event-id']
      reply.hijack()
      const { raw } = reply
      // A stream ends with its connection, so chunk framing would only triple the buffers of each write.
      raw.useChunkedEncodingByDefault = false
      raw.shouldKeepAlive = false
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        // nginx would otherwise hold events back until its buffer is full.
        'x-accel-buffering': 'no',
      })
      let isOver = false
      let leave = () => {}
      raw.on('close', () => {
        isOver = true
        leave()
      })
      leave = await realtime.attach(
        {
          actor: req.ctx.actor,
          write(frame) {
            if (isOver) return
            // A reader that does not read is dropped rather than kept in our memory; it resumes later.
            if (raw.writableLength > 1_000_000) raw.destroy()
            else raw.write(frame)
          },
          end: () => raw.end(),
        },
        typeof lastEventId === 'string' ? lastEventId : undefined,
      )
      if (isOver) leave()
    },
  )
}
