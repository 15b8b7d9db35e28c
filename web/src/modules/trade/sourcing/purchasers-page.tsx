import { PlusOutlined, SafetyOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox, InputNumber, Select } from 'antd'
import { useState } from 'react'
import {
  PURCHASER_ROLES,
  type PurchaserInput,
} from '../../../../../server/modules/trade/sourcing/award-schema.ts'
import { useMay } from '../../../app/session.ts'
import { Field, FormDrawer } from '../../../ui/form.tsx'
import { http } from '../../../ui/http.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { Page } from '../../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton, useErrorText } from '../../../ui/states.tsx'
import { Money } from '../../../ui/values.tsx'
import { AmountField } from '../amount-field.tsx'
import { type Purchaser, purchasersQuery, removePurchaser, setPurchaser } from './api.ts'
import './sourcing.css'

/** Who may buy for how much, who decides above that, and who agrees to how it is paid. */
export function PurchasersPage() {
  const { t } = useTexts()
  const maySet = useMay()('identity:edit')
  const { data, error, refetch } = useQuery(purchasersQuery)
  const [edited, setEdited] = useState<Purchaser | 'new' | null>(null)
  const add = maySet && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
      {t('sourcing:purchasers.add')}
    </Button>
  )
  return (
    <Page
      title={t('sourcing:purchasers.title')}
      note={t('sourcing:purchasers.note')}
      back={{ to: '/sourcing', label: t('sourcing:rfq.many') }}
      width="narrow"
      actions={data && data.items.length > 0 ? add : undefined}
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton />
      ) : data.items.length === 0 ? (
        <EmptyState
          icon={<SafetyOutlined />}
          title={t('sourcing:purchasers.none')}
          note={t('sourcing:purchasers.noneNote')}
          action={add}
        />
      ) : (
        <ul className="supplier-list card">
          {data.items.map((one) => (
            <PurchaserRow
              key={one.personId}
              purchaser={one}
              onEdit={maySet ? () => setEdited(one) : undefined}
            />
          ))}
        </ul>
      )}
      <PurchaserDrawer
        key={edited === 'new' ? 'new' : edited?.personId}
        purchaser={edited}
        onClose={() => setEdited(null)}
      />
    </Page>
  )
}

function PurchaserRow({
  purchaser,
  onEdit,
}: {
  purchaser: Purchaser
  onEdit: (() => void) | undefined
}) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const { currency, limitMinor, periodDays, periodLimitMinor, spentMinor } = purchaser
  const remove = () =>
    removePurchaser(purchaser.personId).then(
      () => client.invalidateQueries(purchasersQuery),
      (error) => message.error(errorText(error)),
    )
  return (
    <li>
      <div>
        <b>{purchaser.name}</b>{' '}
        <span className="soft">
          {purchaser.roles.map((role) => t(`sourcing:purchasers.roles.${role}`)).join(' · ')}
        </span>
        <div className="soft">
          {t('sourcing:purchasers.limit')}{' '}
          {limitMinor === null ? (
            t('sourcing:purchasers.any')
          ) : (
            <Money minor={limitMinor} currency={currency} />
          )}
          {periodDays !== null && periodLimitMinor !== null && (
            <>
              {' · '}
              {t('sourcing:purchasers.within', { count: periodDays })}{' '}
              <Money minor={spentMinor} currency={currency} /> /{' '}
              <Money minor={periodLimitMinor} currency={currency} />
            </>
          )}
        </div>
      </div>
      {onEdit && (
        <span className="row nowrap">
          <Button onClick={onEdit}>{t('sourcing:purchasers.edit')}</Button>
          <Button type="text" onClick={() => void remove()}>
            {t('sourcing:purchasers.remove')}
          </Button>
        </span>
      )}
    </li>
  )
}

type Values = PurchaserInput & { personId: string }

function PurchaserDrawer({
  purchaser,
  onClose,
}: {
  purchaser: Purchaser | 'new' | null
  onClose: () => void
}) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { data: members } = useQuery({
    queryKey: ['identity', 'members', 'pick'],
    queryFn: ({ signal }) =>
      http.get<{ items: { personId: string; name: string }[] }>('/members', {
        query: { limit: 200 },
        signal,
      }),
    enabled: purchaser === 'new',
  })
  const known = purchaser === 'new' ? null : purchaser
  return (
    <FormDrawer<Values>
      isOpen={purchaser !== null}
      onClose={onClose}
      title={known?.name ?? t('sourcing:purchasers.add')}
      submitLabel={t('common:save')}
      initial={known ?? { roles: ['user'], currency: 'CNY', limitMinor: 0 }}
      onSubmit={({ personId, ...values }) =>
        setPurchaser(known?.personId ?? personId, {
          roles: values.roles,
          currency: values.currency ?? 'CNY',
          limitMinor: values.limitMinor ?? null,
          periodDays: values.periodDays ?? null,
          periodLimitMinor: values.periodLimitMinor ?? null,
        })
      }
      onDone={() => {
        void client.invalidateQueries(purchasersQuery)
        onClose()
      }}
    >
      {!known && (
        <Field name="personId" label={t('sourcing:purchasers.person')} isRequired>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={(members?.items ?? []).map(({ personId, name }) => ({
              value: personId,
              label: name,
            }))}
          />
        </Field>
      )}
      <Field name="roles" label={t('sourcing:purchasers.role')} isRequired>
        <Checkbox.Group
          options={PURCHASER_ROLES.map((role) => ({
            value: role,
            label: t(`sourcing:purchasers.roles.${role}`),
          }))}
        />
      </Field>
      <Field
        name="limitMinor"
        label={t('sourcing:purchasers.limit')}
        help={t('sourcing:purchasers.limitHelp')}
      >
        <AmountField currency="CNY" />
      </Field>
      <Field name="periodDays" label={t('sourcing:purchasers.period')}>
        <InputNumber min={1} max={366} precision={0} suffix={t('sourcing:days')} />
      </Field>
      <Field name="periodLimitMinor" label={t('sourcing:purchasers.periodLimit')}>
        <AmountField currency="CNY" />
      </Field>
    </FormDrawer>
  )
}
