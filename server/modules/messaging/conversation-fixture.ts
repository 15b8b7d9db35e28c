import assert from 'node:assert/strict'
import type { User } from '../../../test/app.ts'
import { type TradeChain, type TradeWorld, tradeWorld } from '../trade/fixture.ts'

export interface TalkWorld extends TradeWorld {
  chain: TradeChain
  /** How `who` finds `whom` in the directory. */
  keyOf(who: User, whom: User): Promise<string>
  /** A group conversation that the first opens with the others; answers its id. */
  open(host: User, others?: User[], more?: Record<string, unknown>): Promise<string>
  /** Says something and answers its number. */
  say(user: User, id: string, text: string, more?: Record<string, unknown>): Promise<number>
}

/** The lead, two distributors and a dealer of one chain, who find each other and can talk. */
export async function talkWorld(t: { after(work: () => unknown): void }): Promise<TalkWorld> {
  const world = await tradeWorld(t)
  const chain = await world.newChain()
  async function keyOf(who: User, whom: User): Promise<string> {
    const query = `q=${encodeURIComponent(whom.name)}&limit=500`
    const { body } = await who.get(`directory?${query}`)
    const entry = body.items.find(
      (item: { key: string; name: string }) => item.key.startsWith('m:') && item.name === whom.name,
    )
    assert.ok(entry, `${who.name} does not find ${whom.name}`)
    return entry.key
  }
  return {
    ...world,
    chain,
    keyOf,
    async open(host, others = [], more = {}) {
      const people: string[] = []
      for (const other of others) people.push(await keyOf(host, other))
      const answer = await host.post('conversations', { title: '群聊', people, ...more })
      assert.equal(answer.status, 201, answer.text)
      return answer.body.id
    },
    async say(user, id, text, more = {}) {
      const answer = await user.post(`conversations/${id}/messages`, {
        kind: 'text',
        text,
        ...more,
      })
      assert.equal(answer.status, 201, answer.text)
      return answer.body.no
    },
  }
}
