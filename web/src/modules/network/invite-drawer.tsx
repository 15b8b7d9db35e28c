import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { Alert, Button, Drawer, InputNumber } from 'antd'
import { useState } from 'react'
import { toCsv } from '../../ui/csv.ts'
import { saveFile } from '../../ui/http.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import type { Selection } from '../../ui/list-page.tsx'
import { useIsPhone } from '../../ui/preferences.ts'
import { CopyButton } from '../../ui/qr-card.tsx'
import { useErrorText } from '../../ui/states.tsx'
import { type PartnerInvitation, type PartnerRow, useInviteMany } from './api.ts'
import { bulkTarget } from './bulk-target.ts'
import { Labelled } from './labelled.tsx'
import { printInvitations } from './print-invitations.ts'

/** A link of its own for each of many partners: as a sheet to send on, or as codes to print. */
export function InviteDrawer({
  chainId,
  selection,
  onClose,
}: {
  chainId: string
  selection: Selection<PartnerRow>
  onClose: () => void
}) {
  const { t } = useTexts()
  const format = useFormat()
  const say = useErrorText()
  const isPhone = useIsPhone()
  const invite = useInviteMany(chainId)
  const [days, setDays] = useState(30)
  const items = invite.data?.items
  return (
    <Drawer
      open
      onClose={onClose}
      size={isPhone ? '100%' : 520}
      title={t('network:invite.manyTitle', {
        count: selection.count,
        partners: format.number(selection.count),
      })}
    >
      <div className="stack">
        {!items && (
          <>
            <p className="soft">{t('network:invite.manyNote')}</p>
            <Labelled label={t('network:invite.days')}>
              {(id) => (
                <InputNumber
                  id={id}
                  min={1}
                  max={90}
                  value={days}
                  onChange={(value) => setDays(value ?? 30)}
                  suffix={t('network:invite.daysUnit')}
                />
              )}
            </Labelled>
            <Button
              type="primary"
              loading={invite.isPending}
              onClick={() => invite.mutate({ ...bulkTarget(selection), days })}
            >
              {t('network:invite.make')}
            </Button>
          </>
        )}
        {invite.error && <Alert type="error" showIcon title={say(invite.error)} />}
        {items && <Links items={items} />}
      </div>
    </Drawer>
  )
}

const SHOWN = 50
function Links({ items }: { items: PartnerInvitation[] }) {
  const { t } = useTexts()
  const format = useFormat()
  function save(): void {
    const csv = toCsv(
      [t('network:field.name'), t('network:invite.link'), t('network:invite.until')],
      items.map((one) => [one.partnerName, one.link, format.date(one.expiresAt)]),
    )
    saveFile(new Blob([csv], { type: 'text/csv' }), `${t('network:invite.fileName')}.csv`)
  }
  return (
    <>
      <Alert
        type="success"
        showIcon
        title={t('network:invite.made', {
          count: items.length,
          partners: format.number(items.length),
        })}
      />
      <div className="row-actions">
        <Button type="primary" icon={<DownloadOutlined />} onClick={save}>
          {t('network:invite.save')}
        </Button>
        <Button
          icon={<PrinterOutlined />}
          onClick={() =>
            void printInvitations(
              items.map((one) => ({
                name: one.partnerName,
                link: one.link,
                note: t('network:invite.printNote', { date: format.date(one.expiresAt) }),
              })),
            )
          }
        >
          {t('network:invite.print')}
        </Button>
      </div>
      <ul className="contact-lines">
        {items.slice(0, SHOWN).map((one) => (
          <li key={one.partnerId}>
            <span>{one.partnerName}</span>
            <CopyButton text={one.link} label={t('common:copyLink')} />
          </li>
        ))}
      </ul>
      {items.length > SHOWN && (
        <p className="soft">
          {t('network:invite.more', {
            count: items.length - SHOWN,
            partners: format.number(items.length - SHOWN),
          })}
        </p>
      )}
    </>
  )
}
