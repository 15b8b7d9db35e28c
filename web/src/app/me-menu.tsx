import {
  BankOutlined,
  CheckOutlined,
  DesktopOutlined,
  DownOutlined,
  LogoutOutlined,
  MoonOutlined,
  PlusOutlined,
  SunOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { App, Button, Dropdown, type MenuProps } from 'antd'
import type { ReactNode } from 'react'
import { http } from '../ui/http.ts'
import { chooseLanguage, useLanguage, useTexts } from '../ui/i18n.ts'
import {
  type Density,
  type Language,
  setPreferences,
  type ThemeChoice,
  usePreferences,
} from '../ui/preferences.ts'
import { useErrorText } from '../ui/states.tsx'
import { useGo } from './navigation.ts'
import { leave, type Me, useEnter, useKeepMe, useMe } from './session.ts'

/** The first character of a Chinese name's last part, or the initials of a Western one. */
export function initialsOf(name: string): string {
  const trimmed = name.trim()
  if (/^[\u3400-\u9fff]/.test(trimmed)) return trimmed.length > 2 ? trimmed.slice(-2) : trimmed
  return trimmed
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => part[0]?.toUpperCase() ?? '')
    .join('')
}

export function Avatar({ name, size = 30 }: { name: string; size?: number }) {
  return (
    <span
      className="avatar"
      style={{ width: size, height: size, fontSize: Math.round(size * 0.4) }}
      aria-hidden
    >
      {initialsOf(name)}
    </span>
  )
}

/** Changes my profile; the device follows at once, the server a moment later. */
export function useChangeMe() {
  const me = useMe()
  const keep = useKeepMe()
  const { message } = App.useApp()
  const errorText = useErrorText()
  return useMutation({
    mutationFn: (patch: { name?: string; locale?: Language; theme?: ThemeChoice }) =>
      http.patch<Me>('/me', patch, { version: me.version }),
    onSuccess: keep,
    onError: (error) => void message.error(errorText(error)),
  })
}

const NAMES: Record<Language, string> = { 'zh-CN': '中文', en: 'English' }

export function useChooseLanguage() {
  const language = useLanguage()
  const { mutate } = useChangeMe()
  const other: Language = language === 'en' ? 'zh-CN' : 'en'
  const choose = (next: Language) => {
    void chooseLanguage(next)
    mutate({ locale: next })
  }
  return { language, other: NAMES[other], toggle: () => choose(other), choose }
}

export function useChooseTheme() {
  const { mutate } = useChangeMe()
  const { theme } = usePreferences()
  return {
    theme,
    choose: (next: ThemeChoice) => {
      setPreferences({ theme: next })
      mutate({ theme: next })
    },
  }
}

const THEME_ICONS: Record<ThemeChoice, ReactNode> = {
  system: <DesktopOutlined />,
  light: <SunOutlined />,
  dark: <MoonOutlined />,
}

export function ThemeMenu() {
  const { t } = useTexts()
  const { theme, choose } = useChooseTheme()
  const { density } = usePreferences()
  const items: MenuProps['items'] = [
    {
      type: 'group',
      label: t('common:theme.title'),
      children: (['system', 'light', 'dark'] as const).map((one) => ({
        key: one,
        icon: THEME_ICONS[one],
        label: t(`common:theme.${one}`),
        extra: theme === one && <CheckOutlined aria-label={t('common:chosen')} />,
        onClick: () => choose(one),
      })),
    },
    {
      type: 'group',
      label: t('common:density.title'),
      children: (['comfortable', 'compact'] as Density[]).map((one) => ({
        key: one,
        label: t(`common:density.${one}`),
        extra: density === one && <CheckOutlined aria-label={t('common:chosen')} />,
        onClick: () => setPreferences({ density: one }),
      })),
    },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button
        type="text"
        icon={THEME_ICONS[theme]}
        aria-label={t('common:theme.title')}
        title={t('common:theme.title')}
      />
    </Dropdown>
  )
}

/** Acting for another org starts afresh: nothing of the one before may be seen under the new name. */
export function useSwitchOrg() {
  const enter = useEnter()
  const go = useGo()
  const { message } = App.useApp()
  const errorText = useErrorText()
  return useMutation({
    mutationFn: (orgId: string) => http.put<Me>('/me/org', { orgId }),
    onSuccess: (me) => {
      enter(me)
      go('/')
    },
    onError: (error) => void message.error(errorText(error)),
  })
}

export function OrgSwitcher({ me }: { me: Me }) {
  const { t } = useTexts()
  const go = useGo()
  const { mutate, isPending } = useSwitchOrg()
  const items: MenuProps['items'] = [
    ...me.orgs.map((org) => ({
      key: org.id,
      icon: <BankOutlined />,
      label: (
        <span className="org-choice">
          {org.name}
          <span className="faint">{t(`identity:role.${org.role}`)}</span>
        </span>
      ),
      extra: org.id === me.org?.id && <CheckOutlined aria-label={t('common:chosen')} />,
      onClick: () => org.id !== me.org?.id && mutate(org.id),
    })),
    { type: 'divider' as const },
    {
      key: 'new',
      icon: <PlusOutlined />,
      label: t('identity:newOrg.menu'),
      onClick: () => go('/orgs/new'),
    },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button
        type="text"
        className="org-switcher"
        loading={isPending}
        aria-label={t('common:orgSwitch')}
      >
        <span className="org-name">{me.org?.shortName ?? t('common:noOrg')}</span>
        <DownOutlined aria-hidden />
      </Button>
    </Dropdown>
  )
}

export function useLeave() {
  const go = useGo()
  const { message } = App.useApp()
  const errorText = useErrorText()
  return useMutation({
    mutationFn: leave,
    onSuccess: () => go('/sign-in'),
    onError: (error) => void message.error(errorText(error)),
  })
}

export function MeMenu({ me }: { me: Me }) {
  const { t } = useTexts()
  const go = useGo()
  const { mutate: signOut } = useLeave()
  const items: MenuProps['items'] = [
    { key: 'who', type: 'group', label: me.person.mail ?? me.person.phone ?? me.person.name },
    {
      key: 'account',
      icon: <UserOutlined />,
      label: t('identity:account.title'),
      onClick: () => go('/settings/account'),
    },
    { type: 'divider' },
    {
      key: 'out',
      icon: <LogoutOutlined />,
      label: t('identity:signOut'),
      onClick: () => signOut(),
    },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <button
        type="button"
        className="me-open"
        aria-label={t('common:me', { name: me.person.name })}
      >
        <Avatar name={me.person.name} />
      </button>
    </Dropdown>
  )
}
