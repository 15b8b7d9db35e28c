import { FileProtectOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Form, Input, InputNumber, Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import {
  type Agreement,
  AgreementInput,
  type AgreementRow,
  AUDIENCES,
} from '../../../../../server/modules/trade/agreements/schema.ts'
import { useGo } from '../../../app/navigation.ts'
import { useMay } from '../../../app/session.ts'
import { Field, FormDrawer } from '../../../ui/form.tsx'
import { http } from '../../../ui/http.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { type ListColumn, ListPage } from '../../../ui/list-page.tsx'
import { DateText, NumberText, StateTag } from '../../../ui/values.tsx'
import { chainsQuery } from '../api.ts'
import { addAgreement, buyersQuery, keys } from './api.ts'

export const STATE_TONES = {
  draft: 'quiet',
  waiting: 'accent',
  scheduled: 'indigo',
  active: 'good',
  superseded: 'quiet',
  ended: 'quiet',
} as const

/** What was agreed with whom, by name, each as it stands today. */
export function AgreementsPage() {
  const { t } = useTexts()
  const may = useMay()
  const go = useGo()
  const [isAdding, setAdding] = useState(false)
  const add = may('trade:edit') && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t('price:agreement.add')}
    </Button>
  )
  return (
    <>
      <ListPage<AgreementRow>
        id="agreements"
        title={t('price:agreement.title')}
        note={t('price:agreement.note')}
        actions={add}
        queryKey={keys.list}
        path="/agreements"
        rowKey={(row) => row.id}
        columns={useColumns()}
        card={(row) => <AgreementCard row={row} />}
        to={(row) => `/agreements/${row.id}`}
        searchLabel={t('price:agreement.search')}
        empty={{
          icon: <FileProtectOutlined />,
          title: t('price:agreement.none'),
          note: t('price:agreement.noneNote'),
          action: add,
        }}
      />
      <NewAgreement
        isOpen={isAdding}
        onClose={() => setAdding(false)}
        onDone={({ id }) => go(`/agreements/${id}`)}
      />
    </>
  )
}

export function useForText(): (row: Pick<AgreementRow, 'for' | 'forName'>) => string {
  const { t } = useTexts()
  return ({ for: party, forName }) =>
    party.audience === 'all'
      ? t('price:audience.all')
      : party.audience === 'tier'
        ? t('price:audience.tierNo', { n: party.tier })
        : forName
}

function useColumns(): ListColumn<AgreementRow>[] {
  const { t } = useTexts()
  const forText = useForText()
  return [
    { key: 'name', title: t('price:agreement.name'), render: (row) => row.name },
    { key: 'for', title: t('price:agreement.for'), render: forText },
    { key: 'state', title: t('price:agreement.state'), render: (row) => <State row={row} /> },
    {
      key: 'from',
      title: t('price:agreement.validFrom'),
      render: (row) => row.validFrom && <DateText at={row.validFrom} />,
    },
    {
      key: 'rules',
      title: t('price:agreement.rules'),
      align: 'right',
      render: (row) => <NumberText value={row.rules} />,
    },
    {
      key: 'prices',
      title: t('price:agreement.prices'),
      align: 'right',
      render: (row) => <NumberText value={row.prices} />,
    },
    { key: 'currency', title: t('price:agreement.currency'), render: (row) => row.currency },
  ]
}

function State({ row }: { row: AgreementRow }) {
  const { t } = useTexts()
  return (
    <span className="state-tags">
      <StateTag tone={STATE_TONES[row.state]}>{t(`price:state.${row.state}`)}</StateTag>
      {row.hasDraft && row.state !== 'draft' && row.state !== 'waiting' && (
        <StateTag tone="quiet">{t('price:state.draft')}</StateTag>
      )}
    </span>
  )
}

function AgreementCard({ row }: { row: AgreementRow }) {
  const forText = useForText()
  return (
    <div className="product-card">
      <div>
        <b>{row.name}</b>
        <div className="faint">{forText(row)}</div>
      </div>
      <State row={row} />
    </div>
  )
}

function NewAgreement({
  isOpen,
  onClose,
  onDone,
}: {
  isOpen: boolean
  onClose: () => void
  onDone: (agreement: Agreement) => void
}) {
  const { t } = useTexts()
  const { message } = App.useApp()
  return (
    <FormDrawer
      isOpen={isOpen}
      onClose={onClose}
      title={t('price:agreement.add')}
      submitLabel={t('price:agreement.add')}
      schema={AgreementInput}
      initial={{ currency: 'CNY', for: { audience: 'all' } }}
      onSubmit={addAgreement}
      onDone={(answer) => {
        message.success(t('price:agreement.added'))
        onDone(answer as Agreement)
      }}
    >
      <Field name="name" label={t('price:agreement.name')}>
        <Input maxLength={100} autoFocus />
      </Field>
      <Field name="for.audience" label={t('price:agreement.for')} isRequired>
        <Select
          options={AUDIENCES.map((value) => ({ value, label: t(`price:audience.${value}`) }))}
        />
      </Field>
      <Party />
      <Field name="currency" label={t('price:agreement.currency')}>
        <Input maxLength={3} />
      </Field>
    </FormDrawer>
  )
}

/** Whom exactly, by what was chosen above. */
function Party() {
  const { t } = useTexts()
  const audience = Form.useWatch(['for', 'audience'])
  if (audience === 'org') {
    return (
      <Field name="for.buyerOrgId" label={t('price:audience.org')} isRequired>
        <BuyerPick />
      </Field>
    )
  }
  if (audience === 'group') {
    return (
      <Field name="for.groupId" label={t('price:audience.group')} isRequired>
        <GroupPick />
      </Field>
    )
  }
  if (audience === 'tier') {
    return (
      <Field name="for.tier" label={t('price:audience.tier')} isRequired>
        <InputNumber min={1} max={30} />
      </Field>
    )
  }
  if (audience === 'region') {
    return (
      <Field
        name="for.region"
        label={t('price:audience.region')}
        help={t('price:audience.regionHelp')}
        isRequired
      >
        <Input maxLength={60} />
      </Field>
    )
  }
  return null
}

interface PickProps {
  id?: string
  value?: string | null
  onChange?: (value: string | null) => void
  placeholder?: string
}

export function BuyerPick({ id, value, onChange, placeholder }: PickProps) {
  const [text, setText] = useState('')
  const q = useDeferredValue(text)
  const buyers = useQuery(buyersQuery(q))
  return (
    <Select
      {...(id && { id })}
      allowClear
      showSearch={{ filterOption: false, onSearch: setText }}
      value={value ?? null}
      placeholder={placeholder}
      loading={buyers.isFetching}
      onChange={(chosen) => onChange?.(chosen ?? null)}
      options={(buyers.data?.items ?? []).map(({ orgId, name }) => ({ value: orgId, label: name }))}
    />
  )
}

/** My partner groups over all chains. */
export function useGroups() {
  const chains = useQuery(chainsQuery)
  const ids = (chains.data?.items ?? []).map((chain) => chain.id)
  return useQuery({
    queryKey: ['trade', 'groups', ids],
    enabled: ids.length > 0,
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(
        ids.map((id) =>
          http.get<{ items: { id: string; name: string }[] }>(`/chains/${id}/groups`, { signal }),
        ),
      )
      return lists.flatMap(({ items }) => items)
    },
  })
}

function GroupPick({ id, value, onChange }: PickProps) {
  const groups = useGroups()
  return (
    <Select
      {...(id && { id })}
      value={value ?? null}
      onChange={(chosen) => onChange?.(chosen)}
      options={(groups.data ?? []).map((group) => ({ value: group.id, label: group.name }))}
    />
  )
}
