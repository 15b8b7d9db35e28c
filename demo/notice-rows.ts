import type { Row } from './copy.ts'
import { ESCALATE_HOURS, REMINDER_HOURS } from './receipts.ts'
import { type Table, when } from './rows.ts'
import type { Notice, World } from './world.ts'

const LEAD_AS_SELLER = '00000000-0000-0000-0000-000000000000'

export function messagingTables(world: World, lastDispatch: number, paths: string[]): Table[] {
  const { network, notices, templates, chainCreatedAt } = world
  const orgId = network.lead.id
  const products = notices.flatMap((notice) =>
    notice.lines.map(({ product: { id, code, name, unit } }, i) => ({
      ...{ org_id: orgId, notice_id: notice.id, line_no: i + 1 },
      ...{ product_id: id, code, name, unit, currency: 'CNY' },
    })),
  )
  const templateRows = templates.map((template) => {
    return { ...template, org_id: orgId, created_at: when(chainCreatedAt) }
  })
  return [
    { name: 'notices', rows: notices.map((notice) => noticeRow(world, notice)) },
    { name: 'notice_products', rows: products },
    { name: 'notice_prices', rows: notices.flatMap((notice) => priceRows(world, notice)) },
    { name: 'relays', rows: notices.flatMap((notice) => relayRows(world, notice, paths)) },
    { name: 'receipts', rows: receiptRows(world) },
    { name: 'dispatches', rows: dispatchRows(world, lastDispatch) },
    { name: 'notice_templates', rows: templateRows },
  ]
}

function noticeRow(world: World, notice: Notice): Row {
  const { network, notices, chainId } = world
  const author = network.people.find((person) => person.name === notice.author)!
  const changes = (notice.sentAt === null && !notice.scheduledAt ? 0 : 1) + (notice.endedAt ? 1 : 0)
  return {
    ...{ id: notice.id, org_id: network.lead.id, chain_id: chainId, kind: notice.kind },
    ...{ title: notice.title, body: notice.body, state: notice.state, edition: notice.edition },
    supersedes_id: notices.find((old) => old.key === notice.supersedes)?.id ?? null,
    audience: audienceOf(world, notice),
    ...{ valid_from: when(notice.validFrom), deadline_at: when(notice.deadlineAt) },
    ...{ relay_minutes: notice.relayMinutes ?? 0, reminder_hours: REMINDER_HOURS },
    ...{ escalate_after_hours: ESCALATE_HOURS, scheduled_at: when(notice.scheduledAt) },
    ...{ sent_at: when(notice.sentAt), recalled_at: when(notice.recalled?.at) },
    ...{ recall_reason: notice.recalled?.reason ?? null, created_by: author.id },
    last_delivered_at: when(lastDelivery(notice)),
    ...{ created_at: when(notice.createdAt), version: 1 + changes },
  }
}

function lastDelivery({ receipts }: Notice): number | null {
  return receipts.reduce<number | null>(
    (last, { deliveredAt: at }) => (at !== null && (last === null || at > last) ? at : last),
    null,
  )
}

function audienceOf({ network }: World, { side, tiers, groups, tags }: Notice): object {
  const idOf = (name: string) => network.groups.find((group) => group.name === name)!.id
  return {
    side,
    ...(tiers && { tiers }),
    ...(groups && { groupIds: groups.map(idOf) }),
    ...(tags && { tags }),
  }
}

function priceRows({ network }: World, notice: Notice): Row[] {
  const { lead, partners } = network
  const retail = notice.lines.map((line) => line.retailMinor)
  return notice.prices.map(({ seller, priceMinor, previousMinor }) => ({
    ...{ org_id: lead.id, notice_id: notice.id, seller_id: partners[seller]?.id ?? LEAD_AS_SELLER },
    seller_org_id: seller < 0 ? lead.id : partners[seller]!.orgId,
    ...{ price_minor: priceMinor, previous_minor: previousMinor, retail_minor: retail },
  }))
}

function relayRows({ network }: World, notice: Notice, paths: string[]): Row[] {
  return notice.relays.map(({ partner: at, note, openedAt, dueAt, relayedAt }) => {
    const partner = network.partners[at]!
    return {
      ...{ org_id: network.lead.id, notice_id: notice.id, partner_id: partner.id },
      ...{ relay_org_id: partner.orgId, path: paths[at]!, note },
      ...{ opened_at: when(openedAt), due_at: when(dueAt), relayed_at: when(relayedAt) },
      relayed_by: relayedAt === null ? null : partner.personId,
    }
  })
}

function* receiptRows({ network, notices }: World): Iterable<Row> {
  const { lead, partners } = network
  for (const notice of notices) {
    for (const receipt of notice.receipts) {
      const partner = partners[receipt.partner]!
      yield {
        org_id: lead.id,
        notice_id: notice.id,
        partner_id: partner.id,
        recipient_org_id: partner.orgId,
        seller_id: partners[partner.parent]?.id ?? LEAD_AS_SELLER,
        wave: receipt.wave,
        state: receipt.state,
        reason: receipt.reason,
        queued_at: when(notice.sentAt),
        delivered_at: when(receipt.deliveredAt),
        read_at: when(receipt.readAt),
        read_by: receipt.readAt === null ? null : partner.personId,
        confirmed_at: when(receipt.confirmedAt),
        confirmed_by: receipt.confirmedAt === null ? null : partner.personId,
        answer: receipt.answer,
        reminded: receipt.reminded,
        escalated_at: when(receipt.escalatedAt),
      }
    }
  }
}

/** Dispatches of all notices, numbered in the order in which they happened. */
function dispatchRows({ network, notices }: World, last: number): Row[] {
  const all = notices.flatMap(({ id, waves }) => waves.map((wave) => ({ ...wave, noticeId: id })))
  all.sort((a, b) => a.at - b.at)
  return all.map(({ noticeId, wave, kind, at, recipients }, i) => ({
    ...{ seq: last + i + 1, org_id: network.lead.id, notice_id: noticeId, wave, kind },
    ...{ at: when(at), recipients },
  }))
}
