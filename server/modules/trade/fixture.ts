import { type TestApp, testApp, type User } from '../../../test/app.ts'
import { asOrg, openCtx, SYSTEM, type Tx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'

export const SHIRT = {
  code: 'S-1',
  name: '衬衫',
  unit: '件',
  priceMinor: 10_000,
  retailMinor: 29_900,
}

export interface TradeWorld extends TestApp {
  lead: User
  distributor: User
  rival: User
  dealer: User
  outsider: User
  /** Two distributors below the lead, a dealer below the first, a store below that, and a supplier. */
  newChain(settings?: Record<string, unknown>): Promise<TradeChain>
  addProduct(more?: Record<string, unknown>): Promise<string>
  /** Work in the org's name, bound by policies or across orgs, as another module would do it. */
  actAs<T>(user: User, how: 'transaction' | 'acrossOrgs', work: (tx: Tx) => Promise<T>): Promise<T>
  /** What the app's role reads in the org's name with SQL of its own. */
  rawSql(user: User, text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
}

export interface TradeChain {
  id: string
  distributor: string
  rival: string
  dealer: string
  store: string
  supplier: string
}

export async function tradeWorld(t: { after(work: () => unknown): void }): Promise<TradeWorld> {
  const world = await testApp(t)
  const { source } = world.app
  const lead = await world.newOrg('Lead')
  const distributor = await world.newOrg('Distributor')
  const rival = await world.newOrg('Rival')
  const dealer = await world.newOrg('Dealer')
  const outsider = await world.newOrg('Outsider')
  const actor = (user: User) => asOrg(source, openCtx(source, SYSTEM), user.orgId)
  let products = 0
  return {
    ...world,
    ...{ lead, distributor, rival, dealer, outsider },
    newChain: (settings = {}) =>
      layChain(world, { lead, distributor, rival, dealer, outsider }, settings),
    async addProduct(more = {}) {
      const answer = await lead.post('products', { ...SHIRT, code: `F-${++products}`, ...more })
      if (answer.status !== 201) throw new Error(answer.text)
      return answer.body.id
    },
    actAs: (user, how, work) => actor(user)[how](work),
    rawSql: (user, text, values = []) =>
      actor(user).transaction(async (tx) => (await tx.client.query(text, values)).rows),
  }
}

type Users = Record<'lead' | 'distributor' | 'rival' | 'dealer' | 'outsider', User>

async function layChain(
  world: TestApp,
  users: Users,
  settings: Record<string, unknown>,
): Promise<TradeChain> {
  const { owner } = world.app.database
  const id = newId()
  const { orgId } = users.lead
  await owner.query(
    'INSERT INTO chains (id, org_id, name, settings, created_at) VALUES ($1, $2, $3, $4, now())',
    [id, orgId, `Chain ${id}`, JSON.stringify(settings)],
  )
  type Stand = { id: string; path: string; holder: string }
  async function stand(tier: number, user: User | null, parent?: Stand, side = 'downstream') {
    const place = newId()
    const label = place.replaceAll('-', '')
    const path = parent ? `${parent.path}.${label}` : label
    await owner.query(
      `INSERT INTO partners (id, org_id, chain_id, parent_id, side, tier, path, owner_org_id,
         brought_by_org_id, partner_org_id, status, code, name, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $2, $9, $10, $11, $12, now())`,
      [
        ...[place, orgId, id, parent?.id ?? null, side, tier, path],
        ...[parent?.holder ?? orgId, user?.orgId ?? null],
        ...[user ? 'joined' : 'imported', label, user?.name.replace(' owner', '') ?? 'Store'],
      ],
    )
    return { id: place, path, holder: user?.orgId ?? parent?.holder ?? orgId }
  }
  const distributor = await stand(1, users.distributor)
  const rival = await stand(1, users.rival)
  const dealer = await stand(2, users.dealer, distributor)
  const store = await stand(3, null, dealer)
  const supplier = await stand(1, users.outsider, undefined, 'upstream')
  return {
    id,
    distributor: distributor.id,
    rival: rival.id,
    dealer: dealer.id,
    store: store.id,
    supplier: supplier.id,
  }
}

const row =
  (kind: 'percent' | 'amount' | 'fixed') =>
  (value: number, productId: string | null = null) => ({ productId, markup: { kind, value } })
export const percent = row('percent')
export const amount = row('amount')
export const fixed = row('fixed')
