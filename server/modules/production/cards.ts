import type { SubjectCard } from '../messaging/index.ts'
import { type Changes, operationFacts, type Raised } from './clockwork.ts'
import { subjectOf } from './group.ts'
import { completionOf } from './progress.ts'
import type { Settings } from './schema.ts'
import type { ReadOrder, Share } from './states.ts'
import {
  clearedWords,
  type DigestFacts,
  digestWords,
  type WarningFacts,
  warningWords,
} from './words.ts'

export interface Written {
  digests: ReadonlySet<string>
  raised: ReadonlyMap<Raised, string>
  /** People at the lead who are called when nobody takes a warning up. */
  stewards: readonly string[]
}
type Card = Omit<SubjectCard, keyof Room | 'robot'>
type Room = Pick<SubjectCard, 'subject' | 'title' | 'orgIds' | 'chainId'>

/** What is said about an order after a round of the clock, in the rooms in which it belongs. */
export function cardsOf(change: Changes, written: Written): SubjectCard[] {
  const { order, digest, raised, cleared, escalated } = change
  const cards: SubjectCard[] = []
  const say = (rooms: Room[], card: Card) =>
    cards.push(...rooms.map((room) => ({ ...room, ...card, robot: 'clock' })))
  if (digest && written.digests.has(order.id)) cards.push(...digestCards(order, digest.facts))
  for (const one of raised) {
    const id = written.raised.get(one)
    if (!id) continue
    const facts = factsOf(change, { id, kind: one.kind, measure: one.measure }, one.share, 0)
    say(
      roomsOf(order, one.share),
      warningCard(`warning ${id}`, facts, order.createdBy ? [order.createdBy] : [], one.share),
    )
  }
  const shareOf = (id: string | null) =>
    order.steps.flatMap((step) => step.shares).find((share) => share.id === id) ?? null
  for (const { warning, rung, measure } of escalated) {
    const share = shareOf(warning.shareId)
    const facts = factsOf(change, { ...warning, measure }, share, rung)
    say(
      roomsOf(order, share),
      warningCard(`warning ${warning.id} ${rung}`, facts, [...written.stewards], share),
    )
  }
  for (const warning of cleared) {
    const share = shareOf(warning.shareId)
    if (warning.shareId !== null && !share) continue
    const facts = factsOf(change, warning, share, 0)
    say(roomsOf(order, share), {
      key: `cleared ${warning.id}`,
      template: 'production.cleared',
      data: { ...facts },
      text: clearedWords(facts),
      mentionPersonIds: [],
    })
  }
  return cards
}

/** A warning calls those who answer for the factory that it is about, by name. */
function warningCard(
  key: string,
  facts: WarningFacts,
  mentionPersonIds: string[],
  share: Share | null,
): Card {
  return {
    key,
    template: 'production.warning',
    data: { ...facts },
    text: warningWords(facts),
    mentionPersonIds,
    ...(share && { heads: { orgIds: [share.orgId], areCalled: true } }),
  }
}

function factsOf(
  { order, assessment }: Changes,
  warning: { id: string; kind: WarningFacts['kind']; measure: number },
  share: Share | null,
  rung: number,
): WarningFacts {
  const { finishMs } = assessment.projection
  return {
    warningId: warning.id,
    ...{ orderId: order.id, code: order.code, productName: order.productName },
    kind: warning.kind,
    operation: share?.operationName ?? null,
    org: share?.orgName ?? null,
    measure: warning.measure,
    dueAt: new Date(order.dueMs).toISOString(),
    finishAt:
      finishMs === null || !Number.isFinite(finishMs) ? null : new Date(finishMs).toISOString(),
    timeZone: order.settings.calendar.timeZone,
    rung,
  }
}

/** Where an order is spoken of: among all, with the one concerned, or by the lead alone. */
function roomsOf(order: ReadOrder, share: Share | null): Room[] {
  const parties = [...new Set(order.steps.flatMap((step) => step.shares.map((s) => s.orgId)))]
  const title = `${order.code} ${order.productName}`
  const base = { title, chainId: order.chainId }
  switch (order.settings.clock.audience) {
    case 'parties':
      return [{ ...base, subject: subjectOf(order.id), orgIds: parties }]
    case 'lead':
      return [{ ...base, subject: subjectOf(order.id, 'lead'), orgIds: [] }]
    case 'each':
      return (share ? [share.orgId] : parties).map((orgId) => ({
        ...base,
        subject: subjectOf(order.id, orgId),
        orgIds: [orgId],
      }))
  }
}

function digestCards(order: ReadOrder, facts: DigestFacts): SubjectCard[] {
  const audience: Settings['clock']['audience'] = order.settings.clock.audience
  return roomsOf(order, null).map((room) => {
    const told = audience === 'each' ? ownFacts(order, facts, room.orgIds[0] as string) : facts
    return {
      ...room,
      robot: 'clock',
      key: `digest ${facts.slotAt}`,
      template: 'production.digest',
      data: { ...told },
      text: digestWords(told),
      // A figure of some hour is not searched for; the order and who is missing are.
      words: [room.title, ...new Set(told.missing.map((missing) => missing.org))].join(' '),
      mentionPersonIds: [],
      // Named every hour, but not called every hour: for that there are warnings.
      heads: {
        orgIds: [...new Set(told.missing.map((missing) => missing.orgId))],
        areCalled: false,
      },
    }
  })
}

/** What one factory may see of a digest: its own part of the work, and its own silence. */
function ownFacts(order: ReadOrder, facts: DigestFacts, orgId: string): DigestFacts {
  const nowMs = Date.parse(facts.slotAt)
  const steps = order.steps
    .map((step) => ({ ...step, shares: step.shares.filter((share) => share.orgId === orgId) }))
    .filter((step) => step.shares.length > 0)
  return {
    ...facts,
    ...completionOf(
      steps.flatMap((step) => step.shares),
      nowMs,
    ),
    trend: null,
    operations: steps.map((step) => operationFacts(step, nowMs)),
    missing: facts.missing.filter((missing) => missing.orgId === orgId),
  }
}
