import { sql } from 'kysely'
import { type Ctx, checkVersion, type Tx } from '../../platform/ctx.ts'
import { AppError, badField, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { mayFind, requireStanding } from './access.ts'
import { getPlace, type Place } from './places.ts'
import { rulesOf, viewerOf } from './rules.ts'
import type { Contact, ContactInput, ContactPatch } from './schema.ts'

/** Enough for any firm, and few enough to show without pages. */
export const CONTACTS_MAX = 200

const CONTACT = sql`id, partner_id AS "partnerId", name, job_title AS "jobTitle", department, phone, mail,
  note, is_primary AS "isPrimary", version`

/** The contacts that my org keeps for a partner; who is no steward sees them where a rule opens them. */
export function listContacts(ctx: Ctx, partnerId: string): Promise<{ items: Contact[] }> {
  return ctx.read(async (tx) => {
    const place = await getPlace(tx, partnerId)
    requireStanding(tx.actor.orgId, 'keepContacts', place)
    if (!(await seesContacts(tx, place))) return { items: [] }
    const { rows } = await sql<Contact>`
      SELECT ${CONTACT} FROM contacts WHERE org_id = ${tx.actor.orgId} AND partner_id = ${partnerId}
      ORDER BY is_primary DESC, name, id`.execute(tx.db)
    return { items: rows }
  })
}

async function seesContacts(tx: Tx, place: Place): Promise<boolean> {
  const viewer = await viewerOf(tx)
  if (viewer.isSteward) return true
  const partner = { id: place.id, groupIds: await groupsAround(tx, place.id) }
  const rules = await rulesOf(tx, place.chainId)
  return mayFind(viewer, { relation: 'below', partner }, rules, false)
}

/** The groups of my org in which a partner stands, with all those around them. */
async function groupsAround(tx: Tx, partnerId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    WITH RECURSIVE around AS (
      SELECT g.id, g.parent_id FROM partner_group_members m JOIN partner_groups g ON g.id = m.group_id
        WHERE m.partner_id = ${partnerId} AND m.org_id = ${tx.actor.orgId}
      UNION SELECT g.id, g.parent_id FROM partner_groups g JOIN around a ON g.id = a.parent_id)
    SELECT id FROM around`.execute(tx.db)
  return rows.map((row) => row.id)
}

async function readContact(tx: Tx, id: string): Promise<Contact> {
  const { rows } = await sql<Contact>`
    SELECT ${CONTACT} FROM contacts WHERE org_id = ${tx.actor.orgId} AND id = ${id}`.execute(tx.db)
  return found(rows[0], 'contact')
}

export function addContact(ctx: Ctx, partnerId: string, input: ContactInput): Promise<Contact> {
  return ctx.transaction(async (tx) => {
    const place = await lockBook(tx, partnerId)
    requireStanding(tx.actor.orgId, 'keepContacts', place)
    const orgId = tx.actor.orgId as string
    const { kept } = await tx.db
      .selectFrom('contacts')
      .select((e) => e.fn.countAll<number>().as('kept'))
      .where('org_id', '=', orgId)
      .where('partner_id', '=', partnerId)
      .executeTakeFirstOrThrow()
    if (kept >= CONTACTS_MAX) {
      throw new AppError('refused', { reason: 'too_many_contacts', data: { max: CONTACTS_MAX } })
    }
    if (input.isPrimary) await clearPrimary(tx, partnerId)
    const id = newId(tx.now().getTime())
    await tx.db
      .insertInto('contacts')
      .values({
        id,
        org_id: orgId,
        partner_id: partnerId,
        created_at: tx.now().toISOString(),
        ...columnsOf(input),
        // Somebody must be the one to call.
        is_primary: input.isPrimary || kept === 0,
      })
      .execute()
      .catch(explainKnown)
    record(tx, 'network.contact_added', `partner:${partnerId}`, { contact: input.name })
    return readContact(tx, id)
  })
}

/** The contacts of one partner change one at a time, so that there is one primary contact. */
async function lockBook(tx: Tx, partnerId: string): Promise<Place> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${tx.actor.orgId} ${partnerId}`}, 5181))`.execute(
    tx.db,
  )
  return getPlace(tx, partnerId)
}

function columnsOf(input: ContactPatch) {
  const { jobTitle, isPrimary, ...same } = input
  return {
    ...same,
    ...(jobTitle !== undefined && { job_title: jobTitle }),
    ...(isPrimary !== undefined && { is_primary: isPrimary }),
  } as { name: string }
}

async function clearPrimary(tx: Tx, partnerId: string): Promise<void> {
  await tx.db
    .updateTable('contacts')
    .set((e) => ({ is_primary: false, version: e('version', '+', 1) }))
    .where('org_id', '=', tx.actor.orgId as string)
    .where('partner_id', '=', partnerId)
    .where('is_primary', '=', true)
    .execute()
}

async function lockContact(tx: Tx, id: string): Promise<Contact> {
  const contact = await readContact(tx, id)
  await lockBook(tx, contact.partnerId)
  return readContact(tx, id)
}

export function changeContact(ctx: Ctx, id: string, patch: ContactPatch): Promise<Contact> {
  return ctx.transaction(async (tx) => {
    const contact = await lockContact(tx, id)
    checkVersion(tx, contact.version)
    if (contact.isPrimary && patch.isPrimary === false) {
      throw badField('isPrimary', 'primary_needed', 'Make somebody else the primary contact')
    }
    if (!contact.isPrimary && patch.isPrimary) await clearPrimary(tx, contact.partnerId)
    await tx.db
      .updateTable('contacts')
      .set({ ...columnsOf(patch), version: contact.version + 1 })
      .where('org_id', '=', tx.actor.orgId as string)
      .where('id', '=', id)
      .execute()
      .catch(explainKnown)
    record(tx, 'network.contact_changed', `partner:${contact.partnerId}`, {
      contact: patch.name ?? contact.name,
      fields: Object.keys(patch),
    })
    return readContact(tx, id)
  })
}

/** When the primary contact goes, the one who has been there longest takes its place. */
export function removeContact(ctx: Ctx, id: string): Promise<void> {
  return ctx.transaction(async (tx) => {
    const contact = await lockContact(tx, id)
    if (tx.ifMatch !== null) checkVersion(tx, contact.version)
    const { orgId } = tx.actor
    await sql`DELETE FROM contacts WHERE org_id = ${orgId} AND id = ${id}`.execute(tx.db)
    if (contact.isPrimary) {
      await sql`UPDATE contacts SET is_primary = true, version = version + 1
        WHERE id = (SELECT id FROM contacts WHERE org_id = ${orgId} AND partner_id = ${contact.partnerId}
          ORDER BY created_at, id LIMIT 1)`.execute(tx.db)
    }
    record(tx, 'network.contact_removed', `partner:${contact.partnerId}`, {
      contact: contact.name,
    })
  })
}

function explainKnown(error: { code?: string }): never {
  if (error.code !== '23505') throw error
  throw new AppError('conflict', {
    reason: 'contact_known',
    errors: [{ field: 'name', code: 'contact_known', message: 'This contact is there already' }],
  })
}
