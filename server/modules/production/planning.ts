import { badField } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import {
  finishOf,
  inOrder,
  type PlannedStep,
  type PlanOf,
  planBackwards,
  planForwards,
  RoutingFault,
  type RulerOf,
} from './plan.ts'
import { splitExactly, toMilli } from './quantity.ts'
import type { OperationInput, ShareInput } from './schema.ts'

/** An operation with the shares that are to be made of it, before the plan gives them their time. */
export interface DraftStep {
  no: number
  name: string
  unit: string
  msPerPiece: number
  after: number[]
  waitMinutes: number
  shares: DraftShare[]
}
export interface DraftShare {
  id: string
  orgId: string
  quantityMilli: number
  lines: number
  workMs: number
  priceMinor: number | null
}

/** Refuses a routing whose operations name each other wrongly, and says at which field. */
export function checkRouting(
  operations: readonly { no: number; after?: readonly number[] | undefined }[],
): void {
  try {
    inOrder(operations.map(({ no, after }) => ({ no, after: after ?? [] })))
  } catch (error) {
    if (!(error instanceof RoutingFault)) throw error
    const at = operations.findIndex(({ no, after }) => no === error.no || after?.includes(error.no))
    throw badField(`operations.${at}.after`, error.fault, `Operation ${error.no}: ${error.fault}`)
  }
}

/**
 * Gives every operation its shares: what was asked for, the rest in equal parts to those without a quantity,
 * and what nobody has to the own workshop. The parts always add up to the order.
 */
export function shareOut(
  operations: readonly Omit<DraftStep, 'shares'>[],
  quantityMilli: number,
  asked: readonly ShareInput[],
  ownOrgId: string,
): DraftStep[] {
  const known = new Set(operations.map(({ no }) => no))
  asked.forEach(({ operationNo, orgId }, i) => {
    if (!known.has(operationNo))
      throw badField(`shares.${i}.operationNo`, 'operation_unknown', 'No such operation')
    if (asked.findIndex((s) => s.operationNo === operationNo && s.orgId === orgId) < i)
      throw badField(
        `shares.${i}.orgId`,
        'share_twice',
        'This org has a share of the operation already',
      )
  })
  return operations.map((operation) => {
    const mine = asked.filter(({ operationNo }) => operationNo === operation.no)
    const own = { orgId: ownOrgId, quantity: undefined, lines: 1, priceMinor: null }
    const parts = mine.length > 0 ? mine : [own]
    const quantities = partsOf(quantityMilli, parts, asked, operation.no)
    const shares = parts.map(({ orgId, lines, priceMinor }, i) => ({
      id: newId(),
      orgId,
      lines,
      priceMinor,
      quantityMilli: quantities[i]!,
      workMs: workOf(quantities[i]!, operation.msPerPiece, lines),
    }))
    return { ...operation, shares }
  })
}

function partsOf(
  totalMilli: number,
  parts: readonly { quantity?: number | undefined }[],
  asked: readonly ShareInput[],
  operationNo: number,
): number[] {
  const given = parts.map(({ quantity }) => (quantity === undefined ? null : toMilli(quantity)))
  const rest = totalMilli - given.reduce<number>((sum, milli) => sum + (milli ?? 0), 0)
  const open = given.filter((milli) => milli === null).length
  // A share of nothing is no share, so whoever is to take the rest must find some.
  if (open === 0 ? rest !== 0 : rest < open) {
    const at = asked.findIndex((share) => share.operationNo === operationNo)
    throw badField(
      `shares.${at}.quantity`,
      'shares_differ',
      'The shares do not add up to the order',
    )
  }
  if (open === 0) return given as number[]
  const step = rest >= open * 1000 ? 1000 : 1
  const equal = splitExactly(
    rest,
    Array.from({ length: open }, () => 1),
    step,
  )
  return given.map((milli) => milli ?? equal.shift()!)
}

export function workOf(quantityMilli: number, msPerPiece: number, lines: number): number {
  return Math.ceil((quantityMilli * msPerPiece) / 1000 / lines)
}

export interface MadePlan {
  plan: PlanOf
  startMs: number
  earliestMs: number
}

/** The plan back from the due date, and when it could be done at best from now on. */
export function makePlan(
  steps: readonly DraftStep[],
  dueMs: number,
  nowMs: number,
  rulerOfOrg: (orgId: string) => ReturnType<RulerOf>,
): MadePlan {
  const orgOf = new Map(steps.flatMap(({ shares }) => shares.map((s) => [s.id, s.orgId] as const)))
  const rulerOf: RulerOf = (key) => rulerOfOrg(orgOf.get(key) as string)
  const planned: PlannedStep[] = steps.map(({ no, after, waitMinutes, shares }) => ({
    no,
    after,
    waitMs: waitMinutes * 60_000,
    shares: shares.map(({ id, workMs }) => ({ key: id, workMs })),
  }))
  const plan = planBackwards(planned, dueMs, rulerOf)
  return {
    plan,
    startMs: Math.min(...[...plan.steps.values()].map((span) => span.startMs)),
    earliestMs: finishOf(planForwards(planned, nowMs, rulerOf)),
  }
}

export function operationColumns(operation: OperationInput, unit: string) {
  return {
    no: operation.no,
    name: operation.name,
    unit: operation.unit ?? unit,
    msPerPiece: Math.max(1, Math.round(operation.minutesPerPiece * 60_000)),
    after: operation.after ?? [],
    waitMinutes: operation.waitMinutes ?? 0,
  }
}
