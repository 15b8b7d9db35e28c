import {
  ApiOutlined,
  AuditOutlined,
  BankOutlined,
  MailOutlined,
  SafetyOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Access } from '../../app/modules.ts'
import { useMay, useMe } from '../../app/session.ts'
import { useTexts } from '../../ui/i18n.ts'
import { Page } from '../../ui/page.tsx'
import { useIsPhone } from '../../ui/preferences.ts'
import './settings.css'

interface SettingsSection {
  key: string
  labelKey: string
  noteKey: string
  icon: ReactNode
  to: string
  access?: Access
  isMine?: boolean
}

export const SECTIONS: SettingsSection[] = [
  {
    key: 'account',
    labelKey: 'identity:account.title',
    noteKey: 'identity:account.note',
    icon: <UserOutlined />,
    to: '/settings/account',
    isMine: true,
  },
  {
    key: 'security',
    labelKey: 'identity:security.title',
    noteKey: 'identity:security.note',
    icon: <SafetyOutlined />,
    to: '/settings/security',
    isMine: true,
  },
  {
    key: 'org',
    labelKey: 'identity:org.title',
    noteKey: 'identity:org.note',
    icon: <BankOutlined />,
    to: '/settings/org',
    access: 'identity:view',
  },
  {
    key: 'members',
    labelKey: 'identity:members.title',
    noteKey: 'identity:members.note',
    icon: <TeamOutlined />,
    to: '/settings/members',
    access: 'identity:view',
  },
  {
    key: 'invitations',
    labelKey: 'identity:invitations.title',
    noteKey: 'identity:invitations.note',
    icon: <MailOutlined />,
    to: '/settings/invitations',
    access: 'identity:edit',
  },
  {
    key: 'api-keys',
    labelKey: 'identity:apiKeys.title',
    noteKey: 'identity:apiKeys.note',
    icon: <ApiOutlined />,
    to: '/settings/api-keys',
    access: 'identity:edit',
  },
  {
    key: 'audit',
    labelKey: 'identity:audit.title',
    noteKey: 'identity:audit.note',
    icon: <AuditOutlined />,
    to: '/settings/audit',
    access: 'identity:edit',
  },
]

/** The sections that this reader may open: mine first, then the org's. */
export function useSections(): SettingsSection[] {
  const me = useMe()
  const may = useMay()
  return SECTIONS.filter(
    (section) => section.isMine || (me.org !== null && (!section.access || may(section.access))),
  )
}

/** One settings page among its siblings. */
export function SettingsPage({
  section,
  actions,
  children,
}: {
  section: string
  actions?: ReactNode
  children: ReactNode
}) {
  const { t } = useTexts()
  const me = useMe()
  const isPhone = useIsPhone()
  const sections = useSections()
  const open = SECTIONS.find((one) => one.key === section) as SettingsSection
  const page = (
    <Page
      title={t(open.labelKey)}
      note={t(open.noteKey)}
      actions={actions}
      width={['audit', 'members', 'invitations'].includes(section) ? 'full' : 'wide'}
      back={isPhone ? { to: '/more', label: t('common:mine') } : undefined}
    >
      {children}
    </Page>
  )
  if (isPhone) return page
  return (
    <div className="settings">
      <nav className="settings-nav" aria-label={t('identity:settings')}>
        <SettingsLinks
          title={t('identity:settingsMine')}
          sections={sections.filter((one) => one.isMine)}
          open={section}
        />
        {me.org && (
          <SettingsLinks
            title={me.org.shortName}
            sections={sections.filter((one) => !one.isMine)}
            open={section}
          />
        )}
      </nav>
      <div className="settings-body">{page}</div>
    </div>
  )
}

function SettingsLinks({
  title,
  sections,
  open,
}: {
  title: string
  sections: SettingsSection[]
  open: string
}) {
  const { t } = useTexts()
  return (
    <>
      <div className="settings-group">{title}</div>
      <ul>
        {sections.map(({ key, labelKey, to }) => (
          <li key={key}>
            <Link
              to={to}
              className={key === open ? 'settings-link is-open' : 'settings-link'}
              aria-current={key === open ? 'page' : undefined}
            >
              {t(labelKey)}
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
