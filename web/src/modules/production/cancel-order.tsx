import { useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { ConfirmWithConsequences } from '../../ui/confirm.tsx'
import { useTexts } from '../../ui/i18n.ts'
import { cancelOrder, keys, type Order } from './api.ts'

/** Takes an order back, after saying why and seeing whom it concerns. */
export function CancelButton({ order, icon }: { order: Order; icon: ReactNode }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  return (
    <>
      <Button icon={icon} onClick={() => setOpen(true)}>
        {t('production:order.cancel')}
      </Button>
      <ConfirmWithConsequences
        isOpen={isOpen}
        title={t('production:order.cancel')}
        note={t('production:order.cancelNote')}
        figures={[
          { key: 'factories', label: t('production:order.factories'), value: order.factories },
        ]}
        step={{
          kind: 'type',
          label: t('production:order.cancelType', { code: order.code }),
          text: order.code,
        }}
        confirmLabel={t('production:order.cancel')}
        onConfirm={async () => {
          await cancelOrder(order.id, reason.trim() || t('production:order.cancelled'))
          await client.invalidateQueries({ queryKey: keys.all })
        }}
        onClose={() => setOpen(false)}
      >
        <Input
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          placeholder={t('production:reason')}
          aria-label={t('production:reason')}
        />
      </ConfirmWithConsequences>
    </>
  )
}
