import { ContactsOutlined, SearchOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Input, Segmented, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useSearchValues } from '../../app/navigation.ts'
import { useMay } from '../../app/session.ts'
import { ExportButton } from '../../ui/export-button.tsx'
import { useTexts } from '../../ui/i18n.ts'
import { asList, joinPages } from '../../ui/list-state.ts'
import { Page } from '../../ui/page.tsx'
import { useIsPhone } from '../../ui/preferences.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { StateTag } from '../../ui/values.tsx'
import { type DirectoryEntry, useChains, useDirectory } from './api.ts'
import { ReachButtons } from './contact-lines.tsx'
import './network.css'

const RELATIONS = ['below', 'above', 'peer', 'colleague'] as const
const isRelation = (text: string | undefined): text is DirectoryEntry['relation'] =>
  RELATIONS.some((one) => one === text)

/** Finds a person by name, firm, job or number, and calls at a touch. */
export function DirectoryPage() {
  const { t } = useTexts()
  const [values, change] = useSearchValues()
  const chains = useChains()
  const q = asList(values.q)[0] ?? ''
  const asked = asList(values.relation)[0]
  const relation = isRelation(asked) ? asked : undefined
  const chainId = asList(values.chain)[0]
  const filter = { q: q || undefined, chainId, relation: relation && [relation] }
  const found = useDirectory(filter)
  const items = joinPages(found.data?.pages ?? [], (entry) => entry.key)
  const isAsked = Boolean(q || relation || chainId)
  return (
    <Page title={t('network:directory.title')} note={t('network:directory.note')} width="wide">
      <div className="stack">
        <search className="directory-tools">
          <div className="directory-search">
            <SearchWhileTyping value={q} onSearch={(text) => change({ q: text || undefined })} />
            {items.length > 0 && <ExportButton path="/directory.xlsx" query={filter} isIcon />}
          </div>
          <div className="scroll-x">
            <Segmented
              value={relation ?? 'all'}
              onChange={(next) => change({ relation: next === 'all' ? undefined : next })}
              options={(['all', ...RELATIONS] as const).map((value) => ({
                value,
                label: t(`network:relation.${value}`),
              }))}
            />
          </div>
          {(chains.data?.items.length ?? 0) > 1 && (
            <Select
              allowClear
              value={chainId}
              placeholder={t('network:directory.anyChain')}
              aria-label={t('network:directory.anyChain')}
              onChange={(next: string | undefined) => change({ chain: next })}
              options={chains.data?.items.map((chain) => ({ value: chain.id, label: chain.name }))}
            />
          )}
        </search>
        {found.isPending ? (
          <Skeleton rows={8} />
        ) : !found.data ? (
          <div className="card">
            <ErrorState error={found.error} onRetry={() => void found.refetch()} />
          </div>
        ) : items.length === 0 ? (
          <div className="card">
            {isAsked ? (
              <EmptyState
                icon={<SearchOutlined />}
                title={t('network:directory.noneTitle')}
                note={t('network:directory.noneNote')}
              />
            ) : (
              <Closed chainId={chains.data?.items[0]?.id} />
            )}
          </div>
        ) : (
          <ul className={found.isPlaceholderData ? 'people is-stale' : 'people'}>
            {items.map((entry) => (
              <Person key={entry.key} entry={entry} />
            ))}
          </ul>
        )}
        {found.hasNextPage && (
          <Button
            block
            size="large"
            loading={found.isFetchingNextPage}
            onClick={() => void found.fetchNextPage()}
          >
            {t('common:list.more')}
          </Button>
        )}
      </div>
    </Page>
  )
}

/** The directory is closed until a rule opens it: says so, and leads to the rules. */
function Closed({ chainId }: { chainId: string | undefined }) {
  const { t } = useTexts()
  const may = useMay()
  return (
    <EmptyState
      icon={<ContactsOutlined />}
      title={t('network:directory.emptyTitle')}
      note={t('network:directory.emptyNote')}
      action={
        chainId &&
        may('network:edit') && (
          <Link to={`/chains/${chainId}`} search={{ tab: 'rules' } as never}>
            <Button type="primary">{t('network:directory.toRules')}</Button>
          </Link>
        )
      }
    />
  )
}

function SearchWhileTyping({ value, onSearch }: { value: string; onSearch: (q: string) => void }) {
  const { t } = useTexts()
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text.trim() === value) return
    const timer = setTimeout(() => onSearch(text.trim()), 150)
    return () => clearTimeout(timer)
  }, [text, value, onSearch])
  return (
    <Input
      type="search"
      size="large"
      autoFocus
      allowClear
      prefix={<SearchOutlined aria-hidden />}
      value={text}
      placeholder={t('network:directory.search')}
      aria-label={t('network:directory.search')}
      onChange={(event) => setText(event.target.value)}
    />
  )
}

function Person({ entry }: { entry: DirectoryEntry }) {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  return (
    <li className="card person">
      <span className="avatar" aria-hidden>
        {[...entry.name].slice(0, 1)}
      </span>
      <span className="person-text">
        <span>
          <strong>{entry.name}</strong>{' '}
          <StateTag tone="quiet">{t(`network:relation.${entry.relation}`)}</StateTag>
        </span>
        <span className="soft">
          {[entry.jobTitle, entry.department].filter(Boolean).join(' · ')}
        </span>
        {entry.partnerId ? (
          <Link to={`/partners/${entry.partnerId}`}>{entry.orgName}</Link>
        ) : (
          <span className="soft">{entry.orgName}</span>
        )}
        {!isPhone && (
          <span className="faint figures">
            {[entry.phone, entry.mail].filter(Boolean).join(' · ')}
          </span>
        )}
      </span>
      <ReachButtons who={entry} size={isPhone ? 'large' : 'medium'} />
    </li>
  )
}
