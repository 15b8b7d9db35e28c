import { type Actor, levelOf } from '../../platform/actor.ts'
import { AppError } from '../../platform/errors.ts'

/**
 * How an org stands to a place in a chain. `owner` is the nearest joined org above it; `lead` opened the
 * chain; `self` stands there; `above` stands somewhere further up; `below` sees it as its own parent.
 */
export const STANDINGS = ['owner', 'lead', 'self', 'above', 'below'] as const
export type Standing = (typeof STANDINGS)[number]

/** Who may do what to a place. Each tier owns its own downstream: the tiers above look, but do not touch. */
export const MAY = {
  readNote: ['owner', 'lead', 'above'],
  label: ['owner', 'lead', 'above'],
  keepContacts: ['owner', 'lead', 'above'],
  change: ['owner'],
  restructure: ['owner'],
  invite: ['owner'],
  suspend: ['owner', 'lead'],
  end: ['owner', 'self'],
} as const satisfies Record<string, readonly Standing[]>
export type Act = keyof typeof MAY

export interface Standable {
  chainOrgId: string
  ownerOrgId: string
  partnerOrgId: string | null
  /** Whether it lies in the subtree of a place that the reader holds. */
  isUnderMe: boolean
}

export function standingOf(orgId: string | null, place: Standable): Standing {
  if (place.ownerOrgId === orgId) return 'owner'
  if (place.chainOrgId === orgId) return 'lead'
  if (place.partnerOrgId !== null && place.partnerOrgId === orgId) return 'self'
  return place.isUnderMe ? 'above' : 'below'
}

export function may(orgId: string | null, act: Act, place: Standable): boolean {
  return (MAY[act] as readonly Standing[]).includes(standingOf(orgId, place))
}

export function requireStanding(orgId: string | null, act: Act, place: Standable): void {
  if (!may(orgId, act, place)) throw new AppError('forbidden', { reason: 'not_yours' })
}

/** The one who looks into the directory, within its own org. */
export interface Viewer {
  personId: string | null
  department: string
  isSteward: boolean
}

/** Stewards keep the org's contacts and therefore see them all. */
export function isSteward(actor: Actor): boolean {
  if (actor.kind === 'system' || actor.role === 'owner' || actor.role === 'manager') return true
  return levelOf(actor, 'network') === 'edit'
}

export interface RuleSides {
  myDepartments: readonly string[]
  myPersonIds: readonly string[]
  theirGroupIds: readonly string[]
  theirPartnerIds: readonly string[]
}

/** Our side of a rule; both lists empty means everybody of ours. */
export function coversPerson(
  rule: RuleSides,
  person: { personId: string | null; department: string },
): boolean {
  if (rule.myDepartments.length === 0 && rule.myPersonIds.length === 0) return true
  if (person.personId !== null && rule.myPersonIds.includes(person.personId)) return true
  return person.department !== '' && rule.myDepartments.includes(person.department)
}

/** Their side of a rule; both lists empty means all our partners. Groups count with what is inside them. */
export function coversPartner(
  rule: RuleSides,
  partner: { id: string; groupIds: readonly string[] },
): boolean {
  if (rule.theirGroupIds.length === 0 && rule.theirPartnerIds.length === 0) return true
  if (rule.theirPartnerIds.includes(partner.id)) return true
  return partner.groupIds.some((id) => rule.theirGroupIds.includes(id))
}

/** Somebody of whom it is asked whether a viewer may find them. */
export type Candidate =
  | { relation: 'colleague' }
  | { relation: 'below'; partner: { id: string; groupIds: readonly string[] } }
  | {
      relation: 'above'
      person: { personId: string; department: string }
      /** The viewer's own place, with the groups in which the org above has put it. */
      myPlace: { id: string; groupIds: readonly string[] }
    }
  | { relation: 'peer'; isMember: true; role: string; jobTitle: string }
  | { relation: 'peer'; isMember: false; isPrimary: boolean }

/**
 * Who finds whom. Everything that the table does not open is closed.
 *
 * | relation  | who it is                                        | opened by                                |
 * | --------- | ------------------------------------------------ | ---------------------------------------- |
 * | colleague | members of my org                                | always                                   |
 * | below     | contacts we keep, members of joined partners     | being a steward, or a rule of my own org |
 * | above     | members of the org above me and of the lead      | a rule of *their* org                    |
 * | peer      | titled owners and managers beside me; the        | the chain's switch `peersVisible`        |
 * |           | primary contact of those that have not joined    |                                          |
 *
 * `rules` are those of the org that decides: the viewer's own for `below`, the other one's for `above`.
 */
export function mayFind(
  viewer: Viewer,
  candidate: Candidate,
  rules: readonly RuleSides[],
  peersVisible: boolean,
): boolean {
  switch (candidate.relation) {
    case 'colleague':
      return true
    case 'below':
      return (
        viewer.isSteward ||
        rules.some((r) => coversPerson(r, viewer) && coversPartner(r, candidate.partner))
      )
    case 'above':
      return rules.some(
        (r) => coversPerson(r, candidate.person) && coversPartner(r, candidate.myPlace),
      )
    case 'peer':
      if (!peersVisible) return false
      if (!candidate.isMember) return candidate.isPrimary
      return candidate.role !== 'member' && candidate.jobTitle !== ''
  }
}
