import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from './db.ts'
import type { Http } from './http.ts'
import type { Realtime } from './realtime.ts'

/** Liveness, readiness and Prometheus metrics. Nothing here names a tenant. */
export function healthRoutes(
  app: Http,
  parts: { database: Database; realtime: Realtime; isClosing(): boolean },
): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'jingwei_http_request_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const failures = new Counter({
    name: 'jingwei_http_failures_total',
    help: 'Answers with a status of 500 or more',
    registers: [registry],
  })
  new Gauge({
    name: 'jingwei_stream_clients',
    help: 'Connected live streams',
    registers: [registry],
    collect() {
      this.set(parts.realtime.clients())
    },
  })
  new Gauge({
    name: 'jingwei_jobs_waiting',
    help: 'Jobs due and not yet done',
    registers: [registry],
    async collect() {
      const { rows } = await parts.database.owner.query<{ waiting: number }>(
        'SELECT count(*) AS waiting FROM graphile_worker.jobs WHERE run_at <= now()',
      )
      this.set(rows[0]!.waiting)
    },
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    const status = reply.statusCode
    const { method } = request
    seconds.observe({ method, route, status }, reply.elapsedTime / 1000)
    if (status >= 500) failures.inc()
    request.log.info({ method, route, status, ms: Math.round(reply.elapsedTime) }, 'answered')
    done()
  })
  app.get('/healthz', async () => ({ ok: true }))
  app.get('/readyz', async (_request, reply) => {
    const isReady = !parts.isClosing() && (await answers(parts.database))
    return reply.code(isReady ? 200 : 503).send({ ok: isReady })
  })
  app.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
}

async function answers(database: Database): Promise<boolean> {
  return database.app.query('SELECT 1').then(
    () => true,
    () => false,
  )
}
