import { buyerView, type Explanation as EngineExplanation, type PriceStep } from '@jingwei/pricing'
import { fromMicro } from '../quantity.ts'
import type { BasePrice } from './base-prices.ts'
import type { HeldVersion } from './books.ts'
import type { Explanation, TriedRule } from './schema.ts'

// What the engine says of a price, in names that the two sides know. Pure.

type Versions = ReadonlyMap<string, HeldVersion>

/** For both: the steps that made the price, without what tells of the seller's bounds or of other buyers. */
export function explained(
  full: EngineExplanation,
  known: { base: BasePrice | undefined; version: HeldVersion | undefined; versions: Versions },
): Explanation {
  const { base, version, versions } = known
  return {
    base: base ? { kind: base.kind, validFrom: base.validFrom, acceptedAt: base.acceptedAt } : null,
    // Of an agreement that is for many, the name may say for whom.
    agreementName: version?.audience === 'org' ? version.name : null,
    steps: buyerView(full)
      .steps.filter(isTelling)
      .map((step) => shapeStep(step, versions)),
  }
}

/** That a product begins at its list price is said by the first step already. */
const isTelling = (step: PriceStep) => !(step.code === 'rule' && step.ruleId === 'list')

function shapeStep(step: PriceStep, versions: Versions): Explanation['steps'][number] {
  const rule = step.code === 'rule' ? step : null
  return {
    code: step.code,
    label: rule && labelOf(rule.ruleId, versions.get(rule.agreementId)),
    step: rule?.step ?? null,
    effect: rule?.effect ?? null,
    beforeE4: step.beforeE4,
    afterE4: step.afterE4,
    laterDays: rule?.laterBpDays === undefined ? null : rule.laterBpDays / 10_000,
    slices: isTrue(rule?.slices ?? [], step.afterE4)
      ? rule!.slices.map(({ fromMicro: from, quantityMicro, unitE4 }) => ({
          from: fromMicro(BigInt(from)),
          quantity: fromMicro(BigInt(quantityMicro)),
          unitE4,
        }))
      : [],
  }
}

/** Slices that do not come to the price show that a bound of the seller's has moved it, and by how much. */
function isTrue(slices: readonly { quantityMicro: number; unitE4: number }[], afterE4: number) {
  const quantity = slices.reduce((sum, slice) => sum + slice.quantityMicro, 0)
  const total = slices.reduce((sum, { quantityMicro, unitE4 }) => sum + quantityMicro * unitE4, 0)
  return slices.length > 0 && Math.abs(total / quantity - afterE4) < 1
}

/** A rule's own label; a listed price needs none. */
function labelOf(ruleId: string, version: HeldVersion | undefined): string | null {
  const rule = version?.terms.rules.find(({ id }) => `r:${id}` === ruleId)
  return rule?.label || null
}

/** For the seller: what became of each rule that concerns the product. */
export function triedRules(full: EngineExplanation, versions: Versions): TriedRule[] {
  return full.rules
    .filter(({ ruleId }) => ruleId !== 'list')
    .map(({ ruleId, agreementId, step, outcome }) => {
      const version = versions.get(agreementId)
      return {
        ruleId: ruleId.replace(/^[rp]:/, ''),
        label: labelOf(ruleId, version) ?? '',
        agreementName: version?.name ?? '',
        step,
        outcome: outcome.code,
        on: 'on' in outcome ? outcome.on : 'criterion' in outcome ? outcome.criterion : null,
      }
    })
}
