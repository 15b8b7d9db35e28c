import { PlusOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, DatePicker, Drawer, Input } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTexts } from '../../../ui/i18n.ts'
import { useIsPhone } from '../../../ui/preferences.ts'
import { ApiError, fieldKeys } from '../../../ui/problem.ts'
import { useErrorText } from '../../../ui/states.tsx'
import { type Quote, type QuoteInput, quoteAct, type Rfq, rfqAct } from './api.ts'
import { LineHead } from './lines-tab.tsx'
import { OfferEditor } from './offer-editor.tsx'
import { draftOffers, newOffer, type OfferDraft, toOffers } from './offers.ts'
import { Labelled } from './rfq-new-page.tsx'

interface Props {
  rfq: Rfq
  /** The quote to go on from; null for a first one. */
  quote: Quote | null
  isOpen: boolean
  onClose: () => void
}

/** Writes the next version of a quote: a supplier's offers, or the counter-offer of either side. */
export function QuoteDrawer(props: Props) {
  return props.isOpen ? <OpenQuote {...props} /> : null
}

function OpenQuote({ rfq, quote, onClose }: Props) {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  const isCounter = quote !== null && (rfq.side === 'buyer' || quote.state === 'countered')
  const [offers, setOffers] = useState(() => draftOffers(rfq, quote))
  const [validUntil, setValidUntil] = useState<Dayjs | null>(() =>
    dayjs(rfq.closesAt).isAfter(dayjs())
      ? dayjs(rfq.closesAt).add(14, 'day')
      : dayjs().add(7, 'day'),
  )
  const [note, setNote] = useState('')
  const { send, isSending, failure, faults } = useSending({ rfq, quote, isCounter, onClose })
  const set = (key: string, patch: Partial<OfferDraft>) =>
    setOffers(offers.map((offer) => (offer.key === key ? { ...offer, ...patch } : offer)))
  const submit = () =>
    send({
      after: quote?.versionNo ?? 0,
      validUntil: validUntil?.toISOString() ?? '',
      note,
      offers: toOffers(offers),
    })
  const title = isCounter ? 'sourcing:quote.counter' : 'sourcing:quote.write'
  return (
    <Drawer
      open
      title={t(title)}
      size={isPhone ? '100%' : 720}
      onClose={onClose}
      footer={
        <div className="drawer-footer">
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="primary" loading={isSending} onClick={() => void submit()}>
            {t(isCounter ? 'sourcing:quote.sendCounter' : 'sourcing:quote.send')}
          </Button>
        </div>
      }
    >
      <div className="stack">
        {failure && <Alert type="error" showIcon title={failure} role="alert" />}
        {rfq.lines.map((line) => (
          <section key={line.no} className="quote-line">
            <LineHead line={line} />
            {(line.spec || line.quality) && (
              <div className="soft">{[line.spec, line.quality].filter(Boolean).join(' · ')}</div>
            )}
            {offers
              .filter((offer) => offer.lineNo === line.no)
              .map((offer) => (
                <OfferEditor
                  key={offer.key}
                  offer={offer}
                  line={line}
                  currency={rfq.currency}
                  fault={(field) => faults.get(`offers.${offers.indexOf(offer)}.${field}`)}
                  onSet={(patch) => set(offer.key, patch)}
                  onDrop={() => setOffers(offers.filter((one) => one !== offer))}
                />
              ))}
            <Button
              size="small"
              type="dashed"
              icon={<PlusOutlined />}
              onClick={() => setOffers([...offers, newOffer(rfq, line)])}
            >
              {t('sourcing:offer.add')}
            </Button>
          </section>
        ))}
        <div className="field-pair">
          <Labelled label={t('sourcing:quote.validUntil')} fault={faults.get('validUntil')}>
            <DatePicker
              className="wide"
              showTime={{ format: 'HH:mm' }}
              format="YYYY-MM-DD HH:mm"
              value={validUntil}
              aria-label={t('sourcing:quote.validUntil')}
              onChange={setValidUntil}
            />
          </Labelled>
          <Labelled label={t('sourcing:quote.note')}>
            <Input.TextArea
              rows={2}
              maxLength={2000}
              value={note}
              aria-label={t('sourcing:quote.note')}
              onChange={(event) => setNote(event.target.value)}
            />
          </Labelled>
        </div>
      </div>
    </Drawer>
  )
}

/** Sends a version; what the server refuses is named where it stands, or on top. */
function useSending({
  rfq,
  quote,
  isCounter,
  onClose,
}: {
  rfq: Rfq
  quote: Quote | null
  isCounter: boolean
  onClose: () => void
}) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const [isSending, setSending] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [faults, setFaults] = useState<ReadonlyMap<string, string>>(new Map())
  async function send(input: QuoteInput): Promise<void> {
    setSending(true)
    setFailure(null)
    try {
      await (isCounter ? quoteAct.counter(quote!.id, input) : rfqAct.quote(rfq.id, input))
      message.success(t('sourcing:quote.sent'))
      await client.invalidateQueries({ queryKey: ['trade', 'sourcing'] })
      onClose()
    } catch (error) {
      const fields = error instanceof ApiError ? error.fields : []
      setFaults(
        new Map(
          fields.map((fault) => [
            fault.field,
            t(fieldKeys(fault), { defaultValue: fault.message }),
          ]),
        ),
      )
      setFailure(fields.length > 0 ? t('sourcing:quote.faults') : errorText(error))
      setSending(false)
    }
  }
  return { send, isSending, failure, faults }
}
