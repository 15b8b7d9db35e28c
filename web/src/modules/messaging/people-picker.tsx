import { CheckCircleFilled, SearchOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Input, Tag } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type * as network from '../../../../server/modules/network/schema.ts'
import { http } from '../../ui/http.ts'
import { useTexts } from '../../ui/i18n.ts'
import { EmptyState, Skeleton } from '../../ui/states.tsx'
import { Avatar } from './avatar.tsx'
import { useDelayed } from './use-delayed.ts'

type Directory = z.infer<typeof network.Directory>
export type Found = Directory['items'][number]

/** Finds people in the directory. Contacts without an account are not offered: they could not read. */
export function PeoplePicker({
  chosen,
  onChange,
}: {
  chosen: Found[]
  onChange: (people: Found[]) => void
}) {
  const { t } = useTexts()
  const [typed, setTyped] = useState('')
  const q = useDelayed(typed, 250)
  const list = useInfiniteQuery({
    queryKey: ['network', 'directory', 'picker', q],
    queryFn: ({ signal, pageParam }) =>
      http.get<Directory>('/directory', { query: { q, cursor: pageParam, limit: 60 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
  const people = (list.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((one) => one.key.startsWith('m:'))
  const keys = new Set(chosen.map((one) => one.key))
  const turn = (one: Found) =>
    onChange(keys.has(one.key) ? chosen.filter((c) => c.key !== one.key) : [...chosen, one])
  return (
    <div className="stack-small">
      {chosen.length > 0 && (
        <div className="row">
          {chosen.map((one) => (
            <Tag key={one.key} closable onClose={() => turn(one)}>
              {one.name}
            </Tag>
          ))}
        </div>
      )}
      <Input
        allowClear
        prefix={<SearchOutlined />}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder={t('chat:people.find')}
        aria-label={t('chat:people.find')}
      />
      {list.isPending ? (
        <Skeleton rows={4} />
      ) : people.length === 0 ? (
        <EmptyState isSmall title={t('chat:people.none')} note={t('chat:people.noneNote')} />
      ) : (
        <ul className="people-rows">
          {people.map((one) => (
            <li key={one.key}>
              <button
                type="button"
                className={keys.has(one.key) ? 'person-row is-chosen' : 'person-row'}
                aria-pressed={keys.has(one.key)}
                onClick={() => turn(one)}
              >
                <Avatar name={one.name} />
                <span className="person-row-main">
                  <span>{one.name}</span>
                  <span className="faint">
                    {[one.orgName, one.jobTitle].filter(Boolean).join(' · ')}
                  </span>
                </span>
                {one.relation !== 'colleague' && (
                  <span className="outsider">{t('chat:outside')}</span>
                )}
                {keys.has(one.key) && <CheckCircleFilled className="person-row-check" />}
              </button>
            </li>
          ))}
          {list.hasNextPage && (
            <li>
              <Button type="text" onClick={() => void list.fetchNextPage()}>
                {t('chat:more')}
              </Button>
            </li>
          )}
        </ul>
      )}
    </div>
  )
}
