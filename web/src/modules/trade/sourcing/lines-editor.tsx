import { DeleteOutlined, PlusOutlined, TableOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, AutoComplete, Button, Checkbox, DatePicker, Input, Modal, Select } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTexts } from '../../../ui/i18n.ts'
import { uuid } from '../../../ui/uuid.ts'
import { productPickQuery } from '../api.ts'
import { UnitPriceField } from './marks.tsx'
import { emptyLine, type LineDraft, pasteLines } from './paste-lines.ts'
import { textToQuantity } from './price.ts'

interface Props {
  value: LineDraft[]
  onChange: (lines: LineDraft[]) => void
  currency: string
  /** Fields that the server refused, by `lines.0.quantity`. */
  faults: ReadonlyMap<string, string>
}

/** What is asked for, a card a line: chosen from the catalogue, typed, or pasted from a spreadsheet. */
export function LinesEditor({ value, onChange, currency, faults }: Props) {
  const { t } = useTexts()
  const [isPasting, setPasting] = useState(false)
  const set = (key: string, patch: Partial<LineDraft>) =>
    onChange(value.map((line) => (line.key === key ? { ...line, ...patch } : line)))
  return (
    <fieldset className="lines-editor">
      <legend>
        <span>{t('sourcing:line.many')}</span>
        <Button size="small" icon={<TableOutlined />} onClick={() => setPasting(true)}>
          {t('sourcing:line.paste')}
        </Button>
      </legend>
      {value.map((line, at) => (
        <LineCard
          key={line.key}
          line={line}
          at={at}
          currency={currency}
          faults={faults}
          onSet={(patch) => set(line.key, patch)}
          onDrop={
            value.length > 1 ? () => onChange(value.filter((one) => one !== line)) : undefined
          }
        />
      ))}
      <Button
        type="dashed"
        block
        icon={<PlusOutlined />}
        onClick={() => onChange([...value, emptyLine(uuid())])}
      >
        {t('sourcing:line.add')}
      </Button>
      <PasteModal
        isOpen={isPasting}
        currency={currency}
        onClose={() => setPasting(false)}
        onLines={(lines) => {
          const kept = value.filter((line) => line.description !== '' || line.quantity !== '')
          onChange([...kept, ...lines])
        }}
      />
    </fieldset>
  )
}

function LineCard({
  line,
  at,
  currency,
  faults,
  onSet,
  onDrop,
}: {
  line: LineDraft
  at: number
  currency: string
  faults: ReadonlyMap<string, string>
  onSet: (patch: Partial<LineDraft>) => void
  onDrop: (() => void) | undefined
}) {
  const { t } = useTexts()
  const { data: products } = useQuery(productPickQuery(line.description))
  const [isOpen, setOpen] = useState(line.spec !== '' || line.quality !== '')
  const fault = (field: string) => faults.get(`lines.${at}.${field}`)
  const isOdd = line.quantity !== '' && textToQuantity(line.quantity) === null
  const wrong = ['description', 'quantity', 'unit', 'productId'].flatMap((f) => fault(f) ?? [])
  return (
    <div className="line-card">
      <span className="line-no figures faint">{at + 1}</span>
      <AutoComplete
        value={line.description}
        aria-label={t('sourcing:line.description')}
        placeholder={t('sourcing:line.description')}
        {...(fault('description') && { status: 'error' as const })}
        options={(products?.items ?? []).map((product) => ({
          value: product.name,
          label: `${product.name} ${product.code}`,
          product,
        }))}
        onChange={(description: string) => onSet({ description, productId: null })}
        onSelect={(_: string, { product }) =>
          onSet({
            description: product.name,
            productId: product.id,
            unit: product.unit,
            category: product.category,
          })
        }
      />
      <Input
        className="figures"
        inputMode="decimal"
        value={line.quantity}
        placeholder={t('sourcing:line.quantity')}
        aria-label={t('sourcing:line.quantity')}
        {...((isOdd || fault('quantity')) && { status: 'error' as const })}
        onChange={(event) => onSet({ quantity: event.target.value })}
      />
      <Input
        value={line.unit}
        maxLength={20}
        placeholder={t('sourcing:line.unit')}
        aria-label={t('sourcing:line.unit')}
        {...(fault('unit') && { status: 'error' as const })}
        onChange={(event) => onSet({ unit: event.target.value })}
      />
      <DatePicker
        value={line.deliverBy ? dayjs(line.deliverBy) : null}
        placeholder={t('sourcing:line.deliverBy')}
        aria-label={t('sourcing:line.deliverBy')}
        onChange={(day) => onSet({ deliverBy: day?.format('YYYY-MM-DD') ?? null })}
      />
      <div className="line-acts">
        <Button type="text" size="small" onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'sourcing:line.less' : 'sourcing:line.more')}
        </Button>
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          disabled={!onDrop}
          aria-label={t('sourcing:line.drop', { no: at + 1 })}
          onClick={onDrop}
        />
      </div>
      {isOpen && <LineDetails line={line} currency={currency} onSet={onSet} />}
      {wrong.length > 0 && <div className="line-fault">{wrong.join(' ')}</div>}
    </div>
  )
}

function LineDetails({
  line,
  currency,
  onSet,
}: {
  line: LineDraft
  currency: string
  onSet: (patch: Partial<LineDraft>) => void
}) {
  const { t } = useTexts()
  const text = (field: 'spec' | 'quality' | 'category' | 'place') => (
    <Input
      value={line[field]}
      placeholder={t(`sourcing:line.${field}`)}
      aria-label={t(`sourcing:line.${field}`)}
      onChange={(event) => onSet({ [field]: event.target.value })}
    />
  )
  return (
    <div className="line-details">
      {text('spec')}
      {text('quality')}
      {text('category')}
      {text('place')}
      <Select
        value={line.kind}
        aria-label={t('sourcing:line.kind')}
        options={(['goods', 'service'] as const).map((kind) => ({
          value: kind,
          label: t(`sourcing:line.kinds.${kind}`),
        }))}
        onChange={(kind) => onSet({ kind })}
      />
      <div className="line-target">
        <UnitPriceField
          value={line.targetE4}
          currency={currency}
          label={t('sourcing:line.target')}
          onChange={(targetE4) => onSet({ targetE4 })}
        />
        <Checkbox
          checked={line.isTargetShown}
          onChange={(event) => onSet({ isTargetShown: event.target.checked })}
        >
          {t('sourcing:line.showTarget')}
        </Checkbox>
      </div>
    </div>
  )
}

function PasteModal({
  isOpen,
  currency,
  onClose,
  onLines,
}: {
  isOpen: boolean
  currency: string
  onClose: () => void
  onLines: (lines: LineDraft[]) => void
}) {
  const { t } = useTexts()
  const [text, setText] = useState('')
  const pasted = pasteLines(text, currency, uuid)
  const finish = () => {
    onLines(pasted.lines)
    setText('')
    onClose()
  }
  return (
    <Modal
      open={isOpen}
      title={t('sourcing:line.paste')}
      okText={t('sourcing:line.take', { count: pasted.lines.length })}
      okButtonProps={{ disabled: pasted.lines.length === 0 }}
      cancelText={t('common:cancel')}
      onOk={finish}
      onCancel={onClose}
    >
      <div className="stack">
        <p className="soft">{t('sourcing:line.pasteNote')}</p>
        <Input.TextArea
          rows={8}
          autoFocus
          value={text}
          aria-label={t('sourcing:line.paste')}
          onChange={(event) => setText(event.target.value)}
        />
        {pasted.faults.length > 0 && (
          <Alert
            type="warning"
            showIcon
            title={t('sourcing:line.pasteFaults', { rows: pasted.faults.join(', ') })}
          />
        )}
      </div>
    </Modal>
  )
}
