import {
  CheckCircleFilled,
  CloseCircleFilled,
  LoadingOutlined,
  StopOutlined,
} from '@ant-design/icons'
import { Button, Progress } from 'antd'
import type { ReactNode } from 'react'
import { useFormat, useTexts } from './i18n.ts'
import type { KeyFigure } from './values.tsx'

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'

interface JobCardProps {
  title: ReactNode
  state: JobState
  /** Real progress: what is done of all. Without a total the bar only says that work goes on. */
  done?: number
  total?: number
  /** What came of it so far: created, changed, failed. */
  counts?: KeyFigure[]
  /** What failed and why. */
  failure?: ReactNode
  note?: ReactNode
  onCancel?: () => void
  isCancelling?: boolean
  /** Results to open or download. */
  actions?: ReactNode
}

const ICONS: Record<JobState, ReactNode> = {
  waiting: <LoadingOutlined />,
  running: <LoadingOutlined />,
  done: <CheckCircleFilled className="text-good" />,
  failed: <CloseCircleFilled className="text-bad" />,
  cancelled: <StopOutlined />,
}

/** Long work: how far it is, what is done, what failed and why, and a way to stop it. */
export function JobCard({
  title,
  state,
  done = 0,
  total,
  counts = [],
  failure,
  note,
  onCancel,
  isCancelling,
  actions,
}: JobCardProps) {
  const { t } = useTexts()
  const format = useFormat()
  const isActive = state === 'waiting' || state === 'running'
  const share = total ? Math.min(done / total, 1) : state === 'done' ? 1 : 0
  return (
    <section className="card card-padded job" aria-live="polite" aria-busy={isActive}>
      <header className="job-head">
        <span className="job-icon" aria-hidden>
          {ICONS[state]}
        </span>
        <div className="job-title">
          <strong>{title}</strong>
          <span className="soft">{t(`common:job.${state}`)}</span>
        </div>
        {isActive && onCancel && (
          <Button onClick={onCancel} loading={isCancelling}>
            {t('common:cancel')}
          </Button>
        )}
      </header>
      <Progress
        percent={Math.floor(share * 1000) / 10}
        status={
          state === 'failed'
            ? 'exception'
            : state === 'done'
              ? 'success'
              : isActive
                ? 'active'
                : 'normal'
        }
        showInfo={false}
        aria-label={typeof title === 'string' ? title : t('common:job.progress')}
      />
      {total !== undefined && (
        <div className="job-line figures">
          <span>
            {t('common:job.of', { done: format.number(done), total: format.number(total) })}
          </span>
          <span>{format.percent(share, share < 1 ? 1 : 0)}</span>
        </div>
      )}
      {counts.length > 0 && (
        <ul className="job-counts">
          {counts.map(({ key, label, value, tone }) => (
            <li key={key} className={tone ? `tone-text-${tone}` : ''}>
              <span className="figures">{value}</span> {label}
            </li>
          ))}
        </ul>
      )}
      {failure && <div className="job-failure">{failure}</div>}
      {note && <div className="soft">{note}</div>}
      {actions && <div className="job-actions">{actions}</div>}
    </section>
  )
}
