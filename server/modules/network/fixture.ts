import assert from 'node:assert/strict'
import { type TestApp, testApp, type User } from '../../../test/app.ts'

export interface NetworkWorld extends TestApp {
  /** Opens a chain and answers its id. */
  openChain(user: User, more?: Record<string, unknown>): Promise<string>
  /** Adds a partner and answers its wire form. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read the wire as it is
  add(user: User, chainId: string, more?: Record<string, unknown>): Promise<any>
  /** Lets an org take a place by a real invitation from its owner. */
  join(inviter: User, partnerId: string, user: User): Promise<void>
  /** What is wrong with the trees, as far as the whole database shows; an empty list when they are sound. */
  faults(): Promise<string[]>
}

let codes = 0

export async function networkWorld(t: { after(work: () => unknown): void }): Promise<NetworkWorld> {
  const world = await testApp(t)
  const { owner } = world.app.database
  return {
    ...world,
    async openChain(user, more = {}) {
      const answer = await user.post('chains', { name: `Chain ${++codes}`, ...more })
      assert.equal(answer.status, 201, answer.text)
      return answer.body.id
    },
    async add(user, chainId, more = {}) {
      const code = `P-${++codes}`
      const answer = await user.post(`chains/${chainId}/partners`, { code, name: code, ...more })
      assert.equal(answer.status, 201, answer.text)
      return answer.body
    },
    async join(inviter, partnerId, user) {
      const invitation = await inviter.post(`partners/${partnerId}/invitation`)
      assert.equal(invitation.status, 201, invitation.text)
      const answer = await user.post(`join/${invitation.body.token}`, { orgId: user.orgId })
      assert.equal(answer.status, 201, answer.text)
    },
    async faults() {
      const { rows } = await owner.query<{ fault: string }>(SOUND)
      return rows.map((row) => row.fault)
    },
  }
}

// Paths end in the partner's number below the parent's path, tiers count from 1, sides and chains never mix,
// and the owner is the nearest joined org above, or the lead.
const SOUND = `
  SELECT p.name || ': ' || f.fault AS fault FROM partners p
  JOIN chains c ON c.id = p.chain_id
  LEFT JOIN partners u ON u.id = p.parent_id
  CROSS JOIN LATERAL (VALUES
    (p.path <> (coalesce(u.path::text, 'c' || c.no || '.' || left(p.side, 1)) || '.' || p.no)::ltree,
      'its path is ' || p.path::text),
    (p.tier <> coalesce(u.tier, 0) + 1, 'its tier is ' || p.tier),
    (p.parent_id IS NOT NULL AND (u.id IS NULL OR u.side <> p.side OR u.chain_id <> p.chain_id),
      'its parent is elsewhere'),
    (p.org_id <> c.org_id, 'its lead is another'),
    ((p.partner_org_id IS NOT NULL) <> (p.status IN ('joined', 'suspended')), 'it is ' || p.status),
    (p.owner_org_id <> coalesce((SELECT a.partner_org_id FROM partners a
      WHERE a.path @> p.path AND a.id <> p.id AND a.status = 'joined' ORDER BY a.tier DESC LIMIT 1), c.org_id),
      'its owner is not the nearest joined org above')) AS f(is_wrong, fault)
  WHERE f.is_wrong`
