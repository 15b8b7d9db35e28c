import assert from 'node:assert/strict'
import { request } from 'node:http'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { tradeWorld } from '../server/modules/trade/fixture.ts'
import type { User } from './app.ts'

const world = await tradeWorld({ after })
const address = await world.app.http.listen({ port: 0, host: '127.0.0.1' })

interface Message {
  event: string
  id: string | null
  data: Record<string, unknown>
}

/** A live stream as a browser holds it. */
async function listen(user: User, lastEventId?: string) {
  const messages: Message[] = []
  let ended = false
  const headers = { cookie: user.cookie, ...(lastEventId && { 'last-event-id': lastEventId }) }
  const call = request(`${address}/api/v1/stream`, { headers, agent: false })
  const status = await new Promise<number>((resolve) => {
    call.on('response', (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        text += part
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const message = parse(text.slice(0, end))
          if (message) messages.push(message)
          text = text.slice(end + 2)
        }
      })
      answer.on('close', () => {
        ended = true
      })
      resolve(answer.statusCode as number)
    })
    call.on('error', () => resolve(0))
    call.end()
  })
  return {
    status,
    messages,
    isEnded: () => ended,
    close: () => call.destroy(),
    async until(matches: (messages: Message[]) => boolean) {
      for (let i = 0; i < 200 && !matches(messages); i++) await sleep(20)
      assert.ok(
        matches(messages),
        `waited in vain: ${JSON.stringify(messages.map((m) => m.event))}`,
      )
    },
    ofKind: (event: string) => messages.filter((m) => m.event === event),
    lastId: () => messages.findLast((m) => m.id !== null)!.id as string,
  }
}

function parse(block: string): Message | null {
  const field = (name: string) =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2)
  const event = field('event')
  return event ? { event, id: field('id') ?? null, data: JSON.parse(field('data') ?? '{}') } : null
}

async function sendNotice(chainId: string, title: string): Promise<string> {
  const draft = await world.lead.post('notices', { chainId, kind: 'announcement', title })
  assert.equal(draft.status, 201, draft.text)
  await world.lead.put(`notices/${draft.body.id}/sending`, {})
  return draft.body.id
}

test('a notice arrives at its recipients live and at nobody else', async () => {
  const chain = await world.newChain()
  const [dealer, outsider] = [await listen(world.dealer), await listen(world.outsider)]
  const id = await sendNotice(chain.id, '实时')
  await dealer.until((m) => m.some((x) => x.event === 'notice.sent' && x.data.noticeId === id))
  await sleep(100)
  assert.equal(outsider.ofKind('notice.sent').length, 0)
  dealer.close()
  outsider.close()
})

test('a stream that comes back gets what it missed, once and in order', async () => {
  const chain = await world.newChain()
  const first = await listen(world.dealer)
  const ids = [await sendNotice(chain.id, '一')]
  await first.until((m) => m.some((x) => x.data.noticeId === ids[0]))
  const left = first.lastId()
  first.close()
  ids.push(await sendNotice(chain.id, '二'))
  await world.dealer.post('invitations', { note: 'meanwhile' })
  ids.push(await sendNotice(chain.id, '三'))
  const second = await listen(world.dealer, left)
  await second.until(() => second.ofKind('notice.sent').length >= 2)
  ids.push(await sendNotice(chain.id, '四'))
  await second.until(() => second.ofKind('notice.sent').length >= 3)
  assert.deepEqual(
    second.ofKind('notice.sent').map((m) => m.data.noticeId),
    ids.slice(1),
  )
  assert.equal(second.ofKind('identity.invitation_made').length, 1)
  second.close()
  const third = await listen(world.dealer, second.lastId())
  await sleep(150)
  assert.deepEqual(
    third.messages.map((m) => m.event),
    ['hello'],
  )
  third.close()
})

test('nothing is lost or doubled while streams come and go under load', async () => {
  const chain = await world.newChain()
  let isOver = false
  const seen: unknown[] = []
  const reader = (async () => {
    let last: string | undefined
    while (!isOver) {
      const stream = await listen(world.rival, last)
      await sleep(20 + Math.random() * 60)
      stream.close()
      seen.push(...stream.ofKind('notice.sent').map((m) => m.data.noticeId))
      if (stream.messages.length > 0) last = stream.lastId()
    }
    const stream = await listen(world.rival, last)
    await sleep(300)
    seen.push(...stream.ofKind('notice.sent').map((m) => m.data.noticeId))
    stream.close()
  })()
  await sleep(50)
  const ids: string[] = []
  for (let i = 0; i < 8; i++) {
    ids.push(...(await Promise.all([1, 2, 3].map((n) => sendNotice(chain.id, `${i}.${n}`)))))
  }
  isOver = true
  await reader
  assert.deepEqual([...seen].sort(), [...ids].sort())
})

test('the sender is told that a roll-up moved, many answers merged into few hints', async () => {
  const chain = await world.newChain()
  const stream = await listen(world.lead)
  const id = await sendNotice(chain.id, '合并')
  await Promise.all(
    [
      [world.distributor, chain.distributor],
      [world.rival, chain.rival],
      [world.dealer, chain.dealer],
    ].map(([user, place]) => (user as User).put(`inbox/${id}/${place}/confirmation`, {})),
  )
  await stream.until((m) => m.some((x) => x.event === 'signal'))
  await sleep(300)
  const hints = stream.ofKind('signal').filter((m) => m.data.topic === `notice:${id}`)
  assert.ok(hints.length >= 1 && hints.length <= 2, `${hints.length}`)
  assert.equal(hints[0]!.id, null, 'a hint is not resumed from')
  stream.close()
})

test('a stream needs a login, and ends when the session does', async () => {
  assert.equal((await listen({ ...world.lead, cookie: 'jingwei_session=wrong' })).status, 401)
  const stream = await listen(world.outsider)
  await stream.until((m) => m.length > 0)
  await world.outsider.delete('sessions/current')
  for (let i = 0; i < 100 && !stream.isEnded(); i++) await sleep(20)
  assert.ok(stream.isEnded())
})

test('a client that was away for very long is told to load afresh', async () => {
  const user = await world.newOrg()
  await world.app.database.owner.query('UPDATE event_heads SET seq = 5000 WHERE org_id = $1', [
    user.orgId,
  ])
  const stream = await listen(user, '1.0')
  await stream.until((m) => m.length > 0)
  assert.equal(stream.messages[0]!.event, 'reset')
  stream.close()
})
