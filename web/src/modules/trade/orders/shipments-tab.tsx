import { CameraOutlined, InboxOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Input, Upload } from 'antd'
import { useState } from 'react'
import { PrintButton } from '../../../ui/export-button.tsx'
import { Field, FormDrawer } from '../../../ui/form.tsx'
import { http } from '../../../ui/http.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { EmptyState } from '../../../ui/states.tsx'
import { DateText, StateTag } from '../../../ui/values.tsx'
import { smallPhoto } from '../../production/photo.ts'
import { type Order, orderChanged, prove, type Shipment } from './api.ts'
import { useQuantity } from './lanes.tsx'

/** What left, what arrived of it, and what shows that it did. */
export function ShipmentsTab({ order }: { order: Order }) {
  const { t } = useTexts()
  const [proving, setProving] = useState<Shipment | null>(null)
  if (order.shipments.length === 0)
    return <EmptyState isSmall icon={<InboxOutlined />} title={t('orders:shipment.none')} />
  return (
    <>
      <ol className="trade-lines">
        {order.shipments.map((shipment) => (
          <li key={shipment.id} className="card card-padded">
            <ShipmentHead order={order} shipment={shipment} onProve={() => setProving(shipment)} />
            <ShipmentLines shipment={shipment} />
            <Proofs shipment={shipment} />
          </li>
        ))}
      </ol>
      <ProofDrawer order={order} shipment={proving} onClose={() => setProving(null)} />
    </>
  )
}

function ShipmentHead({
  order,
  shipment,
  onProve,
}: {
  order: Order
  shipment: Shipment
  onProve: () => void
}) {
  const { t } = useTexts()
  const isOpen = shipment.lines.some((line) => !line.isReceived)
  return (
    <div className="trade-line-head">
      <h3>{t('orders:shipment.no', { no: shipment.no })}</h3>
      <span className="soft">
        {[shipment.carrier, shipment.waybill].filter(Boolean).join(' ')}
        {shipment.packages !== null && (
          <> · {t('orders:shipment.packages', { count: shipment.packages })}</>
        )}{' '}
        · <DateText at={shipment.shippedAt} hasTime />
      </span>
      <span className="row">
        <PrintButton path={`/trade-orders/${order.id}/shipments/${shipment.id}/document.pdf`} />
        <Button icon={<CameraOutlined />} onClick={onProve}>
          {t('orders:proof.add')}
        </Button>
        {isOpen && order.side === 'buying' && (
          <Link to={`/orders/receive?order=${order.id}&shipment=${shipment.id}` as string}>
            <Button type="primary">{t('orders:receive.count')}</Button>
          </Link>
        )}
      </span>
    </div>
  )
}

function ShipmentLines({ shipment }: { shipment: Shipment }) {
  const { t } = useTexts()
  const quantity = useQuantity()
  return (
    <ul className="shipment-lines">
      {shipment.lines.map((line) => (
        <li key={line.lineId}>
          <span>
            {line.description}
            {line.lots.length > 0 && (
              <span className="faint">
                {' '}
                · {t('orders:lot')} {line.lots.join(', ')}
              </span>
            )}
          </span>
          <span className="figures">
            {t('orders:sum.shipped')} {quantity(line.shipped, line.unit)}
          </span>
          {line.isReceived ? (
            <span className="figures">
              {t('orders:sum.received')} {quantity(line.good)}
              {(['short', 'damaged', 'over'] as const).map(
                (kind) =>
                  line[kind] !== '0' && (
                    <span key={kind} className="text-bad">
                      {' '}
                      · {t(`orders:sum.${kind}`)} {quantity(line[kind])}
                    </span>
                  ),
              )}
            </span>
          ) : (
            <StateTag tone="indigo">{t('orders:sum.inTransit')}</StateTag>
          )}
        </li>
      ))}
    </ul>
  )
}

function Proofs({ shipment }: { shipment: Shipment }) {
  const { t } = useTexts()
  return (
    <ul className="proofs">
      {shipment.proofs.map((proof) => (
        <li key={proof.id}>
          {proof.fileId && (
            <a href={`/api/v1/files/${proof.fileId}`} target="_blank" rel="noreferrer">
              <img src={`/api/v1/files/${proof.fileId}`} alt={t('orders:proof.photo')} />
            </a>
          )}
          <span>
            {proof.signedBy && t('orders:proof.signedBy', { name: proof.signedBy })}{' '}
            <span className="faint">
              <DateText at={proof.signedAt} hasTime /> {proof.note}
            </span>
          </span>
        </li>
      ))}
    </ul>
  )
}

function ProofDrawer({
  order,
  shipment,
  onClose,
}: {
  order: Order
  shipment: Shipment | null
  onClose: () => void
}) {
  const { t } = useTexts()
  const client = useQueryClient()
  const [photo, setPhoto] = useState<File | null>(null)
  async function send({ signedBy, note }: { signedBy?: string; note?: string }) {
    const small = photo && (await smallPhoto(photo))
    const file = small && new File([small], 'proof.jpg', { type: small.type || 'image/jpeg' })
    const stored = file && (await http.upload<{ id: string }>('/files', file))
    return prove(order.id, shipment!.id, {
      fileId: stored ? stored.id : null,
      signedBy: signedBy ?? '',
      note: note ?? '',
    })
  }
  return (
    <FormDrawer<{ signedBy?: string; note?: string }>
      isOpen={shipment !== null}
      onClose={onClose}
      title={t('orders:proof.add')}
      submitLabel={t('common:save')}
      onSubmit={send}
      onDone={(answer) => {
        orderChanged(client, answer as Order)
        setPhoto(null)
        onClose()
      }}
    >
      <Field name="signedBy" label={t('orders:proof.name')}>
        <Input maxLength={60} />
      </Field>
      <Upload
        accept="image/*"
        maxCount={1}
        beforeUpload={(file) => {
          setPhoto(file)
          return false
        }}
        onRemove={() => setPhoto(null)}
      >
        <Button icon={<CameraOutlined />} size="large">
          {t('orders:proof.take')}
        </Button>
      </Upload>
      <Field name="note" label={t('orders:noteField')}>
        <Input maxLength={500} />
      </Field>
    </FormDrawer>
  )
}
