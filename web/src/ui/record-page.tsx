import { Tabs } from 'antd'
import type { ReactNode } from 'react'
import { useSearchValues } from '../app/navigation.ts'
import { Page } from './page.tsx'
import { ErrorState, Skeleton } from './states.tsx'
import { type KeyFigure, KeyFigures } from './values.tsx'

export interface RecordTab {
  key: string
  label: string
  /** A number beside the label. */
  count?: ReactNode
  children: ReactNode
}

interface RecordPageProps {
  title: string
  state?: ReactNode
  note?: ReactNode
  back?: { to: string; label: string }
  actions?: ReactNode
  figures?: KeyFigure[]
  /** At most five; the open one stands in the address as `?tab=`. */
  tabs?: RecordTab[]
  /** Beside the tabs on a wide screen, under them on a phone: a timeline, related records. */
  aside?: ReactNode
  isLoading?: boolean
  error?: unknown
  onRetry?: () => void
  children?: ReactNode
}

/** One record: its title with state, its key figures, its tabs, its timeline. */
export function RecordPage({
  figures,
  tabs,
  aside,
  isLoading,
  error,
  onRetry,
  children,
  ...head
}: RecordPageProps) {
  const [search, change] = useSearchValues()
  const asked = typeof search.tab === 'string' ? search.tab : undefined
  const open = tabs?.some((tab) => tab.key === asked) ? asked : tabs?.[0]?.key
  if (error) {
    return (
      <Page {...head}>
        <ErrorState error={error} onRetry={onRetry} />
      </Page>
    )
  }
  return (
    <Page {...head}>
      {isLoading ? (
        <Skeleton rows={8} />
      ) : (
        <>
          {figures && figures.length > 0 && (
            <div className="card card-padded">
              <KeyFigures figures={figures} />
            </div>
          )}
          {children}
          <div className={aside ? 'record-body record-with-aside' : 'record-body'}>
            {tabs && (
              <Tabs
                className="record-tabs"
                activeKey={open}
                onChange={(key) => change({ tab: key === tabs[0]?.key ? undefined : key })}
                items={tabs.map(({ key, label, count, children }) => ({
                  key,
                  children,
                  label: (
                    <>
                      {label}
                      {count !== undefined && <span className="tab-count figures">{count}</span>}
                    </>
                  ),
                }))}
              />
            )}
            {aside && <aside className="record-aside">{aside}</aside>}
          </div>
        </>
      )}
    </Page>
  )
}
