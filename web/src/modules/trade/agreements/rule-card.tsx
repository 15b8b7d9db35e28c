import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, InputNumber, Segmented, Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import {
  type Effect,
  PAYMENT_KINDS,
  type PriceRule,
  RULE_STEPS,
  type RuleWhen,
} from '../../../../../server/modules/trade/agreements/schema.ts'
import { INCOTERMS } from '../../../../../server/modules/trade/terms-schema.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { productPickQuery } from '../api.ts'
import { USUAL_TERMS } from './terms-text.ts'
import { e4ToText, textToE4 } from './unit-price.ts'

interface RuleProps {
  rule: PriceRule
  currency: string
  onChange: (rule: PriceRule) => void
  onRemove: () => void
}

/** One rule as a sentence that can be changed: for what, when, and what it does from which quantity. */
export function RuleCard({ rule, currency, onChange, onRemove }: RuleProps) {
  const { t } = useTexts()
  const change = (patch: Partial<PriceRule>) => onChange({ ...rule, ...patch })
  return (
    <fieldset className="rule">
      <div className="rule-head">
        <Input
          variant="borderless"
          className="rule-label"
          aria-label={t('price:rule.label')}
          placeholder={t('price:rule.label')}
          maxLength={80}
          value={rule.label}
          onChange={(event) => change({ label: event.target.value })}
        />
        <Select
          aria-label={t('price:rule.step')}
          value={rule.step}
          onChange={(step) => change({ step })}
          options={RULE_STEPS.map((value) => ({ value, label: t(`price:rule.steps.${value}`) }))}
        />
        <Button
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t('price:rule.remove')}
          onClick={onRemove}
        />
      </div>
      <When rule={rule} onChange={(when) => change({ when })} />
      <Breaks rule={rule} currency={currency} onChange={change} />
      <div className="rule-foot">
        <Segmented
          size="small"
          value={rule.combine}
          onChange={(combine) => change({ combine })}
          options={(['stackable', 'exclusive'] as const).map((value) => ({
            value,
            label: t(`price:rule.${value}`),
          }))}
        />
        {rule.breaks.length > 1 && (
          <Segmented
            size="small"
            value={rule.breakMode}
            onChange={(breakMode) => change({ breakMode })}
            options={(['volume', 'graduated'] as const).map((value) => ({
              value,
              label: t(`price:rule.${value}`),
            }))}
          />
        )}
      </div>
    </fieldset>
  )
}

function When({
  rule: { when },
  onChange,
}: {
  rule: PriceRule
  onChange: (when: RuleWhen) => void
}) {
  const { t } = useTexts()
  /** What is empty is not said. */
  const set = (patch: { [K in keyof RuleWhen]?: RuleWhen[K] | undefined }) => {
    const next = Object.entries({ ...when, ...patch }).filter(([, value]) => value !== undefined)
    onChange(Object.fromEntries(next) as RuleWhen)
  }
  const some = <T,>(list: T[]) => (list.length > 0 ? list : undefined)
  const { fromDays, belowDays } = when.lead ?? {}
  const setLead = (lead: { fromDays?: number | undefined; belowDays?: number | undefined }) => {
    const said = Object.entries({ ...when.lead, ...lead }).filter(([, days]) => days != null)
    set({ lead: said.length > 0 ? Object.fromEntries(said) : undefined })
  }
  const classes = when.payment?.kind === 'class' ? when.payment.classes : []
  return (
    <div className="rule-when">
      <ProductsPick
        value={when.products ?? []}
        onChange={(products) => set({ products: some(products) })}
      />
      <Select
        mode="tags"
        aria-label={t('price:rule.categories')}
        placeholder={t('price:rule.categories')}
        value={when.categories ?? []}
        onChange={(categories) => set({ categories: some(categories) })}
      />
      <Select
        mode="multiple"
        aria-label={t('price:rule.payment')}
        placeholder={t('price:rule.anyPayment')}
        value={classes}
        onChange={(list) =>
          set({ payment: list.length > 0 ? { kind: 'class', classes: list } : undefined })
        }
        options={PAYMENT_KINDS.map((value) => ({ value, label: t(`price:rule.classes.${value}`) }))}
      />
      <Select
        mode="multiple"
        aria-label={t('price:rule.incoterms')}
        placeholder={t('price:rule.anyIncoterm')}
        value={when.incoterms ?? []}
        onChange={(incoterms) => set({ incoterms: some(incoterms) })}
        options={INCOTERMS.map((value) => ({ value }))}
      />
      <InputNumber
        min={0}
        max={720}
        prefix={<span className="faint">{t('price:rule.leadFrom')}</span>}
        suffix={t('price:rule.days')}
        aria-label={t('price:rule.leadFrom')}
        value={fromDays ?? null}
        onChange={(days) => setLead({ fromDays: days ?? undefined })}
      />
      <InputNumber
        min={1}
        max={720}
        prefix={<span className="faint">{t('price:rule.leadBelow')}</span>}
        suffix={t('price:rule.days')}
        aria-label={t('price:rule.leadBelow')}
        value={belowDays ?? null}
        onChange={(days) => setLead({ belowDays: days ?? undefined })}
      />
    </div>
  )
}

export function ProductsPick({
  value,
  isDisabled = false,
  onChange,
}: {
  value: string[]
  isDisabled?: boolean
  onChange: (ids: string[]) => void
}) {
  const { t } = useTexts()
  const [text, setText] = useState('')
  const products = useQuery(productPickQuery(useDeferredValue(text)))
  return (
    <Select
      mode="multiple"
      disabled={isDisabled}
      aria-label={t('price:rule.scope')}
      placeholder={t('price:rule.allGoods')}
      showSearch={{ filterOption: false, onSearch: setText }}
      value={value}
      onChange={onChange}
      options={(products.data?.items ?? []).map(({ id, code, name }) => ({
        value: id,
        label: `${code} ${name}`,
      }))}
    />
  )
}

function Breaks({
  rule,
  currency,
  onChange,
}: {
  rule: PriceRule
  currency: string
  onChange: (patch: Partial<PriceRule>) => void
}) {
  const { t } = useTexts()
  const { breaks } = rule
  const setAt = (at: number, patch: Partial<PriceRule['breaks'][number]>) =>
    onChange({ breaks: breaks.map((one, i) => (i === at ? { ...one, ...patch } : one)) })
  const add = () => {
    const last = breaks.at(-1)!
    const from = String(Math.max(1, Number(last.from)) * 10)
    onChange({ breaks: [...breaks, { ...last, from }] })
  }
  return (
    <div className="rule-breaks">
      {breaks.map(({ from, effect }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place while it is typed
        <div key={i} className="rule-break">
          <InputNumber
            stringMode
            min="0"
            aria-label={t('price:rule.from')}
            prefix={<span className="faint">≥</span>}
            value={from}
            onChange={(value) =>
              /^\d+(\.\d{1,6})?$/.test(value ?? '') && setAt(i, { from: value! })
            }
          />
          <EffectFields
            effect={effect}
            currency={currency}
            onChange={(next) => setAt(i, { effect: next })}
          />
          {breaks.length > 1 && (
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('price:rule.removeBreak')}
              onClick={() => onChange({ breaks: breaks.filter((_, at) => at !== i) })}
            />
          )}
        </div>
      ))}
      <Button type="link" size="small" icon={<PlusOutlined />} onClick={add}>
        {t('price:rule.addBreak')}
      </Button>
    </div>
  )
}

const KINDS = ['percent', 'amount', 'absolute', 'formula', 'time_value'] as const
const FRESH: Record<Effect['kind'], Effect> = {
  percent: { kind: 'percent', bp: 0, of: 'price' },
  amount: { kind: 'amount', unitE4: 0 },
  absolute: { kind: 'absolute', unitE4: 0 },
  formula: { kind: 'formula', text: 'price' },
  time_value: { kind: 'time_value', annualRateBp: 600, base: USUAL_TERMS[0]!, yearDays: 365 },
}

function EffectFields({
  effect,
  currency,
  onChange,
}: {
  effect: Effect
  currency: string
  onChange: (effect: Effect) => void
}) {
  const { t } = useTexts()
  return (
    <>
      <Select
        aria-label={t('price:rule.effect')}
        value={effect.kind}
        onChange={(kind) => onChange(FRESH[kind])}
        options={KINDS.map((value) => ({ value, label: t(`price:rule.effects.${value}`) }))}
      />
      {effect.kind === 'percent' && (
        <InputNumber
          aria-label={t('price:rule.effects.percent')}
          min={-100}
          max={1000}
          precision={2}
          suffix="%"
          value={effect.bp / 100}
          onChange={(value) => onChange({ ...effect, bp: Math.round((value ?? 0) * 100) })}
        />
      )}
      {(effect.kind === 'amount' || effect.kind === 'absolute') && (
        <UnitPriceField
          label={t(`price:rule.effects.${effect.kind}`)}
          currency={currency}
          value={effect.unitE4}
          onChange={(unitE4) => onChange({ ...effect, unitE4: unitE4 ?? 0 })}
        />
      )}
      {effect.kind === 'formula' && (
        <Input
          className="rule-formula"
          aria-label={t('price:rule.effects.formula')}
          title={t('price:rule.formulaHelp')}
          value={effect.text}
          onChange={(event) => onChange({ ...effect, text: event.target.value })}
        />
      )}
      {effect.kind === 'time_value' && (
        <InputNumber
          aria-label={t('price:rule.rate')}
          title={t('price:rule.rateBase')}
          min={0}
          max={100}
          precision={2}
          suffix="%"
          value={effect.annualRateBp / 100}
          onChange={(value) =>
            onChange({ ...effect, annualRateBp: Math.round((value ?? 0) * 100) })
          }
        />
      )}
    </>
  )
}

export function UnitPriceField({
  value,
  currency,
  label,
  isDisabled = false,
  onChange,
}: {
  value: number | null
  currency: string
  label: string
  isDisabled?: boolean
  onChange: (unitE4: number | null) => void
}) {
  const [text, setText] = useState(value === null ? '' : e4ToText(value, currency))
  return (
    <Input
      className="figures"
      inputMode="decimal"
      disabled={isDisabled}
      aria-label={label}
      suffix={currency}
      value={text}
      status={text !== '' && textToE4(text, currency) === null ? 'error' : ''}
      onChange={(event) => {
        setText(event.target.value)
        const e4 = textToE4(event.target.value, currency)
        if (event.target.value === '' || e4 !== null) onChange(e4)
      }}
    />
  )
}
