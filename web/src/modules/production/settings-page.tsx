import { EditOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import type { SettingsAddress, WorkCalendar } from '../../../../server/modules/production/schema.ts'
import { useMay, useMe } from '../../app/session.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Page, Section } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { type Chain, chainsQuery, partiesQuery, settingsQuery } from './api.ts'
import { SettingsDrawer } from './settings-drawer.tsx'
import './production.css'

/** When there is work: for a whole chain as its lead says, and for each factory as it says itself. */
export function ProductionSettingsPage() {
  const { t } = useTexts()
  const { data, error, refetch } = useQuery(chainsQuery)
  return (
    <Page
      title={t('production:settings.title')}
      note={t('production:settings.note')}
      back={{ to: '/production', label: t('production:menu') }}
      width="narrow"
    >
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={6} />
      ) : data.items.length === 0 ? (
        <div className="card">
          <EmptyState
            title={t('production:settings.none')}
            note={t('production:settings.noneNote')}
          />
        </div>
      ) : (
        data.items.map((chain) => (
          <Section key={chain.id} title={chain.name} note={!chain.isLead && chain.lead.name}>
            {chain.isLead ? <LedChain chain={chain} /> : <OwnHours chain={chain} />}
          </Section>
        ))
      )}
    </Page>
  )
}

function LedChain({ chain }: { chain: Chain }) {
  const { t } = useTexts()
  const may = useMay()
  const { data } = useQuery(partiesQuery(chain.id))
  const [chosen, setChosen] = useState<{ id: string; name: string } | null>(null)
  return (
    <div className="stack">
      <Hours
        address={{ chainId: chain.id, scope: 'chain', subjectId: chain.id }}
        label={t('production:settings.default')}
        title={t('production:settings.ofChain')}
      />
      {may('production:edit') && data && data.items.length > 0 && (
        <div className="card card-padded stack-small">
          <b>{t('production:settings.each')}</b>
          <span className="soft">{t('production:settings.eachNote')}</span>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            value={null}
            placeholder={t('production:settings.choose')}
            aria-label={t('production:settings.choose')}
            options={data.items.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id: string | null) =>
              setChosen(data.items.find((party) => party.id === id) ?? null)
            }
          />
        </div>
      )}
      {chosen && (
        <SettingsDrawer
          address={{ chainId: chain.id, scope: 'factory', subjectId: chosen.id }}
          title={t('production:settings.ofFactory', { name: chosen.name })}
          isOpen
          onClose={() => setChosen(null)}
        />
      )}
    </div>
  )
}

function OwnHours({ chain }: { chain: Chain }) {
  const { t } = useTexts()
  const { org } = useMe()
  if (!org) return null
  return (
    <Hours
      address={{ chainId: chain.id, scope: 'factory', subjectId: org.id }}
      label={t('production:settings.mine')}
      title={t('production:settings.mine')}
      note={t('production:settings.mineNote', { lead: chain.lead.name })}
      hasHoursOnly
    />
  )
}

interface HoursProps {
  address: SettingsAddress
  label: string
  title: string
  note?: string
  hasHoursOnly?: boolean
}

function Hours({ address, label, title, note, hasHoursOnly }: HoursProps) {
  const { t } = useTexts()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  const { data } = useQuery(settingsQuery(address))
  return (
    <div className="card card-padded stack-small">
      <div className="order-card-head">
        <b>{label}</b>
        {may('production:edit') && (
          <Button icon={<EditOutlined />} onClick={() => setOpen(true)}>
            {t('production:settings.edit')}
          </Button>
        )}
      </div>
      {data ? <CalendarText calendar={data.holds.calendar} /> : <Skeleton rows={2} />}
      {note && <span className="faint">{note}</span>}
      <SettingsDrawer
        address={address}
        title={title}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        {...(hasHoursOnly && { hasHoursOnly })}
      />
    </div>
  )
}

function CalendarText({ calendar }: { calendar: WorkCalendar }) {
  const { t } = useTexts()
  const format = useFormat()
  const days = [...calendar.weekdays].sort().map((day) => t(`production:settings.day.${day}`))
  return (
    <div className="stack-small">
      <span>{format.list(days)}</span>
      <span className="figures">
        {calendar.shifts.map(({ from, to }) => `${from}–${to}`).join(' · ')}
      </span>
      <span className="faint">{calendar.timeZone.replaceAll('_', ' ')}</span>
    </div>
  )
}
