import { useMemo } from 'react'
import type { Notice, RollUp } from '../../../../server/modules/messaging/schema.ts'
import { ChartCard } from '../../ui/chart-card.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { useNow } from '../../ui/values.tsx'
import { axisUnit, curvePoints } from './progress.ts'

/** How the chain answered over time: readings and confirmations, counted up. */
export function AnswerCurve({ notice, rollUp }: { notice: Notice; rollUp: RollUp }) {
  const { t } = useTexts()
  const format = useFormat()
  const now = useNow()
  const isOver = notice.state === 'recalled' || notice.state === 'superseded'
  const { curve, total } = rollUp
  const points = useMemo(() => {
    // A notice that ended, or that all have confirmed, does not draw out its last days as a level line.
    const isDone = isOver || total.confirmed === total.recipients - total.failed
    const soFar = notice.sentAt ? (now - Date.parse(notice.sentAt)) / 60_000 : 0
    const last = curve.at(-1)?.minutes ?? 0
    return curvePoints(curve, isDone ? last : Math.min(soFar, Math.max(last * 2, 60)))
  }, [curve, total, isOver, notice.sentAt, now])
  const { unit, minutes } = axisUnit(points.at(-1)!.minutes)
  const option = useMemo(() => {
    const series = (key: 'read' | 'confirmed', name: string) => ({
      name,
      type: 'line',
      step: 'end',
      showSymbol: false,
      lineStyle: { width: 2 },
      areaStyle: { opacity: key === 'confirmed' ? 0.16 : 0.05 },
      data: points.map((point) => [point.minutes / minutes, point[key]]),
    })
    return {
      // What comes in live extends the line; drawing it anew each time would flicker.
      animation: false,
      legend: { top: 0, left: 0 },
      tooltip: {
        trigger: 'axis',
        valueFormatter: (value: number) => format.number(value),
        axisPointer: {
          label: { formatter: ({ value }: { value: number }) => format.number(value, 1) },
        },
      },
      xAxis: {
        type: 'value',
        name: t(`messaging:axis.${unit}`),
        nameLocation: 'middle',
        nameGap: 24,
        min: 0,
        // In the first minute there is nothing to see between its seconds.
        max: Math.max(points.at(-1)!.minutes / minutes, 1),
      },
      yAxis: { type: 'value', name: '', minInterval: 1 },
      series: [
        series('confirmed', t('messaging:figure.confirmed')),
        series('read', t('messaging:figure.opened')),
      ],
      grid: { left: 8, right: 16, top: 32, bottom: 24 },
    }
  }, [points, minutes, unit, t, format])
  return (
    <ChartCard
      finding={finding(rollUp, t, format)}
      note={t('messaging:curve.note')}
      option={option}
      height={200}
      fileName={`notice-${notice.id}`}
      table={{
        header: [
          t('messaging:axis.minutes'),
          t('messaging:figure.opened'),
          t('messaging:figure.confirmed'),
        ],
        rows: points.map((point) => [Math.round(point.minutes), point.read, point.confirmed]),
      }}
    />
  )
}

function finding(
  { medianConfirmMinutes, total }: RollUp,
  t: ReturnType<typeof useTexts>['t'],
  format: ReturnType<typeof useFormat>,
): string {
  if (medianConfirmMinutes === null) {
    return t(total.read > 0 ? 'messaging:curve.readOnly' : 'messaging:curve.none')
  }
  return t('messaging:curve.half', { time: format.duration(medianConfirmMinutes * 60_000) })
}
