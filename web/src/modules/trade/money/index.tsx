import { AccountBookOutlined } from '@ant-design/icons'
import type { ModuleRoute, WebModule } from '../../../app/modules.ts'

const access = 'trade:view'

/** The pages of money; trade's own index names them. */
export const moneyRoutes: ModuleRoute[] = [
  { path: '/money', access, page: () => import('./claims-page.tsx').then((m) => m.ClaimsPage) },
  {
    path: '/money/invoices',
    access,
    page: () => import('./invoices-page.tsx').then((m) => m.InvoicesPage),
  },
  {
    path: '/money/invoices/$invoiceId',
    access,
    page: () => import('./invoice-page.tsx').then((m) => m.InvoicePage),
  },
  {
    path: '/money/accounts/$orgId',
    access,
    page: () => import('./account-page.tsx').then((m) => m.AccountPage),
  },
  { path: '/money/bank', access, page: () => import('./bank-page.tsx').then((m) => m.BankPage) },
  {
    path: '/money/bank/$statementId',
    access,
    page: () => import('./statement-page.tsx').then((m) => m.StatementPage),
  },
  {
    path: '/money/ledger',
    access,
    page: () => import('./ledger-page.tsx').then((m) => m.LedgerPage),
  },
  {
    path: '/money/earnings',
    access,
    page: () => import('./earnings-page.tsx').then((m) => m.EarningsPage),
  },
]

export const moneyMenu: NonNullable<WebModule['menu']> = [
  {
    key: 'money',
    labelKey: 'money:title',
    noteKey: 'money:tile',
    icon: <AccountBookOutlined />,
    to: '/money',
    access,
    order: 44,
  },
]

const WORDS = {
  claims: 'receivables payables ageing dunning 应收 应付 账龄 催款 对账单',
  invoices: 'invoices deposits credit notes 开单 发票 定金 贷项',
  bank: 'bank statement camt reconcile 银行 流水 对账',
  ledger: 'ledger journal trial balance 总账 凭证 试算平衡 结账',
  earnings: 'margin flows earnings 毛利 三流 收益',
} as const

export const moneyPages: NonNullable<WebModule['pages']> = (
  Object.keys(WORDS) as (keyof typeof WORDS)[]
).map((key) => ({
  key: `money-${key}`,
  labelKey: `money:nav.${key}`,
  words: WORDS[key],
  icon: <AccountBookOutlined />,
  to: key === 'claims' ? '/money' : `/money/${key}`,
  access,
}))
