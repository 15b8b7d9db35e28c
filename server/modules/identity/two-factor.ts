import { randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { secretHash } from '../../platform/ids.ts'
import { type Door, forget } from './door.ts'
import { requirePassword } from './me.ts'

const STEP_S = 30
const CODES = 10
// Without letters that are misread on paper.
const CODE_ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz'

function totp(secret: string, label = ''): TOTP {
  return new TOTP({ issuer: 'Jingwei', label, secret: Secret.fromBase32(secret), period: STEP_S })
}

/** Answers a secret for the authenticator; nothing changes until a code made from it is confirmed. */
export async function startTwoFactor(door: Door, ctx: Ctx, password: string) {
  const personId = ctx.actor.personId as string
  await requirePassword(door, personId, password)
  const secret = new Secret({ size: 20 }).base32
  return ctx.acrossOrgs(async (tx) => {
    const { numUpdatedRows } = await tx.db
      .updateTable('credentials')
      .set({ totp_secret: secret })
      .where('person_id', '=', personId)
      .where('totp_confirmed_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new AppError('already_done', { reason: 'two_factor_on' })
    return { secret, uri: totp(secret, tx.actor.name).toString() }
  })
}

export async function confirmTwoFactor(ctx: Ctx, code: string) {
  const personId = ctx.actor.personId as string
  return ctx.acrossOrgs(async (tx) => {
    const row = await tx.db
      .selectFrom('credentials')
      .select(['totp_secret', 'totp_confirmed_at'])
      .where('person_id', '=', personId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (row.totp_confirmed_at !== null)
      throw new AppError('already_done', { reason: 'two_factor_on' })
    if (row.totp_secret === null)
      throw new AppError('wrong_state', { reason: 'two_factor_not_begun' })
    const step = acceptedStep(row.totp_secret, code, tx.now(), 0)
    if (step === null) throw new AppError('wrong_code')
    const now = tx.now().toISOString()
    await tx.db
      .updateTable('credentials')
      .set({ totp_confirmed_at: now, totp_step: step })
      .where('person_id', '=', personId)
      .execute()
    await tx.db
      .updateTable('people')
      .set({ two_factor_at: now })
      .where('id', '=', personId)
      .execute()
    const codes = Array.from({ length: CODES }, newRecoveryCode)
    await tx.db.deleteFrom('recovery_codes').where('person_id', '=', personId).execute()
    await tx.db
      .insertInto('recovery_codes')
      .values(codes.map((c) => ({ person_id: personId, code_hash: hashOf(c) })))
      .execute()
    if (tx.actor.orgId) record(tx, 'identity.two_factor_on', `person:${personId}`)
    return { recoveryCodes: codes }
  })
}

export async function removeTwoFactor(door: Door, ctx: Ctx, password: string): Promise<void> {
  const personId = ctx.actor.personId as string
  await requirePassword(door, personId, password)
  await ctx.acrossOrgs(async (tx) => {
    await tx.db
      .updateTable('credentials')
      .set({ totp_secret: null, totp_confirmed_at: null, totp_step: 0 })
      .where('person_id', '=', personId)
      .execute()
    await tx.db
      .updateTable('people')
      .set({ two_factor_at: null })
      .where('id', '=', personId)
      .execute()
    await tx.db.deleteFrom('recovery_codes').where('person_id', '=', personId).execute()
    await forget(tx, { personId })
    if (tx.actor.orgId) record(tx, 'identity.two_factor_off', `person:${personId}`)
  })
}

/** Takes a code of the authenticator or a recovery code; each works once. */
export async function takeSecondFactor(
  door: Door,
  personId: string,
  code: string,
): Promise<boolean> {
  const { owner } = door.source.database
  if (/^\d{6}$/.test(code)) {
    const { rows } = await owner.query<{ totp_secret: string; totp_step: number }>(
      'SELECT totp_secret, totp_step FROM credentials WHERE person_id = $1',
      [personId],
    )
    const row = rows[0]
    const step = row && acceptedStep(row.totp_secret, code, door.source.now(), row.totp_step)
    if (!step) return false
    const { rowCount } = await owner.query(
      'UPDATE credentials SET totp_step = $2 WHERE person_id = $1 AND totp_step < $2',
      [personId, step],
    )
    return rowCount === 1
  }
  const { rowCount } = await owner.query(
    'UPDATE recovery_codes SET used_at = $3 WHERE person_id = $1 AND code_hash = $2 AND used_at IS NULL',
    [personId, hashOf(code), door.source.now().toISOString()],
  )
  return rowCount === 1
}

/** The 30-second step whose code this is, one step of clock drift either way, newer than the last one used. */
function acceptedStep(secret: string, code: string, now: Date, lastStep: number): number | null {
  const delta = totp(secret).validate({ token: code, timestamp: now.getTime(), window: 1 })
  if (delta === null) return null
  const step = Math.floor(now.getTime() / 1000 / STEP_S) + delta
  return step > lastStep ? step : null
}

function newRecoveryCode(): string {
  const letter = () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]
  const five = () => Array.from({ length: 5 }, letter).join('')
  return `${five()}-${five()}`
}

function hashOf(code: string): string {
  return secretHash(code.toLowerCase().replace(/[^a-z0-9]/g, '')).toString('base64')
}
