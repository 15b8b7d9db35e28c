import { PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import QRCode from 'qrcode'
import { useEffect, useState } from 'react'
import { useRouteParams } from '../../app/navigation.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Page } from '../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { type Bundle, bundlesQuery } from './api.ts'
import './production.css'

/** Labels of an order's bundles, to be printed and cut: any phone's camera leads to the report. */
export function LabelsPage() {
  const { t } = useTexts()
  const { id } = useRouteParams<'id'>()
  const { data, error, refetch } = useQuery(bundlesQuery(id))
  return (
    <Page
      title={t('production:bundle.labels')}
      back={{ to: `/production/orders/${id}?tab=goods`, label: t('production:order.one') }}
      actions={
        <Button type="primary" icon={<PrinterOutlined />} onClick={() => window.print()}>
          {t('production:bundle.print')}
        </Button>
      }
    >
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={6} />
      ) : (
        <ul className="labels">
          {data.items.map((bundle, i) => (
            <Label key={bundle.code} bundle={bundle} no={`${i + 1}/${data.items.length}`} />
          ))}
        </ul>
      )}
    </Page>
  )
}

function Label({ bundle, no }: { bundle: Bundle; no: string }) {
  const format = useFormat()
  const [picture, setPicture] = useState('')
  useEffect(() => {
    let isCurrent = true
    const address = `${location.origin}/report?bundle=${bundle.code}`
    const color = { dark: '#000000', light: '#ffffff' }
    void QRCode.toString(address, { type: 'svg', margin: 1, color }).then(
      (svg) => isCurrent && setPicture(svg),
    )
    return () => {
      isCurrent = false
    }
  }, [bundle.code])
  return (
    <li className="label">
      {picture && <img alt="" src={`data:image/svg+xml;utf8,${encodeURIComponent(picture)}`} />}
      <div>
        <b>{bundle.orderCode}</b>
        <span>{bundle.productName}</span>
        <span className="figures label-count">
          {format.number(bundle.quantity, 3)} {bundle.unit}
        </span>
        <span className="mono">{bundle.code}</span>
        <span className="figures">{no}</span>
      </div>
    </li>
  )
}
