import { type Answer, type TestApp, testApp, type User } from '../../../test/app.ts'
import { newId } from '../../platform/ids.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

export interface ProductionWorld extends TestApp {
  lead: User
  factories: User[]
  outsider: User
  chainId: string
  productId: string
  /** An order over cutting, two parallel branches and finishing; shares as asked, or one factory each. */
  newOrder(more?: Record<string, unknown>): Promise<PlacedOrder>
  report(user: User, shareId: string, good: number, more?: Record<string, unknown>): Promise<Answer>
  /** Moves the clock to a moment and lets what falls due happen. */
  moveTo(ms: number): Promise<void>
}
export interface PlacedOrder {
  id: string
  // biome-ignore lint/suspicious/noExplicitAny: tests read the wire as it is
  body: any
  /** The share of an operation that this factory holds. */
  share(operationNo: number, at?: number): string
}

export const ROUTING = [
  { no: 10, name: '裁剪', minutesPerPiece: 1 },
  { no: 20, name: '绣花', minutesPerPiece: 2, after: [10] },
  { no: 30, name: '缝制', minutesPerPiece: 3, after: [10] },
  { no: 40, name: '整烫', minutesPerPiece: 1, after: [20, 30], waitMinutes: 60 },
]

/** A lead with five factories that have joined, and a product that somebody knows how to make. */
export async function productionWorld(t: {
  after(work: () => unknown): void
}): Promise<ProductionWorld> {
  const world = await testApp(t)
  const lead = await world.newOrg('Lead')
  const factories: User[] = []
  for (let i = 1; i <= 5; i++) factories.push(await world.newOrg(`Factory ${i}`))
  const outsider = await world.newOrg('Outsider')
  // A Monday at eight in Shanghai, so that working hours are where the tests expect them.
  world.tick(nextMonday(world.now().getTime()) - world.now().getTime())
  const chainId = await layChain(world, lead, factories)
  const product = await lead.post('products', {
    ...{ code: 'T-1', name: '衬衫', unit: '件', priceMinor: 10_000, retailMinor: 29_900 },
  })
  const routing = await lead.put(`products/${product.body.id}/routing`, { operations: ROUTING })
  if (routing.status !== 200) throw new Error(routing.text)
  let orders = 0
  const productId: string = product.body.id
  return {
    ...world,
    ...{ lead, factories, outsider, chainId, productId },
    async newOrder(more = {}) {
      const answer = await lead.post('production-orders', {
        ...{ chainId, productId, code: `PO-${++orders}`, quantity: 100 },
        dueAt: new Date(world.now().getTime() + 4 * DAY + 10 * HOUR).toISOString(),
        shares: ROUTING.map(({ no }, i) => ({
          ...{ operationNo: no, orgId: factories[i]!.orgId, priceMinor: 100 + i },
        })),
        ...more,
      })
      if (answer.status !== 201) throw new Error(answer.text)
      return {
        id: answer.body.id,
        body: answer.body,
        share: (no, at = 0) =>
          answer.body.operations.find((o: { no: number }) => o.no === no).shares[at].id,
      }
    },
    report: (user, shareId, good, more = {}) =>
      user.post('progress-reports', {
        reports: [
          {
            id: newId(),
            shareId,
            good,
            doneAt: world.now().toISOString(),
            source: 'phone',
            ...more,
          },
        ],
      }),
    async moveTo(ms) {
      world.tick(ms - world.now().getTime())
      await world.runJobs()
    },
  }
}

function nextMonday(nowMs: number): number {
  const shanghai = nowMs + 8 * HOUR
  const day = Math.floor(shanghai / DAY)
  // The first of January 1970 was a Thursday.
  const ahead = (11 - (day % 7)) % 7 || 7
  return (day + ahead) * DAY - 8 * HOUR + 8 * HOUR
}

async function layChain(world: TestApp, lead: User, factories: readonly User[]): Promise<string> {
  const { owner } = world.app.database
  const chainId = newId()
  await owner.query(
    `INSERT INTO chains (id, org_id, name, settings, created_at) VALUES ($1, $2, $3, '{}', now())`,
    [chainId, lead.orgId, `Chain ${chainId}`],
  )
  for (const factory of factories) {
    const id = newId()
    await owner.query(
      `INSERT INTO partners (id, org_id, chain_id, side, tier, path, owner_org_id, brought_by_org_id,
         partner_org_id, status, code, name, created_at)
       VALUES ($1, $2, $3, 'upstream', 1, $4, $2, $2, $5, 'joined', $6, $7, now())`,
      [
        id,
        lead.orgId,
        chainId,
        id.replaceAll('-', ''),
        factory.orgId,
        id,
        factory.name.replace(' owner', ''),
      ],
    )
  }
  return chainId
}
