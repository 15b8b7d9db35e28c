import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import type {
  Agreement,
  AgreementTerms,
} from '../../../../../server/modules/trade/agreements/schema.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { Skeleton, useErrorText } from '../../../ui/states.tsx'
import { productPickQuery } from '../api.ts'
import { BuyerPick } from './agreements-page.tsx'
import { previewQuery } from './api.ts'
import { HeatMap } from './heat-map.tsx'

/** What a buyer would pay under the rules as they stand on the page, saved or not. */
export function PreviewPanel({
  agreement,
  terms,
}: {
  agreement: Agreement
  terms: AgreementTerms
}) {
  const { t } = useTexts()
  const errorText = useErrorText()
  const named = agreement.for.audience === 'org' ? agreement.for.buyerOrgId : null
  const [buyerOrgId, setBuyer] = useState<string | null>(named)
  const [chosen, setChosen] = useState<string | null>(null)
  const [text, setText] = useState('')
  const products = useQuery({
    ...productPickQuery(useDeferredValue(text)),
    placeholderData: keepPreviousData,
  })
  const first =
    terms.rules.flatMap(({ when }) => when.products ?? [])[0] ?? products.data?.items[0]?.id
  const productId = chosen ?? first ?? null
  const asked = useDeferredValue(terms)
  const preview = useQuery({
    ...previewQuery(agreement.id, { terms: asked, buyerOrgId, productId: productId ?? '' }),
    enabled: productId !== null,
  })
  return (
    <section className="panel stack-small">
      <h2>{t('price:preview.title')}</h2>
      <p className="faint">{t('price:preview.note')}</p>
      {named === null && (
        <BuyerPick
          value={buyerOrgId}
          onChange={setBuyer}
          placeholder={t('price:preview.anyBuyer')}
        />
      )}
      <Select
        showSearch={{ filterOption: false, onSearch: setText }}
        aria-label={t('price:preview.product')}
        placeholder={t('price:preview.choose')}
        value={productId}
        onChange={setChosen}
        options={(products.data?.items ?? []).map(({ id, code, name }) => ({
          value: id,
          label: `${code} ${name}`,
        }))}
      />
      {productId === null ? null : preview.isError ? (
        <p className="price-none">{errorText(preview.error)}</p>
      ) : preview.data ? (
        <HeatMap table={preview.data} />
      ) : (
        <Skeleton rows={4} />
      )}
    </section>
  )
}
