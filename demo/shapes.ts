// The firms, places and people of the demo world, and who of them can be signed in as.

export type Role = 'owner' | 'manager' | 'member'
export interface Org {
  id: string
  name: string
  shortName: string
  uscc: string
  region: string
  industry: string
  createdAt: number
}
export interface Person {
  id: string
  name: string
  mail: string | null
  phone: string
  createdAt: number
}
export interface Member {
  id: string
  orgId: string
  personId: string
  role: Role
  department: string
  jobTitle: string
  joinedAt: number
}
export type Status = 'imported' | 'invited' | 'joined' | 'suspended'
export interface Partner {
  id: string
  /** Position of its parent in the list, before it; -1 directly below the lead. */
  parent: number
  side: 'downstream' | 'upstream'
  tier: number
  kind: string
  status: Status
  code: string
  name: string
  uscc: string
  region: string
  address: string
  note: string
  orgId: string | null
  /** The nearest joined org above it. */
  ownerOrgId: string
  broughtByOrgId: string
  /** Who answers notices there. */
  personId: string | null
  createdAt: number
  joinedAt: number | null
  suspendedAt: number | null
  tags: string[]
  groups: string[]
  /** How slowly its people answer: 1 is usual, laggards take many times as long. */
  pace: number
}
export interface Contact {
  id: string
  orgId: string
  partner: number
  name: string
  jobTitle: string
  department: string
  phone: string
  mail: string
  isPrimary: boolean
  createdAt: number
}
export interface Network {
  lead: Org
  orgs: Org[]
  people: Person[]
  members: Member[]
  partners: Partner[]
  contacts: Contact[]
  /** Name of each group, with the one it stands in. */
  groups: { id: string; name: string; parent: string | null }[]
  /** The partners that the demo logins stand for, by position. */
  shown: Record<'distributor' | 'province' | 'city' | 'store' | 'factory', number>
}

/** Who can be shown the product, from the lead down to a store. */
export const LOGINS = {
  lead: '链主 · 董事长 (owner)',
  manager: '链主 · 渠道总监 (manager)',
  member: '链主 · 渠道专员 (member)',
  distributor: '大区总代 · 一级 (owner)',
  province: '省级代理 · 二级，兼管另一家 (owner)',
  city: '市级代理 · 三级 (owner)',
  store: '门店店长 · 六级 (owner)',
  factory: '面料厂 · 上游 (owner)',
} as const
export type LoginKey = keyof typeof LOGINS
export function loginOf(key: LoginKey): string {
  return `${key}@demo.jingwei`
}
