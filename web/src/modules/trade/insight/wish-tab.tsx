import { CompassOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Checkbox } from 'antd'
import { useMay } from '../../../app/session.ts'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { EmptyState, ErrorState, Skeleton, useErrorText } from '../../../ui/states.tsx'
import { StateTag } from '../../../ui/values.tsx'
import { promiseWishes, WISHES_KEY, type Wish, type WishReport, wishesQuery } from './api.ts'
import { WishRadar } from './wish-radar.tsx'

/** Range, speed, quality, thrift of each category: what is given, what is promised, and what serves it. */
export function WishTab() {
  const { t } = useTexts()
  const { data, error, refetch } = useQuery(wishesQuery)
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={8} />
  if (data.items.length === 0)
    return (
      <EmptyState
        icon={<CompassOutlined />}
        title={t('insight:wishes.none')}
        note={t('insight:wishes.noneNote')}
      />
    )
  return (
    <>
      <p className="soft insight-tools">{t('insight:wishes.note')}</p>
      <div className="wishes">
        {data.items.map((report) => (
          <WishCard key={report.category} report={report} />
        ))}
      </div>
    </>
  )
}

function WishCard({ report }: { report: WishReport }) {
  const { t } = useTexts()
  const name = report.category || t('insight:wishes.noCategory')
  return (
    <article className="card card-padded wish-card">
      <header>
        <h3>{name}</h3>
        <StateTag tone={report.isWarned ? 'bad' : report.verdict === 'wins' ? 'good' : 'quiet'}>
          {t(`insight:wishes.verdicts.${report.verdict}`)}
        </StateTag>
      </header>
      <WishRadar report={report} label={name} />
      <Measures report={report} />
      <Promises report={report} name={name} />
      <Advice report={report} />
    </article>
  )
}

function Measures({ report }: { report: WishReport }) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <dl className="wish-figures">
      {report.measured.map(({ wish, figure, isKept }) => (
        <div key={wish}>
          <dt>{t(`insight:wishes.figures.${wish}`)}</dt>
          <dd
            className={`figures ${isKept === null ? 'faint' : isKept ? 'text-good' : 'text-bad'}`}
          >
            {figure === null ? t('insight:suppliers.unknown') : format.percent(figure)}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Promises({ report, name }: { report: WishReport; name: string }) {
  const { t } = useTexts()
  const may = useMay()
  const client = useQueryClient()
  const errorText = useErrorText()
  const saving = useMutation({
    // One after the other: of two at once the earlier tick could arrive last.
    scope: { id: `wishes ${report.category}` },
    mutationFn: (wishes: Wish[]) => promiseWishes({ category: report.category, wishes }),
    onSettled: () => client.invalidateQueries({ queryKey: WISHES_KEY }),
  })
  const promised = saving.isPending ? saving.variables : report.promised
  return (
    <div className="wish-promises">
      <span className="soft">{t('insight:wishes.promised')}</span>
      <Checkbox.Group
        value={promised}
        disabled={!may('trade:edit')}
        aria-label={t('insight:wishes.promisedOf', { name })}
        // The order in which they were ticked is the order in which they matter.
        onChange={(ticked) =>
          saving.mutate([
            ...promised.filter((wish) => ticked.includes(wish)),
            ...ticked.filter((wish) => !promised.includes(wish)),
          ])
        }
        options={report.measured.map(({ wish }) => ({
          ...{ value: wish, label: t(`insight:wishes.names.${wish}`) },
        }))}
      />
      {saving.isError && <div className="text-bad">{errorText(saving.error)}</div>}
    </div>
  )
}

function Advice({ report }: { report: WishReport }) {
  const { t } = useTexts()
  const format = useFormat()
  const list = (wishes: Wish[]) =>
    format.list(wishes.map((wish) => t(`insight:wishes.names.${wish}`)))
  return (
    <div className="wish-advice">
      {report.isWarned && (
        <Alert
          type={report.verdict === 'kills' ? 'error' : 'warning'}
          showIcon
          title={t(`insight:wishes.warn.${report.verdict}`)}
        />
      )}
      {report.recommended && (
        <p>
          <b>{t(`insight:wishes.recommended.${report.recommended}`)}</b>
        </p>
      )}
      <ul>
        {report.reasons.map(({ wish, reason }) => (
          <li key={`${wish} ${reason}`}>{t(`insight:wishes.reasons.${reason}`)}</li>
        ))}
        {report.strained.length > 0 && (
          <li>{t('insight:wishes.strained', { wishes: list(report.strained) })}</li>
        )}
        {report.broken.length > 0 && (
          <li className="text-bad">
            {t('insight:wishes.broken', { wishes: list(report.broken) })}
          </li>
        )}
        {report.unmeasured.length > 0 && (
          <li>{t('insight:wishes.unmeasured', { wishes: list(report.unmeasured) })}</li>
        )}
      </ul>
    </div>
  )
}
