import { createHash } from 'node:crypto'
import { agreementTables } from './agreement-rows.ts'
import { DAY, QUIET } from './calendar.ts'
import type { Row, Value } from './copy.ts'
import { CHAIN_NAME } from './facts.ts'
import { STEP } from './goods.ts'
import { moneyTables } from './money-rows.ts'
import { messagingTables } from './notice-rows.ts'
import { productionTables } from './order-rows.ts'
import { ESCALATE_HOURS, REMINDER_HOURS } from './receipts.ts'
import { sourcingTables } from './sourcing-rows.ts'
import { tradeOrderTables } from './trade-rows.ts'
import { SEED, type World } from './world.ts'

export interface Table {
  name: string
  rows: Iterable<Row>
  /** What the rows make true of others, as a statement after them. */
  after?: string
}
/** What only the database can give: the numbers of places, which also make their paths. */
export interface Numbers {
  chainNo: number
  partnerNos: readonly number[]
  passwordHash: string
  /** Dispatches are numbered after the last one there is. */
  lastDispatch: number
  now: number
}

export const when = (ms: number | null | undefined): Value => (ms == null ? null : new Date(ms))

/** The world as rows, tables in the order in which they may be written. */
export function tablesOf(world: World, numbers: Numbers): Table[] {
  const paths = pathsOf(world, numbers)
  return [
    ...identityTables(world, numbers.passwordHash),
    { name: 'chains', rows: [chainRow(world, numbers.chainNo)] },
    { name: 'partners', rows: partnerRows(world, numbers.partnerNos, paths) },
    ...aroundPartners(world),
    { name: 'partner_invitations', rows: invitationRows(world, numbers.now) },
    ...tradeTables(world),
    ...agreementTables(world),
    ...messagingTables(world, numbers.lastDispatch, paths),
    ...productionTables(world, numbers.now),
    ...tradeOrderTables(world),
    ...moneyTables(SEED, world, numbers.now),
    ...sourcingTables(SEED, world, numbers.now),
  ]
}

function pathsOf({ network }: World, { chainNo, partnerNos }: Numbers): string[] {
  const paths: string[] = []
  for (const [at, { parent, side }] of network.partners.entries()) {
    const above = parent < 0 ? `c${chainNo}.${side === 'downstream' ? 'd' : 'u'}` : paths[parent]!
    paths.push(`${above}.${partnerNos[at]}`)
  }
  return paths
}

function identityTables({ network }: World, passwordHash: string): Table[] {
  const orgs = network.orgs.map((org) => ({
    ...{ id: org.id, name: org.name, short_name: org.shortName, uscc: org.uscc },
    ...{
      region: org.region,
      industry: org.industry,
      is_demo: true,
      created_at: when(org.createdAt),
    },
  }))
  const people = network.people.map((person) => ({
    ...{ id: person.id, name: person.name, mail: person.mail, phone: person.phone },
    created_at: when(person.createdAt),
  }))
  const memberships = network.members.map((member) => ({
    ...{ id: member.id, org_id: member.orgId, person_id: member.personId, role: member.role },
    ...{
      department: member.department,
      job_title: member.jobTitle,
      joined_at: when(member.joinedAt),
    },
  }))
  return [
    { name: 'orgs', rows: orgs },
    { name: 'people', rows: people },
    {
      name: 'credentials',
      rows: people.map(({ id }) => ({ person_id: id, password_hash: passwordHash })),
    },
    { name: 'memberships', rows: memberships },
  ]
}

function chainRow({ network, chainId, chainCreatedAt }: World, no: number): Row {
  const settings = {
    timeZone: 'Asia/Shanghai',
    quietHours: QUIET,
    reminderHours: REMINDER_HOURS,
    escalateAfterHours: ESCALATE_HOURS,
    relayMinutes: 0,
    priceStepMinor: STEP,
  }
  const note = '演示数据：公司、人员与往来均为虚构。'
  const base = { id: chainId, org_id: network.lead.id, no, name: CHAIN_NAME, note }
  return { ...base, settings, created_at: when(chainCreatedAt) }
}

function partnerRows({ network, chainId }: World, nos: readonly number[], paths: string[]): Row[] {
  const { lead, partners } = network
  return partners.map((p, at) => ({
    ...{ id: p.id, org_id: lead.id, chain_id: chainId, no: nos[at]!, path: paths[at]! },
    ...{ parent_id: partners[p.parent]?.id ?? null, side: p.side, tier: p.tier, kind: p.kind },
    ...{ owner_org_id: p.ownerOrgId, brought_by_org_id: p.broughtByOrgId, partner_org_id: p.orgId },
    ...{ status: p.status, code: p.code, name: p.name, uscc: p.uscc, region: p.region },
    ...{ address: p.address, note: p.note },
    ...{ created_at: when(p.createdAt), joined_at: when(p.joinedAt) },
  }))
}

/** Groups, tags, contacts and who may see them. */
function aroundPartners({ network, chainId, chainCreatedAt, rules }: World): Table[] {
  const { lead, partners, groups, contacts } = network
  const groupIds = new Map(groups.map((group) => [group.name, group.id]))
  const base = { org_id: lead.id, chain_id: chainId, created_at: when(chainCreatedAt) }
  const groupRows = groups.map(({ id, name, parent }) => {
    return { id, ...base, name, parent_id: parent === null ? null : groupIds.get(parent)! }
  })
  const memberRows = partners.flatMap((p) =>
    p.groups.map((name) => ({ org_id: lead.id, group_id: groupIds.get(name)!, partner_id: p.id })),
  )
  const tagRows = partners.flatMap((p) =>
    p.tags.map((tag) => ({ org_id: lead.id, partner_id: p.id, tag })),
  )
  const contactRows = contacts.map((c) => ({
    ...{ id: c.id, org_id: c.orgId, partner_id: partners[c.partner]!.id, name: c.name },
    ...{ job_title: c.jobTitle, department: c.department, phone: c.phone, mail: c.mail },
    ...{ is_primary: c.isPrimary, created_at: when(c.createdAt) },
  }))
  const ruleRows = rules.map(({ id, name, departments, groups: theirs }) => ({
    ...{ id, ...base, name, my_departments: departments },
    their_group_ids: theirs.map((group) => groupIds.get(group)!),
  }))
  return [
    { name: 'partner_groups', rows: groupRows },
    { name: 'partner_group_members', rows: memberRows },
    { name: 'partner_tags', rows: tagRows },
    { name: 'contacts', rows: contactRows },
    { name: 'visibility_rules', rows: ruleRows },
  ]
}

function invitationRows({ network, chainId }: World, now: number): Row[] {
  const invited = network.partners.filter((partner) => partner.status === 'invited')
  return invited.map(({ id, ownerOrgId }) => ({
    ...{ id, org_id: ownerOrgId, chain_id: chainId, partner_id: id },
    // No secret leads to this hash: the link is dead, as one that was lost would be.
    token_hash: createHash('sha256').update(id).digest(),
    ...{ created_at: when(now - 9 * DAY), expires_at: when(now + 21 * DAY) },
  }))
}

function tradeTables({ network, goods, facts, chainId }: World): Table[] {
  const { lead, partners, people } = network
  const base = { org_id: lead.id, chain_id: chainId }
  const products = goods.products.map((p) => ({
    ...{
      id: p.id,
      org_id: lead.id,
      code: p.code,
      name: p.name,
      unit: p.unit,
      category: p.category,
    },
    created_at: when(p.createdAt),
    retired_at: when(p.isRetired ? p.createdAt + 100 * DAY : null),
  }))
  const prices = facts.map((fact) => ({
    ...{ org_id: lead.id, product_id: fact.product.id, notice_id: fact.noticeId },
    ...{ price_minor: fact.priceMinor, retail_minor: fact.retailMinor, set_by: people[0]!.id },
    ...{ valid_from: when(fact.validFrom), set_at: when(fact.setAt) },
  }))
  const markups = goods.markups.map(({ id, setByOrgId, tier, seller, kind, value, setAt }) => ({
    ...{ id, ...base, set_by_org_id: setByOrgId, tier, kind, value, set_at: when(setAt) },
    seller_partner_id: seller === null ? null : partners[seller]!.id,
  }))
  const limits = goods.limits.map(({ tier, minBp, maxBp }) => {
    return { ...base, tier, min_bp: minBp, max_bp: maxBp }
  })
  return [
    { name: 'products', rows: products },
    { name: 'product_prices', rows: prices },
    { name: 'markups', rows: markups },
    { name: 'markup_limits', rows: limits },
  ]
}
