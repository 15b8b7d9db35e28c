import {
  ClockCircleOutlined,
  EditOutlined,
  MessageOutlined,
  PrinterOutlined,
  SendOutlined,
  StopOutlined,
} from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Navigate } from '@tanstack/react-router'
import { App, Button, InputNumber } from 'antd'
import { useState } from 'react'
import { useRouteParams } from '../../app/navigation.ts'
import { useMay } from '../../app/session.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { ApiError } from '../../ui/problem.ts'
import { RecordPage } from '../../ui/record-page.tsx'
import { EmptyState, ErrorState, Skeleton, useErrorText } from '../../ui/states.tsx'
import { DateText, Money, NumberText, StateTag } from '../../ui/values.tsx'
import {
  bundlesQuery,
  handoversQuery,
  keys,
  makeBundles,
  type Order,
  type OrderOperation,
  type OrderShare,
  orderQuery,
  warningsQuery,
  workQuery,
} from './api.ts'
import { CancelButton } from './cancel-order.tsx'
import { OrderState, ProgressBar, ProgressText, useCount } from './marks.tsx'
import { PlanDrawer } from './plan-drawer.tsx'
import { LeadSendDrawer } from './send-drawer.tsx'
import { SettingsDrawer } from './settings-drawer.tsx'
import { StoryTab } from './story-tab.tsx'
import { WarningLine } from './warning-acts.tsx'
import './production.css'

/** One order with its whole story: what is planned, what is done, what is wrong, and what happened. */
export function OrderPage() {
  const { t } = useTexts()
  const may = useMay()
  const { id } = useRouteParams<'id'>()
  const { data: order, error, isPending, refetch } = useQuery(orderQuery(id))
  const isElsewhere = useOwnWork(id, error)
  const [isPlanning, setPlanning] = useState(false)
  const [isSetting, setSetting] = useState(false)
  const figures = useFigures(order)
  const isOpen = order?.state === 'running' && may('production:edit')
  if (isElsewhere) return <Navigate to={'/production/work' as string} replace />
  return (
    <RecordPage
      title={order ? `${order.code} ${order.productName}` : t('production:order.one')}
      state={order && <OrderState order={order} />}
      note={order?.note}
      back={{ to: '/production', label: t('production:order.many') }}
      isLoading={isPending}
      error={order ? undefined : error}
      onRetry={() => void refetch()}
      actions={
        order && (
          <>
            {order.conversationId && (
              <Link to={`/messages/chats/${order.conversationId}` as string}>
                <Button icon={<MessageOutlined />}>{t('production:order.group')}</Button>
              </Link>
            )}
            {isOpen && (
              <Button icon={<ClockCircleOutlined />} onClick={() => setSetting(true)}>
                {t('production:settings.clock')}
              </Button>
            )}
            {isOpen && <CancelButton order={order} icon={<StopOutlined />} />}
            {isOpen && (
              <Button type="primary" icon={<EditOutlined />} onClick={() => setPlanning(true)}>
                {t('production:plan.change')}
              </Button>
            )}
          </>
        )
      }
      figures={figures}
      tabs={
        order && [
          {
            key: 'operations',
            label: t('production:operation.many'),
            children: <Operations order={order} />,
          },
          {
            key: 'warnings',
            label: t('production:warning.many'),
            count: order.openWarnings || undefined,
            children: <WarningsTab orderId={id} />,
          },
          {
            key: 'goods',
            label: t('production:goods.title'),
            children: <GoodsTab order={order} />,
          },
          { key: 'story', label: t('production:story.title'), children: <StoryTab orderId={id} /> },
        ]
      }
    >
      {order && (
        <SettingsDrawer
          address={{ chainId: order.chainId, scope: 'order', subjectId: id }}
          title={t('production:settings.ofOrder')}
          isOpen={isSetting}
          onClose={() => setSetting(false)}
        />
      )}
      {order && <PlanDrawer order={order} isOpen={isPlanning} onClose={() => setPlanning(false)} />}
    </RecordPage>
  )
}

/** The order is its lead's; whoever has a part of it comes from a card in the group to that part. */
function useOwnWork(orderId: string, error: Error | null): boolean {
  const isAsked = error instanceof ApiError && error.status === 404
  const { data } = useQuery({ ...workQuery(), enabled: isAsked })
  return isAsked && (data?.items.some((work) => work.orderId === orderId) ?? false)
}

function useFigures(order: Order | undefined) {
  const { t } = useTexts()
  if (!order) return []
  return [
    {
      key: 'progress',
      label: t('production:progress.title'),
      value: (
        <span className="figure-long">
          <ProgressText progress={order.progress} />
        </span>
      ),
      note: <ProgressBar progress={order.progress} />,
    },
    {
      key: 'quantity',
      label: t('production:order.quantity'),
      value: <NumberText value={order.quantity} digits={3} unit={order.unit} />,
      note: t('production:plan.version', { no: order.planNo }),
    },
    {
      key: 'due',
      label: t('production:order.due'),
      value: <FigureDate at={order.dueAt} />,
    },
    {
      key: 'finish',
      label: t(
        order.state === 'done' ? 'production:progress.finished' : 'production:progress.finish',
      ),
      value: order.finishAt ? <FigureDate at={order.finishAt} /> : t('production:unknown'),
      ...(order.isLate && { tone: 'bad' as const }),
    },
    {
      key: 'factories',
      label: t('production:order.factories'),
      value: order.factories,
      ...(order.unanswered > 0 && {
        note: t('production:order.unanswered', { count: order.unanswered }),
      }),
    },
  ]
}

/** A day and its hour in one line, which at the size of a figure would break. */
function FigureDate({ at }: { at: string }) {
  return (
    <span className="figure-long">
      <DateText at={at} hasTime />
    </span>
  )
}

function Operations({ order }: { order: Order }) {
  return (
    <ol className="operations">
      {order.operations.map((operation) => (
        <li key={operation.no} className="card card-padded">
          <OperationHead operation={operation} />
          <ul className="operation-shares">
            {operation.shares.map((share) => (
              <li key={share.id}>
                <ShareLine share={share} unit={operation.unit} currency={order.currency} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  )
}

function OperationHead({ operation }: { operation: OrderOperation }) {
  const { t } = useTexts()
  return (
    <div className="operation-head">
      <h3>
        <span className="faint figures">{operation.no}</span> {operation.name}
      </h3>
      <ProgressBar progress={operation.progress} isBig />
      <ProgressText progress={operation.progress} />
      <span className="faint operation-time">
        <DateText at={operation.startsAt} hasTime /> – <DateText at={operation.endsAt} hasTime />
      </span>
      <span className="operation-time">
        {operation.finishAt ? (
          <>
            {t('production:progress.finish')} <DateText at={operation.finishAt} hasTime />
          </>
        ) : (
          <span className="faint">{t('production:progress.finishUnknown')}</span>
        )}
      </span>
    </div>
  )
}

const ANSWER_TONES = { offered: 'accent', accepted: 'good', refused: 'bad' } as const

function ShareLine({
  share,
  unit,
  currency,
}: {
  share: OrderShare
  unit: string
  currency: string
}) {
  const { t } = useTexts()
  const format = useFormat()
  const { done, of } = useCount()(share)
  return (
    <div className="share-line">
      <span className="share-org">{share.org.name}</span>
      <StateTag tone={ANSWER_TONES[share.answer]}>
        {t(`production:answer.${share.answer}`)}
      </StateTag>
      <span className="figures">
        {done} / {of} {unit}
        {share.scrap > 0 && (
          <span className="text-bad">
            {' '}
            {t('production:report.scrapped', { count: share.scrap })}
          </span>
        )}
      </span>
      {share.priceMinor !== null && <Money minor={share.priceMinor} currency={currency} />}
      <span className="faint">
        {share.lastReportedAt ? (
          <>
            {t('production:report.last')} <DateText at={share.lastReportedAt} hasTime />
          </>
        ) : (
          t('production:report.never')
        )}
      </span>
      {share.answer === 'refused' && (
        <span className="share-counter">
          {share.reason}
          {share.proposedQuantity !== null && (
            <>
              {' '}
              ·{' '}
              {t('production:answer.couldDo', {
                quantity: format.number(share.proposedQuantity, 3),
                unit,
              })}
            </>
          )}
          {share.proposedEndsAt && (
            <> · {t('production:answer.couldEnd', { date: format.date(share.proposedEndsAt) })}</>
          )}
        </span>
      )}
    </div>
  )
}

function WarningsTab({ orderId }: { orderId: string }) {
  const { t } = useTexts()
  const { data, error } = useQuery(warningsQuery({ orderId, open: false, limit: 200 }))
  if (error && !data) return <ErrorState error={error} isSmall />
  if (!data) return <Skeleton rows={4} />
  if (data.items.length === 0) return <EmptyState isSmall title={t('production:warning.none')} />
  return (
    <ul className="stack">
      {data.items.map((warning) => (
        <li key={warning.id} className="card card-padded">
          <WarningLine warning={warning} />
        </li>
      ))}
    </ul>
  )
}

function GoodsTab({ order }: { order: Order }) {
  const { t } = useTexts()
  const format = useFormat()
  const may = useMay()
  const [isSending, setSending] = useState(false)
  const { data: handovers } = useQuery(handoversQuery({ orderId: order.id }))
  return (
    <div className="stack">
      <Bundles order={order} />
      <section className="card card-padded">
        <div className="order-card-head">
          <h3>{t('production:goods.handovers')}</h3>
          {may('production:edit') && order.state === 'running' && (
            <Button icon={<SendOutlined />} onClick={() => setSending(true)}>
              {t('production:goods.send')}
            </Button>
          )}
        </div>
        <LeadSendDrawer order={order} isOpen={isSending} onClose={() => setSending(false)} />
        {handovers?.items.length === 0 && <p className="faint">{t('production:goods.none')}</p>}
        <ul className="goods">
          {handovers?.items.map((goods) => (
            <li key={goods.id}>
              <span>
                {goods.from.name} → {goods.to.name} · {goods.item}
              </span>
              <span className="figures">
                {t('production:goods.sent')} {format.number(goods.sent, 3)} {goods.unit}
                {goods.received !== null && (
                  <>
                    {' · '}
                    {t('production:goods.received')} {format.number(goods.received, 3)}
                  </>
                )}
                {goods.difference ? (
                  <b className="text-bad">
                    {' '}
                    {t('production:goods.difference', { count: goods.difference })}
                  </b>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}

function Bundles({ order }: { order: Order }) {
  const { t } = useTexts()
  const may = useMay()
  const say = useErrorText()
  const client = useQueryClient()
  const { message } = App.useApp()
  const { data } = useQuery(bundlesQuery(order.id))
  const [size, setSize] = useState(20)
  async function make(): Promise<void> {
    try {
      await makeBundles(order.id, size)
      await client.invalidateQueries({ queryKey: keys.order(order.id) })
    } catch (error) {
      message.error(say(error))
    }
  }
  const isMade = (data?.items.length ?? 0) > 0
  return (
    <section className="card card-padded">
      <div className="order-card-head">
        <h3>{t('production:bundle.many')}</h3>
        {isMade && (
          <Link to={`/production/orders/${order.id}/labels` as string}>
            <Button icon={<PrinterOutlined />}>{t('production:bundle.print')}</Button>
          </Link>
        )}
      </div>
      {isMade ? (
        <p className="soft">{t('production:bundle.count', { count: data?.items.length ?? 0 })}</p>
      ) : (
        <>
          <p className="soft">{t('production:bundle.note')}</p>
          {may('production:edit') && order.state === 'running' && (
            <div className="row">
              <InputNumber
                min={1}
                value={size}
                onChange={(value) => setSize(value ?? 20)}
                aria-label={t('production:bundle.size')}
                suffix={order.unit}
              />
              <Button onClick={() => void make()}>{t('production:bundle.make')}</Button>
            </div>
          )}
        </>
      )}
    </section>
  )
}
