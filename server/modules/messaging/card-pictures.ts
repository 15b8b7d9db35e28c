import { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { type FileStore, insertFile, type KeptBytes } from '../../platform/files.ts'
import { enqueueInLine, type JobHandler } from '../../platform/jobs.ts'
import { type Outbound, OutboundFailure } from '../../platform/outbound.ts'
import { picturesOf, shownType } from './webhook-format.ts'

const BYTES_MAX = 2 * 1024 * 1024
const HOPS_MAX = 3
// Whoever fills the line with addresses that never answer must not keep others waiting for ever.
const AGE_MS_MAX = 10 * 60_000

interface Place {
  orgId: string
  conversationId: string
  no: number
}

/** Has the pictures fetched that a card names, when it is posted; without any there is nothing to do. */
export async function askForPictures(
  tx: Tx,
  data: Record<string, unknown> | undefined,
  place: Place,
): Promise<void> {
  if (picturesOf(data).length === 0) return
  await enqueueInLine(tx, 'pictures', 'messaging.fetch_pictures', { ...place })
}

/**
 * Fetches the pictures of a card once, so that readers' browsers ask nobody outside. What cannot be had, is too
 * big or is no picture stays a link.
 */
export function fetchPicturesJob(outbound: Outbound, files: FileStore): JobHandler {
  return async (ctx: Ctx, place: Place) => {
    const addresses = await ctx.acrossOrgs((tx) => wantedOf(tx, place))
    const kept = await Promise.all(
      addresses.map(async (address) => {
        const bytes = await fetchPicture(outbound, address)
        const mediaType = bytes && shownType(bytes)
        if (!mediaType) return null
        const name = `picture.${mediaType.slice('image/'.length)}`
        return { address, kept: await files.keep(Readable.from([bytes]), name, mediaType) }
      }),
    )
    const had = kept.filter((one) => one !== null)
    if (had.length > 0) await ctx.acrossOrgs((tx) => attach(tx, place, had))
  }
}

async function wantedOf(tx: Tx, { conversationId, no }: Place): Promise<string[]> {
  const { rows } = await sql<{ data: Record<string, unknown> }>`
    SELECT data FROM messages m WHERE conversation_id = ${conversationId} AND no = ${no}
      AND recalled_at IS NULL AND at > ${new Date(tx.now().getTime() - AGE_MS_MAX)}
      AND NOT EXISTS (SELECT 1 FROM message_pictures p
        WHERE p.conversation_id = m.conversation_id AND p.no = m.no)`.execute(tx.db)
  return picturesOf(rows[0]?.data)
}

/** Follows the few redirects that picture stores make; each is looked at like the first address. */
async function fetchPicture(outbound: Outbound, address: string): Promise<Buffer | null> {
  let url = address
  try {
    for (let hop = 0; hop <= HOPS_MAX; hop++) {
      const { status, headers, bytes } = await outbound.get(url, BYTES_MAX)
      if (status === 200) return bytes
      const next = status >= 300 && status < 400 && URL.parse(String(headers.location ?? ''), url)
      if (!next) return null
      url = next.href
    }
  } catch (error) {
    if (!(error instanceof OutboundFailure)) throw error
  }
  return null
}

async function attach(
  tx: Tx,
  { orgId, conversationId, no }: Place,
  had: { address: string; kept: KeptBytes }[],
): Promise<void> {
  const pictures: Record<string, string> = {}
  for (const { address, kept } of had) {
    const file = await insertFile({ ...tx, actor: { ...tx.actor, orgId } }, kept)
    pictures[address] = file.id
    await sql`INSERT INTO message_pictures VALUES (${orgId}, ${conversationId}, ${no}, ${file.id})`.execute(
      tx.db,
    )
  }
  await sql`UPDATE messages SET version = version + 1,
      data = jsonb_set(data, '{data,pictures}', ${JSON.stringify(pictures)}::jsonb)
    WHERE conversation_id = ${conversationId} AND no = ${no}`.execute(tx.db)
}
