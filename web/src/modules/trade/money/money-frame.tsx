import { Tabs } from 'antd'
import type { ReactNode } from 'react'
import { useGo } from '../../../app/navigation.ts'
import { useTexts } from '../../../ui/i18n.ts'
import './money.css'

const PAGES = [
  { key: 'claims', to: '/money' },
  { key: 'invoices', to: '/money/invoices' },
  { key: 'bank', to: '/money/bank' },
  { key: 'ledger', to: '/money/ledger' },
  { key: 'earnings', to: '/money/earnings' },
] as const

/** The pages of money, side by side under the title of each. */
export function MoneyTabs({ open }: { open: (typeof PAGES)[number]['key'] }) {
  const { t } = useTexts()
  const go = useGo()
  return (
    <Tabs
      className="money-tabs"
      activeKey={open}
      onChange={(key) => go(PAGES.find((page) => page.key === key)!.to)}
      items={PAGES.map(({ key }) => ({ key, label: t(`money:nav.${key}`) }))}
    />
  )
}

/** Rows and columns of figures that scroll by themselves where the screen is narrow. */
export function Figures({ head, children }: { head: ReactNode; children: ReactNode }) {
  return (
    <div className="money-figures">
      <table>
        <thead>
          <tr>{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
