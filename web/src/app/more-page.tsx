import {
  BankOutlined,
  CheckOutlined,
  LogoutOutlined,
  PlusOutlined,
  RightOutlined,
} from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Look } from '../modules/identity/account-page.tsx'
import { useSections } from '../modules/identity/settings-frame.tsx'
import { useTexts } from '../ui/i18n.ts'
import { Page, Section } from '../ui/page.tsx'
import { Avatar, useLeave, useSwitchOrg } from './me-menu.tsx'
import { useMe } from './session.ts'
import './home.css'

/** The phone's own page: me, my orgs, the settings, the way out. */
export function MorePage() {
  const { t } = useTexts()
  const me = useMe()
  const sections = useSections()
  const { mutate: switchTo } = useSwitchOrg()
  const { mutate: signOut } = useLeave()
  return (
    <Page title={t('common:mine')} width="narrow">
      <div className="card more-me">
        <Avatar name={me.person.name} size={52} />
        <div>
          <strong>{me.person.name}</strong>
          <span className="soft">{me.person.mail ?? me.person.phone}</span>
        </div>
      </div>
      <Section title={t('common:orgs')}>
        <ul className="card">
          {me.orgs.map((org) => (
            <li key={org.id}>
              <button
                type="button"
                className="more-link"
                onClick={() => org.id !== me.org?.id && switchTo(org.id)}
                aria-current={org.id === me.org?.id}
              >
                <BankOutlined aria-hidden />
                <span>
                  {org.name} <span className="faint">{t(`identity:role.${org.role}`)}</span>
                </span>
                {org.id === me.org?.id && <CheckOutlined aria-label={t('common:chosen')} />}
              </button>
            </li>
          ))}
          <li>
            <Link to="/orgs/new" className="more-link">
              <PlusOutlined aria-hidden />
              <span>{t('identity:newOrg.menu')}</span>
              <RightOutlined aria-hidden />
            </Link>
          </li>
        </ul>
      </Section>
      <Section title={t('identity:settings')}>
        <ul className="card">
          {sections.map((section) => (
            <li key={section.key}>
              <Link to={section.to} className="more-link">
                <span aria-hidden>{section.icon}</span>
                <span>{t(section.labelKey)}</span>
                <RightOutlined aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('identity:account.look')}>
        <div className="card card-padded stack">
          <Look />
        </div>
      </Section>
      <ul className="card">
        <li>
          <button type="button" className="more-link" onClick={() => signOut()}>
            <LogoutOutlined aria-hidden />
            <span>{t('identity:signOut')}</span>
          </button>
        </li>
      </ul>
    </Page>
  )
}
