import type { Notice, RollUp } from '../../../../server/modules/messaging/schema.ts'
import type { Tone } from '../../ui/palette.ts'

export interface NoticeFact {
  key:
    | 'created'
    | 'sent'
    | 'firstConfirmed'
    | 'halfConfirmed'
    | 'validFrom'
    | 'deadline'
    | 'recalled'
  at: string
  tone: Tone
  /** Figures that the sentence names. */
  values: Record<string, number>
}

/** What happened to a notice, newest first, as far as its own record tells. */
export function noticeFacts(
  notice: Pick<
    Notice,
    'createdAt' | 'sentAt' | 'recalledAt' | 'validFrom' | 'deadlineAt' | 'counts'
  >,
  curve: RollUp['curve'],
): NoticeFact[] {
  const facts: NoticeFact[] = [{ key: 'created', at: notice.createdAt, tone: 'quiet', values: {} }]
  const { sentAt, counts } = notice
  if (sentAt) {
    facts.push({
      key: 'sent',
      at: sentAt,
      tone: 'indigo',
      values: { recipients: counts.recipients },
    })
    const since = (minutes: number) => new Date(Date.parse(sentAt) + minutes * 60_000).toISOString()
    const first = curve.find((point) => point.confirmed > 0)
    if (first) {
      facts.push({ key: 'firstConfirmed', at: since(first.minutes), tone: 'good', values: {} })
    }
    const half = curve.find((point) => point.confirmed * 2 >= counts.recipients)
    if (half && counts.recipients > 1) {
      const values = { confirmed: half.confirmed }
      facts.push({ key: 'halfConfirmed', at: since(half.minutes), tone: 'good', values })
    }
  }
  if (notice.validFrom) {
    facts.push({ key: 'validFrom', at: notice.validFrom, tone: 'accent', values: {} })
  }
  if (notice.deadlineAt) {
    facts.push({ key: 'deadline', at: notice.deadlineAt, tone: 'accent', values: {} })
  }
  if (notice.recalledAt) {
    facts.push({ key: 'recalled', at: notice.recalledAt, tone: 'bad', values: {} })
  }
  return facts.sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
}
