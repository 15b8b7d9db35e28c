import { queryOptions, useQuery } from '@tanstack/react-query'
import { useRouteParams } from '../../app/navigation.ts'
import { http } from '../../ui/http.ts'
import { useTexts } from '../../ui/i18n.ts'
import { Page } from '../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import type { Warning } from './api.ts'
import { WarningLine } from './warning-acts.tsx'
import './production.css'

const warningQuery = (id: string) =>
  queryOptions({
    queryKey: ['production', 'warning', id],
    queryFn: ({ signal }) => http.get<Warning>(`/warnings/${id}`, { signal }),
  })

/** One warning, for the lead and for the factory that it is about: both come here from the group. */
export function WarningPage() {
  const { t } = useTexts()
  const { id } = useRouteParams<'id'>()
  const { data, error, refetch } = useQuery(warningQuery(id))
  const title = data ? `${data.orderCode} ${data.productName}` : t('production:warning.one')
  return (
    <Page
      title={title}
      width="narrow"
      back={{ to: '/production/work', label: t('production:work.title') }}
    >
      <div className="card card-padded">
        {data ? (
          <WarningLine warning={data} />
        ) : error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton rows={4} />
        )}
      </div>
    </Page>
  )
}
