import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useRouteParams, useSearchValues } from '../../../app/navigation.ts'
import { ExportButton, PrintButton } from '../../../ui/export-button.tsx'
import { useTexts } from '../../../ui/i18n.ts'
import { Page } from '../../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { DateText, Money } from '../../../ui/values.tsx'
import { accountQuery, type s } from './api.ts'
import { Figures } from './money-frame.tsx'

const one = (value: string | string[] | undefined) =>
  typeof value === 'string' ? value : undefined

/** The statement of account with one party, line by line. */
export function AccountPage() {
  const { t } = useTexts()
  const { orgId } = useRouteParams<'orgId'>()
  const [search, setSearch] = useSearchValues()
  const query = {
    side: search.side === 'payable' ? 'payable' : 'receivable',
    currency: one(search.currency) ?? 'CNY',
    from: one(search.from),
    to: one(search.to),
  }
  const result = useQuery(accountQuery(orgId, query))
  const account = result.data
  return (
    <Page
      title={t('money:account.title')}
      note={
        account && t('money:account.between', { own: account.ownName, party: account.partyName })
      }
      back={{
        to: query.side === 'payable' ? '/money?side=payable' : '/money',
        label: t('money:title'),
      }}
      width="wide"
      actions={
        <>
          <PrintButton path={`/accounts/${orgId}/statement.pdf`} query={query} />
          <ExportButton path={`/accounts/${orgId}/statement.xlsx`} query={query} />
        </>
      }
    >
      <div className="stack">
        {account && (
          <DatePicker.RangePicker
            value={[dayjs(account.from), dayjs(account.to)]}
            allowClear={false}
            aria-label={t('money:account.range')}
            onChange={(days) =>
              setSearch({
                from: days?.[0]?.format('YYYY-MM-DD'),
                to: days?.[1]?.format('YYYY-MM-DD'),
              })
            }
          />
        )}
        {result.isPending ? (
          <Skeleton rows={8} />
        ) : result.isError && !account ? (
          <ErrorState error={result.error} onRetry={() => void result.refetch()} />
        ) : (
          account && <Rows account={account} />
        )}
      </div>
    </Page>
  )
}

function Rows({ account }: { account: s.AccountStatement }) {
  const { t } = useTexts()
  const { currency } = account
  const edge = (key: 'opening' | 'closing', minor: number) => (
    <tr className="is-sum">
      <td>
        <DateText at={key === 'opening' ? account.from : account.to} />
      </td>
      <td className="is-text">{t(`money:account.${key}`)}</td>
      <td colSpan={2} className="is-wide" />
      <td>
        <Money minor={minor} currency={currency} />
      </td>
    </tr>
  )
  return (
    <div className="card card-padded">
      <Figures
        head={
          <>
            <th scope="col">{t('money:account.date')}</th>
            <th scope="col" className="is-text">
              {t('money:account.what')}
            </th>
            <th scope="col" className="is-wide">
              {t('money:account.increase')}
            </th>
            <th scope="col" className="is-wide">
              {t('money:account.decrease')}
            </th>
            <th scope="col">{t('money:account.balance')}</th>
          </>
        }
      >
        {edge('opening', account.openingMinor)}
        {account.rows.map((row) => (
          <tr key={row.kind + row.id}>
            <td>
              <DateText at={row.on} />
            </td>
            <td className="is-text is-long">
              {t(`money:kind.${row.kind}`)}{' '}
              {['payment', 'refund', 'reversed'].includes(row.kind) ? (
                row.no
              ) : (
                <Link to={`/money/invoices/${row.id}` as string}>{row.no}</Link>
              )}
              {row.orderNo && <div className="faint">{row.orderNo}</div>}
            </td>
            <td className="is-wide">
              {row.amountMinor > 0 && <Money minor={row.amountMinor} currency={currency} />}
            </td>
            <td className="is-wide">
              {row.amountMinor < 0 && <Money minor={-row.amountMinor} currency={currency} />}
            </td>
            <td>
              <Money minor={row.balanceMinor} currency={currency} />
              <span className="is-narrow">
                {row.amountMinor > 0 && '+'}
                <Money minor={row.amountMinor} currency={currency} />
              </span>
            </td>
          </tr>
        ))}
        {edge('closing', account.closingMinor)}
      </Figures>
      {account.rows.length === 0 && <p className="faint">{t('money:account.none')}</p>}
    </div>
  )
}
