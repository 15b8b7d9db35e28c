import {
  AuditOutlined,
  CheckCircleFilled,
  CloseCircleFilled,
  DownloadOutlined,
  SafetyCertificateOutlined,
} from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useRef, useState } from 'react'
import { MODULES } from '../../../../server/platform/schema.ts'
import { useSearchValues } from '../../app/navigation.ts'
import { saveFile } from '../../ui/http.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { JobCard, type JobState } from '../../ui/job-card.tsx'
import { List, type ListColumn, type ListFilter } from '../../ui/list-page.tsx'
import { toQuery } from '../../ui/list-state.ts'
import { useIsPhone } from '../../ui/preferences.ts'
import { useErrorText } from '../../ui/states.tsx'
import { Facts, RelativeTime } from '../../ui/values.tsx'
import { type AuditEvent, auditCheckQuery, keys } from './api.ts'
import { auditCsv, collectAudit } from './audit-export.ts'
import { useFactText } from './fact-text.ts'
import { SettingsPage } from './settings-frame.tsx'

/** Everything that happened in the org, in a record whose every entry seals the one before. */
export function AuditPage() {
  const { t } = useTexts()
  const eventText = useEventText()
  const [open, setOpen] = useState<AuditEvent | null>(null)
  const filters: ListFilter[] = [
    {
      kind: 'choice',
      key: 'type',
      label: t('identity:audit.module'),
      options: MODULES.map((module) => ({
        value: `${module}.`,
        label: t(`identity:module.${module}`),
      })),
    },
    { kind: 'dates', key: 'from', toKey: 'to', label: t('identity:audit.when') },
  ]
  const csv = useExport(filters)
  const actorText = useActorText()
  const columns: ListColumn<AuditEvent>[] = [
    {
      key: 'what',
      title: t('identity:audit.what'),
      width: 240,
      render: (event) => eventText(event.type),
    },
    {
      key: 'who',
      title: t('identity:audit.who'),
      width: 140,
      render: ({ actor }) => actorText(actor),
    },
    {
      key: 'at',
      title: t('identity:audit.when'),
      width: 130,
      render: ({ at }) => <RelativeTime at={at} />,
    },
    {
      key: 'data',
      title: t('identity:audit.detail'),
      width: 280,
      render: ({ data }) => <ShortFacts data={data} />,
    },
    {
      key: 'seq',
      title: t('identity:audit.number'),
      width: 90,
      align: 'right',
      render: ({ seq }) => seq,
    },
    {
      key: 'hash',
      title: t('identity:audit.hash'),
      width: 140,
      isHidden: true,
      render: ({ hash }) => <span className="mono">{hash.slice(0, 12)}</span>,
    },
  ]
  return (
    <SettingsPage section="audit">
      <Verification />
      {csv.card}
      <List<AuditEvent>
        id="audit"
        queryKey={keys.audit}
        path="/audit"
        rowKey={(event) => String(event.seq)}
        columns={columns}
        filters={filters}
        searchLabel={t('identity:audit.search')}
        onOpen={setOpen}
        card={(event) => (
          <>
            <div className="cards-title">{eventText(event.type)}</div>
            <div className="faint">
              {actorText(event.actor)} · <RelativeTime at={event.at} />
            </div>
          </>
        )}
        tools={csv.button}
        empty={{
          icon: <AuditOutlined />,
          title: t('identity:audit.empty'),
          note: t('identity:audit.emptyNote'),
        }}
      />
      {open && <EventDrawer event={open} onClose={() => setOpen(null)} />}
    </SettingsPage>
  )
}

/** `network.partner_moved` in the reader's words, or as it stands when no catalogue knows it. */
function useEventText(): (type: string) => string {
  const { t } = useTexts()
  return (type) => t(`identity:event.${type}`, { defaultValue: type })
}

/** The system itself has no name of its own. */
function useActorText(): (actor: AuditEvent['actor']) => string {
  const { t } = useTexts()
  return ({ kind, name }) => (kind === 'system' ? t('identity:audit.systemName') : name)
}

function ShortFacts({ data }: { data: Record<string, unknown> }) {
  const { t } = useTexts()
  const { nameText, valueText } = useFactText()
  const facts = Object.entries(data).map(([name, value]) =>
    t('identity:fact.one', { name: nameText(name), value: valueText(name, value) }),
  )
  return <span className="soft">{facts.join(' · ')}</span>
}

/** Recomputes every hash on the server, when somebody wants to know. */
function Verification() {
  const { t } = useTexts()
  const format = useFormat()
  const errorText = useErrorText()
  const { data, error, isFetching, refetch } = useQuery(auditCheckQuery)
  const isBroken = data !== undefined && data.brokenAt !== null
  const icon = isBroken ? (
    <CloseCircleFilled className="text-bad" />
  ) : data ? (
    <CheckCircleFilled className="text-good" />
  ) : (
    <SafetyCertificateOutlined className="faint" />
  )
  return (
    <div className="card card-padded verification" aria-live="polite">
      {icon}
      <div className="verification-text">
        <strong>
          {error
            ? errorText(error)
            : isBroken
              ? t('identity:audit.broken', { number: data.brokenAt })
              : data
                ? t('identity:audit.whole', {
                    count: data.events,
                    number: format.number(data.events),
                  })
                : t('identity:audit.check')}
        </strong>
        <div className="soft">
          {t(isBroken ? 'identity:audit.brokenNote' : 'identity:audit.checkNote')}
        </div>
      </div>
      <Button loading={isFetching} onClick={() => void refetch()}>
        {t(data ? 'identity:audit.checkAgain' : 'identity:audit.checkNow')}
      </Button>
    </div>
  )
}

/** All that the filters find as CSV, page by page, with a way to stop it. */
function useExport(filters: ListFilter[]) {
  const { t } = useTexts()
  const format = useFormat()
  const errorText = useErrorText()
  const [values] = useSearchValues()
  const [state, setState] = useState<JobState | null>(null)
  const [count, setCount] = useState(0)
  const [failure, setFailure] = useState<unknown>(null)
  const control = useRef<AbortController | null>(null)
  async function run(): Promise<void> {
    control.current = new AbortController()
    const { signal } = control.current
    setCount(0)
    setFailure(null)
    setState('running')
    try {
      const events = await collectAudit(toQuery(values, filters), setCount, signal)
      saveFile(new Blob([auditCsv(events)], { type: 'text/csv' }), 'jingwei-audit.csv')
      setState('done')
    } catch (error) {
      setFailure(signal.aborted ? null : error)
      setState(signal.aborted ? 'cancelled' : 'failed')
    }
  }
  const button = (
    <Button icon={<DownloadOutlined />} disabled={state === 'running'} onClick={() => void run()}>
      {t('identity:audit.export')}
    </Button>
  )
  const card = state && (
    <JobCard
      title={t('identity:audit.exporting')}
      state={state}
      counts={[{ key: 'events', label: t('identity:audit.events'), value: format.number(count) }]}
      failure={failure ? errorText(failure) : undefined}
      onCancel={() => control.current?.abort()}
    />
  )
  return { button, card }
}

function EventDrawer({ event, onClose }: { event: AuditEvent; onClose: () => void }) {
  const { t } = useTexts()
  const format = useFormat()
  const eventText = useEventText()
  const actorText = useActorText()
  const { nameText, valueText } = useFactText()
  const isPhone = useIsPhone()
  return (
    <Drawer open onClose={onClose} title={eventText(event.type)} size={isPhone ? '100%' : 520}>
      <div className="stack">
        <Facts
          items={[
            { key: 'who', label: t('identity:audit.who'), value: actorText(event.actor) },
            {
              key: 'kind',
              label: t('identity:audit.actor'),
              value: t(`identity:audit.kind.${event.actor.kind}`),
            },
            { key: 'at', label: t('identity:audit.when'), value: format.dateTime(event.at) },
            { key: 'seq', label: t('identity:audit.number'), value: event.seq },
            {
              key: 'type',
              label: t('identity:audit.type'),
              value: <span className="mono">{event.type}</span>,
            },
            {
              key: 'subject',
              label: t('identity:audit.subject'),
              value: <span className="mono">{event.subject}</span>,
            },
          ]}
        />
        {Object.keys(event.data).length > 0 && (
          <Facts
            items={Object.entries(event.data).map(([name, value]) => ({
              key: name,
              label: nameText(name),
              value: valueText(name, value),
            }))}
          />
        )}
        <div>
          <div className="faint">{t('identity:audit.hash')}</div>
          <div className="mono">{event.hash}</div>
        </div>
      </div>
    </Drawer>
  )
}
