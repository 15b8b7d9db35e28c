import type { Actor } from '../../platform/actor.ts'
import type { Database } from '../../platform/db.ts'
import type { Feed, FeedMessage } from '../../platform/realtime.ts'
import { MESSAGE_COLUMNS, MESSAGE_JOINS, type MessageRow, shapeMessage } from './message-rows.ts'

interface ChangeRow extends MessageRow {
  seq: number
  change_no: number | null
  place: string
  place_version: number
  shows_history: boolean
}

/** Who hears what is said: people by org, each with the number after which messages are for them. */
interface Circle {
  version: number
  orgs: Map<string, Map<string, { afterNo: number; isGone: boolean }>>
}

const READ_AT_ONCE = 1000
const CHANGES = `
  SELECT ch.seq, ch.no AS change_no, c.id AS place, c.version AS place_version, c.shows_history,
    ${MESSAGE_COLUMNS}
  FROM conversation_changes ch JOIN conversations c ON c.id = ch.conversation_id
  LEFT JOIN messages m ON m.conversation_id = ch.conversation_id AND m.no = ch.no ${MESSAGE_JOINS}
  WHERE ch.seq > $1 AND ($2::uuid[] IS NULL OR EXISTS (SELECT 1 FROM conversation_members s
    WHERE s.conversation_id = ch.conversation_id AND s.member_org_id = ANY($2)))
  ORDER BY ch.seq LIMIT ${READ_AT_ONCE}`

// Whoever has just left is told of the change too, so that their page closes.
const CIRCLES = `
  SELECT m.conversation_id, m.member_org_id, m.person_id, m.after_no, m.until_no IS NOT NULL AS is_gone
  FROM conversation_members m JOIN conversations c ON c.id = m.conversation_id
  WHERE m.conversation_id = ANY($1) AND (m.until_no IS NULL OR m.until_no = c.last_no)
  ORDER BY m.after_no`

const CIRCLES_KEPT = 5000
const ORGS_ASKED_MAX = 50

/** What is said in conversations, as the live stream reads it: one row a message, however many hear it. */
export function conversationFeed(database: Database): Feed {
  const circles = new Map<string, Circle>()

  async function loadCircles(rows: ChangeRow[]): Promise<void> {
    if (circles.size > CIRCLES_KEPT) circles.clear()
    const stale = new Map<string, number>()
    for (const row of rows) {
      if (circles.get(row.place)?.version !== row.place_version) {
        stale.set(row.place, row.place_version)
      }
    }
    if (stale.size === 0) return
    for (const [id, version] of stale) circles.set(id, { version, orgs: new Map() })
    const { rows: members } = await database.owner.query<{
      conversation_id: string
      member_org_id: string
      person_id: string
      after_no: number
      is_gone: boolean
    }>({ name: 'circles', text: CIRCLES, values: [[...stale.keys()]] })
    for (const member of members) {
      const { orgs } = circles.get(member.conversation_id)!
      const people = orgs.get(member.member_org_id) ?? new Map()
      people.set(member.person_id, { afterNo: member.after_no, isGone: member.is_gone })
      orgs.set(member.member_org_id, people)
    }
  }

  return {
    key: 'c',
    module: 'messaging',
    async head() {
      const { rows } = await database.owner.query<{ seq: number }>(
        'SELECT coalesce(max(seq), 0) AS seq FROM conversation_changes',
      )
      return rows[0]!.seq
    },
    async read(orgIds, after) {
      // With many orgs connected nearly every message is for one of them, and a list would only cost.
      const asked = orgIds.length > ORGS_ASKED_MAX ? null : orgIds
      const { rows } = await database.owner.query<ChangeRow>({
        name: 'conversation-changes',
        text: CHANGES,
        values: [after, asked],
      })
      await loadCircles(rows)
      const connected = new Set(orgIds)
      return {
        messages: rows.flatMap((row) => addressed(row, circles.get(row.place)!, connected)),
        head: rows.at(-1)?.seq ?? after,
        isMore: rows.length === READ_AT_ONCE,
      }
    },
  }
}

/** One change for each org that has somebody in the conversation; they share the text that goes out. */
function addressed(row: ChangeRow, { orgs }: Circle, connected: Set<string>): FeedMessage[] {
  const { seq, change_no: no } = row
  const type = no === null ? 'conversation.changed' : 'conversation.message'
  const data = no === null ? { conversationId: row.place } : shapeMessage(row)
  const json = JSON.stringify(data)
  const messages: FeedMessage[] = []
  for (const [orgId, people] of orgs) {
    if (!connected.has(orgId)) continue
    const isFor = ({ personId }: Actor) => {
      const member = people.get(personId ?? '')
      if (!member) return false
      return no === null || (!member.isGone && (row.shows_history || no > member.afterNo))
    }
    messages.push({ orgId, seq, type, data, json, isFor })
  }
  return messages
}
