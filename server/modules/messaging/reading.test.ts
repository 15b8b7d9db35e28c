import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import fc from 'fast-check'
import type { User } from '../../../test/app.ts'
import { talkWorld } from './conversation-fixture.ts'
import { countReads, type Span } from './read-counts.ts'

const world = await talkWorld({ after })
const { lead, distributor, rival, dealer, open, say, keyOf } = world

const namesOf = async (user: User, id: string, no: number) => {
  const { body } = await user.get(`conversations/${id}/messages/${no}/readers`)
  const names = (list: { name: string }[]) => list.map((one) => one.name.split(' ')[0]).sort()
  return { read: names(body.read), unread: names(body.unread) }
}

test('read and unread are told by name, with the minute of reading', async () => {
  const id = await open(lead, [distributor, dealer])
  await say(lead, id, '全体注意', { mentionsAll: true })
  assert.deepEqual(await namesOf(dealer, id, 1), { read: [], unread: ['Dealer', 'Distributor'] })
  world.tick(3_600_000)
  await dealer.put(`conversations/${id}/reading`, { from: 1, to: 1 })
  await dealer.put(`conversations/${id}/reading`, { from: 1, to: 1 })
  assert.deepEqual(await namesOf(lead, id, 1), { read: ['Dealer'], unread: ['Distributor'] })
  const { body } = await lead.get(`conversations/${id}/messages/1/readers`)
  const minute = Math.floor(world.now().getTime() / 60_000) * 60_000
  assert.ok(Math.abs(new Date(body.read[0].at).getTime() - minute) <= 60_000)
  const counts = await lead.get(`conversations/${id}/reads?from=1&to=1`)
  assert.deepEqual(counts.body.items, [{ no: 1, read: 1, of: 2 }])
})

test('reading beyond the end, before one came, or backwards counts for nothing', async () => {
  const id = await open(lead, [distributor])
  await say(lead, id, '一')
  await lead.post(`conversations/${id}/members`, { people: [await keyOf(lead, dealer)] })
  await say(lead, id, '二')
  await dealer.put(`conversations/${id}/reading`, { from: 1, to: 9000 })
  assert.deepEqual(await namesOf(lead, id, 1), { read: [], unread: ['Distributor'] })
  assert.deepEqual(await namesOf(lead, id, 2), { read: ['Dealer'], unread: ['Distributor'] })
  await say(lead, id, '三')
  assert.deepEqual((await namesOf(lead, id, 3)).read, [], 'what was not there yet was not read')
  const backwards = await dealer.put(`conversations/${id}/reading`, { from: 3, to: 2 })
  assert.equal(backwards.body.errors[0].field, 'to')
  const wide = await dealer.get(`conversations/${id}/reads?from=1&to=9000`)
  assert.equal(wide.status, 400)
})

test('two thousand who read in order leave one range each', async () => {
  const id = await open(lead, [dealer])
  for (let i = 1; i <= 12; i++) {
    await say(lead, id, `${i}`)
    await dealer.put(`conversations/${id}/reading`, { from: i, to: i })
  }
  const { rows } = await world.app.database.owner.query(
    `SELECT (SELECT read_nos::text FROM conversation_members WHERE conversation_id = $1 AND person_id = $2),
      (SELECT count(*)::int FROM message_reads WHERE conversation_id = $1 AND person_id = $2) AS facts`,
    [id, dealer.personId],
  )
  assert.equal(rows[0].read_nos, '{[1,13)}')
  assert.ok(rows[0].facts <= 2, 'a row a minute, not a row a message')
})

// A model in sets, beside the ranges of the database: whatever people do, both name the same readers.
const act = fc.record({
  kind: fc.constantFrom('say', 'say', 'come', 'go', 'read', 'read'),
  who: fc.nat(2),
  from: fc.integer({ min: 1, max: 12 }),
  length: fc.nat(6),
})

test('whoever comes, goes and reads in whatever order, readers are named exactly', async () => {
  const people = [distributor, rival, dealer]
  const keys = await Promise.all(people.map((user) => keyOf(lead, user)))
  const short = (who: number) => people[who]!.name.split(' ')[0]
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 30 }), async (acts) => {
      const id = await open(lead)
      // Who is present, with the number of their stay; whoever comes back begins another.
      const stays = [0, 0, 0]
      const present = new Set<number>()
      const said: { sayer: number; asked: Map<number, number>; readers: Set<number> }[] = []
      for (const step of acts) {
        const { who } = step
        const user = people[who]!
        if (step.kind === 'come') {
          await lead.post(`conversations/${id}/members`, { people: [keys[who]] })
          if (!present.has(who)) stays[who]!++
          present.add(who)
        } else if (!present.has(who)) continue
        else if (step.kind === 'go') {
          await lead.delete(`conversations/${id}/members/${user.personId}`)
          present.delete(who)
        } else if (step.kind === 'say') {
          await say(user, id, 'x')
          const asked = new Map([...present].map((one) => [one, stays[one]!]))
          asked.delete(who)
          said.push({ sayer: who, asked, readers: new Set() })
        } else {
          const to = step.from + step.length
          await user.put(`conversations/${id}/reading`, { from: step.from, to })
          // Whoever came back reads what is said in the new stay; the old one stays as it was left.
          for (const message of said.slice(step.from - 1, to)) {
            if (message.asked.get(who) === stays[who]) message.readers.add(who)
          }
        }
      }
      for (const [at, { asked, readers }] of said.entries()) {
        const named = await namesOf(lead, id, at + 1)
        const silent = [...asked.keys()].filter((who) => !readers.has(who))
        // The host is asked about everything and reads nothing here.
        assert.deepEqual(named.read, [...readers].map(short).sort())
        assert.deepEqual(named.unread, ['Lead', ...silent.map(short)].sort())
        const { body } = await lead.get(`conversations/${id}/reads?from=${at + 1}&to=${at + 1}`)
        assert.deepEqual(body.items, [{ no: at + 1, read: readers.size, of: asked.size + 1 }])
      }
    }),
    { numRuns: 25, endOnFailure: true },
  )
})

test('counts by where ranges begin and end are the counts by looking at each', () => {
  const span = fc
    .record({
      afterNo: fc.nat(20),
      length: fc.option(fc.nat(20), { nil: null }),
      read: fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 12 }),
    })
    .map(({ afterNo, length, read }) => {
      const untilNo = length === null ? null : afterNo + length
      const nos = read.filter((no) => no > afterNo && no <= (untilNo ?? 30))
      return { afterNo, untilNo, nos }
    })
  fc.assert(
    fc.property(
      fc.array(span, { maxLength: 12 }),
      fc.integer({ min: 1, max: 15 }),
      (stays, low) => {
        const high = low + 14
        const spans: Span[] = stays.map(({ afterNo, untilNo, nos }) => {
          const within = nos.filter((no) => no >= low && no <= high)
          return { afterNo, untilNo, readFrom: within, readTo: within.map((no) => no + 1) }
        })
        const naive = Array.from({ length: high - low + 1 }, (_, i) => {
          const no = low + i
          return {
            no,
            read: stays.filter((s) => s.nos.includes(no)).length,
            of: stays.filter((s) => s.afterNo < no && no <= (s.untilNo ?? no)).length,
          }
        })
        assert.deepEqual(countReads(low, high, spans, new Set()), naive)
      },
    ),
  )
})
