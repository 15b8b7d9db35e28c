import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { Markup, TierMarkups } from '../../../../server/modules/trade/schema.ts'
import { useMay } from '../../app/session.ts'
import { ExportRows } from '../../ui/export-button.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Section } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton, useErrorText } from '../../ui/states.tsx'
import {
  allProductsQuery,
  type Chain,
  chainSummaryQuery,
  keys,
  type MarkupLimit,
  setTierMarkups,
  tierMarkupsQuery,
} from './api.ts'
import { LimitField } from './limit-field.tsx'
import { markupFault, markupFor } from './markup.ts'
import { MarkupField } from './markup-field.tsx'
import { useMarkupColumns } from './markup-text.ts'
import { PathExample } from './path-example.tsx'
import { ProductMarkups } from './product-markups.tsx'
import { markupLines, sellingTiers, withGeneral, withLimit, withRows } from './tier-setting.ts'
import { useGuarded } from './use-guarded.ts'

/** The lead's rules: what each tier adds unless it sets its own, and how far its own may go. */
export function TierEditor({ chain }: { chain: Chain }) {
  const { t } = useTexts()
  const setting = useQuery(tierMarkupsQuery(chain.id))
  const summary = useQuery(chainSummaryQuery(chain.id))
  if (setting.isPending || summary.isPending) return <Skeleton rows={8} />
  const error = setting.error ?? summary.error
  if (!setting.data || !summary.data) {
    return <ErrorState error={error} onRetry={() => void setting.refetch()} />
  }
  const depth = Math.max(
    0,
    ...summary.data.tiers.filter((row) => row.side === 'downstream').map((row) => row.tier),
    ...setting.data.tiers.map((row) => row.tier),
  )
  if (depth === 0) {
    return <EmptyState title={t('trade:markup.noTiers')} note={t('trade:markup.noTiersNote')} />
  }
  return <LoadedEditor chain={chain} stored={setting.data} depth={depth} />
}

function LoadedEditor({
  chain,
  stored,
  depth,
}: {
  chain: Chain
  stored: TierMarkups
  depth: number
}) {
  const { t } = useTexts()
  const may = useMay()
  const client = useQueryClient()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const [setting, setSetting] = useState(stored)
  const [isSaving, setSaving] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const kept = useRef(stored)
  const isDirty = () => setting !== kept.current
  useGuarded(isDirty)
  // Somebody else's change is taken over while nothing of mine would be lost.
  useEffect(() => {
    setSetting((before) => (before === kept.current ? stored : before))
    kept.current = stored
  }, [stored])
  const isReadOnly = !may('trade:edit')
  const hasFault = setting.tiers.some(
    ({ markups, limit }) =>
      (limit !== null && limit.minBp > limit.maxBp) ||
      markups.some((row) => markupFault(row.markup, limit) !== null),
  )

  async function save(): Promise<void> {
    setSaving(true)
    setFailure(null)
    try {
      const fresh = await setTierMarkups(chain.id, setting)
      kept.current = fresh
      setSetting(fresh)
      client.setQueryData(keys.markups(chain.id), fresh)
      message.success(t('trade:markup.saved'))
    } catch (error) {
      setFailure(error)
    } finally {
      setSaving(false)
    }
  }
  return (
    <div className="markup-columns">
      <div>
        <Section title={t('trade:markup.tiers')} note={t('trade:markup.tiersNote')}>
          {failure !== null && (
            <Alert type="error" showIcon title={errorText(failure)} role="alert" />
          )}
          <div className="tier-rows">
            {sellingTiers(depth).map((tier) => (
              <TierRow
                key={tier}
                tier={tier}
                currency={chain.currency}
                setting={setting}
                onChange={setSetting}
                isReadOnly={isReadOnly}
              />
            ))}
          </div>
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
              <Button onClick={() => setSetting(kept.current)}>{t('trade:markup.undo')}</Button>
            )}
            <TierExport chain={chain} setting={stored} />
          </div>
        </Section>
      </div>
      <aside>
        <PathExample chain={chain} setting={setting} depth={depth} />
      </aside>
    </div>
  )
}

/** The rules as they stand on the server, a line for each tier and product. */
function TierExport({ chain, setting }: { chain: Chain; setting: TierMarkups }) {
  const { t } = useTexts()
  const products = useQuery(allProductsQuery)
  const columns = useMarkupColumns(chain.currency, products.data ?? [])
  const read = async () => ({ items: markupLines(setting) })
  return (
    <ExportRows
      name="markups"
      columns={[
        { title: t('trade:markup.tier'), text: ({ tier }) => tier },
        ...columns,
        { title: t('trade:markup.leastPercent'), text: ({ limit }) => limit && limit.minBp / 100 },
        { title: t('trade:markup.mostPercent'), text: ({ limit }) => limit && limit.maxBp / 100 },
      ]}
      read={read}
    />
  )
}

function TierRow({
  tier,
  currency,
  setting,
  onChange,
  isReadOnly,
}: {
  tier: number
  currency: string
  setting: TierMarkups
  onChange: (setting: TierMarkups) => void
  isReadOnly: boolean
}) {
  const { t } = useTexts()
  const format = useFormat()
  const products = useQuery(allProductsQuery)
  const row = setting.tiers.find((one) => one.tier === tier)
  const limit: MarkupLimit | null = row?.limit ?? null
  const general: Markup | null = markupFor(row?.markups ?? [], null)
  const label = t('trade:markup.adds', { n: format.number(tier) })
  return (
    <section className="card card-padded tier-row">
      <h3>
        {t('trade:path.tier', { n: format.number(tier) })}{' '}
        <span className="faint">{t('trade:markup.sellsTo', { n: format.number(tier + 1) })}</span>
      </h3>
      <div className="tier-row-fields">
        <div className="stack-small">
          <span className="soft">{t('trade:markup.general')}</span>
          <MarkupField
            value={general}
            currency={currency}
            limit={limit}
            label={label}
            placeholder={t('trade:markup.nothing')}
            isDisabled={isReadOnly}
            onChange={(markup) => onChange(withGeneral(setting, tier, markup))}
          />
        </div>
        <div className="stack-small">
          <span className="soft">{t('trade:markup.limit')}</span>
          <LimitField
            value={limit}
            isDisabled={isReadOnly}
            onChange={(next) => onChange(withLimit(setting, tier, next))}
          />
        </div>
      </div>
      <ProductMarkups
        rows={row?.markups ?? []}
        products={(products.data ?? []).map(({ id, code, name, unit }) => ({
          id,
          code,
          name,
          unit,
        }))}
        currency={currency}
        limit={limit}
        isReadOnly={isReadOnly}
        onChange={(rows) => onChange(withRows(setting, tier, rows))}
      />
    </section>
  )
}
