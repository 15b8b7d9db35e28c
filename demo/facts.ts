import type pg from 'pg'
import { afterQuiet, DAY, HOUR, MINUTE } from './calendar.ts'
import { seeded } from './random.ts'
import { ESCALATE_HOURS, REMINDER_HOURS } from './receipts.ts'
import type { Person } from './shapes.ts'
import { requestsOf } from './sourcing-rows.ts'
import { type Notice, SEED, type World } from './world.ts'

const EPOCH = Date.UTC(2026, 0, 4)

interface Fact {
  orgId: string
  at: number
  type: string
  subject: string
  person: Person | null
  data: Record<string, unknown>
}

/** What the orgs' records would hold had all this been done through the product: the main facts of it. */
export function factsOf(world: World): Fact[] {
  const facts = [
    ...leadFacts(world),
    ...world.notices.flatMap((notice) => noticeFacts(world, notice)),
  ]
  return [...facts, ...partnerFacts(world), ...tradeFacts(world)].sort((a, b) => a.at - b.at)
}

function leadFacts({ network, goods, chainId, chainCreatedAt }: World): Fact[] {
  const { lead, people, partners } = network
  const by = (person: Person | null) => ({ orgId: lead.id, person })
  const owner = people[0]!
  const pricer = staff(people, '孟凡凯')
  const joins = partners.filter((p) => p.joinedAt !== null && p.ownerOrgId === lead.id)
  return [
    {
      ...by(owner),
      at: lead.createdAt,
      type: 'identity.org_opened',
      subject: `org:${lead.id}`,
      data: { name: lead.name },
    },
    {
      ...by(owner),
      at: chainCreatedAt,
      type: 'network.chain_opened',
      subject: `chain:${chainId}`,
      data: { name: CHAIN_NAME },
    },
    {
      ...by(pricer),
      ...{ at: chainCreatedAt + HOUR, type: 'trade.tier_markups_set', subject: `chain:${chainId}` },
      data: { tiers: goods.limits.length },
    },
    ...goods.products.map(
      ({ id, code, name, unit, category, createdAt, priceMinor, retailMinor }) => ({
        ...{ ...by(pricer), at: createdAt, type: 'trade.product_added', subject: `product:${id}` },
        data: { code, name, unit, category, priceMinor, retailMinor },
      }),
    ),
    ...joins.map(({ id, name, joinedAt }) => ({
      ...{ ...by(null), at: joinedAt!, type: 'network.partner_joined', subject: `partner:${id}` },
      data: { name },
    })),
  ]
}

/** Orders stand in the records of both sides. */
function tradeFacts({ trade }: World): Fact[] {
  return trade.flatMap((order) =>
    [order.seller, order.buyer].flatMap(({ id: orgId }) => {
      const base = { orgId, person: null, subject: `trade_order:${order.id}` }
      const data = { no: order.no }
      const facts: Fact[] = [{ ...base, at: order.placedAt, type: 'trade.order_placed', data }]
      const { confirmedAt } = order
      if (confirmedAt !== null)
        facts.push({ ...base, at: confirmedAt, type: 'trade.order_confirmed', data })
      return facts
    }),
  )
}

function staff(people: readonly Person[], name: string): Person {
  return people.find((person) => person.name === name)!
}

function noticeFacts({ network }: World, notice: Notice): Fact[] {
  const { title } = notice
  const subject = `notice:${notice.id}`
  const base = { orgId: network.lead.id, subject, person: staff(network.people, notice.author) }
  const facts: Fact[] = [
    { ...base, at: notice.createdAt, type: 'messaging.notice_drafted', data: { title } },
  ]
  if (notice.scheduledAt) {
    const at = new Date(notice.scheduledAt).toISOString()
    facts.push({
      ...base,
      at: notice.createdAt + MINUTE,
      type: 'messaging.notice_scheduled',
      data: { at },
    })
  }
  for (const { kind, at, recipients } of notice.waves) {
    const system = { ...base, person: null, at }
    if (kind === 'sent') {
      const failed = notice.receipts.filter((receipt) => receipt.reason !== null).length
      const queued = notice.receipts.length - failed - recipients
      const data = { title, delivered: recipients, queued, failed }
      if (notice.lines.length > 0) {
        const prices = {
          products: notice.lines.length,
          validFrom: new Date(notice.validFrom!).toISOString(),
        }
        facts.push({ ...base, at, type: 'trade.prices_set', data: prices })
      }
      facts.push({ ...base, at, type: 'messaging.notice_sent', data })
    } else if (kind === 'reminded') {
      facts.push({ ...system, type: 'messaging.reminded', data: { reminded: recipients } })
    } else if (kind === 'escalated') {
      facts.push({ ...system, type: 'messaging.escalated', data: { distributors: recipients } })
    } else if (kind === 'relayed') {
      facts.push({
        ...system,
        type: 'messaging.notice_relayed',
        data: { relays: 1, delivered: recipients },
      })
    } else facts.push({ ...base, at, type: `messaging.notice_${kind}`, data: { title } })
  }
  return facts
}

/** The three upper tiers, the factories and whoever can be signed in as have a record of their own. */
function partnerFacts({ network, notices }: World): Fact[] {
  const { partners, orgs, people, shown } = network
  const orgById = new Map(orgs.map((org) => [org.id, org]))
  const personById = new Map(people.map((person) => [person.id, person]))
  const facts: Fact[] = []
  for (const [at, partner] of partners.entries()) {
    const isShown = Object.values(shown).includes(at)
    if (partner.orgId === null || !(partner.tier <= 3 || isShown)) continue
    const { orgId, personId } = partner
    const person = personById.get(personId!)!
    const { createdAt, name } = orgById.get(orgId)!
    facts.push({
      orgId,
      person,
      at: createdAt,
      type: 'identity.org_opened',
      subject: `org:${orgId}`,
      data: { name },
    })
    if (!isShown) continue
    for (const notice of notices) {
      const receipt = notice.receipts.find((r) => r.partner === at)
      const base = {
        orgId,
        person,
        subject: `notice:${notice.id}`,
        data: { partnerId: partner.id },
      }
      if (receipt?.readAt)
        facts.push({ ...base, at: receipt.readAt, type: 'messaging.notice_read' })
      if (receipt?.confirmedAt) {
        facts.push({ ...base, at: receipt.confirmedAt, type: 'messaging.notice_confirmed' })
      }
    }
  }
  return facts
}

export const CHAIN_NAME = '锦纶服饰产销链'

/** Appends the facts through the function that chains them, each in the name of its own org. */
export async function appendFacts(
  client: pg.ClientBase,
  seed: string,
  world: World,
): Promise<number> {
  const ids = seeded(`${seed}/facts`)
  const byOrg = Map.groupBy(factsOf(world), (fact) => fact.orgId)
  let serial = 0
  for (const [orgId, facts] of byOrg) {
    await client.query(`SET LOCAL jingwei.org = '${orgId}'`)
    const rows = facts.map(({ at, type, subject, person, data }) => ({
      id: ids.id(EPOCH + ++serial),
      ...{ type, subject, at: new Date(at).toISOString(), data },
      actor: person
        ? { kind: 'person', id: person.id, name: person.name }
        : { kind: 'system', id: null, name: 'system' },
    }))
    await client.query('SELECT append_events($1, $2)', [orgId, JSON.stringify(rows)])
  }
  await client.query(`SET LOCAL jingwei.org = ''`)
  return serial
}

/** Work that the notices still under way have ahead of them. */
export async function planJobs(client: pg.ClientBase, world: World, now: number): Promise<void> {
  const orgId = world.network.lead.id
  const add = (task: string, noticeId: string, at: number, key: string | null = null) =>
    client.query('SELECT add_job($1, $2, $3, $4)', [
      task,
      JSON.stringify({ orgId, noticeId }),
      new Date(at),
      key,
    ])
  await client.query('SELECT add_job($1, $2, $3, $4)', [
    ...['production.tick', JSON.stringify({ orgId }), new Date(now), null],
  ])
  for (const rfq of requestsOf(SEED, world)) {
    await client.query('SELECT add_job($1, $2, $3, $4)', [
      ...['trade.close_rfq', JSON.stringify({ orgId, rfqId: rfq.id })],
      ...[new Date(now + rfq.closes), `rfq-close ${rfq.id}`],
    ])
  }
  for (const notice of world.notices) {
    if (notice.scheduledAt)
      await add('messaging.send', notice.id, notice.scheduledAt, `send:${notice.id}`)
    if (notice.sentAt === null || notice.endedAt !== null || notice.sentAt < now - 5 * DAY) continue
    for (const hours of REMINDER_HOURS) {
      const at = afterQuiet(notice.sentAt + hours * HOUR)
      if (at >= now) await add('messaging.remind', notice.id, at)
    }
    const escalation = afterQuiet(notice.sentAt + ESCALATE_HOURS * HOUR)
    if (escalation >= now) await add('messaging.escalate', notice.id, escalation)
    const open = notice.relays.filter((relay) => relay.dueAt !== null && relay.relayedAt === null)
    for (const dueAt of new Set(open.map((relay) => relay.dueAt!))) {
      await add('messaging.relay', notice.id, dueAt)
    }
  }
}
