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

async function talk(members: User[]): Promise<string> {
  const people: string[] = []
  for (const user of members) {
    const { body } = await world.lead.get(`directory?q=${encodeURIComponent(user.name)}`)
    people.push(body.items.find((item: { key: string }) => item.key.startsWith('m:')).key)
  }
  const answer = await world.lead.post('conversations', { title: '直播', people })
  assert.equal(answer.status, 201, answer.text)
  return answer.body.id
}
const say = async (user: User, id: string, text: string) => {
  const answer = await user.post(`conversations/${id}/messages`, { kind: 'text', text })
  assert.equal(answer.status, 201, answer.text)
}
const heard = (stream: Awaited<ReturnType<typeof listen>>) =>
  stream.ofKind('conversation.message').map((m) => m.data.text)

test('what is said is heard live by who takes part, not by their colleagues or by strangers', async () => {
  await world.newChain()
  const id = await talk([world.dealer])
  const colleague = await world.newMember(world.dealer, 'manager')
  const streams = await Promise.all(
    [world.lead, world.dealer, colleague, world.rival].map((u) => listen(u)),
  )
  await say(world.lead, id, '听见')
  await streams[1]!.until(() => heard(streams[1]!).length === 1)
  await streams[0]!.until(() => heard(streams[0]!).length === 1)
  await sleep(100)
  assert.deepEqual([heard(streams[2]!), heard(streams[3]!)], [[], []])
  for (const stream of streams) stream.close()
})

test('who comes back to a conversation hears what was said meanwhile, once, edits in their last form', async () => {
  const id = await talk([world.dealer, world.rival])
  const first = await listen(world.dealer)
  await say(world.lead, id, '一')
  await first.until(() => heard(first).length === 1)
  const left = first.lastId()
  first.close()
  await say(world.rival, id, '二')
  await world.rival.patch(`conversations/${id}/messages/2`, { text: '二改' }, 1)
  await say(world.lead, id, '三')
  const second = await listen(world.dealer, left)
  await second.until(() => heard(second).includes('三'))
  await say(world.rival, id, '四')
  await second.until(() => heard(second).includes('四'))
  assert.deepEqual([...new Set(heard(second))], ['二改', '三', '四'])
  await world.lead.delete(`conversations/${id}/members/${world.dealer.personId}`)
  await second.until((m) => m.at(-1)!.event === 'conversation.changed')
  await say(world.lead, id, '秘密')
  await sleep(150)
  assert.ok(!heard(second).includes('秘密'), 'who was taken out hears no more')
  second.close()
})

test('a newcomer who resumes does not hear what was said before they came', async () => {
  const id = await talk([world.rival])
  const stream = await listen(world.dealer)
  await stream.until((m) => m.length > 0)
  const before = stream.lastId()
  stream.close()
  await say(world.lead, id, '之前')
  const { body } = await world.lead.get(`directory?q=${encodeURIComponent(world.dealer.name)}`)
  const key = body.items.find((item: { key: string }) => item.key.startsWith('m:')).key
  await world.lead.post(`conversations/${id}/members`, { people: [key] })
  await say(world.lead, id, '之后')
  const again = await listen(world.dealer, before)
  await again.until(() => heard(again).includes('之后'))
  assert.ok(!heard(again).includes('之前'))
  again.close()
})

test('whose words were read is told at once', async () => {
  const id = await talk([world.dealer])
  await say(world.lead, id, '读了吗')
  const [mine, other] = [await listen(world.lead), await listen(world.rival)]
  await world.dealer.put(`conversations/${id}/reading`, { from: 1, to: 1 })
  await mine.until((m) => m.some((x) => x.data.topic === `reads:${id}`))
  assert.equal(other.ofKind('signal').length, 0)
  mine.close()
  other.close()
})
