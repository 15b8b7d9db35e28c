import { useFormat, useTexts } from '../../ui/i18n.ts'
import { StateTag } from '../../ui/values.tsx'
import type { OrderRow, OrderShare, Progress, Warning } from './api.ts'

/** Done, planned as a mark on the bar, and what nobody has reported as hatching: unknown is not zero. */
export function ProgressBar({ progress, isBig = false }: { progress: Progress; isBig?: boolean }) {
  const { t } = useTexts()
  const format = useFormat()
  const say = useActual()
  const { planned, actual, unknown } = progress
  const isBehind = actual !== null && planned - actual > 0.1
  const says = t('production:progress.says', {
    planned: format.percent(planned),
    actual: say(progress),
  })
  return (
    <div
      className={`progress-bar ${isBig ? 'is-big' : ''} ${isBehind ? 'is-behind' : ''}`}
      role="img"
      aria-label={says}
      title={says}
    >
      <span className="progress-known" style={{ width: `${(1 - unknown) * 100}%` }}>
        <span className="progress-done" style={{ width: `${(actual ?? 0) * 100}%` }} />
      </span>
      <span className="progress-plan" style={{ left: `${Math.min(planned, 0.995) * 100}%` }} />
    </div>
  )
}

/** What is done of the whole: at least so much, where a part of it is unknown. */
export function useActual(): (progress: Progress) => string {
  const { t } = useTexts()
  const format = useFormat()
  return ({ actual, unknown }) => {
    const done = (actual ?? 0) * (1 - unknown)
    // At least nothing says nothing.
    if (actual === null || (unknown > 0 && done < 0.005)) return t('production:unknown')
    return `${unknown > 0 ? '≥' : ''}${format.percent(done)}`
  }
}

/** Pieces done of those to do; where nobody has reported any, nobody knows how many. */
export function useCount(): (share: Pick<OrderShare, 'good' | 'quantity' | 'lastReportedAt'>) => {
  done: string
  of: string
} {
  const { t } = useTexts()
  const format = useFormat()
  return ({ good, quantity, lastReportedAt }) => ({
    done: lastReportedAt === null && good === 0 ? t('production:unknown') : format.number(good, 3),
    of: format.number(quantity, 3),
  })
}

export function ProgressText({ progress }: { progress: Progress }) {
  const actual = useActual()
  const format = useFormat()
  return (
    <span className="figures">
      {actual(progress)}
      <span className="faint"> / {format.percent(progress.planned)}</span>
    </span>
  )
}

/** How an order stands, and that it is urgent: a usual one says nothing of its priority. */
export function OrderState({ order }: { order: OrderRow }) {
  const { t } = useTexts()
  return (
    <span>
      {order.state === 'running' && order.priority < 3 && (
        <StateTag tone="indigo">{t('production:priority.1')}</StateTag>
      )}
      <Standing order={order} />
    </span>
  )
}

function Standing({ order }: { order: OrderRow }) {
  const { t } = useTexts()
  if (order.state !== 'running') {
    return <StateTag tone="quiet">{t(`production:state.${order.state}`)}</StateTag>
  }
  if (order.isLate) return <StateTag tone="bad">{t('production:state.late')}</StateTag>
  if (order.openWarnings > 0)
    return <StateTag tone="accent">{t('production:state.warned')}</StateTag>
  return <StateTag tone="good">{t('production:state.running')}</StateTag>
}

export function useMeasure(): (warning: Pick<Warning, 'kind' | 'measure'>) => string {
  const { t } = useTexts()
  const format = useFormat()
  return ({ kind, measure }) =>
    kind === 'behind'
      ? t('production:warning.behindBy', { share: format.percent(measure) })
      : t(`production:warning.${kind}By`, { hours: format.number(measure / 60, 1) })
}
