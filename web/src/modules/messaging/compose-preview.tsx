import { useQueries, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import type { AudienceCount, PriceLine } from '../../../../server/modules/messaging/schema.ts'
import type { Chain } from '../../../../server/modules/network/schema.ts'
import { useMe } from '../../app/session.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { ErrorState } from '../../ui/states.tsx'
import { pricePathQuery } from '../trade/api.ts'
import { PricePathSteps } from '../trade/price-path.tsx'
import { previewPartner } from './audience.ts'
import { BodyText } from './body-text.tsx'
import type { Draft, DraftLine } from './compose.ts'
import { KindIcon } from './marks.tsx'
import { OwnPrices } from './own-prices.tsx'
import { useDelayed } from './use-delayed.ts'
import { ValidFrom } from './valid-from.tsx'

type Filled = DraftLine & { priceMinor: number; retailMinor: number }
const PRICED_LINES = 3

/** The notice as one recipient will hold it, and how its price comes about. */
export function ComposePreview({
  draft,
  chain,
  count,
}: {
  draft: Draft
  chain: Chain
  count: AudienceCount | undefined
}) {
  const { t } = useTexts()
  const [chosen, setChosen] = useState<string | null>(null)
  const sample = count?.sample ?? []
  const partner = sample.find((one) => one.id === chosen) ?? previewPartner(count)
  const isPrice = draft.kind === 'price_change'
  const lines = useDelayed(draft.lines, 300).filter(
    (line): line is Filled => line.priceMinor !== null && line.retailMinor !== null,
  )
  return (
    <div className="compose-preview">
      <div className="preview-head">
        <h2>{t('messaging:preview.title')}</h2>
        {sample.length > 0 && (
          <Select
            size="small"
            value={partner?.id}
            aria-label={t('messaging:preview.as')}
            popupMatchSelectWidth={false}
            onChange={setChosen}
            options={sample.map((one) => ({
              value: one.id,
              label: `${one.name} · ${t('messaging:tier', { n: one.tier })}`,
            }))}
          />
        )}
      </div>
      <PhoneFrame draft={draft} chain={chain}>
        {isPrice && partner && lines.length > 0 && (
          <PreviewPrices draft={draft} chainId={chain.id} partnerId={partner.id} lines={lines} />
        )}
      </PhoneFrame>
      {isPrice && partner && lines[0] && (
        <PathCard chainId={chain.id} partnerId={partner.id} line={lines[0]} />
      )}
    </div>
  )
}

function PhoneFrame({
  draft,
  chain,
  children,
}: {
  draft: Draft
  chain: Chain
  children: React.ReactNode
}) {
  const { t } = useTexts()
  const me = useMe()
  return (
    <div className="phone-frame" aria-label={t('messaging:preview.title')} role="img">
      <div className="phone-screen" inert>
        <h3>{draft.title.trim() || t('messaging:preview.noTitle')}</h3>
        <div className="notice-from faint">
          <KindIcon kind={draft.kind} />
          <span>
            {t(`messaging:kind.${draft.kind}`)} · {me.org?.shortName} · {chain.name}
          </span>
        </div>
        {children}
        {draft.body && (
          <div className="card card-padded">
            <BodyText text={draft.body} />
          </div>
        )}
        <div className="phone-confirm">{t('messaging:confirm.now')}</div>
      </div>
    </div>
  )
}

interface PathProps {
  chainId: string
  partnerId: string
}

function PreviewPrices({
  draft,
  chainId,
  partnerId,
  lines,
}: PathProps & { draft: Draft; lines: Filled[] }) {
  const { t } = useTexts()
  const format = useFormat()
  const shown = lines.slice(0, PRICED_LINES)
  const paths = useQueries({
    queries: shown.flatMap(({ productId, priceMinor }) => [
      pricePathQuery(chainId, { partnerId, productId, priceMinor }),
      pricePathQuery(chainId, { partnerId, productId }),
    ]),
  })
  const endOf = (at: number): number | null => {
    const steps = paths[at]?.data?.steps
    const last = steps?.at(-1)
    return last?.partnerId === partnerId ? last.buysAtMinor : null
  }
  const prices = shown.flatMap((line, at): PriceLine[] => {
    const priceMinor = endOf(at * 2)
    return priceMinor === null ? [] : [{ ...line, priceMinor, previousMinor: endOf(at * 2 + 1) }]
  })
  return (
    <div className="card">
      {draft.validFrom && <ValidFrom at={draft.validFrom} />}
      <OwnPrices prices={prices} />
      {prices.length < shown.length && !paths.some((path) => path.isPending) && (
        <p className="faint preview-note">{t('messaging:preview.private')}</p>
      )}
      {lines.length > shown.length && (
        <p className="faint preview-note">
          {t('messaging:preview.moreLines', { n: format.number(lines.length - shown.length) })}
        </p>
      )}
    </div>
  )
}

function PathCard({ chainId, partnerId, line }: PathProps & { line: Filled }) {
  const { t } = useTexts()
  const { productId, priceMinor } = line
  const path = useQuery(pricePathQuery(chainId, { partnerId, productId, priceMinor }))
  return (
    <section className="card card-padded stack-small">
      <h3>{t('messaging:preview.path', { name: line.name })}</h3>
      {path.isError && !path.data ? (
        <ErrorState isSmall error={path.error} onRetry={() => void path.refetch()} />
      ) : (
        path.data && <PricePathSteps path={path.data} currency={line.currency} />
      )}
    </section>
  )
}
