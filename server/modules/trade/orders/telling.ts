import { sql } from 'kysely'
import type { Tx } from '../../../platform/ctx.ts'
import { postToParties } from '../../messaging/index.ts'

/** The group of an order, which belongs to whoever placed it. */
export function subjectOf(orderId: string): string {
  return `trade_order:${orderId}`
}

const WORDS: Record<string, { zh: string; en: string }> = {
  placed: { zh: '已下单', en: 'was placed' },
  confirmed: { zh: '已确认', en: 'was confirmed' },
  refused: { zh: '已被拒绝', en: 'was refused' },
  withdrawn: { zh: '已撤回', en: 'was withdrawn' },
  change_proposed: { zh: '有变更待答复', en: 'has a change to answer' },
  cancel_proposed: { zh: '对方提出取消', en: 'is asked to be cancelled' },
  return_proposed: { zh: '买方申请退货', en: 'has goods to be returned' },
  change_accepted: { zh: '变更已生效', en: 'was changed' },
  cancel_accepted: { zh: '未发部分已取消', en: 'was cancelled as far as it was open' },
  return_accepted: { zh: '退货已同意', en: 'has a return agreed' },
  change_refused: { zh: '变更未获同意', en: 'stays as it was' },
  cancel_refused: { zh: '取消未获同意', en: 'was not cancelled' },
  return_refused: { zh: '退货未获同意', en: 'has its return refused' },
  change_withdrawn: { zh: '变更已撤回', en: 'has its change taken back' },
  cancel_withdrawn: { zh: '取消申请已撤回', en: 'is not to be cancelled after all' },
  return_withdrawn: { zh: '退货申请已撤回', en: 'has its return taken back' },
  shipped: { zh: '已发货', en: 'has goods on the way' },
  received: { zh: '已收货', en: 'has goods received' },
  differs: { zh: '收货有差异', en: 'was received with differences' },
}

export interface Said {
  key: string
  what: string
  reason?: string
}

interface Group {
  id: string
  no: string
  host: string
  parties: string[]
  seller: string
  buyer: string
  currency: string
  totalMinor: number
  title: string
}

export async function readGroup(tx: Tx, orderId: string): Promise<Group> {
  const { rows } =
    await sql<Group>`SELECT o.id, o.no, o.placed_by_org_id AS host, ARRAY[o.org_id, o.buyer_org_id] AS parties,
      o.seller_name AS seller, o.buyer_name AS buyer, o.currency, o.total_minor AS "totalMinor",
      (SELECT l.description FROM trade_order_lines l WHERE l.order_id = o.id ORDER BY l.line_no LIMIT 1) AS title
    FROM trade_orders o WHERE o.id = ${orderId}`.execute(tx.db)
  return rows[0]!
}

/** Says in the order's group what happened, once a key; the group is opened with the first word. */
export function sayInGroup(tx: Tx, group: Group, said: Said): Promise<void> {
  const { id, host, parties, ...facts } = group
  const words = WORDS[said.what]!
  const reason = said.reason ?? ''
  const title = `${facts.no} ${facts.title}`
  return postToParties(
    tx,
    { ownerOrgId: host, subject: subjectOf(id), title, orgIds: parties },
    {
      robot: 'trade',
      key: said.key,
      template: 'trade.order',
      data: { orderId: id, ...facts, what: said.what, reason },
      text: {
        zh: `订单 ${title}${words.zh}${reason && `：${reason}`}`,
        en: `Order ${title} ${words.en}${reason && `: ${reason}`}`,
      },
    },
  )
}
