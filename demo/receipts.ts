import type { Bulletin } from './bulletins.ts'
import { afterQuiet, HOUR, MINUTE, settle } from './calendar.ts'
import type { Random } from './random.ts'
import type { Partner } from './shapes.ts'

export type ReceiptState =
  | 'queued'
  | 'delivered'
  | 'read'
  | 'confirmed'
  | 'failed'
  | 'superseded'
  | 'recalled'
export interface Receipt {
  partner: number
  wave: number
  state: ReceiptState
  reason: 'not_joined' | 'suspended' | null
  deliveredAt: number | null
  readAt: number | null
  confirmedAt: number | null
  answer: string | null
  reminded: number
  escalatedAt: number | null
}
export interface Wave {
  wave: number
  kind: 'sent' | 'relayed' | 'reminded' | 'escalated' | 'recalled' | 'superseded'
  at: number
  recipients: number
}
export interface Relay {
  partner: number
  note: string
  openedAt: number | null
  dueAt: number | null
  relayedAt: number | null
  wave: number
}

export const REMINDER_HOURS = [4, 12, 24]
export const ESCALATE_HOURS = 48

// How soon people look, by what it is about.
const READ_MINUTES = { recall: 11, price_change: 22, task: 45, announcement: 70 }

/** Whom the bulletin means: the same conditions as an audience, over those who stood there by then. */
export function recipientsOf(bulletin: Bulletin, partners: readonly Partner[]): number[] {
  const { side, tiers, groups, tags } = bulletin
  const chosen: number[] = []
  for (const [at, partner] of partners.entries()) {
    if (partner.side !== side || partner.createdAt > bulletin.sentAt!) continue
    if (tiers && !tiers.includes(partner.tier)) continue
    if (groups && !partner.groups.some((group) => groups.includes(group))) continue
    if (tags && !partner.tags.some((tag) => tags.includes(tag))) continue
    chosen.push(at)
  }
  return chosen
}

/** Why a notice of that moment did not reach the partner, or null when it did. */
function failureOf(partner: Partner, at: number): Receipt['reason'] {
  if (partner.orgId === null || partner.joinedAt! > at) return 'not_joined'
  return partner.suspendedAt !== null && partner.suspendedAt <= at ? 'suspended' : null
}

export interface Course {
  receipts: Receipt[]
  waves: Wave[]
}

/** Plays a notice through: who read and confirmed when, who was reminded, and what was left at the end. */
export function playNotice(
  draw: Random,
  bulletin: Bulletin,
  partners: readonly Partner[],
  {
    now,
    endsAt,
    relays,
    keepOpen,
  }: {
    now: number
    /** When it was recalled or another edition took its place; null while it runs. */
    endsAt: number | null
    relays: Map<number, Relay>
    /** Partners whose person is to find it waiting. */
    keepOpen: ReadonlySet<number>
  },
): Course {
  const end = Math.min(now, endsAt ?? now)
  const sentAt = bulletin.sentAt!
  const rungs = REMINDER_HOURS.map((hours) => afterQuiet(sentAt + hours * HOUR)).filter(
    (at) => at < end,
  )
  const receipts = recipientsOf(bulletin, partners).map((at) => {
    const partner = partners[at]!
    const receipt: Receipt = {
      ...{
        partner: at,
        wave: 1,
        state: 'failed',
        reason: failureOf(partner, sentAt),
        deliveredAt: null,
      },
      ...{ readAt: null, confirmedAt: null, answer: null, reminded: 0, escalatedAt: null },
    }
    if (receipt.reason !== null) return receipt
    const relay = nearestRelay(partner, partners, relays)
    if (relay && relay.relayedAt === null) return { ...receipt, state: 'queued' as const }
    receipt.deliveredAt = relay?.relayedAt ?? sentAt
    receipt.wave = relay?.wave ?? 1
    if (keepOpen.has(at)) receipt.state = 'delivered'
    else if (bulletin.held) hold(draw, receipt, bulletin, partner, end)
    else answer(draw, receipt, bulletin, partner, rungs, end)
    return receipt
  })
  const waves = climb(bulletin, receipts, partners, { rungs, end, endsAt })
  return { receipts, waves: relays.size > 0 ? mixWaves(waves, relays, receipts) : waves }
}

/** Reminders and relays in the order in which they happened; receipts and relays learn the new numbers. */
function mixWaves(waves: Wave[], relays: ReadonlyMap<number, Relay>, receipts: Receipt[]): Wave[] {
  const passed = [...relays.values()].filter((relay) => relay.relayedAt !== null)
  const flowed = passed.map(({ wave, relayedAt }) => {
    const recipients = receipts.filter((r) => r.wave === wave && r.deliveredAt !== null).length
    return { wave, kind: 'relayed' as const, at: relayedAt!, recipients }
  })
  const mixed = [...waves, ...flowed].sort((a, b) => a.at - b.at)
  const numbers = new Map(flowed.map((wave) => [wave.wave, mixed.indexOf(wave) + 1]))
  for (const receipt of receipts) receipt.wave = numbers.get(receipt.wave) ?? receipt.wave
  for (const relay of passed) relay.wave = numbers.get(relay.wave)!
  return mixed.map((wave, i) => ({ ...wave, wave: i + 1 }))
}

/** A distributor above that is still to pass the notice on, or passed it on last. */
function nearestRelay(
  partner: Partner,
  partners: readonly Partner[],
  relays: ReadonlyMap<number, Relay>,
): Relay | null {
  for (let at = partner.parent; at >= 0; at = partners[at]!.parent) {
    const relay = relays.get(at)
    if (relay) return relay
  }
  return null
}

function answer(
  draw: Random,
  receipt: Receipt,
  bulletin: Bulletin,
  partner: Partner,
  rungs: readonly number[],
  end: number,
): void {
  const isShop = partner.tier === 6
  const isLaggard = partner.pace > 8
  const pace = partner.pace * READ_MINUTES[bulletin.kind]
  let readAt = settle(draw, receipt.deliveredAt! + draw.logNormal(pace, 1.25) * MINUTE, isShop)
  let confirmedAt = settle(draw, readAt + draw.logNormal(9 * partner.pace, 1.5) * MINUTE, isShop)
  if (draw.chance(isLaggard ? 0.35 : 0.006)) readAt = Number.POSITIVE_INFINITY
  if (draw.chance(isLaggard ? 0.5 : 0.012)) confirmedAt = Number.POSITIVE_INFINITY
  // A reminder wakes four in ten of those who had not answered, within the hour or so.
  for (const rung of rungs) {
    if (confirmedAt <= rung || rung < receipt.deliveredAt! || !draw.chance(0.4)) continue
    const woken = settle(draw, rung + draw.logNormal(35, 1) * MINUTE, isShop)
    readAt = Math.min(readAt, woken)
    confirmedAt = Math.min(confirmedAt, woken + draw.int(20, 400) * 1000)
  }
  set(draw, receipt, bulletin, readAt, Math.max(confirmedAt, readAt), end)
}

/** For the one that is half done: shares are held where they are wanted, times lie in what has passed. */
function hold(
  draw: Random,
  receipt: Receipt,
  bulletin: Bulletin,
  partner: Partner,
  end: number,
): void {
  const { confirmed, read } = bulletin.held!
  const share = draw.next()
  const at = momentBetween(draw, receipt.deliveredAt!, end, partner.tier === 6)
  const readAt = share < confirmed + read ? at : Number.POSITIVE_INFINITY
  // Who has read it and not confirmed is past `confirmed`; nobody's confirmation is later than `end`.
  const confirmedAt =
    share < confirmed
      ? at + draw.next() * Math.min(end - at, 40 * MINUTE)
      : Number.POSITIVE_INFINITY
  set(draw, receipt, bulletin, readAt, confirmedAt, end)
}

/** Mostly soon after the beginning, and while people are awake where the span allows it. */
function momentBetween(draw: Random, start: number, end: number, isShop: boolean): number {
  for (let attempt = 0; ; attempt++) {
    const at = Math.round(start + (end - start) * draw.next() ** 1.8)
    if (attempt === 12 || settle(draw, at, isShop) === at) return at
  }
}

function set(
  draw: Random,
  receipt: Receipt,
  bulletin: Bulletin,
  readAt: number,
  confirmedAt: number,
  end: number,
): void {
  receipt.state = 'delivered'
  if (readAt > end) return
  receipt.readAt = Math.round(readAt)
  receipt.state = 'read'
  if (bulletin.kind === 'announcement' || confirmedAt > end) return
  receipt.confirmedAt = Math.round(confirmedAt)
  receipt.state = 'confirmed'
  if (bulletin.answers && draw.chance(0.45)) receipt.answer = draw.pick(bulletin.answers)
}

/** The ladder: who was still open at each rung was reminded, then told upwards; last, how it ended. */
function climb(
  bulletin: Bulletin,
  receipts: Receipt[],
  partners: readonly Partner[],
  { rungs, end, endsAt }: { rungs: readonly number[]; end: number; endsAt: number | null },
): Wave[] {
  const reached = receipts.filter((receipt) => receipt.deliveredAt !== null)
  const isOpen = (receipt: Receipt, at: number) => {
    const done = bulletin.kind === 'announcement' ? receipt.readAt : receipt.confirmedAt
    return receipt.deliveredAt! <= at && (done === null || done > at)
  }
  const count = reached.filter((receipt) => receipt.wave === 1).length
  const waves: Wave[] = [{ wave: 1, kind: 'sent', at: bulletin.sentAt!, recipients: count }]
  const push = (kind: Wave['kind'], at: number, recipients: number) =>
    waves.push({ wave: waves.length + 1, kind, at, recipients })
  for (const at of rungs) {
    const open = reached.filter((receipt) => isOpen(receipt, at))
    for (const receipt of open) receipt.reminded++
    if (open.length > 0) push('reminded', at, open.length)
  }
  const escalation = afterQuiet(bulletin.sentAt! + ESCALATE_HOURS * HOUR)
  if (escalation < end) {
    const late = reached.filter((receipt) => isOpen(receipt, escalation))
    for (const receipt of late) receipt.escalatedAt = escalation
    // Told upwards are the distributors, each once, however many below it are late.
    const told = new Set(late.map((receipt) => partners[partners[receipt.partner]!.parent]?.orgId))
    told.delete(undefined)
    told.delete(null)
    if (late.length > 0) push('escalated', escalation, told.size)
  }
  if (endsAt !== null) {
    const last = bulletin.recalled ? 'recalled' : 'superseded'
    const kept = bulletin.recalled ? ['failed'] : ['failed', 'confirmed']
    const ended = receipts.filter((receipt) => !kept.includes(receipt.state))
    for (const receipt of ended) receipt.state = last
    push(last, endsAt, ended.length)
  }
  return waves
}

const NOTES = [
  '本区按新价执行，库存差价本周内补。',
  '请各店同步更换价签。',
  '有疑问直接联系本区客服，勿私下改价。',
  '旧价签请收回，月底统一销毁。',
]

/**
 * The turns of the distributors between a notice and the stores: some have passed it on, those named in
 * `waiting` have not, and the turn of whoever stands below begins when the one above has acted.
 */
export function playRelays(
  draw: Random,
  bulletin: Bulletin,
  partners: readonly Partner[],
  { now, waiting }: { now: number; waiting: ReadonlySet<number> },
): Map<number, Relay> {
  const relays = new Map<number, Relay>()
  const sellers = new Set(partners.map((partner) => partner.parent))
  for (const [at, partner] of partners.entries()) {
    if (partner.side !== bulletin.side || partner.status !== 'joined' || !sellers.has(at)) continue
    if (partner.joinedAt! > bulletin.sentAt!) continue
    const above = nearestRelay(partner, partners, relays)
    const openedAt = above ? above.relayedAt : bulletin.sentAt!
    const relay: Relay = { partner: at, note: '', openedAt, dueAt: null, relayedAt: null, wave: 1 }
    relays.set(at, relay)
    if (openedAt === null) continue
    relay.dueAt = openedAt + bulletin.relayMinutes! * MINUTE
    const passedAt = Math.round(openedAt + draw.logNormal(28, 0.7) * MINUTE)
    const share = partner.tier === 1 ? 0.72 : 0.4
    if (waiting.has(at) || passedAt >= now || !draw.chance(share)) continue
    relay.relayedAt = passedAt
    if (draw.chance(0.4)) relay.note = draw.pick(NOTES)
  }
  const passed = [...relays.values()].filter((relay) => relay.relayedAt !== null)
  passed.sort((a, b) => a.relayedAt! - b.relayedAt!)
  for (const [i, relay] of passed.entries()) relay.wave = i + 2
  return relays
}
