import {
  CloudOutlined,
  DisconnectOutlined,
  LockOutlined,
  SearchOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from './i18n.ts'
import { ApiError, errorKeys, isPassing } from './problem.ts'

interface StateProps {
  icon?: ReactNode
  title: ReactNode
  /** What this is, or what to do. */
  note?: ReactNode
  /** The first step. */
  action?: ReactNode
  isSmall?: boolean
}

/** Says what would be here and offers the first step. */
export function EmptyState({ icon, title, note, action, isSmall = false }: StateProps) {
  return (
    <div className={isSmall ? 'state state-small' : 'state'}>
      <div className="state-icon" aria-hidden>
        {icon ?? <CloudOutlined />}
      </div>
      <div className="state-title">{title}</div>
      {note && <div className="state-note">{note}</div>}
      {action && <div className="state-action">{action}</div>}
    </div>
  )
}

/** One line for an error in the reader's language. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useTexts()
  return (error) => {
    if (!(error instanceof ApiError)) return t('errors:code.page')
    const values = { ...error.data, seconds: error.retryAfterSeconds ?? 0 }
    return t([...errorKeys(error), 'errors:code.unknown'], {
      ...values,
      defaultValue: error.message,
    })
  }
}

const ICONS: Record<string, ReactNode> = {
  offline: <DisconnectOutlined />,
  no_answer: <DisconnectOutlined />,
  forbidden: <LockOutlined />,
  not_found: <SearchOutlined />,
}

/** Says what went wrong and what to do about it. */
export function ErrorState({
  error,
  onRetry,
  isSmall,
}: {
  error: unknown
  onRetry?: () => void
  isSmall?: boolean
}) {
  const { t } = useTexts()
  const say = useErrorText()
  const code = error instanceof ApiError ? error.code : 'page'
  const mayRetry =
    onRetry && (isPassing(error) || !['forbidden', 'not_found', 'gone'].includes(code))
  return (
    <div role="alert">
      <EmptyState
        isSmall={isSmall}
        icon={ICONS[code] ?? <WarningOutlined />}
        title={say(error)}
        note={t([`errors:advice.${code}`, 'errors:advice.other'])}
        action={mayRetry && <Button onClick={onRetry}>{t('common:retry')}</Button>}
      />
    </div>
  )
}

/** Lines where text will be, so that nothing jumps when it comes. */
export function Skeleton({ rows = 6, label }: { rows?: number; label?: string }) {
  const { t } = useTexts()
  return (
    <div className="skeleton" role="status" aria-label={label ?? t('common:loading')}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move
        <div key={row} className="skeleton-row" style={{ width: `${96 - ((row * 37) % 40)}%` }} />
      ))}
    </div>
  )
}
