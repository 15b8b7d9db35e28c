import { DownloadOutlined, PlayCircleOutlined, ReloadOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Alert, App, Button } from 'antd'
import { useEffect, useState } from 'react'
import { useRouteParams } from '../../app/navigation.ts'
import { http } from '../../ui/http.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { JobCard, type JobState } from '../../ui/job-card.tsx'
import { Page } from '../../ui/page.tsx'
import { ErrorState, Skeleton, useErrorText } from '../../ui/states.tsx'
import type { KeyFigure } from '../../ui/values.tsx'
import { type Import, useChain, useImport, useImportStep } from './api.ts'
import { rowsToWrite, stepOf } from './import-mapping.ts'
import { ImportPlanForm } from './import-plan-form.tsx'
import { ImportRows } from './import-rows.tsx'
import { ImportSteps } from './import-steps.tsx'
import { OUTCOME_TONES } from './status.tsx'
import './network.css'

/** One import from mapping to result. Its address brings the reader back to wherever it stands. */
export function ImportPage() {
  const { t } = useTexts()
  const { importId } = useRouteParams<'importId'>()
  const { data: job, error, refetch } = useImport(importId)
  const chain = useChain(job?.chainId ?? '')
  const [isReplanning, setReplanning] = useState(false)
  const state = job?.state
  useEffect(() => {
    if (state !== 'checked') setReplanning(false)
  }, [state])
  const step = job && (isReplanning ? 'map' : stepOf(job.state))
  return (
    <Page
      title={job?.fileName ?? t('network:import.title')}
      note={job && <Detected job={job} />}
      back={
        job && {
          to: `/chains/${job.chainId}?tab=imports`.split('?')[0]!,
          label: chain.data?.name ?? t('network:chains.one'),
        }
      }
      width="wide"
    >
      {!job ? (
        error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton rows={10} />
        )
      ) : (
        <div className="stack">
          <ImportSteps step={step!} isFailed={job.state === 'failed'} />
          {step === 'map' ? (
            <ImportPlanForm
              job={job}
              onCancel={isReplanning ? () => setReplanning(false) : undefined}
            />
          ) : (
            <Work job={job} onReplan={() => setReplanning(true)} />
          )}
        </div>
      )}
    </Page>
  )
}

/** What the server made of the file, in words. */
function Detected({ job }: { job: Import }) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <>
      {job.encoding
        ? t('network:import.detectedCsv', {
            encoding: job.encoding.toUpperCase(),
            rows: format.number(job.rowsTotal),
          })
        : t('network:import.detectedXlsx', {
            sheets: job.sheets.length,
            rows: format.number(job.rowsTotal),
          })}
    </>
  )
}

const STATES: Record<Import['state'], JobState> = {
  uploaded: 'waiting',
  checking: 'running',
  checked: 'done',
  running: 'running',
  done: 'done',
  cancelled: 'cancelled',
  failed: 'failed',
}

function Work({ job, onReplan }: { job: Import; onReplan: () => void }) {
  const { t } = useTexts()
  const say = useErrorText()
  const step = useImportStep(job.id)
  const isBusy = job.state === 'checking' || job.state === 'running'
  const done = job.state === 'checking' ? job.rowsRead : job.rowsDone
  return (
    <>
      <JobCard
        title={t(`network:import.title_${job.state}`)}
        state={STATES[job.state]}
        done={job.state === 'checked' ? job.rowsTotal : done}
        total={job.rowsTotal}
        counts={useCounts(job)}
        failure={
          job.failure &&
          t(
            [
              `network:import.failure.${job.failure}`,
              `errors:reason.${job.failure}`,
              `errors:code.${job.failure}`,
              'network:import.failure.other',
            ],
            { reason: job.failure },
          )
        }
        note={<Guidance job={job} />}
        {...(isBusy && {
          onCancel: () => step.mutate('cancellation'),
          isCancelling: step.isPending,
        })}
        actions={
          !isBusy && (
            <Acts
              job={job}
              onReplan={onReplan}
              isPending={step.isPending}
              onStep={(next) => step.mutate(next)}
            />
          )
        }
      />
      {step.error && <Alert type="error" showIcon title={say(step.error)} role="alert" />}
      {!isBusy && job.state !== 'uploaded' && <ImportRows job={job} />}
    </>
  )
}

function useCounts({ counts, state }: Import): KeyFigure[] {
  const { t } = useTexts()
  const format = useFormat()
  const isTrial = state === 'checking' || state === 'checked'
  return (['created', 'updated', 'unchanged', 'failed'] as const)
    .filter((outcome) => counts[outcome] !== undefined)
    .map((key) => ({
      key,
      label: t(isTrial ? `network:outcome.will.${key}` : `network:outcome.${key}`),
      value: format.number(counts[key] ?? 0),
      tone: counts[key] ? OUTCOME_TONES[key] : 'quiet',
    }))
}

/** What to do next, in one sentence. */
function Guidance({ job }: { job: Import }) {
  const { t } = useTexts()
  const failed = job.counts.failed ?? 0
  if (job.state === 'checking') return <>{t('network:import.guide.checking')}</>
  if (job.state === 'running') return <>{t('network:import.guide.running')}</>
  if (job.state === 'checked') {
    if (rowsToWrite(job) === 0 && failed > 0) return <>{t('network:import.guide.allFailed')}</>
    if (rowsToWrite(job) === 0) return <>{t('network:import.guide.nothingNew')}</>
    return <>{t(failed > 0 ? 'network:import.guide.someFailed' : 'network:import.guide.allGood')}</>
  }
  if (job.state === 'done')
    return <>{t(failed > 0 ? 'network:import.guide.doneSome' : 'network:import.guide.doneAll')}</>
  return <>{t('network:import.guide.again')}</>
}

interface ActsProps {
  job: Import
  isPending: boolean
  onReplan: () => void
  onStep: (step: 'check' | 'run') => void
}
function Acts({ job, isPending, onReplan, onStep }: ActsProps) {
  const { t } = useTexts()
  const format = useFormat()
  const rows = rowsToWrite(job)
  if (job.state === 'checked') {
    return (
      <>
        <Button
          type="primary"
          icon={<PlayCircleOutlined />}
          disabled={rows === 0}
          loading={isPending}
          onClick={() => onStep('run')}
        >
          {t('network:import.run', { count: rows, rows: format.number(rows) })}
        </Button>
        <Button onClick={onReplan}>{t('network:import.replan')}</Button>
        <Result job={job} />
      </>
    )
  }
  return (
    <>
      {job.state === 'done' && (
        <Link to={`/chains/${job.chainId}`}>
          <Button type="primary">{t('network:import.toChain')}</Button>
        </Link>
      )}
      <Result job={job} />
      <Link to={`/chains/${job.chainId}/import`}>
        <Button icon={<ReloadOutlined />}>{t('network:import.another')}</Button>
      </Link>
    </>
  )
}

function Result({ job }: { job: Import }) {
  const { t } = useTexts()
  const say = useErrorText()
  const { message } = App.useApp()
  const [isLoading, setLoading] = useState(false)
  async function save(): Promise<void> {
    setLoading(true)
    try {
      await http.download(`/imports/${job.id}/result.xlsx`)
    } catch (error) {
      message.error(say(error))
    } finally {
      setLoading(false)
    }
  }
  return (
    <Button icon={<DownloadOutlined />} loading={isLoading} onClick={() => void save()}>
      {t('network:import.result')}
    </Button>
  )
}
