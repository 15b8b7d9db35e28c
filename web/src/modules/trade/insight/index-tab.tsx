import { LineChartOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useCallback, useMemo } from 'react'
import { useSearchValues } from '../../../app/navigation.ts'
import { ChartCard } from '../../../ui/chart-card.tsx'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { Section } from '../../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { Change, StateTag } from '../../../ui/values.tsx'
import { indexedQuery, indexQuery, type OwnPrice, type PriceIndex } from './api.ts'
import { lastMove, monthsOf, valueAt } from './index-values.ts'

/** How prices of a product move by region, and how my own stand beside them. */
export function IndexTab() {
  const { t } = useTexts()
  const [search, setSearch] = useSearchValues()
  const products = useQuery(indexedQuery)
  const items = products.data?.items ?? []
  const chosen = items.find(({ id }) => id === search.product) ?? items[0]
  if (products.isError && !products.data)
    return <ErrorState error={products.error} onRetry={() => void products.refetch()} />
  if (!products.data) return <Skeleton rows={8} />
  if (!chosen)
    return (
      <EmptyState
        icon={<LineChartOutlined />}
        title={t('insight:prices.none')}
        note={t('insight:prices.noneNote')}
      />
    )
  return (
    <>
      <div className="insight-tools">
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          className="insight-product"
          value={chosen.id}
          aria-label={t('insight:prices.product')}
          onChange={(id) => setSearch({ product: id })}
          options={items.map(({ id, name, code }) => ({ value: id, label: `${name} ${code}` }))}
        />
      </div>
      <IndexOf key={chosen.id} productId={chosen.id} />
    </>
  )
}

function IndexOf({ productId }: { productId: string }) {
  const { t } = useTexts()
  const { data, error, refetch } = useQuery(indexQuery(productId))
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={8} />
  return (
    <>
      <IndexChart index={data} />
      <KeptBack index={data} />
      <Section title={t('insight:prices.own')} note={t('insight:prices.ownNote')}>
        {data.own.length === 0 ? (
          <p className="soft">{t('insight:prices.ownNone')}</p>
        ) : (
          <OwnPrices own={data.own} index={data} />
        )}
      </Section>
    </>
  )
}

function IndexChart({ index }: { index: PriceIndex }) {
  const { t } = useTexts()
  const format = useFormat()
  const months = useMemo(() => monthsOf(index), [index])
  const nameOf = useCallback(
    (region: string | null) =>
      region === null ? t('insight:prices.all') : region || t('insight:prices.noRegion'),
    [t],
  )
  const shown = useMemo(
    () => index.regions.filter(({ cells }) => months.some((month) => valueAt(cells, month))),
    [index, months],
  )
  const option = useMemo(
    () => ({
      tooltip: { trigger: 'axis' },
      legend: { top: 0, left: 0 },
      xAxis: { type: 'category', data: months, boundaryGap: false },
      yAxis: { type: 'value', scale: true },
      series: shown.map(({ region, cells }) => ({
        ...{ type: 'line', name: nameOf(region), symbolSize: 6 },
        lineStyle: { width: region === null ? 3 : 1.5 },
        data: months.map((month) => valueAt(cells, month)),
      })),
    }),
    [shown, months, nameOf],
  )
  const move = lastMove(index.regions.find(({ region }) => region === null)?.cells ?? [])
  const finding = move
    ? t('insight:prices.finding', {
        ...{ name: index.product.name, month: move.month, index: format.number(move.index, 1) },
        change: `${move.share >= 0 ? '+' : ''}${format.percent(move.share, 1)}`,
      })
    : t('insight:prices.findingNone', { name: index.product.name })
  return (
    <ChartCard
      finding={finding}
      note={t('insight:prices.measured', { unit: index.product.unit })}
      option={option}
      table={{
        header: [t('insight:prices.month'), ...shown.map(({ region }) => nameOf(region))],
        rows: months.map((month) => [month, ...shown.map(({ cells }) => valueAt(cells, month))]),
      }}
      fileName={`index-${index.product.name}`}
      height={300}
    />
  )
}

/** Which of the latest figures are kept back, and why. */
function KeptBack({ index }: { index: PriceIndex }) {
  const { t } = useTexts()
  const kept = index.regions.flatMap(({ region, cells }) => {
    const last = cells.at(-1)
    return last?.reason && last.reason !== 'no_trades' ? [{ region, reason: last.reason }] : []
  })
  if (kept.length === 0) return null
  return (
    <div className="card card-padded kept-back">
      <b>{t('insight:prices.kept')}</b>
      <ul>
        {kept.map(({ region, reason }) => (
          <li key={region ?? '*'}>
            {region === null ? t('insight:prices.all') : region || t('insight:prices.noRegion')}
            {'：'}
            <span className="soft">{t(`insight:prices.reason.${reason}`)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** To the tenth of a per cent that is shown, so that no arrow stands before 0%. */
const moveOf = (ratio: number | null) =>
  ratio === null ? null : Math.round((ratio - 1) * 1000) / 1000

const TONES = { below: 'good', near: 'quiet', above: 'accent' } as const

function OwnPrices({ own, index }: { own: OwnPrice[]; index: PriceIndex }) {
  const { t } = useTexts()
  const format = useFormat()
  const { currency, unit } = index.product
  return (
    <div className="card insight-table">
      <table>
        <thead>
          <tr>
            {['month', 'standing', 'ownPrice', 'ownMove', 'marketMove', 'side', 'region'].map(
              (key) => (
                <th key={key} scope="col">
                  {t(`insight:prices.${key}`)}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {own.toReversed().map((row) => (
            <tr key={`${row.side} ${row.region} ${row.month}`}>
              <th scope="row">{row.month}</th>
              <td>
                {row.standing === null || row.ratio === null ? (
                  <span className="faint">{t('insight:prices.unknown')}</span>
                ) : (
                  <StateTag tone={TONES[row.standing]}>
                    {t(`insight:prices.standings.${row.standing}`, {
                      share: format.percent(Math.abs(row.ratio - 1), 1),
                    })}
                  </StateTag>
                )}
              </td>
              <td className="figures">
                {format.money(Math.round(row.ownE4 / 10_000), currency)} / {unit}
              </td>
              <td>
                <Change share={moveOf(row.ownMove)} />
              </td>
              <td>
                <Change share={moveOf(row.marketMove)} />
              </td>
              <td>{t(`insight:prices.${row.side}`)}</td>
              <td>{row.region || t('insight:prices.noRegion')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
