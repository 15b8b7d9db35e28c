import { FileExcelOutlined, UploadOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Section } from '../../ui/page.tsx'
import type { Tone } from '../../ui/palette.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { RelativeTime, StateTag } from '../../ui/values.tsx'
import { type Chain, type Import, useImports } from './api.ts'

const TONES: Record<Import['state'], Tone> = {
  uploaded: 'accent',
  checking: 'indigo',
  checked: 'accent',
  running: 'indigo',
  done: 'good',
  cancelled: 'quiet',
  failed: 'bad',
}

/** Every sheet that was brought in, with what came of it; an unfinished one goes on where it stopped. */
export function ImportsTab({ chain }: { chain: Chain }) {
  const { t } = useTexts()
  const imports = useImports(chain.id)
  const items = imports.data?.items ?? []
  const start = (
    <Link to={`/chains/${chain.id}/import`}>
      <Button type="primary" icon={<UploadOutlined />}>
        {t('network:import.title')}
      </Button>
    </Link>
  )
  return (
    <Section title={t('network:imports.title')} note={t('network:imports.note')}>
      <div className="card">
        {imports.isPending ? (
          <Skeleton rows={4} />
        ) : !imports.data ? (
          <ErrorState error={imports.error} onRetry={() => void imports.refetch()} />
        ) : items.length === 0 ? (
          <EmptyState
            icon={<FileExcelOutlined />}
            title={t('network:imports.emptyTitle')}
            note={t('network:imports.emptyNote')}
            action={start}
          />
        ) : (
          <ul className="plain-list">
            {items.map((job) => (
              <li key={job.id}>
                <Link to={`/imports/${job.id}`} className="import-line">
                  <span>
                    <strong>{job.fileName}</strong>
                    <div className="soft">
                      <ImportCounts job={job} />
                    </div>
                  </span>
                  <span className="row-end">
                    <StateTag tone={TONES[job.state]}>
                      {t(`network:imports.state.${job.state}`)}
                    </StateTag>
                    <RelativeTime at={job.createdAt} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  )
}

function ImportCounts({ job }: { job: Import }) {
  const { t } = useTexts()
  const format = useFormat()
  const { created = 0, updated = 0, failed = 0 } = job.counts
  return (
    <>
      {t('network:imports.counts', {
        rows: format.number(job.rowsTotal),
        created: format.number(created),
        updated: format.number(updated),
        failed: format.number(failed),
      })}
    </>
  )
}
