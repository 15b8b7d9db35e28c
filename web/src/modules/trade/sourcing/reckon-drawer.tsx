import { CalculatorOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Drawer, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { INCOTERMS } from '../../../../../server/modules/trade/terms-schema.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { useIsPhone } from '../../../ui/preferences.ts'
import { useErrorText } from '../../../ui/states.tsx'
import { keys, type Rfq, rfqAct } from './api.ts'
import { Labelled } from './rfq-new-page.tsx'

type Estimate = NonNullable<Rfq['assumptions']>['estimates'][number]
const EMPTY: Estimate = { sellerId: null, incoterm: null, freightBp: 0, freightMinor: 0, dutyBp: 0 }

/** With what the buyer reckons a landed price: its own, and no supplier's business. */
export function ReckonButton({ rfq }: { rfq: Rfq }) {
  const { t } = useTexts()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button icon={<CalculatorOutlined />} onClick={() => setOpen(true)}>
        {t('sourcing:reckon.title')}
      </Button>
      {isOpen && <ReckonDrawer rfq={rfq} onClose={() => setOpen(false)} />}
    </>
  )
}

function ReckonDrawer({ rfq, onClose }: { rfq: Rfq; onClose: () => void }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const isPhone = useIsPhone()
  const errorText = useErrorText()
  const [rate, setRate] = useState((rfq.assumptions?.annualRateBp ?? 0) / 100)
  const [rows, setRows] = useState<Estimate[]>(rfq.assumptions?.estimates ?? [])
  const [failure, setFailure] = useState<string | null>(null)
  const set = (at: number, patch: Partial<Estimate>) =>
    setRows(rows.map((row, i) => (i === at ? { ...row, ...patch } : row)))
  const save = () =>
    rfqAct.reckon(rfq.id, { annualRateBp: Math.round(rate * 100), estimates: rows }).then(
      async () => {
        await client.invalidateQueries({ queryKey: keys.rfq(rfq.id) })
        onClose()
      },
      (error) => setFailure(errorText(error)),
    )
  return (
    <Drawer
      open
      title={t('sourcing:reckon.title')}
      size={isPhone ? '100%' : 640}
      onClose={onClose}
      footer={
        <div className="drawer-footer">
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="primary" onClick={() => void save()}>
            {t('common:save')}
          </Button>
        </div>
      }
    >
      <div className="stack">
        {failure && <Alert type="error" showIcon title={failure} role="alert" />}
        <p className="soft">{t('sourcing:reckon.note')}</p>
        <Labelled label={t('sourcing:reckon.rate')} help={t('sourcing:reckon.rateHelp')}>
          <InputNumber
            min={0}
            max={100}
            suffix="%"
            value={rate}
            aria-label={t('sourcing:reckon.rate')}
            onChange={(next) => setRate(next ?? 0)}
          />
        </Labelled>
        {rows.map((row, at) => (
          <EstimateRow
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but their place
            key={at}
            rfq={rfq}
            row={row}
            onSet={(patch) => set(at, patch)}
            onDrop={() => setRows(rows.filter((_, i) => i !== at))}
          />
        ))}
        <Button type="dashed" icon={<PlusOutlined />} onClick={() => setRows([...rows, EMPTY])}>
          {t('sourcing:reckon.add')}
        </Button>
      </div>
    </Drawer>
  )
}

function EstimateRow({
  rfq,
  row,
  onSet,
  onDrop,
}: {
  rfq: Rfq
  row: Estimate
  onSet: (patch: Partial<Estimate>) => void
  onDrop: () => void
}) {
  const { t } = useTexts()
  const number = (field: 'freightBp' | 'freightMinor' | 'dutyBp', suffix: string) => (
    <Labelled label={t(`sourcing:reckon.${field}`)}>
      <InputNumber
        className="wide"
        min={0}
        value={row[field] / 100}
        suffix={suffix}
        aria-label={t(`sourcing:reckon.${field}`)}
        onChange={(next) => onSet({ [field]: Math.round((next ?? 0) * 100) })}
      />
    </Labelled>
  )
  return (
    <div className="estimate-row">
      <Labelled label={t('sourcing:incoterm')}>
        <Select
          value={row.incoterm ?? ''}
          aria-label={t('sourcing:incoterm')}
          options={[
            { value: '', label: t('sourcing:reckon.any') },
            ...INCOTERMS.map((value) => ({ value, label: value })),
          ]}
          onChange={(next) => onSet({ incoterm: (next || null) as Estimate['incoterm'] })}
        />
      </Labelled>
      <Labelled label={t('sourcing:supplier.one')}>
        <Select
          value={row.sellerId ?? ''}
          aria-label={t('sourcing:supplier.one')}
          options={[
            { value: '', label: t('sourcing:reckon.anybody') },
            ...(rfq.suppliers ?? []).map(({ orgId, name }) => ({ value: orgId, label: name })),
          ]}
          onChange={(next) => onSet({ sellerId: next || null })}
        />
      </Labelled>
      {number('freightBp', '%')}
      {number('freightMinor', rfq.currency)}
      {number('dutyBp', '%')}
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('sourcing:reckon.drop')}
        onClick={onDrop}
      />
    </div>
  )
}
