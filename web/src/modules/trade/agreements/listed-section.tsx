import { UploadOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type {
  Agreement,
  AgreementVersion,
} from '../../../../../server/modules/trade/agreements/schema.ts'
import { useMay } from '../../../app/session.ts'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { Section } from '../../../ui/page.tsx'
import { keys, listedQuery } from './api.ts'
import { SheetDrawer } from './sheet-drawer.tsx'
import { termText } from './terms-text.ts'
import { unitPriceText } from './unit-price.ts'

/** The list of prices of the version that is shown, and how to bring one from Excel. */
export function ListedSection({
  agreement,
  draft,
}: {
  agreement: Agreement
  draft: AgreementVersion | null
}) {
  const { t } = useTexts()
  const format = useFormat()
  const may = useMay()
  const client = useQueryClient()
  const [isImporting, setImporting] = useState(false)
  const listed = useInfiniteQuery(listedQuery(agreement.id, agreement.termsNo, ''))
  const items = listed.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section
      title={t('price:listed.title')}
      note={t('price:listed.note')}
      actions={
        draft &&
        may('trade:edit') && (
          <Button icon={<UploadOutlined />} onClick={() => setImporting(true)}>
            {t('price:listed.import')}
          </Button>
        )
      }
    >
      {items.length === 0 ? (
        <p className="faint">{t('price:listed.none')}</p>
      ) : (
        <div className="heat-scroll">
          <table className="price-history">
            <thead>
              <tr>
                <th scope="col">{t('price:listed.product')}</th>
                <th scope="col">{t('price:listed.from')}</th>
                <th scope="col">{t('price:listed.payment')}</th>
                <th scope="col">{t('price:listed.lead')}</th>
                <th scope="col">{t('price:listed.price')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((row) => (
                <tr
                  key={`${row.productId} ${row.from} ${JSON.stringify(row.payment)} ${row.leadDays}`}
                >
                  <td>
                    {row.code} <span className="faint">{row.name}</span>
                  </td>
                  <td className="figures">
                    {format.number(Number(row.from), 6)} {row.unit}
                  </td>
                  <td>{row.payment ? termText(t, row.payment) : t('price:listed.any')}</td>
                  <td className="figures">{row.leadDays || ''}</td>
                  <td className="figures">
                    {unitPriceText(row.unitE4, agreement.currency, format.locale)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {listed.hasNextPage && (
        <Button loading={listed.isFetchingNextPage} onClick={() => void listed.fetchNextPage()}>
          {t('common:list.more')}
        </Button>
      )}
      <SheetDrawer
        isOpen={isImporting}
        title={t('price:listed.import')}
        note={t('price:listed.columns')}
        path={`/agreements/${agreement.id}/prices/imports`}
        onClose={() => setImporting(false)}
        onDone={() => void client.invalidateQueries({ queryKey: keys.one(agreement.id) })}
      />
    </Section>
  )
}
