import type { Words } from './group.ts'
import { formatMilli } from './quantity.ts'
import type { WarningKind } from './schema.ts'

// What the clock says in a group. A card draws the same facts; these words are read where there is no card:
// in a notification, in a search, in a chat outside.

const clocks = new Map<string, Intl.DateTimeFormat>()

/** `11-24 16:30` on the clocks of the order's own place. */
export function shortTime(ms: number, timeZone: string): string {
  let format = clocks.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone, month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
      hourCycle: 'h23',
    })
    clocks.set(timeZone, format)
  }
  const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]))
  return `${part.month}-${part.day} ${part.hour}:${part.minute}`
}

export function percent(share: number): string {
  return `${Math.round(share * 100)}%`
}

function signed(share: number): string {
  const points = Math.round(share * 100)
  return points > 0 ? `+${points}%` : `${points}%`
}

export interface DigestFacts {
  orderId: string
  code: string
  productName: string
  slotAt: string
  dueAt: string
  timeZone: string
  planned: number
  actual: number | null
  unknown: number
  /** Against the digest before; null for the first, and where either is unknown. */
  trend: number | null
  finishAt: string | null
  isLate: boolean
  operations: {
    no: number
    name: string
    planned: number
    actual: number | null
    unknown: number
    good: number
    scrap: number
    quantity: number
    unit: string
  }[]
  missing: { shareId: string; orgId: string; org: string; operation: string; minutes: number }[]
  /** Of how many shares one should have heard by now, and of how many one has. */
  expected: number
  heard: number
  warnings: number
}

export function digestWords(facts: DigestFacts): Words {
  const at = (iso: string) => shortTime(Date.parse(iso), facts.timeZone)
  const { code, productName, planned, actual, unknown, trend, finishAt } = facts
  // Where a part is unknown so much is done at least, and at least nothing says nothing.
  const known = (actual ?? 0) * (1 - unknown)
  const isKnown = actual !== null && (unknown === 0 || known >= 0.005)
  const done = isKnown ? `${unknown > 0 ? '≥' : ''}${percent(known)}` : null
  const zh = [
    `${code} ${productName}：计划 ${percent(planned)}，实际 ${done ?? '未知'}${trend === null ? '' : `（较上次 ${signed(trend)}）`}`,
    `预计完成 ${finishAt ? at(finishAt) : '未知'}，交期 ${at(facts.dueAt)}${facts.isLate ? '，将延误' : ''}`,
  ]
  const en = [
    `${code} ${productName}: planned ${percent(planned)}, actual ${done ?? 'unknown'}${trend === null ? '' : ` (${signed(trend)} since last time)`}`,
    `Projected finish ${finishAt ? at(finishAt) : 'unknown'}, due ${at(facts.dueAt)}${facts.isLate ? ', will be late' : ''}`,
  ]
  if (facts.missing.length > 0) {
    const named = facts.missing.slice(0, 8)
    const more = facts.missing.length - named.length
    zh.push(
      `未报工：${named.map((m) => `${m.org}（${m.operation}）`).join('、')}${more ? `等 ${facts.missing.length} 家` : ''}`,
    )
    en.push(
      `No report from: ${named.map((m) => `${m.org} (${m.operation})`).join(', ')}${more ? ` and ${more} more` : ''}`,
    )
  }
  return { zh: zh.join('\n'), en: en.join('\n') }
}

export interface WarningFacts {
  warningId: string
  orderId: string
  code: string
  productName: string
  kind: WarningKind
  operation: string | null
  org: string | null
  measure: number
  dueAt: string
  finishAt: string | null
  timeZone: string
  rung: number
}

export function warningWords(facts: WarningFacts): Words {
  const { code, productName, operation, org, measure, rung } = facts
  const at = (iso: string) => shortTime(Date.parse(iso), facts.timeZone)
  const [zhHead, enHead] = rung > 0 ? ['仍无人处理', 'Still nobody on it'] : ['预警', 'Warning']
  const hours = (minutes: number) => Math.round(minutes / 6) / 10
  const where = { zh: `${org} ${operation}`, en: `${operation} at ${org}` }
  const what = {
    behind: {
      zh: `${where.zh}落后计划 ${percent(measure)}`,
      en: `${where.en} is ${percent(measure)} behind plan`,
    },
    late: {
      zh: `预计 ${facts.finishAt ? at(facts.finishAt) : '未知'} 完成，晚于交期 ${at(facts.dueAt)}（${hours(measure)} 工时）`,
      en: `expected ${facts.finishAt ? at(facts.finishAt) : 'unknown'}, past the due date ${at(facts.dueAt)} by ${hours(measure)} working hours`,
    },
    silent: {
      zh: `${where.zh}已 ${hours(measure)} 个工时没有报工`,
      en: `${where.en} has not reported for ${hours(measure)} working hours`,
    },
  }[facts.kind]
  return {
    zh: `${zhHead}：${code} ${productName}，${what.zh}`,
    en: `${enHead}: ${code} ${productName}, ${what.en}`,
  }
}

export function clearedWords(facts: WarningFacts): Words {
  const kind = {
    behind: { zh: '进度已追上', en: 'is back on plan' },
    late: { zh: '预计可按期完成', en: 'is expected on time again' },
    silent: { zh: '已恢复报工', en: 'reports again' },
  }[facts.kind]
  const where = facts.operation
    ? { zh: `，${facts.org} ${facts.operation}`, en: `, ${facts.operation} at ${facts.org}` }
    : { zh: '', en: '' }
  return {
    zh: `解除：${facts.code} ${facts.productName}${where.zh}，${kind.zh}`,
    en: `Cleared: ${facts.code} ${facts.productName}${where.en} ${kind.en}`,
  }
}

export interface TouchedShare {
  org: string
  operation: string
  quantityMilli: number
  unit: string
  startMs: number
  endMs: number
}

export function planWords(
  plan: {
    code: string
    productName: string
    planNo: number
    reason: string
    dueMs: number
    timeZone: string
  },
  touched: readonly TouchedShare[],
): Words {
  const at = (ms: number) => shortTime(ms, plan.timeZone)
  const first = plan.planNo === 1
  const lines = touched.map((t) => ({
    zh: `${t.org}：${t.operation} ${formatMilli(t.quantityMilli)}${t.unit}，${at(t.startMs)} 至 ${at(t.endMs)}`,
    en: `${t.org}: ${t.operation} ${formatMilli(t.quantityMilli)} ${t.unit}, ${at(t.startMs)} to ${at(t.endMs)}`,
  }))
  const head = first
    ? {
        zh: `新生产单 ${plan.code} ${plan.productName}，交期 ${at(plan.dueMs)}`,
        en: `New production order ${plan.code} ${plan.productName}, due ${at(plan.dueMs)}`,
      }
    : {
        zh: `${plan.code} 计划已改为第 ${plan.planNo} 版：${plan.reason}。交期 ${at(plan.dueMs)}`,
        en: `${plan.code} now runs on plan ${plan.planNo}: ${plan.reason}. Due ${at(plan.dueMs)}`,
      }
  return {
    zh: [head.zh, ...lines.map((line) => line.zh)].join('\n'),
    en: [head.en, ...lines.map((line) => line.en)].join('\n'),
  }
}
