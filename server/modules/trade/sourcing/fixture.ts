import { type Answer, type TestApp, testApp, type User } from '../../../../test/app.ts'
import { asOrg, openCtx, SYSTEM } from '../../../platform/ctx.ts'
import { newId } from '../../../platform/ids.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const THIRTY_SEVENTY = [
  { shareBp: 3000, from: 'order', days: 0 },
  { shareBp: 7000, from: 'delivery', days: 0 },
]
export const CREDIT_60 = [{ shareBp: 10_000, from: 'invoice', days: 60 }]

export interface SourcingWorld extends TestApp {
  buyer: User
  suppliers: User[]
  outsider: User
  chainId: string
  inHours(hours: number): string
  newRfq(more?: Record<string, unknown>): Promise<{ id: string; body: Answer['body'] }>
  quote(user: User, rfqId: string, more?: Record<string, unknown>): Promise<Answer>
  /** An offer for the first line; 10.00 yuan a piece. */
  offer(more?: Record<string, unknown>): Record<string, unknown>
  award(
    user: User,
    rfqId: string,
    lines: readonly [Answer, number, string?][],
    more?: object,
  ): Promise<Answer>
  /** Moves the clock beyond the deadline of two days and lets its job run. */
  passDeadline(): Promise<void>
  rawSql(user: User, text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  factsOf(
    user: User,
    subject: string,
  ): Promise<{ type: string; data: Record<string, unknown>; actor: { name: string } }[]>
}

/** A buyer that leads a chain, with three suppliers upstream of it and somebody who is in no chain. */
export async function sourcingWorld(t: {
  after(work: () => unknown): void
}): Promise<SourcingWorld> {
  const world = await testApp(t)
  const buyer = await world.newOrg('Buyer')
  const suppliers = [
    await world.newOrg('Alpha'),
    await world.newOrg('Beta'),
    await world.newOrg('Gamma'),
  ]
  const outsider = await world.newOrg('Outsider')
  const chainId = await layChain(world, buyer, suppliers)
  const inHours = (hours: number) => new Date(world.now().getTime() + hours * HOUR).toISOString()
  const rawSql: SourcingWorld['rawSql'] = (user, text, values = []) =>
    asOrg(world.app.source, openCtx(world.app.source, SYSTEM), user.orgId).transaction(
      async (tx) => (await tx.client.query(text, values)).rows,
    )
  const offer = (more = {}) => ({
    ...{ lineNo: 1, unit: '件', unitE4: 10_000_000, leadDays: 10, payment: THIRTY_SEVENTY },
    ...more,
  })
  return {
    ...world,
    ...{ buyer, suppliers, outsider, chainId, inHours, rawSql, offer },
    async newRfq(more = {}) {
      const answer = await buyer.post('rfqs', {
        ...{ title: '春季面料', payment: THIRTY_SEVENTY, closesAt: inHours(48) },
        lines: [{ description: '全棉府绸', quantity: '1000', unit: '件' }],
        suppliers: { orgIds: suppliers.map((user) => user.orgId) },
        ...more,
      })
      if (answer.status !== 201) throw new Error(answer.text)
      return { id: answer.body.id, body: answer.body }
    },
    quote: (user, rfqId, more = {}) =>
      user.post(`rfqs/${rfqId}/quotes`, {
        ...{ after: 0, validUntil: inHours(24 * 30), offers: [offer()] },
        ...more,
      }),
    award: (user, rfqId, lines, more = {}) =>
      user.post(`rfqs/${rfqId}/awards`, {
        lines: lines.map(([{ body }, offerNo, quantity = '100']) => ({
          ...{ quoteId: body.id, versionNo: body.versionNo, lineNo: 1, offerNo, quantity },
        })),
        ...more,
      }),
    async passDeadline() {
      world.tick(49 * HOUR)
      await world.runJobs()
    },
    factsOf: async (user, subject) =>
      (await rawSql(user, 'SELECT type, data, actor FROM events WHERE subject = $1 ORDER BY seq', [
        subject,
      ])) as never,
  }
}

async function layChain(world: TestApp, lead: User, suppliers: readonly User[]): Promise<string> {
  const { owner } = world.app.database
  const chainId = newId()
  await owner.query(
    `INSERT INTO chains (id, org_id, name, settings, created_at) VALUES ($1, $2, $3, '{}', now())`,
    [chainId, lead.orgId, `Chain ${chainId}`],
  )
  for (const supplier of suppliers) {
    const id = newId()
    await owner.query(
      `INSERT INTO partners (id, org_id, chain_id, side, tier, path, owner_org_id, brought_by_org_id,
         partner_org_id, status, code, name, created_at)
       VALUES ($1, $2, $3, 'upstream', 1, $4, $2, $2, $5, 'joined', $6, $7, now())`,
      [id, lead.orgId, chainId, id.replaceAll('-', ''), supplier.orgId, id, supplier.name],
    )
  }
  return chainId
}
