// 4,000 live clients for an hour (`BENCH_MINUTES`), a price change to all of them each minute: does the server's memory
// stay flat? The server is a process of its own; what it keeps is asked for after a collection.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import v8 from 'node:v8'
import { runInNewContext } from 'node:vm'
import { draft, median, openHouse, percentile, plantChain, report, sendDraft } from './house.ts'

const CLIENTS = 4000
const MINUTES = Number(process.env.BENCH_MINUTES ?? 60)
const now = () => performance.timeOrigin + performance.now()

if (process.argv[2] === 'house') await serve()
else await watch()

async function serve(): Promise<void> {
  v8.setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const house = await openHouse()
  const chain = await plantChain(house, CLIENTS, true)
  process.on('message', async (message: 'send' | 'measure' | 'stop') => {
    if (message === 'send') await sendDraft(house, chain, await draft(house, chain))
    if (message === 'measure') {
      collect()
      const { heapUsed, rss } = process.memoryUsage()
      process.send!({ heapMb: heapUsed / 2 ** 20, rssMb: rss / 2 ** 20 })
    }
    if (message === 'stop') {
      await house.close()
      process.exit()
    }
  })
  process.send!({ address: house.address, cookies: chain.storeCookies })
}

async function watch(): Promise<void> {
  const house = fork(fileURLToPath(import.meta.url), ['house'])
  const [{ address, cookies }] = await once(house, 'message')
  const clients = fork(fileURLToPath(new URL('./sse-clients.ts', import.meta.url)))
  const opened = once(clients, 'message')
  clients.send({ connect: { url: `${address}/api/v1/stream`, cookies, event: 'notice.sent' } })
  await opened
  const heap: number[] = []
  const rss: number[] = []
  const served: number[] = []
  for (let minute = 0; minute <= MINUTES; minute++) {
    const started = now()
    clients.send({ arm: true })
    const answered = once(clients, 'message', { signal: AbortSignal.timeout(30_000) })
    house.send('send')
    const [{ arrivals }] = (await answered) as [{ arrivals: number[] }]
    served.push(
      percentile(
        arrivals.map((at) => at - started),
        0.99,
      ),
    )
    house.send('measure')
    const [kept] = await once(house, 'message')
    heap.push(kept.heapMb)
    rss.push(kept.rssMb)
    if (minute % 10 === 0) {
      console.log(
        `minute ${minute}: heap ${kept.heapMb.toFixed(1)} MB, rss ${kept.rssMb.toFixed(0)} MB`,
      )
    }
    if (minute < MINUTES) await sleep(60_000 - (now() - started))
  }
  house.send('stop')
  clients.kill()
  await once(house, 'exit')
  // The first minutes fill caches and compile code.
  const early = median(heap.slice(Math.min(5, MINUTES - 1), Math.min(15, MINUTES)))
  const growth = median(heap.slice(-10)) - early
  report(
    'soak',
    [
      ['live clients', `${CLIENTS} for ${MINUTES} minutes, none lost`],
      [
        'price changes',
        `${served.length}, 99 % served in ${median(served).toFixed(0)} ms (median)`,
      ],
      [
        'heap after a collection',
        `${early.toFixed(1)} MB early, ${(early + growth).toFixed(1)} MB late`,
      ],
      ['resident at the end', `${rss.at(-1)!.toFixed(0)} MB`],
    ],
    { growth_mb: growth, minutes: MINUTES },
  )
}
