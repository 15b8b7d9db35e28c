import { AppstoreOutlined, HomeOutlined, UserOutlined } from '@ant-design/icons'
import { Link, useLocation } from '@tanstack/react-router'
import { Badge } from 'antd'
import { useTexts } from '../ui/i18n.ts'
import { entryAt, menuOf } from './entries.ts'
import type { MenuEntry } from './modules.ts'
import type { Me } from './session.ts'
import { useUnread } from './unread.ts'

/** The phone's bottom tabs: home, messages, work, me. */
export function PhoneTabs({ me }: { me: Me }) {
  const { t } = useTexts()
  const { pathname } = useLocation()
  const { count } = useUnread(me)
  const tabs: MenuEntry[] = [
    { key: 'home', labelKey: 'common:home', icon: <HomeOutlined />, to: '/', order: 0 },
    ...menuOf(me).filter((entry) => entry.isPhoneTab),
    { key: 'work', labelKey: 'common:work', icon: <AppstoreOutlined />, to: '/work', order: 0 },
    { key: 'more', labelKey: 'common:mine', icon: <UserOutlined />, to: '/more', order: 0 },
  ]
  const owner = entryAt([...tabs, ...menuOf(me)], pathname)
  // Pages of the other modules are reached over Work, the settings over Mine.
  const open =
    tabs.find((tab) => tab.key === owner?.key) ??
    tabs.find((tab) => tab.key === (owner?.key === 'settings' ? 'more' : 'work'))
  return (
    <nav className="phone-tabs" aria-label={t('common:mainMenu')}>
      {tabs.map((tab) => (
        <Link
          key={tab.key}
          to={tab.to}
          className={tab === open ? 'phone-tab is-open' : 'phone-tab'}
          aria-current={tab === open ? 'page' : undefined}
        >
          <Badge count={tab.isPhoneTab ? count : 0} size="small" offset={[4, 0]}>
            <span className="phone-tab-icon" aria-hidden>
              {tab.icon}
            </span>
          </Badge>
          <span>{t(tab.labelKey)}</span>
        </Link>
      ))}
    </nav>
  )
}
