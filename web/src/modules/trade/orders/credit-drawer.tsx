import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer, Select } from 'antd'
import { useState } from 'react'
import { Field, FormDrawer } from '../../../ui/form.tsx'
import { useTexts } from '../../../ui/i18n.ts'
import { EmptyState, Skeleton } from '../../../ui/states.tsx'
import { Money, StateTag } from '../../../ui/values.tsx'
import { AmountField } from '../amount-field.tsx'
import { creditLimitsQuery, findOrders, setCreditLimit } from './api.ts'

/** How far I trust each buyer; buyers never see it. */
export function CreditDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTexts()
  const { data } = useQuery({ ...creditLimitsQuery, enabled: isOpen })
  const [isSetting, setSetting] = useState(false)
  return (
    <Drawer
      open={isOpen}
      onClose={onClose}
      title={t('orders:credit.title')}
      extra={
        <Button type="primary" onClick={() => setSetting(true)}>
          {t('orders:credit.set')}
        </Button>
      }
    >
      <p className="soft">{t('orders:credit.note')}</p>
      {!data && <Skeleton rows={4} />}
      {data?.items.length === 0 && <EmptyState isSmall title={t('orders:credit.none')} />}
      <ul className="stack">
        {data?.items.map((limit) => (
          <li key={`${limit.buyer.id} ${limit.currency}`} className="card card-padded">
            <div className="trade-order-head">
              <b>{limit.buyer.name}</b>
              <StateTag tone={limit.usedMinor > limit.limitMinor ? 'bad' : 'quiet'}>
                {t(`orders:credit.beyond.${limit.beyond}`)}
              </StateTag>
            </div>
            <div className="figures">
              <Money minor={limit.usedMinor} currency={limit.currency} /> /{' '}
              <Money minor={limit.limitMinor} currency={limit.currency} />
            </div>
          </li>
        ))}
      </ul>
      <LimitForm isOpen={isSetting} onClose={() => setSetting(false)} />
    </Drawer>
  )
}

function LimitForm({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { data } = useQuery({
    queryKey: ['trade', 'buyers'],
    queryFn: ({ signal }) => findOrders({ side: 'selling', limit: 500 }, signal),
    enabled: isOpen,
  })
  const buyers = new Map(data?.items.map((order) => [order.partner.id, order.partner.name]))
  return (
    <FormDrawer<{ buyerOrgId: string; limitMinor: number; beyond: 'wait' | 'refuse' }>
      isOpen={isOpen}
      onClose={onClose}
      title={t('orders:credit.set')}
      submitLabel={t('common:save')}
      initial={{ beyond: 'wait' }}
      onSubmit={(values) => setCreditLimit(values)}
      onDone={() => {
        void client.invalidateQueries({ queryKey: creditLimitsQuery.queryKey })
        onClose()
      }}
    >
      <Field name="buyerOrgId" label={t('orders:buyer')} isRequired>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={[...buyers].map(([value, label]) => ({ value, label }))}
        />
      </Field>
      <Field name="limitMinor" label={t('orders:credit.limit')} isRequired>
        <AmountField currency="CNY" />
      </Field>
      <Field name="beyond" label={t('orders:credit.beyondLabel')} isRequired>
        <Select
          options={(['wait', 'refuse'] as const).map((value) => ({
            value,
            label: t(`orders:credit.beyond.${value}`),
          }))}
        />
      </Field>
    </FormDrawer>
  )
}
