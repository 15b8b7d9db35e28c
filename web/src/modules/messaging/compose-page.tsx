import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useRouteParams, useSearchValues } from '../../app/navigation.ts'
import { useTexts } from '../../ui/i18n.ts'
import { Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { chainsQuery, noticeQuery, templatesQuery } from './api.ts'
import { draftOf, emptyDraft } from './compose.ts'
import { Composer } from './composer.tsx'
import { LeadFirst } from './lead-first.tsx'
import './messaging.css'

const text = (value: string | string[] | undefined) =>
  typeof value === 'string' ? value : undefined

/** A new notice: from nothing, from a template, or as the next edition of one that is out. */
export function ComposePage() {
  const { t } = useTexts()
  const [search] = useSearchValues()
  const supersedes = text(search.supersedes)
  const templateId = text(search.template)
  const chains = useQuery(chainsQuery)
  const old = useQuery({ ...noticeQuery(supersedes ?? ''), enabled: supersedes !== undefined })
  const templates = useQuery({ ...templatesQuery, enabled: templateId !== undefined })
  const led = chains.data?.items.filter((chain) => chain.isLead)
  const chain = led?.find((one) => one.id === text(search.chain)) ?? led?.[0]
  const template = templates.data?.items.find((one) => one.id === templateId)
  const isWaiting =
    chains.isPending || (supersedes && old.isPending) || (templateId && templates.isPending)
  const initial = useMemo(() => {
    if (!chain || isWaiting) return null
    if (old.data) return draftOf(old.data, { isNextEdition: true })
    const { kind, title, body } = template ?? { kind: 'announcement', title: '', body: '' }
    return { ...emptyDraft(chain), kind, title, body }
  }, [chain, isWaiting, old.data, template])

  const title = t(supersedes ? 'messaging:compose.newEdition' : 'messaging:compose.title')
  const back = { to: '/messages?tab=sent', label: t('messaging:sent.tab') }
  const error = chains.error ?? old.error ?? templates.error
  if (!initial || !led) {
    return (
      <Page title={title} back={back} width="wide">
        {error ? (
          <ErrorState error={error} onRetry={() => void chains.refetch()} />
        ) : isWaiting ? (
          <Skeleton rows={10} />
        ) : (
          <LeadFirst hasChain={(chains.data?.items.length ?? 0) > 0} />
        )}
      </Page>
    )
  }
  return <Composer title={title} chains={led} initial={initial} stored={null} />
}

/** A draft to go on with. */
export function EditDraftPage() {
  const { t } = useTexts()
  const { id } = useRouteParams<'id'>()
  const chains = useQuery(chainsQuery)
  const notice = useQuery(noticeQuery(id))
  const back = { to: '/messages?tab=sent', label: t('messaging:sent.tab') }
  const error = notice.error ?? chains.error
  if (!notice.data || !chains.data) {
    return (
      <Page title={t('messaging:notice.opening')} back={back} width="wide">
        {error ? (
          <ErrorState error={error} onRetry={() => void notice.refetch()} />
        ) : (
          <Skeleton rows={10} />
        )}
      </Page>
    )
  }
  if (notice.data.state !== 'draft') {
    return (
      <Page title={notice.data.title} back={back} width="wide">
        <EmptyState
          title={t('messaging:compose.notDraft')}
          action={<a href={`/notices/${id}`}>{t('messaging:compose.toNotice')}</a>}
        />
      </Page>
    )
  }
  return (
    <Composer
      key={id}
      title={t('messaging:compose.editTitle')}
      chains={chains.data.items.filter((chain) => chain.isLead)}
      initial={draftOf(notice.data)}
      stored={notice.data}
    />
  )
}
