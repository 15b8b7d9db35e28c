import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Typography } from 'antd'
import { useRouteParams } from '../../../app/navigation.ts'
import { PrintButton } from '../../../ui/export-button.tsx'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { RecordPage } from '../../../ui/record-page.tsx'
import { DateText, Facts, Money } from '../../../ui/values.tsx'
import { invoiceQuery, type s } from './api.ts'
import { InvoiceActs } from './invoice-acts.tsx'
import { InvoiceState } from './marks.tsx'
import { Figures } from './money-frame.tsx'

/** One document: what it asks for, when it is due, and what has settled it. */
export function InvoicePage() {
  const { t } = useTexts()
  const format = useFormat()
  const { invoiceId } = useRouteParams<'invoiceId'>()
  const query = useQuery(invoiceQuery(invoiceId))
  const invoice = query.data
  const money = (minor: number) => format.money(minor, invoice!.currency)
  const last = invoice?.answers.at(-1)
  return (
    <RecordPage
      title={invoice ? `${t(`money:kind.${invoice.kind}`)} ${invoice.no}` : t('money:invoice.one')}
      state={invoice && <InvoiceState invoice={invoice} />}
      note={invoice && `${t(`money:side.${invoice.side}`)} · ${invoice.partyName}`}
      back={{
        to: invoice?.side === 'payable' ? '/money/invoices?side=payable' : '/money/invoices',
        label: t('money:nav.invoices'),
      }}
      actions={
        invoice && (
          <>
            <PrintButton path={`/invoices/${invoice.id}/document.pdf`} />
            <InvoiceActs invoice={invoice} />
          </>
        )
      }
      isLoading={query.isPending}
      error={query.isError && !invoice ? query.error : undefined}
      onRetry={() => void query.refetch()}
      figures={
        invoice
          ? [
              { key: 'total', label: t('money:invoice.total'), value: money(invoice.totalMinor) },
              { key: 'paid', label: t('money:invoice.paid'), value: money(invoice.paidMinor) },
              {
                key: 'credited',
                label: t('money:invoice.credited'),
                value: money(invoice.creditedMinor),
              },
              {
                key: 'open',
                label: t('money:invoice.open'),
                value: money(invoice.openMinor),
                ...(invoice.overdueMinor > 0 && {
                  tone: 'bad' as const,
                  note: `${t('money:state.overdue')} ${money(invoice.overdueMinor)}`,
                }),
              },
            ]
          : []
      }
      tabs={
        invoice && [
          { key: 'lines', label: t('money:invoice.lines'), children: <Lines invoice={invoice} /> },
          {
            key: 'settlement',
            label: t('money:invoice.settlement'),
            count: invoice.settlements.length,
            children: <Settlement invoice={invoice} />,
          },
        ]
      }
      aside={invoice && <Head invoice={invoice} />}
    >
      {invoice?.cancelReason && (
        <Alert
          type="warning"
          showIcon
          title={t('money:invoice.cancelledBecause', { reason: invoice.cancelReason })}
        />
      )}
      {last && (
        <Alert
          type={last.answer === 'disputed' ? 'warning' : 'success'}
          showIcon
          title={
            last.answer === 'disputed'
              ? t('money:invoice.disputed', { reason: last.reason })
              : t('money:invoice.accepted')
          }
        />
      )}
    </RecordPage>
  )
}

function Head({ invoice }: { invoice: s.Invoice }) {
  const { t } = useTexts()
  const format = useFormat()
  const { corrects, creditNotes } = invoice
  return (
    <div className="card card-padded stack">
      <div>
        <div className="faint">{t('money:invoice.reference')}</div>
        <Typography.Text copyable className="money-reference">
          {invoice.reference}
        </Typography.Text>
        <div className="faint">{t('money:invoice.referenceNote')}</div>
      </div>
      <Facts
        items={[
          {
            key: 'order',
            label: t('money:invoice.order'),
            value: invoice.orderId ? (
              <Link to={`/orders/${invoice.orderId}` as string}>{invoice.orderNo}</Link>
            ) : null,
          },
          {
            key: 'issued',
            label: t('money:invoice.issuedOn'),
            value: <DateText at={invoice.issuedOn} />,
          },
          { key: 'due', label: t('money:invoice.dueOn'), value: <DateText at={invoice.dueOn} /> },
          {
            key: 'tax',
            label: t('money:invoice.tax'),
            value: format.money(invoice.taxMinor, invoice.currency),
          },
          ...(invoice.depositMinor > 0
            ? [
                {
                  key: 'deposit',
                  label: t('money:invoice.deposit'),
                  value: format.money(invoice.depositMinor, invoice.currency),
                },
              ]
            : []),
          { key: 'note', label: t('money:invoice.note'), value: invoice.note },
        ].filter((fact) => fact.value !== '')}
      />
      {corrects && (
        <Link to={`/money/invoices/${corrects.id}` as string}>
          {t('money:invoice.corrects', { no: corrects.no })}
        </Link>
      )}
      {creditNotes.length > 0 && (
        <div>
          <div className="faint">{t('money:invoice.creditNotes')}</div>
          {creditNotes.map((note) => (
            <div key={note.id} className="money-line">
              <Link to={`/money/invoices/${note.id}` as string}>{note.no}</Link>
              <Money minor={note.totalMinor} currency={invoice.currency} />
            </div>
          ))}
        </div>
      )}
    </div>
  )
}

function Lines({ invoice }: { invoice: s.Invoice }) {
  const { t } = useTexts()
  const { currency } = invoice
  const hasCredit = invoice.lines.some((line) => line.creditedMinor > 0)
  return (
    <div className="card card-padded">
      <Figures
        head={
          <>
            <th scope="col">{t('money:invoice.line')}</th>
            <th scope="col">{t('money:invoice.quantity')}</th>
            <th scope="col">{t('money:invoice.amount')}</th>
            {hasCredit && <th scope="col">{t('money:invoice.credited')}</th>}
          </>
        }
      >
        {invoice.lines.map((line) => (
          <tr key={line.no}>
            <td className="is-long">
              {line.description}
              <div className="faint">{t(`money:flow.${line.flow}`)}</div>
            </td>
            <td className="figures">
              {line.quantity === '0' ? '–' : `${line.quantity} ${line.unit}`}
            </td>
            <td>
              <Money minor={line.amountMinor} currency={currency} />
            </td>
            {hasCredit && (
              <td>
                <Money minor={line.creditedMinor} currency={currency} />
              </td>
            )}
          </tr>
        ))}
        <tr className="is-sum">
          <td colSpan={2}>{t('money:invoice.total')}</td>
          <td>
            <Money minor={invoice.totalMinor} currency={currency} />
          </td>
          {hasCredit && <td />}
        </tr>
      </Figures>
    </div>
  )
}

function Settlement({ invoice }: { invoice: s.Invoice }) {
  const { t } = useTexts()
  const { currency } = invoice
  return (
    <div className="card card-padded stack">
      {invoice.instalments.length > 0 && (
        <section>
          <h3>{t('money:invoice.plan')}</h3>
          {invoice.instalments.map((part) => (
            <div key={part.no} className="money-line">
              <div>
                {part.dueOn ? <DateText at={part.dueOn} /> : t('money:invoice.notYet')}
                <div className="faint">
                  {t('money:invoice.waitsDays', {
                    count: part.days,
                    event: t(`money:invoice.waits_${part.dueFrom}`),
                  })}
                </div>
              </div>
              <div>
                <Money minor={part.amountMinor} currency={currency} />
                <div className="faint">
                  {t('money:invoice.open')} <Money minor={part.openMinor} currency={currency} />
                </div>
              </div>
            </div>
          ))}
        </section>
      )}
      <section>
        <h3>{t('money:invoice.settlements')}</h3>
        {invoice.settlements.length === 0 && (
          <p className="faint">{t('money:invoice.noSettlements')}</p>
        )}
        {invoice.settlements.map((one) => (
          <div key={one.id} className="money-line">
            <div>
              {one.by === 'payment'
                ? `${t('money:invoice.byPayment')} ${one.label}`
                : t('money:invoice.byCredit', { no: one.label })}
              <div className="faint">
                <DateText at={one.at} hasTime />
              </div>
            </div>
            <Money minor={one.amountMinor} currency={currency} />
          </div>
        ))}
      </section>
    </div>
  )
}
