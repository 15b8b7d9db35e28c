import { toCsv } from '../../ui/csv.ts'
import type { QueryValue } from '../../ui/http.ts'
import { type AuditEvent, auditPage } from './api.ts'

const PAGE = 500

/** All events that the filters find, page by page; `onProgress` hears how many are there. */
export async function collectAudit(
  query: Record<string, QueryValue>,
  onProgress: (count: number) => void,
  signal: AbortSignal,
  load: typeof auditPage = auditPage,
): Promise<AuditEvent[]> {
  const events: AuditEvent[] = []
  let cursor: string | null = null
  do {
    const page: { items: AuditEvent[]; nextCursor: string | null } = await load(
      { ...query, cursor, limit: PAGE },
      signal,
    )
    events.push(...page.items)
    cursor = page.nextCursor
    onProgress(events.length)
  } while (cursor !== null)
  return events
}

/** With the hashes, so that a reader can check the chain without us. */
export function auditCsv(events: AuditEvent[]): string {
  return toCsv(
    ['seq', 'at', 'type', 'subject', 'actor', 'actorKind', 'actorId', 'data', 'hash'],
    events.map(({ seq, at, type, subject, actor, data, hash }) => [
      seq,
      at,
      type,
      subject,
      actor.name,
      actor.kind,
      actor.id,
      JSON.stringify(data),
      hash,
    ]),
  )
}
