import type { Message } from './conversation-schema.ts'

/** A message `m` with its file `f` and what it replies to, `r`; read by pages and by the live stream alike. */
export const MESSAGE_COLUMNS = `m.conversation_id, m.no, m.id, m.kind, m.person_id, m.person_org_id, m.robot,
  m.sender_name, m.sender_org_name, m.text, m.data, m.mentions_all, m.at, m.edited_at, m.recalled_at,
  m.recalled_by, m.version, f.id AS file_id, f.name AS file_name, f.media_type, f.bytes, m.reply_no,
  r.sender_name AS reply_name, r.kind AS reply_kind,
  CASE WHEN r.recalled_at IS NULL THEN left(r.text, 120) ELSE '' END AS reply_text`
export const MESSAGE_JOINS = `LEFT JOIN files f ON f.id = m.file_id
  LEFT JOIN messages r ON r.conversation_id = m.conversation_id AND r.no = m.reply_no`

export interface MessageRow {
  conversation_id: string
  no: number
  id: string
  kind: Message['kind']
  person_id: string | null
  person_org_id: string | null
  robot: string | null
  sender_name: string
  sender_org_name: string
  text: string
  data: {
    template?: string
    data?: Record<string, unknown>
    texts?: { zh: string; en: string }
    mentions?: Message['mentions']
  }
  mentions_all: boolean
  at: string
  edited_at: string | null
  recalled_at: string | null
  recalled_by: string | null
  version: number
  file_id: string | null
  file_name: string
  media_type: string
  bytes: number
  reply_no: number | null
  reply_name: string | null
  reply_text: string | null
}

/** What was taken back keeps its place and its sender, and shows nothing else. */
export function shapeMessage(row: MessageRow): Message {
  const isRecalled = row.recalled_at !== null
  return {
    conversationId: row.conversation_id,
    no: row.no,
    id: row.id,
    kind: row.kind,
    sender: {
      personId: row.person_id,
      orgId: row.person_org_id,
      name: row.sender_name,
      orgName: row.sender_org_name,
      robot: row.robot,
    },
    text: isRecalled ? '' : row.text,
    texts: isRecalled ? null : (row.data.texts ?? null),
    template: isRecalled ? null : (row.data.template ?? null),
    data: isRecalled ? {} : (row.data.data ?? {}),
    file:
      isRecalled || row.file_id === null
        ? null
        : { id: row.file_id, name: row.file_name, mediaType: row.media_type, bytes: row.bytes },
    replyTo:
      row.reply_no === null
        ? null
        : { no: row.reply_no, name: row.reply_name ?? '', text: row.reply_text ?? '' },
    mentions: isRecalled ? [] : (row.data.mentions ?? []),
    mentionsAll: row.mentions_all,
    at: row.at,
    editedAt: row.edited_at,
    recalledAt: row.recalled_at,
    recalledBy: row.recalled_by,
    version: row.version,
  }
}
