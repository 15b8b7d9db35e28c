import {
  ApiOutlined,
  AuditOutlined,
  BankOutlined,
  PlusOutlined,
  SafetyOutlined,
  SettingOutlined,
  TeamOutlined,
  UserAddOutlined,
  UserOutlined,
} from '@ant-design/icons'
import type { WebModule } from '../../app/modules.ts'
import { meQuery } from '../../app/session.ts'
import { keys } from './api.ts'

export const identity: WebModule = {
  name: 'identity',
  routes: [
    {
      path: '/sign-in',
      frame: 'bare',
      page: () => import('./sign-in-page.tsx').then((m) => m.SignInPage),
    },
    {
      path: '/register',
      frame: 'bare',
      page: () => import('./register-page.tsx').then((m) => m.RegisterPage),
    },
    {
      path: '/invitation/$token',
      frame: 'bare',
      page: () => import('./invitation-page.tsx').then((m) => m.InvitationPage),
    },
    {
      path: '/join/$token',
      frame: 'bare',
      page: () => import('./join-page.tsx').then((m) => m.JoinPage),
    },
    { path: '/orgs/new', page: () => import('./new-org-page.tsx').then((m) => m.NewOrgPage) },
    { path: '/settings', page: () => import('./settings-page.tsx').then((m) => m.SettingsIndex) },
    {
      path: '/settings/account',
      page: () => import('./account-page.tsx').then((m) => m.AccountPage),
    },
    {
      path: '/settings/security',
      page: () => import('./security-page.tsx').then((m) => m.SecurityPage),
    },
    {
      path: '/settings/org',
      access: 'identity:view',
      page: () => import('./org-page.tsx').then((m) => m.OrgPage),
    },
    {
      path: '/settings/members',
      access: 'identity:view',
      page: () => import('./members-page.tsx').then((m) => m.MembersPage),
    },
    {
      path: '/settings/invitations',
      access: 'identity:edit',
      page: () => import('./invitations-page.tsx').then((m) => m.InvitationsPage),
    },
    {
      path: '/settings/api-keys',
      access: 'identity:edit',
      page: () => import('./api-keys-page.tsx').then((m) => m.ApiKeysPage),
    },
    {
      path: '/settings/audit',
      access: 'identity:edit',
      page: () => import('./audit-page.tsx').then((m) => m.AuditPage),
    },
  ],
  menu: [
    {
      key: 'settings',
      labelKey: 'identity:settings',
      icon: <SettingOutlined />,
      to: '/settings',
      order: 90,
    },
  ],
  pages: [
    {
      key: 'account',
      labelKey: 'identity:account.title',
      words: 'account password language theme 账号 密码 语言',
      icon: <UserOutlined />,
      to: '/settings/account',
    },
    {
      key: 'security',
      labelKey: 'identity:security.title',
      words: 'security two-factor sessions 安全 两步验证',
      icon: <SafetyOutlined />,
      to: '/settings/security',
    },
    {
      key: 'org',
      labelKey: 'identity:org.title',
      words: 'organisation company uscc 企业 公司',
      icon: <BankOutlined />,
      to: '/settings/org',
      access: 'identity:view',
    },
    {
      key: 'members',
      labelKey: 'identity:members.title',
      words: 'members roles people 成员 同事 权限',
      icon: <TeamOutlined />,
      to: '/settings/members',
      access: 'identity:view',
    },
    {
      key: 'invite',
      labelKey: 'identity:invitations.new',
      words: 'invite colleague qr 邀请 二维码',
      icon: <UserAddOutlined />,
      to: '/settings/invitations?new=1',
      access: 'identity:edit',
    },
    {
      key: 'api-keys',
      labelKey: 'identity:apiKeys.title',
      words: 'api key token 密钥 接口',
      icon: <ApiOutlined />,
      to: '/settings/api-keys',
      access: 'identity:edit',
    },
    {
      key: 'audit',
      labelKey: 'identity:audit.title',
      words: 'audit log record 审计 日志',
      icon: <AuditOutlined />,
      to: '/settings/audit',
      access: 'identity:edit',
    },
    {
      key: 'new-org',
      labelKey: 'identity:newOrg.menu',
      words: 'new organisation 新建 企业',
      icon: <PlusOutlined />,
      to: '/orgs/new',
    },
  ],
  onEvent(event, client) {
    if (!event.type.startsWith('identity.')) return
    void client.invalidateQueries({ queryKey: keys.members })
    if (/invitation|member/.test(event.type))
      void client.invalidateQueries({ queryKey: keys.invitations })
    // A right of mine may be among what was changed, and the frame shows what I may do.
    if (/member|org/.test(event.type)) void client.invalidateQueries({ queryKey: meQuery.queryKey })
  },
}
