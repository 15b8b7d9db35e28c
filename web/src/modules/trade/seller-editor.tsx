import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { MarkupRow, SellerMarkups } from '../../../../server/modules/trade/schema.ts'
import { useMay } from '../../app/session.ts'
import { ExportRows } from '../../ui/export-button.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Section } from '../../ui/page.tsx'
import { ErrorState, Skeleton, useErrorText } from '../../ui/states.tsx'
import { Money } from '../../ui/values.tsx'
import { AmountField } from './amount-field.tsx'
import { type Chain, keys, sellerMarkupsQuery, setSellerMarkups } from './api.ts'
import { markupFault, markupFor, sellsAt } from './markup.ts'
import { MarkupField } from './markup-field.tsx'
import { useLimitText, useMarkupColumns, useMarkupText } from './markup-text.ts'
import { ProductMarkups } from './product-markups.tsx'
import { generalRow, sellerLines } from './tier-setting.ts'
import { useGuarded } from './use-guarded.ts'

/** A distributor's own mark-up, general and by product, within the limits of its tier. */
export function SellerEditor({ chain, partnerId }: { chain: Chain; partnerId: string }) {
  const setting = useQuery(sellerMarkupsQuery(partnerId))
  if (setting.isPending) return <Skeleton rows={8} />
  if (setting.isError && !setting.data) {
    return <ErrorState error={setting.error} onRetry={() => void setting.refetch()} />
  }
  return <LoadedEditor chain={chain} partnerId={partnerId} stored={setting.data as SellerMarkups} />
}

function LoadedEditor({
  chain,
  partnerId,
  stored,
}: {
  chain: Chain
  partnerId: string
  stored: SellerMarkups
}) {
  const { t } = useTexts()
  const may = useMay()
  const client = useQueryClient()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const markupText = useMarkupText()
  const limitText = useLimitText()
  const [own, setOwn] = useState<MarkupRow[]>(stored.own)
  const [isSaving, setSaving] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const kept = useRef(stored.own)
  const isDirty = () => own !== kept.current
  useGuarded(isDirty)
  useEffect(() => {
    setOwn((before) => (before === kept.current ? stored.own : before))
    kept.current = stored.own
  }, [stored.own])
  const isReadOnly = !may('trade:edit')
  const standing = markupFor(stored.defaults, null)
  const general = own.find((row) => row.productId === null)?.markup ?? null
  const hasFault = own.some((row) => markupFault(row.markup, stored.limit) !== null)

  async function save(): Promise<void> {
    setSaving(true)
    setFailure(null)
    try {
      const fresh = await setSellerMarkups(partnerId, { own })
      kept.current = fresh.own
      setOwn(fresh.own)
      client.setQueryData(keys.markups(partnerId), fresh)
      message.success(t('trade:markup.saved'))
    } catch (error) {
      setFailure(error)
    } finally {
      setSaving(false)
    }
  }
  return (
    <div className="markup-columns">
      <Section
        title={t('trade:markup.mine')}
        note={
          stored.limit
            ? t('trade:markup.mineLimit', { limit: limitText(stored.limit) })
            : t('trade:markup.mineFree')
        }
      >
        <div className="card card-padded stack">
          {failure !== null && (
            <Alert type="error" showIcon title={errorText(failure)} role="alert" />
          )}
          <div className="stack-small">
            <span className="soft">{t('trade:markup.mineGeneral')}</span>
            <MarkupField
              value={general}
              currency={chain.currency}
              limit={stored.limit}
              label={t('trade:markup.mineGeneral')}
              placeholder={
                standing
                  ? t('trade:markup.takes', { markup: markupText(standing, chain.currency) })
                  : t('trade:markup.nothing')
              }
              isDisabled={isReadOnly}
              size="large"
              onChange={(markup) => setOwn(generalRow(own, markup))}
            />
          </div>
          <ProductMarkups
            rows={own}
            products={stored.products}
            currency={chain.currency}
            limit={stored.limit}
            isReadOnly={isReadOnly}
            onChange={setOwn}
          />
          <div className="form-footer">
            {!isReadOnly && (
              <Button
                type="primary"
                loading={isSaving}
                disabled={!isDirty() || hasFault}
                onClick={() => void save()}
              >
                {t('trade:markup.save')}
              </Button>
            )}
            {isDirty() && (
              <Button onClick={() => setOwn(kept.current)}>{t('trade:markup.undo')}</Button>
            )}
            <SellerExport chain={chain} stored={stored} />
          </div>
        </div>
      </Section>
      <aside>
        <SellerExample chain={chain} stored={stored} own={own} />
      </aside>
    </div>
  )
}

/** The rules in force at this place as they stand on the server, its own and those of its tier. */
function SellerExport({ chain, stored }: { chain: Chain; stored: SellerMarkups }) {
  const { t } = useTexts()
  const columns = useMarkupColumns(chain.currency, stored.products)
  const read = async () => ({ items: sellerLines(stored) })
  return (
    <ExportRows
      name="markups"
      columns={[
        ...columns,
        {
          title: t('trade:markup.setBy'),
          text: ({ isOwn }) => t(isOwn ? 'trade:markup.setByUs' : 'trade:markup.setByLead'),
        },
      ]}
      read={read}
    />
  )
}

/** What I pay against what I would ask, moving with every key. */
function SellerExample({
  chain,
  stored,
  own,
}: {
  chain: Chain
  stored: SellerMarkups
  own: MarkupRow[]
}) {
  const { t } = useTexts()
  const format = useFormat()
  const [typed, setTyped] = useState<number | string | null>(10_000)
  const buys = typeof typed === 'number' ? typed : 0
  const markup = markupFor(own, null) ?? markupFor(stored.defaults, null)
  const sells =
    markup && markupFault(markup, null) === null
      ? sellsAt(buys, markup, stored.limit, chain.settings.priceStepMinor)
      : { minor: buys, isClamped: false }
  return (
    <Section title={t('trade:example.title')} note={t('trade:example.noteSeller')}>
      <div className="card card-padded stack">
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is a component inside */}
        <label className="stack-small">
          <span className="soft">{t('trade:example.youPay')}</span>
          <AmountField
            value={typed}
            onChange={setTyped}
            currency={chain.currency}
            label={t('trade:example.youPay')}
          />
        </label>
        <p className="path-finding" aria-live="polite">
          {t('trade:example.findingSeller', {
            buys: format.money(buys, chain.currency),
            sells: format.money(sells.minor, chain.currency),
          })}
        </p>
        <p className="soft">
          {t('trade:example.earns')}{' '}
          <b>
            <Money minor={sells.minor - buys} currency={chain.currency} />
          </b>
        </p>
        {sells.isClamped && <p className="faint">{t('trade:path.clamped')}</p>}
      </div>
    </Section>
  )
}
