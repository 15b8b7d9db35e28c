import { AppError } from './errors.ts'
import { LEVELS, type Level, type ModuleName } from './schema.ts'

/** Who acts, for which org, and what that org lets them do. */
export interface Actor {
  kind: 'person' | 'key' | 'system'
  orgId: string | null
  personId: string | null
  name: string
  role: 'owner' | 'manager' | 'member' | null
  permissions: Partial<Record<ModuleName, Level>>
  sessionId: string | null
  keyId: string | null
}

const ROLE_LEVELS: Record<'owner' | 'manager' | 'member', Record<ModuleName, Level>> = {
  owner: {
    identity: 'edit',
    network: 'edit',
    trade: 'edit',
    messaging: 'edit',
    production: 'edit',
  },
  manager: {
    identity: 'view',
    network: 'edit',
    trade: 'edit',
    messaging: 'edit',
    production: 'edit',
  },
  member: {
    identity: 'view',
    network: 'view',
    trade: 'view',
    messaging: 'view',
    production: 'view',
  },
}

export function levelOf(actor: Pick<Actor, 'role' | 'permissions'>, module: ModuleName): Level {
  return actor.permissions[module] ?? (actor.role ? ROLE_LEVELS[actor.role][module] : 'none')
}

/**
 * A route's access, read as `module:level`. `org` is anybody who acts for an org, `person` needs a login
 * only, `public` not even that.
 */
export type Access = `${ModuleName}:${Level}` | 'org' | 'person' | 'public'

export function requireAccess(actor: Actor, access: Access): void {
  if (access === 'public') return
  if (access === 'person') {
    if (actor.kind !== 'person') throw new AppError('forbidden', { reason: 'person_only' })
    return
  }
  if (actor.orgId === null) throw new AppError('forbidden', { reason: 'no_org' })
  if (access === 'org') return
  const [module, level] = access.split(':') as [ModuleName, Level]
  if (LEVELS.indexOf(levelOf(actor, module)) < LEVELS.indexOf(level)) {
    throw new AppError('forbidden', { reason: 'role', data: { needs: access } })
  }
}
