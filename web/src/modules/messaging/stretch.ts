import type { Message } from '../../../../server/modules/messaging/conversation-schema.ts'

/** A part of a conversation without holes, and whether more lies before or after it. */
export interface Stretch {
  items: Message[]
  hasEarlier: boolean
  hasLater: boolean
}

/** A message that has just come or changed. One that lies beyond a hole only says that there is more. */
export function withMessage(now: Stretch, message: Message): Stretch {
  const { items } = now
  const last = items.at(-1)?.no ?? 0
  if (message.no > last) {
    if (now.hasLater) return now
    if (items.length > 0 && message.no > last + 1) return { ...now, hasLater: true }
    return { ...now, items: [...items, message] }
  }
  const at = items.findIndex((one) => one.no === message.no)
  // A stream that resumes may bring an older state after a newer one was read.
  if (at < 0 || items[at]!.version > message.version) return now
  return { ...now, items: items.with(at, message) }
}

export function withEarlier(now: Stretch, earlier: Stretch): Stretch {
  const first = now.items[0]?.no ?? Number.POSITIVE_INFINITY
  const fresh = earlier.items.filter((message) => message.no < first)
  return { ...now, items: [...fresh, ...now.items], hasEarlier: earlier.hasEarlier }
}

export function withLater(now: Stretch, later: Stretch): Stretch {
  const last = now.items.at(-1)?.no ?? 0
  const fresh = later.items.filter((message) => message.no > last)
  return { ...now, items: [...now.items, ...fresh], hasLater: later.hasLater }
}

/** Numbers as few stretches from and to: what is told when messages were seen. */
export function rangesOf(numbers: Iterable<number>): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = []
  for (const no of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && no <= last.to + 1) last.to = no
    else ranges.push({ from: no, to: no })
  }
  return ranges
}

const CLOSE_MS = 5 * 60_000
/** Whether a message goes on where the same sender left off, and so needs no name of its own. */
export function isContinued(before: Message | undefined, message: Message): boolean {
  if (!before || before.recalledAt || message.recalledAt) return false
  const isSame =
    before.sender.personId === message.sender.personId &&
    before.sender.robot === message.sender.robot
  return isSame && Date.parse(message.at) - Date.parse(before.at) < CLOSE_MS
}
