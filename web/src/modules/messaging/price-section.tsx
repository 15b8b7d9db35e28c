import { DeleteOutlined, SnippetsOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { minorToText, textToMinor } from '../../ui/format.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Section } from '../../ui/page.tsx'
import { Change, Money } from '../../ui/values.tsx'
import { productPickQuery } from '../trade/api.ts'
import { type DraftLine, lineOf } from './compose.ts'
import { ComposeField, type StepProps } from './compose-field.tsx'
import { MomentPicker } from './content-section.tsx'
import { PasteModal } from './paste-modal.tsx'
import { priceChange, summariseChanges } from './price-change.ts'
import { useDelayed } from './use-delayed.ts'

/** What the lead's own prices become, and from when. What each store pays is worked out from here. */
export function PriceSection({ draft, change, faults }: StepProps) {
  const { t } = useTexts()
  const [isPasting, setPasting] = useState(false)
  return (
    <Section title={t('messaging:compose.prices')} note={t('messaging:compose.pricesNote')}>
      <div className="card card-padded stack" id="field-lines">
        <div className="price-tools">
          <ProductPicker
            taken={draft.lines}
            onPick={(line) => change({ lines: [...draft.lines, line] })}
          />
          <Button icon={<SnippetsOutlined />} onClick={() => setPasting(true)}>
            {t('messaging:paste.open')}
          </Button>
        </div>
        {draft.lines.length > 0 && (
          <PriceLines lines={draft.lines} onChange={(lines) => change({ lines })} />
        )}
        {faults.lines && (
          <span className="compose-fault" role="alert">
            {t(`messaging:fault.${faults.lines}`)}
          </span>
        )}
        <ComposeField
          label={t('messaging:compose.validFrom')}
          help={t('messaging:compose.validFromHelp')}
          field="validFrom"
          faults={faults}
        >
          <MomentPicker
            value={draft.validFrom}
            isWrong={faults.validFrom !== undefined}
            onChange={(validFrom) => change({ validFrom })}
          />
        </ComposeField>
      </div>
      <PasteModal
        isOpen={isPasting}
        lines={draft.lines}
        onClose={() => setPasting(false)}
        onApply={(lines) => change({ lines })}
      />
    </Section>
  )
}

function ProductPicker({
  taken,
  onPick,
}: {
  taken: DraftLine[]
  onPick: (line: DraftLine) => void
}) {
  const { t } = useTexts()
  const format = useFormat()
  const [q, setQ] = useState('')
  const products = useQuery(productPickQuery(useDelayed(q.trim(), 200)))
  const isTaken = new Set(taken.map((line) => line.productId))
  const items = products.data?.items.filter((product) => !isTaken.has(product.id)) ?? []
  return (
    <Select
      className="product-picker"
      value={null}
      showSearch={{ filterOption: false, searchValue: q, onSearch: setQ }}
      loading={products.isFetching}
      placeholder={t('messaging:compose.addProduct')}
      aria-label={t('messaging:compose.addProduct')}
      notFoundContent={products.isPending ? null : t('messaging:compose.noProduct')}
      options={items.map((product) => ({
        value: product.id,
        label: `${product.code} · ${product.name} · ${format.money(product.priceMinor, product.currency)}`,
      }))}
      onChange={(id: string | null) => {
        const product = items.find((one) => one.id === id)
        if (!product) return
        onPick(lineOf(product))
        setQ('')
      }}
    />
  )
}

function PriceLines({
  lines,
  onChange,
}: {
  lines: DraftLine[]
  onChange: (lines: DraftLine[]) => void
}) {
  const { t } = useTexts()
  const format = useFormat()
  const summary = summariseChanges(
    lines.flatMap((line) =>
      line.priceMinor === null ? [] : [{ ...line, priceMinor: line.priceMinor }],
    ),
  )
  const patch = (at: number, part: Partial<DraftLine>) =>
    onChange(lines.map((line, i) => (i === at ? { ...line, ...part } : line)))
  return (
    <>
      <div className="price-lines">
        <div className="price-line price-line-head" aria-hidden>
          <span>{t('messaging:prices.product')}</span>
          <span>{t('messaging:prices.before')}</span>
          <span>{t('messaging:prices.fresh')}</span>
          <span>{t('messaging:prices.change')}</span>
          <span>{t('messaging:prices.retail')}</span>
          <span />
        </div>
        {lines.map((line, at) => (
          <PriceLineRow
            key={line.productId}
            line={line}
            onChange={(part) => patch(at, part)}
            onRemove={() => onChange(lines.filter((_, i) => i !== at))}
          />
        ))}
      </div>
      <p className="soft figures">
        {t('messaging:compose.priceSummary', {
          up: format.number(summary.up),
          down: format.number(summary.down),
          same: format.number(summary.same),
        })}
        {summary.meanBp !== null && (
          <>
            {' · '}
            {t('messaging:compose.priceMean', { change: format.basisPoints(summary.meanBp) })}
          </>
        )}
      </p>
    </>
  )
}

function PriceLineRow({
  line,
  onChange,
  onRemove,
}: {
  line: DraftLine
  onChange: (part: Partial<DraftLine>) => void
  onRemove: () => void
}) {
  const { t } = useTexts()
  const change = line.priceMinor === null ? null : priceChange(line.priceMinor, line.previousMinor)
  return (
    <div className="price-line">
      <span className="price-line-name">
        {line.name} <span className="faint">{line.code}</span>
      </span>
      <span className="price-line-before" data-label={t('messaging:prices.before')}>
        {line.previousMinor === null ? (
          '–'
        ) : (
          <Money minor={line.previousMinor} currency={line.currency} />
        )}
      </span>
      <span className="amount-labelled">
        <span aria-hidden>{t('messaging:prices.fresh')}</span>
        <AmountInput
          value={line.priceMinor}
          currency={line.currency}
          label={`${line.name} ${t('messaging:prices.fresh')}`}
          onChange={(priceMinor) => onChange({ priceMinor })}
        />
      </span>
      <span className="price-line-change" data-label={t('messaging:prices.change')}>
        <Change share={change?.changeBp == null ? null : change.changeBp / 10_000} />
      </span>
      <span className="amount-labelled">
        <span aria-hidden>{t('messaging:prices.retail')}</span>
        <AmountInput
          value={line.retailMinor}
          currency={line.currency}
          label={`${line.name} ${t('messaging:prices.retail')}`}
          onChange={(retailMinor) => onChange({ retailMinor })}
        />
      </span>
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        aria-label={t('messaging:prices.remove', { name: line.name })}
        onClick={onRemove}
      />
    </div>
  )
}

/** An amount as text, so that nothing is rounded or jumps while it is typed. */
export function AmountInput({
  value,
  currency,
  label,
  onChange,
}: {
  value: number | null
  currency: string
  label: string
  onChange: (minor: number | null) => void
}) {
  const [text, setText] = useState(value === null ? '' : minorToText(value, currency))
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a value from outside replaces the text
  useEffect(() => {
    if (value !== null && textToMinor(text, currency) !== value)
      setText(minorToText(value, currency))
  }, [value, currency])
  return (
    <Input
      className="figures amount-input"
      inputMode="decimal"
      value={text}
      aria-label={label}
      status={textToMinor(text, currency) === null ? 'error' : undefined}
      onFocus={(event) => event.target.select()}
      onChange={(event) => {
        setText(event.target.value)
        onChange(textToMinor(event.target.value, currency))
      }}
      onBlur={() => value !== null && setText(minorToText(value, currency))}
    />
  )
}
