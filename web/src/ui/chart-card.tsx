import { BarChartOutlined, DownloadOutlined, TableOutlined } from '@ant-design/icons'
import { Button, Segmented } from 'antd'
import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { toCsv } from './csv.ts'
import { saveFile } from './http.ts'
import { useTexts } from './i18n.ts'
import { SERIES } from './palette.ts'
import { useIsDark } from './preferences.ts'
import { FONT, paletteOf } from './theme.ts'

export interface ChartTable {
  header: string[]
  /** Null where the figure is unknown; the chart shows a gap there. */
  rows: (string | number | null)[][]
}

interface ChartCardProps {
  /** What the chart shows, as a sentence: "9 of 10 stores confirmed within an hour". */
  finding: string
  /** What is measured, and in which unit. */
  note?: ReactNode
  /** An ECharts option without colours and fonts: the theme brings them. */
  option: EChartsCoreOption
  table: ChartTable
  fileName: string
  height?: number
  actions?: ReactNode
}

/** A chart whose title says the finding, with its numbers as a table and as CSV. */
export function ChartCard({
  finding,
  note,
  option,
  table,
  fileName,
  height = 260,
  actions,
}: ChartCardProps) {
  const { t } = useTexts()
  const [view, setView] = useState<'chart' | 'table'>('chart')
  return (
    <section className="card card-padded chart-card">
      <header className="section-head">
        <div>
          <h3>{finding}</h3>
          {note && <div className="section-note">{note}</div>}
        </div>
        <div className="section-actions">
          {actions}
          <Segmented
            size="small"
            value={view}
            onChange={setView}
            options={[
              { value: 'chart', icon: <BarChartOutlined aria-label={t('common:chart.asChart')} /> },
              { value: 'table', icon: <TableOutlined aria-label={t('common:chart.asTable')} /> },
            ]}
          />
          <Button
            size="small"
            icon={<DownloadOutlined />}
            aria-label={t('common:chart.csv')}
            title={t('common:chart.csv')}
            onClick={() =>
              saveFile(
                new Blob([toCsv(table.header, table.rows)], { type: 'text/csv' }),
                `${fileName}.csv`,
              )
            }
          />
        </div>
      </header>
      {view === 'chart' ? (
        <Chart option={option} height={height} label={finding} />
      ) : (
        <NumbersTable {...table} height={height} />
      )}
    </section>
  )
}

function NumbersTable({ header, rows, height }: ChartTable & { height: number }) {
  return (
    <div className="numbers" style={{ maxHeight: height }}>
      <table>
        <thead>
          <tr>
            {header.map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are shown as they are given
            <tr key={row}>
              {cells.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move
                <td key={column} className={typeof cell === 'number' ? 'figures number' : ''}>
                  {cell ?? '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The drawing itself. ECharts comes when the first chart is shown. */
export function Chart({
  option,
  height,
  label,
}: {
  option: EChartsCoreOption
  height: number
  label: string
}) {
  const isDark = useIsDark()
  const place = useRef<HTMLDivElement>(null)
  const [chart, setChart] = useState<EChartsType | null>(null)

  useEffect(() => {
    let drawn: EChartsType | null = null
    let isGone = false
    const observer = new ResizeObserver(() => drawn?.resize())
    void import('./echarts.ts').then(({ echarts }) => {
      if (isGone || !place.current) return
      drawn = echarts.init(place.current, chartTheme(isDark))
      observer.observe(place.current)
      setChart(drawn)
    })
    return () => {
      isGone = true
      observer.disconnect()
      drawn?.dispose()
      setChart(null)
    }
  }, [isDark])

  useEffect(() => {
    chart?.setOption(
      { aria: { enabled: true }, animationDuration: 180, ...option },
      { notMerge: true },
    )
  }, [chart, option])

  return <div ref={place} className="chart" style={{ height }} role="img" aria-label={label} />
}

function chartTheme(isDark: boolean): object {
  const p = paletteOf(isDark)
  const axis = {
    axisLine: { lineStyle: { color: p.line } },
    axisTick: { show: false },
    axisLabel: { color: p.inkFaint },
    nameTextStyle: { color: p.inkFaint },
    splitLine: { lineStyle: { color: p.lineSoft } },
  }
  return {
    color: SERIES[isDark ? 'dark' : 'light'],
    backgroundColor: 'transparent',
    textStyle: { fontFamily: FONT, color: p.inkSoft },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    timeAxis: axis,
    legend: { textStyle: { color: p.inkSoft }, icon: 'roundRect', itemWidth: 10, itemHeight: 10 },
    grid: {
      left: 8,
      right: 16,
      top: 32,
      bottom: 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    tooltip: {
      backgroundColor: p.raised,
      borderColor: p.line,
      textStyle: { color: p.ink, fontFamily: FONT },
    },
  }
}
