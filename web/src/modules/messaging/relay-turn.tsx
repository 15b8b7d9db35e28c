import { SendOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Input } from 'antd'
import { useState } from 'react'
import type { InboxNotice, Relay } from '../../../../server/modules/messaging/schema.ts'
import type { Markup } from '../../../../server/modules/trade/schema.ts'
import { useMay } from '../../app/session.ts'
import { ConfirmWithConsequences } from '../../ui/confirm.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { ErrorState, Skeleton, useErrorText } from '../../ui/states.tsx'
import { Money, RelativeTime } from '../../ui/values.tsx'
import { markupFault, sellsAt } from '../trade/markup.ts'
import { MarkupField } from '../trade/markup-field.tsx'
import '../trade/trade.css'
import { useLimitText } from '../trade/markup-text.ts'
import { adjustRelay, chainsQuery, inboxNoticeKey, keys, passOn, relayQuery } from './api.ts'
import { countdown, shownSpan } from './countdown.ts'
import { useClockTo } from './valid-from.tsx'

/** My turn as a distributor: what those below me will read and pay, before the notice flows on. */
export function RelayTurn({ notice }: { notice: InboxNotice }) {
  const relay = useQuery(relayQuery(notice.noticeId, notice.partnerId))
  if (relay.isPending) return <Skeleton rows={4} />
  if (relay.isError) {
    return <ErrorState isSmall error={relay.error} onRetry={() => void relay.refetch()} />
  }
  return relay.data.relayedAt ? (
    <Passed relay={relay.data} />
  ) : (
    <OpenTurn key={relay.data.version} relay={relay.data} />
  )
}

function Passed({ relay }: { relay: Relay }) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <section className="card card-padded relay-turn">
      <h2>{t('messaging:turn.passed', { n: format.number(relay.recipients) })}</h2>
      <p className="soft">
        <RelativeTime at={relay.relayedAt} />
      </p>
      {relay.prices.length > 0 && (
        <SellingPrices relay={relay} markup={relay.markup} stepMinor={1} isFinal />
      )}
    </section>
  )
}

function OpenTurn({ relay }: { relay: Relay }) {
  const { t } = useTexts()
  const may = useMay()
  const client = useQueryClient()
  const errorText = useErrorText()
  const { message } = App.useApp()
  const chains = useQuery(chainsQuery)
  const [note, setNote] = useState(relay.note)
  const [markup, setMarkup] = useState<Markup | null>(relay.markup)
  const [isAsking, setAsking] = useState(false)
  const chain = chains.data?.items.find((one) => one.myPartnerId === relay.partnerId)
  const isChanged =
    note.trim() !== relay.note || JSON.stringify(markup) !== JSON.stringify(relay.markup)
  const isRefused = markup !== null && markupFault(markup, relay.limit) !== null

  const keep = (fresh: Relay) => {
    client.setQueryData(relayQuery(relay.noticeId, relay.partnerId).queryKey, fresh)
    void client.invalidateQueries({ queryKey: keys.relays, exact: true })
    void client.invalidateQueries({ queryKey: inboxNoticeKey(relay.noticeId, relay.partnerId) })
  }
  const patch = () => ({
    ...(note.trim() !== relay.note && { note: note.trim() }),
    ...(relay.kind === 'price_change' && { markup }),
  })
  const save = useMutation({
    mutationFn: () => adjustRelay(relay, patch()),
    onSuccess: (fresh) => {
      keep(fresh)
      message.success(t('messaging:turn.saved'))
    },
  })
  async function pass(): Promise<void> {
    if (isChanged) keep(await adjustRelay(relay, patch()))
    keep(await passOn(relay.noticeId, relay.partnerId))
    message.success(t('messaging:turn.passedOn'))
  }
  const isReadOnly = !may('messaging:edit')

  return (
    <section className="card card-padded relay-turn stack">
      <FlowsIn relay={relay} />
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is a component inside */}
      <label className="stack-small">
        <span>{t('messaging:turn.note')}</span>
        <Input.TextArea
          value={note}
          disabled={isReadOnly}
          maxLength={1000}
          autoSize={{ minRows: 2, maxRows: 6 }}
          placeholder={t('messaging:turn.notePlaceholder')}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      {relay.prices.length > 0 && (
        <>
          <MarkupForNotice
            relay={relay}
            markup={markup}
            onChange={setMarkup}
            isDisabled={isReadOnly}
          />
          <SellingPrices
            relay={relay}
            markup={isRefused ? relay.markup : markup}
            stepMinor={chain?.settings.priceStepMinor ?? 1}
          />
        </>
      )}
      {save.isError && <Alert type="error" showIcon title={errorText(save.error)} role="alert" />}
      {!isReadOnly && (
        <div className="relay-acts">
          <Button
            size="large"
            disabled={!isChanged || isRefused}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {t('messaging:turn.save')}
          </Button>
          <Button
            size="large"
            icon={<SendOutlined />}
            disabled={isRefused}
            onClick={() => setAsking(true)}
          >
            {t('messaging:turn.passNow')}
          </Button>
        </div>
      )}
      <PassConfirm relay={relay} isOpen={isAsking} onClose={() => setAsking(false)} onPass={pass} />
    </section>
  )
}

function FlowsIn({ relay }: { relay: Relay }) {
  const { t } = useTexts()
  const format = useFormat()
  const now = useClockTo(relay.dueAt)
  const left = countdown(relay.dueAt, now)
  return (
    <div>
      <h2>
        {left.isPast
          ? t('messaging:relays.flowsNow')
          : t('messaging:relays.flowsIn', { time: format.duration(shownSpan(left.ms)) })}
      </h2>
      <p className="soft">{t('messaging:turn.explain', { n: format.number(relay.recipients) })}</p>
    </div>
  )
}

function MarkupForNotice({
  relay,
  markup,
  onChange,
  isDisabled,
}: {
  relay: Relay
  markup: Markup | null
  onChange: (markup: Markup | null) => void
  isDisabled: boolean
}) {
  const { t } = useTexts()
  const limitText = useLimitText()
  return (
    <div className="stack-small">
      <span>{t('messaging:turn.markup')}</span>
      <MarkupField
        value={markup}
        onChange={onChange}
        currency={relay.prices[0]!.currency}
        limit={relay.limit}
        label={t('messaging:turn.markup')}
        placeholder={t('messaging:turn.standing')}
        isDisabled={isDisabled}
        size="large"
      />
      <span className="faint">
        {relay.limit
          ? t('messaging:turn.limit', { limit: limitText(relay.limit) })
          : t('messaging:turn.noLimit')}
      </span>
    </div>
  )
}

/** What I pay and what those below me will pay, with the mark-up that stands in the field. */
function SellingPrices({
  relay,
  markup,
  stepMinor,
  isFinal = false,
}: {
  relay: Relay
  markup: Markup | null
  stepMinor: number
  isFinal?: boolean
}) {
  const { t } = useTexts()
  // The server has worked out what the stored mark-up gives; only another one is worked out here.
  const isStored = isFinal || JSON.stringify(markup) === JSON.stringify(relay.markup)
  return (
    <table className="selling">
      <thead>
        <tr>
          <th scope="col">{t('messaging:prices.product')}</th>
          <th scope="col">{t('messaging:turn.buysAt')}</th>
          <th scope="col">{t('messaging:turn.sellsAt')}</th>
        </tr>
      </thead>
      <tbody>
        {relay.prices.map((line) => {
          const preview =
            isStored || markup === null
              ? { minor: isStored ? line.sellsAtMinor : null, isClamped: false }
              : sellsAt(line.priceMinor, markup, relay.limit, stepMinor)
          return (
            <tr key={line.productId}>
              <th scope="row">
                {line.name}
                <span className="faint"> {line.code}</span>
              </th>
              <td>
                <Money minor={line.priceMinor} currency={line.currency} />
              </td>
              <td>
                {preview.minor === null ? (
                  <span className="faint">{t('messaging:turn.afterSaving')}</span>
                ) : (
                  <b>
                    <Money minor={preview.minor} currency={line.currency} />
                  </b>
                )}
                {preview.isClamped && <div className="faint">{t('messaging:turn.clamped')}</div>}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function PassConfirm({
  relay,
  isOpen,
  onClose,
  onPass,
}: {
  relay: Relay
  isOpen: boolean
  onClose: () => void
  onPass: () => Promise<void>
}) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <ConfirmWithConsequences
      isOpen={isOpen}
      isDanger={false}
      title={t('messaging:turn.passTitle')}
      note={t('messaging:turn.passNote')}
      figures={[
        {
          key: 'recipients',
          label: t('messaging:turn.recipients'),
          value: format.number(relay.recipients),
        },
      ]}
      confirmLabel={t('messaging:turn.passNow')}
      onConfirm={onPass}
      onClose={onClose}
    />
  )
}
