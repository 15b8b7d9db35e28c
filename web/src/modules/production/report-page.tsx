import {
  CameraOutlined,
  CloudUploadOutlined,
  FileExcelOutlined,
  QrcodeOutlined,
} from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Upload } from 'antd'
import { useEffect, useState } from 'react'
import { useSearchValues } from '../../app/navigation.ts'
import { useIsOnline } from '../../app/offline-banner.tsx'
import { http } from '../../ui/http.ts'
import { useTexts } from '../../ui/i18n.ts'
import { Page } from '../../ui/page.tsx'
import { readStored, writeStored } from '../../ui/preferences.ts'
import { EmptyState, ErrorState, Skeleton, useErrorText } from '../../ui/states.tsx'
import { uuid } from '../../ui/uuid.ts'
import { bringSheet, keys, type ReportInput, type WorkItem, workQuery } from './api.ts'
import { ProgressBar, useCount } from './marks.tsx'
import { drop, post, useOutbox } from './outbox.ts'
import { ReportSheet } from './report-sheet.tsx'
import { ScanSheet } from './scan-sheet.tsx'
import './production.css'

const KEPT = 'jingwei.production.work'

/** A worker's page for one thumb: tap the work, tap how many. It works without a line and sends later. */
export function ReportPage() {
  const { t } = useTexts()
  const [search, setSearch] = useSearchValues()
  const { items, error, isPending, refetch } = useKeptWork()
  const [chosen, setChosen] = useState<WorkItem | null>(null)
  const bundle = typeof search.bundle === 'string' ? search.bundle : null
  const [isScanning, setScanning] = useState(bundle !== null)
  const report = useReport()
  return (
    <Page
      title={t('production:report.title')}
      width="narrow"
      actions={
        <>
          <SheetButton />
          <Button icon={<QrcodeOutlined />} type="primary" onClick={() => setScanning(true)}>
            {t('production:scan.title')}
          </Button>
        </>
      }
    >
      <Outbox />
      {error && items.length === 0 ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : isPending && items.length === 0 ? (
        <Skeleton rows={6} />
      ) : items.length === 0 ? (
        <div className="card">
          <EmptyState
            icon={<CameraOutlined />}
            title={t('production:work.none')}
            note={t('production:work.noneNote')}
          />
        </div>
      ) : (
        <ul className="report-list">
          {items.map((work) => (
            <li key={work.id}>
              <WorkButton work={work} onTap={() => setChosen(work)} />
            </li>
          ))}
        </ul>
      )}
      <ReportSheet work={chosen} onClose={() => setChosen(null)} onReport={report} />
      <ScanSheet
        isOpen={isScanning}
        code={bundle}
        onReport={report}
        onClose={() => {
          setScanning(false)
          if (bundle) setSearch({ bundle: undefined })
        }}
      />
    </Page>
  )
}

/** My work as the server last told it; the device keeps it for halls without a line. */
function useKeptWork() {
  const { data, error, isPending, refetch } = useQuery(workQuery())
  useEffect(() => {
    if (data) writeStored(KEPT, data.items)
  }, [data])
  const items = data?.items ?? readStored<WorkItem[]>(KEPT, [])
  return {
    items: items.filter((work) => work.answer !== 'refused' && !work.isDone),
    error,
    isPending,
    refetch: () => void refetch(),
  }
}

export type Reporting = (report: ReportInput, title: string, photo?: Blob) => Promise<void>

/** Puts a report into the outbox at once, and offers to take it back: a correction, which is a fact too. */
function useReport(): Reporting {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  return async (report, title, photo) => {
    await post(report, title, photo)
    void client.invalidateQueries({ queryKey: keys.all })
    const undo = async () => {
      message.destroy(report.id)
      const id = uuid()
      const taken = { ...report, id, good: 0, scrap: 0, scrapReason: '', corrects: report.id }
      await post(taken, t('production:report.undone', { title }))
      void client.invalidateQueries({ queryKey: keys.all })
    }
    message.success({
      key: report.id,
      duration: 6,
      content: (
        <>
          {title}{' '}
          <Button size="small" type="link" onClick={() => void undo()}>
            {t('production:report.undo')}
          </Button>
        </>
      ),
    })
  }
}

function WorkButton({ work, onTap }: { work: WorkItem; onTap: () => void }) {
  const count = useCount()
  const waiting = useOutbox()
  const held = waiting
    .filter(
      (one) => one.report.shareId === work.id && one.refused === undefined && !one.report.corrects,
    )
    .reduce((sum, one) => sum + one.report.good, 0)
  const { done, of } = count({ ...work, good: work.good + held })
  return (
    <button type="button" className="report-work card" onClick={onTap}>
      <span className="report-work-name">
        <b>{work.operation.name}</b>
        <span className="faint">
          {work.orderCode} {work.productName}
        </span>
      </span>
      <span className="figures report-work-count">
        <b>{done}</b>
        <span className="faint">
          {' '}
          / {of} {work.operation.unit}
        </span>
      </span>
      <ProgressBar progress={work.progress} />
    </button>
  )
}

/** What waits for the line, and what the server would not take. */
function Outbox() {
  const { t } = useTexts()
  const isOnline = useIsOnline()
  const items = useOutbox()
  const waiting = items.filter((one) => one.refused === undefined)
  const refused = items.filter((one) => one.refused !== undefined)
  if (items.length === 0) return null
  return (
    <section className="card card-padded outbox" aria-live="polite">
      {waiting.length > 0 && (
        <div className="row">
          <CloudUploadOutlined aria-hidden />
          {t(isOnline ? 'production:outbox.sending' : 'production:outbox.waiting', {
            count: waiting.length,
          })}
        </div>
      )}
      {refused.map((one) => (
        <div key={one.no} className="order-card-head">
          <span>
            {one.title}{' '}
            <span className="text-bad">
              {t([`errors:reason.${one.refused}`, 'errors:reason.malformed'])}
            </span>
          </span>
          <Button size="small" onClick={() => void drop(one.no as number)}>
            {t('production:outbox.read')}
          </Button>
        </div>
      ))}
    </section>
  )
}

function SheetButton() {
  const { t } = useTexts()
  const say = useErrorText()
  const client = useQueryClient()
  const { message } = App.useApp()
  async function bring(file: File): Promise<void> {
    try {
      const stored = await http.upload<{ id: string }>('/files', file)
      const { accepted, repeated, refused } = await bringSheet(stored.id)
      void client.invalidateQueries({ queryKey: keys.all })
      const rows = refused.slice(0, 5).map(({ row, reason }) =>
        t('production:sheet.row', {
          row,
          why: t([`errors:reason.${reason}`, 'errors:reason.malformed']),
        }),
      )
      const done = t('production:sheet.done', { accepted, repeated, refused: refused.length })
      if (refused.length === 0) message.success(done)
      else message.warning({ content: [done, ...rows].join(' '), duration: 12 })
    } catch (error) {
      message.error(say(error))
    }
  }
  return (
    <Upload
      accept=".xlsx,.csv"
      showUploadList={false}
      beforeUpload={(file) => {
        void bring(file)
        return false
      }}
    >
      <Button
        icon={<FileExcelOutlined />}
        aria-label={t('production:sheet.bring')}
        title={t('production:sheet.bring')}
      />
    </Upload>
  )
}
