import { FileTextOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import type { ClaimRow, Side } from '../../../../../server/modules/trade/money/schema.ts'
import { useMay } from '../../../app/session.ts'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { useIsPhone } from '../../../ui/preferences.ts'
import { Skeleton } from '../../../ui/states.tsx'
import { DateText, KeyFigures, Money } from '../../../ui/values.tsx'
import { openInvoicesQuery } from './api.ts'
import { AgeBar, AgeLegend, InvoiceState } from './marks.tsx'
import { PaymentDrawer } from './payment-drawer.tsx'

/** One party: how old its debt is, which documents are open, and what to do about it. */
export function PartyDrawer({
  row,
  side,
  onClose,
}: {
  row: ClaimRow
  side: Side
  onClose: () => void
}) {
  const { t } = useTexts()
  const format = useFormat()
  const may = useMay()
  const isPhone = useIsPhone()
  const [isPaying, setPaying] = useState(false)
  const open = useQuery(openInvoicesQuery(side, row.partyOrgId))
  const { currency } = row
  const figures = [
    { key: 'balance', label: t('money:figure.balance'), value: row.balanceMinor },
    { key: 'onAccount', label: t('money:figure.onAccount'), value: row.onAccountMinor },
    { key: 'disputed', label: t('money:figure.disputed'), value: row.disputedMinor },
  ]
  return (
    <Drawer open size={isPhone ? '100%' : 560} onClose={onClose} title={row.partyName}>
      <div className="stack">
        <AgeBar row={row} currency={currency} />
        <AgeLegend row={row} currency={currency} />
        <KeyFigures
          figures={figures.map((one) => ({ ...one, value: format.money(one.value, currency) }))}
        />
        <div className="row">
          <Link
            to={`/money/accounts/${row.partyOrgId}` as string}
            search={{ side, currency } as never}
          >
            <Button icon={<FileTextOutlined />}>{t('money:account.open')}</Button>
          </Link>
          {may('trade:edit') && (
            <Button icon={<PlusOutlined />} onClick={() => setPaying(true)}>
              {t(side === 'receivable' ? 'money:payment.record' : 'money:payment.announce')}
            </Button>
          )}
        </div>
        {open.isPending ? (
          <Skeleton rows={4} />
        ) : (
          <div>
            {open.data?.items
              .filter((invoice) => invoice.currency === currency)
              .map((invoice) => (
                <div key={invoice.id} className="money-line">
                  <div>
                    <Link to={`/money/invoices/${invoice.id}` as string}>{invoice.no}</Link>{' '}
                    <InvoiceState invoice={invoice} />
                    <div className="faint">
                      {t(`money:kind.${invoice.kind}`)} {invoice.orderNo}
                    </div>
                  </div>
                  <div>
                    <Money minor={invoice.openMinor} currency={currency} />
                    <div className="faint">
                      <DateText at={invoice.dueOn} />
                    </div>
                  </div>
                </div>
              ))}
          </div>
        )}
      </div>
      <PaymentDrawer
        isOpen={isPaying}
        side={side}
        party={{ orgId: row.partyOrgId, name: row.partyName, currency }}
        onClose={() => setPaying(false)}
      />
    </Drawer>
  )
}
