import { Link } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import { useEffect } from 'react'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { useIsPhone } from '../../ui/preferences.ts'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { Facts, KeyFigures } from '../../ui/values.tsx'
import { type PartnerDetail, useContacts, usePartner } from './api.ts'
import { ContactLines } from './contact-lines.tsx'
import { StatusTag } from './status.tsx'

/** A partner at a glance, beside the map or the table. */
export function PartnerDrawer({ id, onClose }: { id: string | null; onClose: () => void }) {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  const partner = usePartner(id)
  const isCurrent = partner.data?.id === id
  // Without a mask the focus stays on the map, where the drawer does not hear the key.
  useEffect(() => {
    if (id === null) return
    const close = (event: KeyboardEvent) => event.key === 'Escape' && onClose()
    window.addEventListener('keydown', close)
    return () => window.removeEventListener('keydown', close)
  }, [id, onClose])
  return (
    <Drawer
      open={id !== null}
      onClose={onClose}
      size={isPhone ? '80%' : 400}
      placement={isPhone ? 'bottom' : 'right'}
      // The map stays in sight and in use beside it.
      mask={isPhone}
      title={isCurrent ? partner.data?.name : t('network:partner.one')}
      extra={
        id && (
          <Link to={`/partners/${id}`}>
            <Button type="primary">{t('network:partner.open')}</Button>
          </Link>
        )
      }
    >
      {partner.error && !partner.data ? (
        <ErrorState error={partner.error} onRetry={() => void partner.refetch()} isSmall />
      ) : partner.data && isCurrent ? (
        <Glance partner={partner.data} />
      ) : (
        <Skeleton rows={6} />
      )}
    </Drawer>
  )
}

function Glance({ partner }: { partner: PartnerDetail }) {
  const { t } = useTexts()
  const format = useFormat()
  const contacts = useContacts(partner.id)
  const below = partner.below.reduce((sum, one) => sum + one.partners, 0)
  const joined = partner.below.reduce((sum, one) => sum + one.joined, 0)
  return (
    <div className="stack">
      <div>
        <StatusTag status={partner.status} />
      </div>
      {below > 0 && (
        <KeyFigures
          figures={[
            { key: 'below', label: t('network:partner.below'), value: format.number(below) },
            {
              key: 'joined',
              label: t('network:partner.belowJoined'),
              value: format.percent(joined / below),
            },
          ]}
        />
      )}
      <Facts
        items={[
          { key: 'code', label: t('network:field.code'), value: partner.code },
          {
            key: 'tier',
            label: t('network:field.tier'),
            value: t(partner.side === 'downstream' ? 'network:tier.down' : 'network:tier.up', {
              tier: partner.tier,
            }),
          },
          { key: 'parent', label: t('network:field.parent'), value: partner.parentName },
          { key: 'kind', label: t('network:field.kind'), value: partner.kind },
          { key: 'region', label: t('network:field.region'), value: partner.region },
        ]}
      />
      {contacts.data && contacts.data.items.length > 0 && (
        <ContactLines contacts={contacts.data.items.slice(0, 3)} />
      )}
    </div>
  )
}
