import { FundOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useMemo } from 'react'
import { FLOWS } from '../../../../../server/modules/trade/money/schema.ts'
import { useSearchValues } from '../../../app/navigation.ts'
import { ChartCard } from '../../../ui/chart-card.tsx'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { Page } from '../../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { Money } from '../../../ui/values.tsx'
import { earningsQuery, type s } from './api.ts'
import { Figures, MoneyTabs } from './money-frame.tsx'

const SPANS = [6, 12, 24]

/** Which of the three flows earns, month by month. */
export function EarningsPage() {
  const { t } = useTexts()
  const [search, setSearch] = useSearchValues()
  const months = SPANS.find((span) => String(span) === search.months) ?? 12
  const earnings = useQuery(earningsQuery(months))
  const isEmpty = earnings.data?.flows.every((one) => one.revenueMinor === 0 && one.costMinor === 0)
  return (
    <Page title={t('money:earning.title')} note={t('money:earning.note')}>
      <MoneyTabs open="earnings" />
      <div className="stack">
        <div>
          <Segmented
            value={months}
            onChange={(value) => setSearch({ months: value === 12 ? undefined : String(value) })}
            options={SPANS.map((value) => ({
              value,
              label: t('money:earning.months', { count: value }),
            }))}
          />
        </div>
        {earnings.isPending ? (
          <Skeleton rows={8} />
        ) : earnings.isError && !earnings.data ? (
          <ErrorState error={earnings.error} onRetry={() => void earnings.refetch()} />
        ) : isEmpty ? (
          <div className="card">
            <EmptyState
              icon={<FundOutlined />}
              title={t('money:earning.none')}
              note={t('money:earning.noneNote')}
            />
          </div>
        ) : (
          earnings.data && <Flows earnings={earnings.data} months={months} />
        )}
      </div>
    </Page>
  )
}

function Flows({ earnings, months }: { earnings: s.Earnings; months: number }) {
  const { t } = useTexts()
  const format = useFormat()
  const { currency, flows } = earnings
  const best = [...flows].sort((a, b) => b.marginMinor - a.marginMinor)[0]!
  const names = useMemo(
    () => [...new Set(earnings.months.map((one) => one.month))],
    [earnings.months],
  )
  const marginOf = (month: string, flow: string) => {
    const row = earnings.months.find((one) => one.month === month && one.flow === flow)!
    return (row.revenueMinor - row.costMinor) / 100
  }
  return (
    <>
      <ChartCard
        finding={
          best.marginMinor > 0
            ? t('money:earning.finding', {
                months,
                flow: t(`money:flow.${best.flow}`),
                margin: format.moneyCompact(best.marginMinor, currency),
              })
            : t('money:earning.findingLoss', { months })
        }
        note={t('money:earning.chartNote', { currency })}
        fileName="earnings"
        height={300}
        option={{
          legend: { top: 0 },
          tooltip: { trigger: 'axis', valueFormatter: (value: number) => format.number(value, 2) },
          xAxis: { type: 'category', data: names },
          yAxis: {
            type: 'value',
            axisLabel: { formatter: (value: number) => format.compact(value) },
          },
          series: FLOWS.map((flow) => ({
            name: t(`money:flow.${flow}`),
            type: 'bar',
            stack: 'margin',
            barMaxWidth: 36,
            data: names.map((month) => marginOf(month, flow)),
          })),
        }}
        table={{
          header: [t('money:earning.month'), ...FLOWS.map((flow) => t(`money:flow.${flow}`))],
          rows: names.map((month) => [month, ...FLOWS.map((flow) => marginOf(month, flow))]),
        }}
      />
      <div className="card card-padded">
        <Figures
          head={
            <>
              <th scope="col" />
              <th scope="col" className="is-wide">
                {t('money:earning.revenue')}
              </th>
              <th scope="col" className="is-wide">
                {t('money:earning.cost')}
              </th>
              <th scope="col">{t('money:earning.margin')}</th>
              <th scope="col">{t('money:earning.rate')}</th>
            </>
          }
        >
          {flows.map((one) => (
            <tr key={one.flow}>
              <td>{t(`money:flow.${one.flow}`)}</td>
              <td className="is-wide">
                <Money minor={one.revenueMinor} currency={currency} />
              </td>
              <td className="is-wide">
                <Money minor={one.costMinor} currency={currency} />
              </td>
              <td className={one.marginMinor < 0 ? 'text-bad' : undefined}>
                <Money minor={one.marginMinor} currency={currency} />
              </td>
              <td className="figures">
                {one.marginBp === null ? '–' : format.percent(one.marginBp / 10_000, 1)}
              </td>
            </tr>
          ))}
        </Figures>
      </div>
    </>
  )
}
