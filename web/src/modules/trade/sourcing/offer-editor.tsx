import { DeleteOutlined } from '@ant-design/icons'
import { Button, Input, InputNumber, Segmented, Select } from 'antd'
import { useState } from 'react'
import { INCOTERMS } from '../../../../../server/modules/trade/terms-schema.ts'
import { useTexts } from '../../../ui/i18n.ts'
import type { RfqLine } from './api.ts'
import { UnitPriceField } from './marks.tsx'
import type { OfferDraft } from './offers.ts'
import { PaymentField } from './payment-field.tsx'
import { Labelled } from './rfq-new-page.tsx'

interface Props {
  offer: OfferDraft
  line: RfqLine
  currency: string
  fault: (field: string) => string | undefined
  onSet: (patch: Partial<OfferDraft>) => void
  onDrop: () => void
}

/** One offer for one line: price and time first, the rest where it is needed. */
export function OfferEditor({ offer, line, currency, fault, onSet, onDrop }: Props) {
  const { t } = useTexts()
  const hasMore =
    offer.minQuantity !== '' || offer.available !== '' || offer.unit !== line.unit || !!offer.remark
  const [isOpen, setOpen] = useState(hasMore)
  return (
    <div className="offer-editor">
      <div className="offer-editor-head">
        <Segmented
          size="small"
          value={offer.kind}
          options={(['offer', 'substitute', 'none'] as const).map((kind) => ({
            value: kind,
            label: t(`sourcing:offer.kinds.${kind}`),
          }))}
          onChange={(kind) => onSet({ kind })}
        />
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={t('sourcing:offer.drop')}
          onClick={onDrop}
        />
      </div>
      {offer.kind === 'substitute' && (
        <Labelled label={t('sourcing:offer.description')} fault={fault('description')}>
          <Input
            value={offer.description}
            maxLength={200}
            aria-label={t('sourcing:offer.description')}
            onChange={(event) => onSet({ description: event.target.value })}
          />
        </Labelled>
      )}
      {offer.kind !== 'none' && (
        <>
          <div className="offer-main">
            <Labelled
              label={t('sourcing:offer.price', { unit: offer.unit })}
              fault={fault('unitE4')}
            >
              <UnitPriceField
                value={offer.unitE4}
                currency={currency}
                label={t('sourcing:offer.price', { unit: offer.unit })}
                isWrong={fault('unitE4') !== undefined}
                onChange={(unitE4) => onSet({ unitE4 })}
              />
            </Labelled>
            <Labelled label={t('sourcing:offer.lead')} fault={fault('leadDays')}>
              <InputNumber
                className="wide"
                min={0}
                max={1000}
                precision={0}
                value={offer.leadDays}
                suffix={t('sourcing:days')}
                aria-label={t('sourcing:offer.lead')}
                onChange={(leadDays) => onSet({ leadDays })}
              />
            </Labelled>
            <Labelled label={t('sourcing:payment.title')} fault={fault('payment')}>
              <PaymentField value={offer.payment} onChange={(payment) => onSet({ payment })} />
            </Labelled>
          </div>
          <Button type="link" size="small" onClick={() => setOpen(!isOpen)}>
            {t(isOpen ? 'sourcing:line.less' : 'sourcing:offer.more')}
          </Button>
          {isOpen && <MoreTerms offer={offer} line={line} fault={fault} onSet={onSet} />}
        </>
      )}
    </div>
  )
}

function MoreTerms({ offer, line, fault, onSet }: Omit<Props, 'currency' | 'onDrop'>) {
  const { t } = useTexts()
  const text = (field: 'minQuantity' | 'available' | 'lot' | 'unit' | 'unitHolds' | 'remark') => (
    <Labelled label={t(`sourcing:offer.${field}`, { unit: line.unit })} fault={fault(field)}>
      <Input
        value={offer[field]}
        aria-label={t(`sourcing:offer.${field}`, { unit: line.unit })}
        onChange={(event) =>
          onSet({
            [field]: event.target.value,
            ...(field === 'unit' && event.target.value === line.unit && { unitHolds: '1' }),
          })
        }
      />
    </Labelled>
  )
  return (
    <div className="offer-more">
      {text('minQuantity')}
      {text('available')}
      {text('unit')}
      {offer.unit !== line.unit && text('unitHolds')}
      <Labelled label={t('sourcing:incoterm')}>
        <Select
          allowClear
          value={offer.incoterm ?? null}
          aria-label={t('sourcing:incoterm')}
          options={INCOTERMS.map((value) => ({ value, label: value }))}
          onChange={(incoterm) => onSet({ incoterm: incoterm ?? null })}
        />
      </Labelled>
      {offer.available !== '' && text('lot')}
      {text('remark')}
    </div>
  )
}
