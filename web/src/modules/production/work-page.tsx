import { ClockCircleOutlined, FormOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, DatePicker, Input, InputNumber } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useMay } from '../../app/session.ts'
import { Field, FormDrawer } from '../../ui/form.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton, useErrorText } from '../../ui/states.tsx'
import { DateText, Money, StateTag } from '../../ui/values.tsx'
import {
  answer,
  handoversQuery,
  keys,
  receive,
  type WorkItem,
  warningsQuery,
  workQuery,
} from './api.ts'
import { ProgressBar, useCount } from './marks.tsx'
import { SendDrawer } from './send-drawer.tsx'
import { WarningLine } from './warning-acts.tsx'
import './production.css'

/** What my firm has to do: offers to answer, goods that arrive, warnings, and the work itself. */
export function WorkPage() {
  const { t } = useTexts()
  const { data, error, refetch } = useQuery(workQuery())
  const offered = data?.items.filter((work) => work.answer === 'offered') ?? []
  const running = data?.items.filter((work) => work.answer !== 'offered') ?? []
  return (
    <Page
      title={t('production:work.title')}
      note={t('production:work.note')}
      width="wide"
      actions={
        <>
          <Link to={'/production/settings' as string}>
            <Button icon={<ClockCircleOutlined />}>{t('production:settings.title')}</Button>
          </Link>
          <Link to={'/report' as string}>
            <Button type="primary" icon={<FormOutlined />}>
              {t('production:report.title')}
            </Button>
          </Link>
        </>
      }
    >
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={6} />
      ) : data.items.length === 0 ? (
        <div className="card">
          <EmptyState title={t('production:work.none')} note={t('production:work.noneNote')} />
        </div>
      ) : (
        <div className="stack">
          <MyWarnings shareIds={new Set(data.items.map((work) => work.id))} />
          <Arrivals />
          {[...offered, ...running].map((work) => (
            <WorkCard key={work.id} work={work} />
          ))}
        </div>
      )}
    </Page>
  )
}

function MyWarnings({ shareIds }: { shareIds: Set<string> }) {
  const { data } = useQuery(warningsQuery({ open: true, limit: 50 }))
  if (!data || shareIds.size === 0) return null
  return (
    <>
      {data.items
        .filter((warning) => warning.operation !== null)
        .map((warning) => (
          <div key={warning.id} className="card card-padded">
            <b>
              {warning.orderCode} {warning.productName}
            </b>
            <WarningLine warning={warning} />
          </div>
        ))}
    </>
  )
}

function Arrivals() {
  const { t } = useTexts()
  const client = useQueryClient()
  const say = useErrorText()
  const { message } = App.useApp()
  const { data } = useQuery(handoversQuery({ open: true }))
  const [counted, setCounted] = useState<Record<string, number>>({})
  if (!data?.items.length) return null
  async function take(id: string, quantity: number): Promise<void> {
    try {
      await receive(id, { quantity })
      await client.invalidateQueries({ queryKey: keys.all })
    } catch (error) {
      message.error(say(error))
    }
  }
  return (
    <section className="card card-padded">
      <h3>{t('production:goods.arriving')}</h3>
      <ul className="goods">
        {data.items.map((goods) => (
          <li key={goods.id}>
            <span>
              {goods.from.name} · {goods.item} · {goods.orderCode}
              <span className="faint">
                {' '}
                {t('production:goods.sent')} {goods.sent} {goods.unit}
              </span>
            </span>
            <span className="row">
              <InputNumber
                min={0}
                value={counted[goods.id] ?? goods.sent}
                suffix={goods.unit}
                aria-label={t('production:goods.counted')}
                onChange={(value) => setCounted({ ...counted, [goods.id]: value ?? 0 })}
              />
              <Button onClick={() => void take(goods.id, counted[goods.id] ?? goods.sent)}>
                {t('production:goods.receive')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function WorkCard({ work }: { work: WorkItem }) {
  const { t } = useTexts()
  const format = useFormat()
  const may = useMay()
  const client = useQueryClient()
  const say = useErrorText()
  const { message } = App.useApp()
  const { done, of } = useCount()(work)
  const [isRefusing, setRefusing] = useState(false)
  const [isSending, setSending] = useState(false)
  async function accept(): Promise<void> {
    try {
      await answer(work.id, { answer: 'accepted' })
      await client.invalidateQueries({ queryKey: keys.all })
    } catch (error) {
      message.error(say(error))
    }
  }
  return (
    <article className="card card-padded work-card">
      <div className="order-card-head">
        <span>
          <b>{work.operation.name}</b> · {work.orderCode} {work.productName}
        </span>
        <StateTag
          tone={work.answer === 'accepted' ? 'good' : work.answer === 'offered' ? 'accent' : 'bad'}
        >
          {t(`production:answer.${work.answer}`)}
        </StateTag>
      </div>
      <div className="soft figures">
        {work.lead.name} · {format.number(work.quantity, 3)} {work.operation.unit}
        {work.priceMinor !== null && (
          <>
            {' · '}
            <Money minor={work.priceMinor} currency={work.currency} />
          </>
        )}
        {' · '}
        <DateText at={work.startsAt} hasTime /> – <DateText at={work.endsAt} hasTime />
      </div>
      <ProgressBar progress={work.progress} isBig />
      <div className="order-card-head">
        <span>
          <b className="figures">{done}</b>{' '}
          <span className="faint figures">
            / {of} {work.operation.unit} · {t('production:progress.planned')}{' '}
            {format.percent(work.progress.planned)}
          </span>
        </span>
        {work.answer === 'accepted' && (
          <Button onClick={() => setSending(true)}>{t('production:goods.send')}</Button>
        )}
        {work.answer === 'offered' && may('production:edit') && (
          <span className="row">
            <Button onClick={() => setRefusing(true)}>{t('production:answer.refuse')}</Button>
            <Button type="primary" onClick={() => void accept()}>
              {t('production:answer.accept')}
            </Button>
          </span>
        )}
      </div>
      <SendDrawer work={work} isOpen={isSending} onClose={() => setSending(false)} />
      <RefuseDrawer work={work} isOpen={isRefusing} onClose={() => setRefusing(false)} />
    </article>
  )
}

function RefuseDrawer({
  work,
  isOpen,
  onClose,
}: {
  work: WorkItem
  isOpen: boolean
  onClose: () => void
}) {
  const { t } = useTexts()
  const client = useQueryClient()
  return (
    <FormDrawer<{ reason: string; proposedQuantity?: number; proposedEndsAt?: Dayjs }>
      isOpen={isOpen}
      onClose={onClose}
      title={t('production:answer.refuse')}
      submitLabel={t('production:answer.send')}
      onSubmit={({ reason, proposedQuantity, proposedEndsAt }) =>
        answer(work.id, {
          answer: 'refused',
          reason,
          ...(proposedQuantity && { proposedQuantity }),
          ...(proposedEndsAt && { proposedEndsAt: proposedEndsAt.toISOString() }),
        })
      }
      onDone={() => {
        void client.invalidateQueries({ queryKey: keys.all })
        onClose()
      }}
    >
      <Field name="reason" label={t('production:reason')} isRequired>
        <Input />
      </Field>
      <Field name="proposedQuantity" label={t('production:answer.quantity')}>
        <InputNumber min={0.001} className="wide" suffix={work.operation.unit} />
      </Field>
      <Field name="proposedEndsAt" label={t('production:answer.date')}>
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" className="wide" />
      </Field>
    </FormDrawer>
  )
}
