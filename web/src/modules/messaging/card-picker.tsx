import { SearchOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Drawer, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { useIsPhone } from '../../ui/preferences.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import type { CardSource, Showable } from './cards.ts'
import { useDelayed } from './use-delayed.ts'

interface Props {
  sources: CardSource[]
  isOpen: boolean
  onClose: () => void
  onPick: (card: ReturnType<Showable['card']>) => void
}

/** Finds the record to show; a tap sends it, and recalling takes it back. */
export function CardPicker({ sources, isOpen, onClose, onPick }: Props) {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  const [chosen, setChosen] = useState(sources[0]!.key)
  const source = sources.find(({ key }) => key === chosen) ?? sources[0]!
  return (
    <Drawer
      open={isOpen}
      onClose={onClose}
      title={t('chat:card.send')}
      size={isPhone ? '100%' : 460}
      destroyOnHidden
    >
      <div className="stack-small">
        {sources.length > 1 && (
          <Segmented
            block
            value={source.key}
            onChange={setChosen}
            options={sources.map(({ key, labelKey }) => ({ value: key, label: t(labelKey) }))}
          />
        )}
        <Finder key={source.key} source={source} onPick={onPick} />
      </div>
    </Drawer>
  )
}

function Finder({ source, onPick }: Pick<Props, 'onPick'> & { source: CardSource }) {
  const { t } = useTexts()
  const format = useFormat()
  const [typed, setTyped] = useState('')
  const q = useDelayed(typed.trim(), 250)
  const { data, error, refetch } = useQuery({
    queryKey: [source.key, 'to-show', q],
    queryFn: ({ signal }) => source.find(q, signal),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <Input
        allowClear
        prefix={<SearchOutlined />}
        value={typed}
        maxLength={60}
        onChange={(event) => setTyped(event.target.value)}
        placeholder={t(source.searchKey)}
        aria-label={t(source.searchKey)}
      />
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} isSmall />
      ) : !data ? (
        <Skeleton rows={4} />
      ) : data.length === 0 ? (
        <EmptyState isSmall title={t('chat:card.none')} />
      ) : (
        <ul className="people-rows" aria-label={t(source.labelKey)}>
          {data.map((one) => (
            <li key={one.key}>
              <button
                type="button"
                className="person-row"
                onClick={() => onPick(one.card(t, format))}
              >
                <span className="avatar avatar-group" aria-hidden>
                  {source.icon}
                </span>
                <span className="person-row-main">
                  <span>{one.title}</span>
                  <span className="faint">{one.note}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
