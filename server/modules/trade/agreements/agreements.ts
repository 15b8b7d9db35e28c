import { sql } from 'kysely'
import { type Ctx, checkVersion, type Tx } from '../../../platform/ctx.ts'
import { AppError, badField, found } from '../../../platform/errors.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { readGroup } from '../../network/index.ts'
import { tradingPartners } from '../partners.ts'
import { readAgreement } from './agreement-queries.ts'
import { checkTerms } from './checking-terms.ts'
import {
  type Agreement,
  type AgreementFor,
  type AgreementInput,
  AgreementTerms,
  type DraftInput,
  type Fault,
} from './schema.ts'

/** Opens an agreement with an empty draft; nothing holds before a version is activated. */
export function addAgreement(ctx: Ctx, input: AgreementInput): Promise<Agreement> {
  return ctx.transaction(async (tx) => {
    const party = await partyOf(tx, input.for)
    const id = newId(tx.now().getTime())
    const added = await tx.db
      .insertInto('agreements')
      .values({
        ...{ id, org_id: tx.actor.orgId as string, name: input.name, currency: input.currency },
        ...party,
        ...{ created_by: tx.actor.personId, created_at: tx.now().toISOString() },
      })
      .onConflict((conflict) => conflict.columns(['org_id', 'name']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!added) {
      const errors = [{ field: 'name', code: 'name_taken', message: 'An agreement is called so' }]
      throw new AppError('conflict', { reason: 'name_taken', errors })
    }
    await insertDraft(tx, id, 1, JSON.stringify(AgreementTerms.parse({})))
    record(tx, 'trade.agreement_added', `agreement:${id}`, { ...input })
    return readAgreement(tx, id)
  })
}

/** Whom it is for, as columns; a buyer must be one, a group must be mine. */
async function partyOf(tx: Tx, party: AgreementFor) {
  if (party.audience === 'org') {
    const [buyer] = await tradingPartners(tx, { orgIds: [party.buyerOrgId] })
    if (!buyer?.canSellTo) throw badField('for.buyerOrgId', 'not_found', 'No such buyer')
    return { audience: party.audience, buyer_org_id: party.buyerOrgId }
  }
  if (party.audience === 'group') {
    await readGroup(tx, party.groupId)
    return { audience: party.audience, group_id: party.groupId }
  }
  return party
}

/** Opens the next version as a draft that says what the last one does. */
export function openDraft(ctx: Ctx, id: string): Promise<Agreement> {
  return ctx.transaction(async (tx) => {
    await lockAgreement(tx, id)
    const last = await lastVersion(tx, id)
    if (last.activated_at === null) throw new AppError('already_done', { reason: 'draft_open' })
    await insertDraft(tx, id, last.no + 1, JSON.stringify(last.terms))
    record(tx, 'trade.agreement_draft_opened', `agreement:${id}`, { no: last.no + 1 })
    return readAgreement(tx, id)
  })
}

async function insertDraft(tx: Tx, id: string, no: number, terms: string): Promise<void> {
  await tx.db
    .insertInto('agreement_versions')
    .values({
      ...{ org_id: tx.actor.orgId as string, agreement_id: id, no, terms },
      ...{ author_id: tx.actor.personId, author_name: tx.actor.name },
      authored_at: tx.now().toISOString(),
    })
    .execute()
}

/** Saves the draft, unless its rules contradict each other; what is only odd comes back as a warning. */
export function saveDraft(
  ctx: Ctx,
  id: string,
  input: DraftInput,
): Promise<Agreement & { warnings: Fault[] }> {
  return ctx.transaction(async (tx) => {
    const agreement = await lockAgreement(tx, id)
    const draft = await lockDraft(tx, id)
    checkVersion(tx, draft.version)
    const faults = await checkTerms(tx, { ...agreement, no: draft.no }, input.terms)
    const errors = faults.filter(({ severity }) => severity === 'error')
    if (errors.length > 0) throw contradiction(input, errors)
    await changeDraft(tx, draft, {
      ...{ terms: JSON.stringify(input.terms), note: input.note, valid_from: input.validFrom },
      ...{ author_id: tx.actor.personId, author_name: tx.actor.name },
    })
    record(tx, 'trade.agreement_drafted', `agreement:${id}`, {
      no: draft.no,
      rules: input.terms.rules.length,
    })
    return { ...(await readAgreement(tx, id)), warnings: faults }
  })
}

function contradiction({ terms }: DraftInput, faults: readonly Fault[]): AppError {
  const at = (rule: string | undefined) => terms.rules.findIndex(({ id }) => id === rule)
  return new AppError('bad_input', {
    reason: faults[0]!.code,
    errors: faults.map(({ code, rules, path }) => ({
      field: ['terms', ...(at(rules[0]) < 0 ? [] : ['rules', at(rules[0])]), path]
        .filter((part) => part !== '')
        .join('.'),
      code,
      message: 'The rules of the agreement do not fit together',
    })),
    data: { faults },
  })
}

/** Whatever changes a draft takes back what was said about it before. */
export async function changeDraft(
  tx: Tx,
  draft: DraftRow,
  set: Record<string, unknown>,
): Promise<void> {
  await tx.db
    .updateTable('agreement_versions')
    .set({
      ...set,
      authored_at: tx.now().toISOString(),
      below_floor: '[]',
      submitted_at: null,
      version: draft.version + 1,
    })
    .where('agreement_id', '=', draft.agreement_id)
    .where('org_id', '=', tx.actor.orgId as string)
    .where('no', '=', draft.no)
    .execute()
}

/** Throws a draft away; an agreement that never held anything has its first one kept, empty. */
export function dropDraft(ctx: Ctx, id: string): Promise<Agreement> {
  return ctx.transaction(async (tx) => {
    await lockAgreement(tx, id)
    const draft = await lockDraft(tx, id)
    checkVersion(tx, draft.version)
    await sql`DELETE FROM agreement_prices WHERE agreement_id = ${id} AND org_id = ${tx.actor.orgId}
      AND from_no = ${draft.no}`.execute(tx.db)
    await sql`UPDATE agreement_prices SET until_no = NULL WHERE agreement_id = ${id}
      AND org_id = ${tx.actor.orgId} AND until_no = ${draft.no}`.execute(tx.db)
    if (draft.no === 1) {
      const terms = JSON.stringify(AgreementTerms.parse({}))
      await changeDraft(tx, draft, { terms, note: '', valid_from: null })
    } else {
      await tx.db
        .deleteFrom('agreement_versions')
        .where('agreement_id', '=', id)
        .where('org_id', '=', tx.actor.orgId as string)
        .where('no', '=', draft.no)
        .execute()
    }
    record(tx, 'trade.agreement_draft_dropped', `agreement:${id}`, { no: draft.no })
    return readAgreement(tx, id)
  })
}

/** Ends an agreement at a time that is not past; orders that were placed keep their prices. */
export function endAgreement(ctx: Ctx, id: string, endsAt: string | null): Promise<Agreement> {
  return ctx.transaction(async (tx) => {
    const agreement = await lockAgreement(tx, id)
    checkVersion(tx, agreement.version)
    const now = tx.now().toISOString()
    if (agreement.ends_at !== null && Date.parse(agreement.ends_at) <= tx.now().getTime()) {
      throw new AppError('already_done', { reason: 'ended' })
    }
    const at = endsAt && Date.parse(endsAt) > tx.now().getTime() ? endsAt : now
    await tx.db
      .updateTable('agreements')
      .set({ ends_at: at, version: agreement.version + 1 })
      .where('id', '=', id)
      .where('org_id', '=', tx.actor.orgId as string)
      .execute()
    record(tx, 'trade.agreement_ended', `agreement:${id}`, { endsAt: at })
    return readAgreement(tx, id)
  })
}

export async function lockAgreement(tx: Tx, id: string) {
  const row = await tx.db
    .selectFrom('agreements')
    .selectAll()
    .where('id', '=', id)
    .where('org_id', '=', tx.actor.orgId as string)
    .forUpdate()
    .executeTakeFirst()
  return found(row, 'agreement')
}

export type DraftRow = Awaited<ReturnType<typeof lastVersion>>

async function lastVersion(tx: Tx, id: string) {
  return tx.db
    .selectFrom('agreement_versions')
    .selectAll()
    .where('agreement_id', '=', id)
    .where('org_id', '=', tx.actor.orgId as string)
    .orderBy('no', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/** The draft, held until the commit. */
export async function lockDraft(tx: Tx, id: string): Promise<DraftRow> {
  const last = await lastVersion(tx, id)
  if (last.activated_at !== null) throw new AppError('wrong_state', { reason: 'no_draft' })
  return last
}
