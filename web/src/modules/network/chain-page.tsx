import { PlusOutlined, SettingOutlined, UploadOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useRouteParams } from '../../app/navigation.ts'
import { useMay } from '../../app/session.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { useIsPhone } from '../../ui/preferences.ts'
import { RecordPage, type RecordTab } from '../../ui/record-page.tsx'
import { StateTag } from '../../ui/values.tsx'
import { type Chain, type ChainSummary, useChain, useChainSummary } from './api.ts'
import { totals } from './chain-figures.ts'
import { ChainMapTab } from './chain-map-tab.tsx'
import { GroupsTab } from './groups-tab.tsx'
import { ImportsTab } from './imports-tab.tsx'
import { PartnerForm } from './partner-form.tsx'
import { PartnersTab } from './partners-tab.tsx'
import { RulesTab } from './rules-tab.tsx'
import './network.css'

/** One chain: its map, its partners, its groups, who sees whom, what was imported. */
export function ChainPage() {
  const { t } = useTexts()
  const may = useMay()
  const { chainId } = useRouteParams<'chainId'>()
  const chain = useChain(chainId)
  const summary = useChainSummary(chainId)
  const [isAdding, setAdding] = useState(false)
  const mayEdit = may('network:edit')
  return (
    <RecordPage
      title={chain.data?.name ?? t('network:chains.one')}
      state={chain.data && <LeadTag chain={chain.data} />}
      note={chain.data && <Head chain={chain.data} summary={summary.data} />}
      back={{ to: '/chains', label: t('network:chains.title') }}
      isLoading={chain.isPending}
      error={chain.data ? undefined : chain.error}
      onRetry={() => void chain.refetch()}
      actions={
        chain.data && mayEdit && <Actions chain={chain.data} onAdd={() => setAdding(true)} />
      }
      tabs={chain.data && tabsOf(chain.data, mayEdit, t)}
    >
      {chain.data && (
        <PartnerForm chainId={chainId} isOpen={isAdding} onClose={() => setAdding(false)} />
      )}
    </RecordPage>
  )
}

function tabsOf(chain: Chain, mayEdit: boolean, t: ReturnType<typeof useTexts>['t']): RecordTab[] {
  const tabs: RecordTab[] = [
    { key: 'map', label: t('network:tabs.map'), children: <ChainMapTab chain={chain} /> },
    { key: 'table', label: t('network:tabs.table'), children: <PartnersTab chain={chain} /> },
  ]
  if (!mayEdit) return tabs
  return [
    ...tabs,
    { key: 'groups', label: t('network:tabs.groups'), children: <GroupsTab chain={chain} /> },
    { key: 'rules', label: t('network:tabs.rules'), children: <RulesTab chain={chain} /> },
    { key: 'imports', label: t('network:tabs.imports'), children: <ImportsTab chain={chain} /> },
  ]
}

function LeadTag({ chain }: { chain: Chain }) {
  const { t } = useTexts()
  return (
    <StateTag tone={chain.isLead ? 'indigo' : 'quiet'}>
      {chain.isLead
        ? t('network:chains.iLead')
        : chain.myTier === null
          ? t('network:chains.member')
          : t('network:chains.memberTier', { tier: chain.myTier })}
    </StateTag>
  )
}

function Actions({ chain, onAdd }: { chain: Chain; onAdd: () => void }) {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  return (
    <>
      {chain.isLead && (
        <Link to={`/chains/${chain.id}/settings`}>
          <Button
            icon={<SettingOutlined />}
            aria-label={t('network:settings.title')}
            title={t('network:settings.title')}
          />
        </Link>
      )}
      <Link to={`/chains/${chain.id}/import`}>
        <Button icon={<UploadOutlined />}>
          {t(isPhone ? 'network:import.short' : 'network:import.title')}
        </Button>
      </Link>
      <Button type="primary" icon={<PlusOutlined />} onClick={onAdd}>
        {t('network:partner.add')}
      </Button>
    </>
  )
}

function Head({ chain, summary }: { chain: Chain; summary: ChainSummary | undefined }) {
  const { t } = useTexts()
  return (
    <>
      {chain.note || t('network:chains.ledBy', { name: chain.lead.name })}
      {summary && <KeyLine summary={summary} />}
    </>
  )
}

/** The key figures in one line, so that the map has the room. */
function KeyLine({ summary }: { summary: ChainSummary }) {
  const { t } = useTexts()
  const format = useFormat()
  const all = totals(summary.tiers)
  const figures = [
    { key: 'partners', value: format.number(all.partners) },
    { key: 'joined', value: all.joinedShare === null ? '–' : format.percent(all.joinedShare, 1) },
    { key: 'invited', value: format.number(all.invited) },
    { key: 'imported', value: format.number(all.imported) },
    { key: 'tiers', value: t('network:figures.tiersValue', { down: all.down, up: all.up }) },
  ]
  return (
    <dl className="key-line">
      {figures.map(({ key, value }) => (
        <div key={key}>
          <dt>{t(`network:figures.${key}`)}</dt>
          <dd className="figures">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
