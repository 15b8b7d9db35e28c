import { HomeOutlined } from '@ant-design/icons'
import { Link, useLocation } from '@tanstack/react-router'
import { useTexts } from '../ui/i18n.ts'
import { Mark } from '../ui/mark.tsx'
import { entryAt, menuOf } from './entries.ts'
import type { MenuEntry } from './modules.ts'
import type { Me } from './session.ts'

const HOME: MenuEntry = {
  key: 'home',
  labelKey: 'common:home',
  icon: <HomeOutlined />,
  to: '/',
  order: 10,
}

/** The left rail: one entry for each job that this reader has here. */
export function Rail({ me }: { me: Me }) {
  const { t } = useTexts()
  const { pathname } = useLocation()
  const entries = [HOME, ...menuOf(me)]
  const open = entryAt(entries, pathname)
  return (
    <nav className="rail" aria-label={t('common:mainMenu')}>
      <Link to="/" className="rail-brand" aria-label={t('common:appName')}>
        <Mark size={26} />
        <span>{t('common:appName')}</span>
      </Link>
      <ul>
        {entries.map((entry) => (
          <li key={entry.key} className={entry.key === 'settings' ? 'rail-last' : undefined}>
            <Link
              to={entry.to}
              className={entry === open ? 'rail-entry is-open' : 'rail-entry'}
              aria-current={entry === open ? 'page' : undefined}
            >
              <span className="rail-icon" aria-hidden>
                {entry.icon}
              </span>
              <span>{t(entry.labelKey)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
