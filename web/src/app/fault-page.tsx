import { CompassOutlined } from '@ant-design/icons'
import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect } from 'react'
import { useTexts } from '../ui/i18n.ts'
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx'

const RELOADED = 'jingwei.reloaded'

/**
 * A page that broke. After an update on the server the old pages' pieces are gone: then one reload brings
 * the new ones, and only a second failure is shown.
 */
export function FaultPage({ error, reset }: ErrorComponentProps) {
  const isOldBuild =
    /dynamically imported module|Importing a module script failed|module script/i.test(
      String((error as Error).message),
    )
  const mayReload = isOldBuild && navigator.onLine && sessionStorage.getItem(RELOADED) === null
  useEffect(() => {
    if (!mayReload) return
    sessionStorage.setItem(RELOADED, '1')
    location.reload()
  }, [mayReload])
  useEffect(() => {
    if (!isOldBuild) console.error(error)
  }, [error, isOldBuild])
  if (mayReload) return <PageWaiting />
  return (
    <div className="page">
      <ErrorState error={error} onRetry={() => (isOldBuild ? location.reload() : reset())} />
    </div>
  )
}

export function LostPage() {
  const { t } = useTexts()
  return (
    <div className="page">
      <EmptyState
        icon={<CompassOutlined />}
        title={t('common:lost.title')}
        note={t('common:lost.note')}
        action={
          <Link to="/">
            <Button type="primary">{t('common:lost.home')}</Button>
          </Link>
        }
      />
    </div>
  )
}

export function PageWaiting() {
  return (
    <div className="page">
      <Skeleton rows={7} />
    </div>
  )
}
