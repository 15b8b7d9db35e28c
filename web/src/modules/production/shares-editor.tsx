import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, InputNumber, Select } from 'antd'
import type { ShareInput } from '../../../../server/modules/production/schema.ts'
import { useMe } from '../../app/session.ts'
import { useTexts } from '../../ui/i18n.ts'
import { uuid } from '../../ui/uuid.ts'
import { AmountField } from '../trade/amount-field.tsx'
import type { OrderOperation } from './api.ts'

export interface ShareDraft {
  key: string
  operationNo: number
  orgId: string
  quantity: number | null
  priceMinor: number | null
  lines: number
}

export function toShares(drafts: readonly ShareDraft[]): ShareInput[] {
  return drafts.map(({ key: _, quantity, ...share }) => ({
    ...share,
    ...(quantity !== null && { quantity }),
  }))
}

interface Props {
  operations: readonly Pick<OrderOperation, 'no' | 'name' | 'unit'>[]
  parties: readonly { id: string; name: string; kind: string }[]
  currency: string
  value: readonly ShareDraft[]
  onChange: (next: ShareDraft[]) => void
}

/** Who does which operation: one factory, or several that share it out. */
export function SharesEditor({ operations, parties, currency, value, onChange }: Props) {
  const { t } = useTexts()
  const me = useMe()
  const options = [
    { value: me.org?.id ?? '', label: t('production:share.own') },
    ...parties.map(({ id, name, kind }) => ({
      value: id,
      label: kind ? `${name} · ${kind}` : name,
    })),
  ]
  const set = (key: string, patch: Partial<ShareDraft>) =>
    onChange(value.map((share) => (share.key === key ? { ...share, ...patch } : share)))
  const add = (operationNo: number) => {
    const taken = new Set(value.filter((s) => s.operationNo === operationNo).map((s) => s.orgId))
    // Whoever adds a factory means one outside; the own workshop comes last.
    const orgId = [...options.slice(1), ...options.slice(0, 1)].find(
      (option) => !taken.has(option.value),
    )?.value
    if (orgId === undefined) return
    onChange([
      ...value,
      { key: uuid(), operationNo, orgId, quantity: null, priceMinor: null, lines: 1 },
    ])
  }
  return (
    <fieldset className="shares-editor">
      <legend>{t('production:share.many')}</legend>
      {operations.map((operation) => (
        <div key={operation.no} className="shares-operation">
          <div className="order-card-head">
            <b>
              <span className="faint figures">{operation.no}</span> {operation.name}
            </b>
            <Button
              size="small"
              type="text"
              icon={<PlusOutlined />}
              onClick={() => add(operation.no)}
            >
              {t('production:share.add')}
            </Button>
          </div>
          {value
            .filter((share) => share.operationNo === operation.no)
            .map((share) => (
              <div key={share.key} className="shares-row">
                <Select
                  value={share.orgId}
                  options={options}
                  showSearch={{ optionFilterProp: 'label' }}
                  aria-label={t('production:share.org', { operation: operation.name })}
                  onChange={(orgId) => set(share.key, { orgId })}
                />
                <InputNumber
                  value={share.quantity}
                  min={0.001}
                  placeholder={t('production:share.rest')}
                  aria-label={t('production:share.quantity', { operation: operation.name })}
                  onChange={(quantity) => set(share.key, { quantity })}
                />
                <AmountField
                  value={share.priceMinor}
                  currency={currency}
                  label={t('production:share.price', { operation: operation.name })}
                  onChange={(typed) =>
                    set(share.key, { priceMinor: typeof typed === 'number' ? typed : null })
                  }
                />
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t('production:share.drop', { operation: operation.name })}
                  onClick={() => onChange(value.filter((one) => one.key !== share.key))}
                />
              </div>
            ))}
        </div>
      ))}
    </fieldset>
  )
}
