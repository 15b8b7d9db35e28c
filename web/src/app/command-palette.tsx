import { HomeOutlined, SearchOutlined } from '@ant-design/icons'
import { useQueries } from '@tanstack/react-query'
import { Modal } from 'antd'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useTexts } from '../ui/i18n.ts'
import { menuOf } from './entries.ts'
import { MODULES } from './modules.ts'
import { useGo } from './navigation.ts'
import { type Me, mayDo } from './session.ts'

interface Found {
  key: string
  group: string
  title: string
  note?: string
  icon?: ReactNode
  to: string
}

/** Pages whose name, in the reader's language or by its other words, holds what was typed. */
function usePages(me: Me, q: string): Found[] {
  const { t } = useTexts()
  const pages = [
    { key: 'home', labelKey: 'common:home', icon: <HomeOutlined />, to: '/', words: 'home 首页' },
    ...menuOf(me).map((entry) => ({ ...entry, words: entry.key })),
    ...MODULES.flatMap((module) => module.pages ?? []).filter((page) => mayDo(me, page.access)),
  ]
  const wanted = q.toLowerCase()
  return pages
    .map((page) => ({ ...page, group: t('common:search.pages'), title: t(page.labelKey) }))
    .filter((page) => `${page.title} ${page.words ?? ''}`.toLowerCase().includes(wanted))
}

/** What the modules find by the same words: partners, notices, products. */
function useFinds(me: Me, q: string): { finds: Found[]; isSearching: boolean } {
  const { t } = useTexts()
  const sources = MODULES.flatMap((module) => module.commands ?? []).filter((source) =>
    mayDo(me, source.access),
  )
  const answers = useQueries({
    queries: sources.map((source) => ({
      queryKey: ['commands', source.key, q],
      queryFn: ({ signal }: { signal: AbortSignal }) => source.search(q, signal),
      enabled: q.length >= 2,
      staleTime: 15_000,
    })),
  })
  const finds = answers.flatMap(({ data }, index) => {
    const source = sources[index]
    return (data ?? []).map((command) => ({
      ...command,
      key: `${source?.key} ${command.key}`,
      group: source ? t(source.labelKey) : '',
    }))
  })
  return { finds, isSearching: answers.some((answer) => answer.isFetching) }
}

function useDebounced(text: string): string {
  const [value, setValue] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setValue(text), 180)
    return () => clearTimeout(timer)
  }, [text])
  return value
}

/** Ctrl-K: go anywhere, find anything, without the mouse. */
export function CommandPalette({ me, onClose }: { me: Me; onClose: () => void }) {
  const { t } = useTexts()
  const go = useGo()
  const listId = useId()
  const [q, setQ] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const settled = useDebounced(q.trim())
  const pages = usePages(me, q.trim())
  const { finds, isSearching } = useFinds(me, settled)
  const found = [...pages, ...finds]
  const chosen = Math.min(at, found.length - 1)

  function open(one: Found | undefined): void {
    if (!one) return
    onClose()
    go(one.to)
  }
  function onKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && found.length > 0) {
      event.preventDefault()
      setAt((chosen + step + found.length) % found.length)
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      open(found[chosen])
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the choice
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])

  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      closable={false}
      width={560}
      className="palette"
      styles={{ body: { padding: 0 } }}
      transitionName=""
      maskTransitionName=""
    >
      <div className="palette-input">
        <SearchOutlined aria-hidden />
        <input
          // biome-ignore lint/a11y/noAutofocus: the reader has just asked to type here
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={found[chosen] ? `${listId}-${chosen}` : undefined}
          aria-label={t('common:search.open')}
          placeholder={t('common:search.placeholder')}
          value={q}
          onChange={(event) => {
            setQ(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKey}
        />
        <kbd>Esc</kbd>
      </div>
      <div
        className="palette-list"
        id={listId}
        role="listbox"
        ref={list}
        aria-label={t('common:search.results')}
      >
        {found.map((one, index) => (
          <div key={one.key}>
            {one.group !== found[index - 1]?.group && (
              <div className="palette-group">{one.group}</div>
            )}
            <div
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              className="palette-item"
              onMouseMove={() => setAt(index)}
              onClick={() => open(one)}
              onKeyDown={onKey}
            >
              <span className="palette-icon" aria-hidden>
                {one.icon}
              </span>
              <span className="palette-title">{one.title}</span>
              {one.note && <span className="faint palette-note">{one.note}</span>}
            </div>
          </div>
        ))}
        {found.length === 0 && (
          <div className="palette-none">
            {isSearching ? t('common:search.searching') : t('common:search.none')}
          </div>
        )}
      </div>
    </Modal>
  )
}
