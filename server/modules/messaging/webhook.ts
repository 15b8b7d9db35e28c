import { BlockList, isIP } from 'node:net'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { type FileStore, insertFile } from '../../platform/files.ts'
import { newId, secretHash } from '../../platform/ids.ts'
import { peopleSql } from '../identity/index.ts'
import { askForPictures } from './card-pictures.ts'
import { type Posting, post } from './posting.ts'
import { type Incoming, readIncoming, WebhookRefusal } from './webhook-format.ts'

export const MEDIA_BYTES_MAX = 20 * 1024 * 1024
const MEDIA_BYTES_MIN = 5
const MEDIA_DAYS = 3

interface Caller {
  key: string | undefined
  address: string
}
interface KeyedRobot {
  id: string
  org_id: string
  conversation_id: string
  name: string
  addresses: string[]
}

/** A script posts through a robot's address. The key is all it has, so it is asked for first. */
export async function receiveMessage(
  ctx: Ctx,
  files: FileStore,
  caller: Caller,
  body: unknown,
): Promise<void> {
  // Before anything is parsed or stored: a key that is not ours costs one look into an index.
  await asRobot(ctx, caller, async () => {})
  const incoming = readIncoming(body)
  const kept = incoming.picture
    ? await files.keep(Readable.from([incoming.picture.bytes]), ...pictureName(incoming))
    : null
  await asRobot(ctx, caller, async (tx, robot) => {
    await countCall(tx, robot)
    const fileId = kept
      ? (await insertFile(tx, kept)).id
      : incoming.mediaId !== undefined
        ? await mediaOf(tx, robot, incoming.mediaId)
        : null
    const posted = await post(tx, {
      conversationId: robot.conversation_id,
      kind: incoming.kind,
      robot: robot.id,
      senderName: robot.name,
      text: incoming.text || (await fileName(tx, fileId)),
      fileId,
      ...(await namedBy(tx, robot, incoming)),
    })
    if (!posted) throw new WebhookRefusal('unknown_key')
    await askForPictures(tx, incoming.data, {
      orgId: robot.org_id,
      conversationId: robot.conversation_id,
      no: posted.no,
    })
  })
}

function pictureName({ picture }: Incoming): [string, string] {
  const ending = picture!.mediaType === 'image/png' ? 'png' : 'jpg'
  return [`picture.${ending}`, picture!.mediaType]
}

/** Keeps a file that the robot may send for three days; answers its id there. */
export async function receiveMedia(
  ctx: Ctx,
  files: FileStore,
  caller: Caller,
  part: { file: Readable & { truncated?: boolean }; filename: string; mimetype: string },
): Promise<{ mediaId: string; createdAt: Date }> {
  await asRobot(ctx, caller, async () => {})
  const kept = await files.keep(part.file, part.filename, part.mimetype).catch((error) => {
    if (part.file.truncated) throw new WebhookRefusal('media_size')
    throw error
  })
  if (kept.bytes < MEDIA_BYTES_MIN) throw new WebhookRefusal('media_size')
  return asRobot(ctx, caller, async (tx, robot) => {
    await countCall(tx, robot)
    const file = await insertFile(tx, kept)
    const mediaId = newId(tx.now().getTime())
    await tx.db
      .insertInto('robot_media')
      .values({
        id: mediaId,
        org_id: robot.org_id,
        robot_id: robot.id,
        file_id: file.id,
        created_at: tx.now().toISOString(),
      })
      .execute()
    return { mediaId, createdAt: tx.now() }
  })
}

/** Finds the robot by its key, asks from where it is called, and goes on in the org of its conversation. */
function asRobot<T>(
  ctx: Ctx,
  { key, address }: Caller,
  work: (tx: Tx, robot: KeyedRobot) => Promise<T>,
): Promise<T> {
  return ctx.acrossOrgs(async (tx) => {
    const { rows } = await sql<KeyedRobot>`
      SELECT id, org_id, conversation_id, name, addresses FROM robots
      WHERE key_hash = ${secretHash(key ?? '')} AND removed_at IS NULL FOR UPDATE`.execute(tx.db)
    const robot = rows[0]
    if (!robot) throw new WebhookRefusal('unknown_key')
    if (!isWithin(address, robot.addresses)) throw new WebhookRefusal('wrong_address', address)
    await tx.client.query(`SET LOCAL jingwei.org = '${robot.org_id}'`)
    return work({ ...tx, actor: { ...tx.actor, orgId: robot.org_id } }, robot)
  })
}

export function isWithin(address: string, ranges: readonly string[]): boolean {
  if (ranges.length === 0) return true
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  const list = new BlockList()
  for (const range of ranges) {
    const [net, bits] = range.split('/') as [string, string | undefined]
    const family = isIP(net) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(net, family)
    else list.addSubnet(net, Number(bits), family)
  }
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

/** So many a minute, counted from the first; a call that is refused is not counted. */
async function countCall(tx: Tx, robot: KeyedRobot): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    UPDATE robots SET used_at = ${tx.now()},
      minute_count = CASE WHEN minute_at > ${tx.now()}::timestamptz - interval '1 minute'
        THEN minute_count + 1 ELSE 1 END,
      minute_at = CASE WHEN minute_at > ${tx.now()}::timestamptz - interval '1 minute'
        THEN minute_at ELSE ${tx.now()}::timestamptz END
    WHERE id = ${robot.id} AND (minute_count < per_minute
      OR minute_at <= ${tx.now()}::timestamptz - interval '1 minute')
    RETURNING id`.execute(tx.db)
  if (rows.length === 0) throw new WebhookRefusal('too_often')
}

async function mediaOf(tx: Tx, robot: KeyedRobot, mediaId: string): Promise<string> {
  const { rows } = await sql<{ file_id: string }>`
    SELECT file_id FROM robot_media WHERE robot_id = ${robot.id} AND id::text = ${mediaId}
      AND created_at > ${tx.now()}::timestamptz - make_interval(days => ${MEDIA_DAYS})`.execute(
    tx.db,
  )
  if (!rows[0]) throw new WebhookRefusal('wrong_media')
  return rows[0].file_id
}

async function fileName(tx: Tx, fileId: string | null): Promise<string> {
  if (fileId === null) return ''
  const { rows } = await sql<{ name: string }>`SELECT name FROM files WHERE id = ${fileId}`.execute(
    tx.db,
  )
  return rows[0]!.name
}

const EVERYBODY = '@all'

/** Names by id, mail or name, and by phone; whoever is not there is passed over, as scripts expect. */
async function namedBy(
  tx: Tx,
  robot: KeyedRobot,
  { mentioned, mentionedPhones, data }: Incoming,
): Promise<Pick<Posting, 'mentions' | 'mentionsAll' | 'data'>> {
  const mentionsAll = mentioned.includes(EVERYBODY) || mentionedPhones.includes(EVERYBODY)
  if (mentioned.length + mentionedPhones.length === 0) return { data: data ?? {} }
  const { rows } = await sql<{ personId: string; name: string }>`
    SELECT p.id AS "personId", p.name FROM conversation_members m JOIN ${peopleSql()} p ON p.id = m.person_id
    WHERE m.conversation_id = ${robot.conversation_id} AND m.until_no IS NULL
      AND (p.id::text = ANY(${mentioned}) OR p.mail = ANY(${mentioned}) OR p.name = ANY(${mentioned})
        OR p.phone = ANY(${mentionedPhones}))`.execute(tx.db)
  return {
    mentions: rows.map((row) => row.personId),
    mentionsAll,
    data: { ...data, ...(rows.length > 0 && { mentions: rows }) },
  }
}
