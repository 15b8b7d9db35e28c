import { FileTextOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import {
  INVOICE_KINDS,
  type InvoiceHead,
  type Side,
} from '../../../../../server/modules/trade/money/schema.ts'
import { useSearchValues } from '../../../app/navigation.ts'
import { useMay } from '../../../app/session.ts'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { List, type ListColumn } from '../../../ui/list-page.tsx'
import { Page } from '../../../ui/page.tsx'
import { DateText, Money } from '../../../ui/values.tsx'
import { keys } from './api.ts'
import { IssueDrawer } from './issue-drawer.tsx'
import { InvoiceState } from './marks.tsx'
import { MoneyTabs } from './money-frame.tsx'

const STATES = ['open', 'overdue', 'settled', 'disputed', 'cancelled'] as const

/** Deposits, invoices and credit notes, as seller or as buyer. */
export function InvoicesPage() {
  const { t } = useTexts()
  const may = useMay()
  const [search, setSearch] = useSearchValues()
  const [isIssuing, setIssuing] = useState(false)
  const side: Side = search.side === 'payable' ? 'payable' : 'receivable'
  const issue = may('trade:edit') && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setIssuing(true)}>
      {t('money:invoice.issue')}
    </Button>
  )
  return (
    <Page title={t('money:nav.invoices')} note={t('money:note')} actions={issue}>
      <MoneyTabs open="invoices" />
      <div className="money-side">
        <Segmented
          value={side}
          aria-label={t('money:side.label')}
          onChange={(value) => setSearch({ side: value === 'receivable' ? undefined : value })}
          options={(['receivable', 'payable'] as const).map((value) => ({
            value,
            label: t(`money:side.${value}`),
          }))}
        />
      </div>
      <List<InvoiceHead>
        id="invoices"
        queryKey={keys.invoices}
        path="/invoices"
        query={{ side }}
        rowKey={(invoice) => invoice.id}
        to={(invoice) => `/money/invoices/${invoice.id}`}
        columns={useColumns()}
        card={(invoice) => <InvoiceCard invoice={invoice} />}
        searchLabel={t('money:invoice.search')}
        filters={[
          {
            kind: 'choice',
            key: 'state',
            label: t('money:state.label'),
            options: STATES.map((value) => ({ value, label: t(`money:state.${value}`) })),
          },
          {
            kind: 'choice',
            key: 'kind',
            label: t('money:invoice.one'),
            options: INVOICE_KINDS.map((value) => ({ value, label: t(`money:kind.${value}`) })),
          },
        ]}
        empty={{
          icon: <FileTextOutlined />,
          title: t('money:invoice.none'),
          note: t('money:invoice.noneNote'),
          action: issue,
        }}
      />
      <IssueDrawer isOpen={isIssuing} onClose={() => setIssuing(false)} />
    </Page>
  )
}

function useColumns(): ListColumn<InvoiceHead>[] {
  const { t } = useTexts()
  const format = useFormat()
  const amount = (invoice: InvoiceHead, minor: number) => format.money(minor, invoice.currency)
  return [
    {
      key: 'no',
      title: t('money:invoice.no'),
      width: 170,
      text: (invoice) => invoice.no,
      render: (invoice) => invoice.no,
    },
    {
      key: 'kind',
      title: t('money:invoice.one'),
      width: 110,
      text: (invoice) => t(`money:kind.${invoice.kind}`),
      render: (invoice) => t(`money:kind.${invoice.kind}`),
    },
    {
      key: 'party',
      title: t('money:party'),
      text: (invoice) => invoice.partyName,
      render: (invoice) => invoice.partyName,
    },
    {
      key: 'order',
      title: t('money:invoice.order'),
      width: 120,
      text: (invoice) => invoice.orderNo,
      render: (invoice) => invoice.orderNo,
    },
    {
      key: 'issued',
      title: t('money:invoice.issuedOn'),
      width: 120,
      text: (invoice) => invoice.issuedOn,
      render: (invoice) => <DateText at={invoice.issuedOn} />,
    },
    {
      key: 'due',
      title: t('money:invoice.dueOn'),
      width: 120,
      text: (invoice) => invoice.dueOn,
      render: (invoice) => <DateText at={invoice.dueOn} />,
    },
    {
      key: 'total',
      title: t('money:invoice.total'),
      align: 'right',
      text: (invoice) => amount(invoice, invoice.totalMinor),
      render: (invoice) => <Money minor={invoice.totalMinor} currency={invoice.currency} />,
    },
    {
      key: 'open',
      title: t('money:invoice.open'),
      align: 'right',
      text: (invoice) => amount(invoice, invoice.openMinor),
      render: (invoice) => <Money minor={invoice.openMinor} currency={invoice.currency} />,
    },
    {
      key: 'state',
      title: t('money:state.label'),
      width: 150,
      text: (invoice) => t(`money:state.${invoice.state}`),
      render: (invoice) => <InvoiceState invoice={invoice} />,
    },
  ]
}

function InvoiceCard({ invoice }: { invoice: InvoiceHead }) {
  const { t } = useTexts()
  return (
    <div className="claim-card">
      <div className="claim-card-line">
        <b>{invoice.partyName}</b>
        <b>
          <Money minor={invoice.totalMinor} currency={invoice.currency} />
        </b>
      </div>
      <div className="claim-card-line faint">
        <span>
          {invoice.no} · {t(`money:kind.${invoice.kind}`)}
        </span>
        <DateText at={invoice.dueOn ?? invoice.issuedOn} />
      </div>
      <div>
        <InvoiceState invoice={invoice} />
      </div>
    </div>
  )
}
