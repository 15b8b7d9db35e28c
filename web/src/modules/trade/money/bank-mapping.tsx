import { Button, Select } from 'antd'
import { useState } from 'react'
import {
  BANK_FIELDS,
  type BankField,
  type BankMapping,
} from '../../../../../server/modules/trade/money/bank-schema.ts'
import { useTexts } from '../../../ui/i18n.ts'

/** Which column of a sheet says what, where its headings do not. */
export function MappingForm({
  headings,
  headerRow,
  isSending,
  onDone,
}: {
  headings: string[]
  headerRow: number
  isSending: boolean
  onDone: (mapping: BankMapping) => void
}) {
  const { t } = useTexts()
  const [columns, setColumns] = useState<BankMapping['columns']>({})
  const isReady =
    columns.bookedOn !== undefined && (columns.amount !== undefined || columns.credit !== undefined)
  const options = headings.map((heading, value) => ({
    value,
    label: heading || t('money:bank.column', { no: value + 1 }),
  }))
  const choose = (field: BankField, value: number | undefined) =>
    setColumns((before) => {
      const { [field]: _, ...rest } = before
      return value === undefined ? rest : { ...rest, [field]: value }
    })
  return (
    <div className="stack-small">
      <h3>{t('money:bank.mapping')}</h3>
      <p className="soft">{t('money:bank.mappingNote')}</p>
      <div className="age-legend">
        {BANK_FIELDS.map((field) => (
          <label key={field} htmlFor={`bank-${field}`}>
            <span className="faint">{t(`money:bank.field_${field}`)}</span>
            <Select
              id={`bank-${field}`}
              allowClear
              style={{ width: '100%' }}
              options={options}
              value={columns[field]}
              onChange={(value?: number) => choose(field, value)}
            />
          </label>
        ))}
      </div>
      <div>
        <Button
          type="primary"
          disabled={!isReady}
          loading={isSending}
          onClick={() => onDone({ headerRow, columns })}
        >
          {t('money:bank.go')}
        </Button>
      </div>
    </div>
  )
}
