import { BellOutlined, SearchOutlined, TranslationOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Badge, Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTexts } from '../ui/i18n.ts'
import { useIsPhone } from '../ui/preferences.ts'
import { CommandPalette } from './command-palette.tsx'
import { MeMenu, OrgSwitcher, ThemeMenu, useChooseLanguage } from './me-menu.tsx'
import type { Me } from './session.ts'
import { useUnread } from './unread.ts'

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** Who I act for, the search, and what concerns me. */
export function TopBar({ me }: { me: Me }) {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  const [isSearching, setSearching] = useState(false)
  const { count, to } = useUnread(me)
  const language = useChooseLanguage()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      setSearching((isOpen) => !isOpen)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <header className="top-bar">
      <OrgSwitcher me={me} />
      <div className="top-bar-middle">
        <button
          type="button"
          className="search-open"
          onClick={() => setSearching(true)}
          aria-label={t('common:search.open')}
        >
          <SearchOutlined aria-hidden />
          {!isPhone && (
            <>
              <span>{t('common:search.open')}</span>
              <kbd>{isMac ? '⌘K' : 'Ctrl K'}</kbd>
            </>
          )}
        </button>
      </div>
      {!isPhone && (
        <>
          <Button
            type="text"
            icon={<TranslationOutlined />}
            onClick={language.toggle}
            aria-label={t('common:languageSwitch')}
            title={t('common:languageSwitch')}
          >
            {language.other}
          </Button>
          <ThemeMenu />
        </>
      )}
      {to && (
        <Link
          to={to}
          className="bell"
          aria-label={t('common:unread', { count })}
          title={t('common:unread', { count })}
        >
          <Badge count={count} size="small">
            <BellOutlined />
          </Badge>
        </Link>
      )}
      {!isPhone && <MeMenu me={me} />}
      {isSearching && <CommandPalette me={me} onClose={() => setSearching(false)} />}
    </header>
  )
}
