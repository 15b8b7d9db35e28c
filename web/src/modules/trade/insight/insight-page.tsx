import { Tabs } from 'antd'
import { useSearchValues } from '../../../app/navigation.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { Page } from '../../../ui/page.tsx'
import { IndexTab } from './index-tab.tsx'
import { MatchTab } from './match-tab.tsx'
import { NextTab } from './next-tab.tsx'
import { WishTab } from './wish-tab.tsx'
import './insight.css'

const TABS = { next: NextTab, prices: IndexTab, suppliers: MatchTab, wishes: WishTab }

/** What trades teach: who orders next, how prices move, whom to buy from, and what a category can promise. */
export function InsightPage() {
  const { t } = useTexts()
  const [search, setSearch] = useSearchValues()
  const tab = typeof search.tab === 'string' && search.tab in TABS ? search.tab : 'next'
  return (
    <Page title={t('insight:title')} note={t('insight:note')} width="wide">
      <Tabs
        activeKey={tab}
        destroyOnHidden
        onChange={(key) => setSearch({ tab: key === 'next' ? undefined : key })}
        items={Object.entries(TABS).map(([key, Tab]) => ({
          ...{ key, label: t(`insight:${key}.tab`), children: <Tab /> },
        }))}
      />
    </Page>
  )
}
