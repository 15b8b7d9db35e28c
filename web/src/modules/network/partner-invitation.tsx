import { PrinterOutlined, QrcodeOutlined } from '@ant-design/icons'
import { Alert, Button, InputNumber } from 'antd'
import { useState } from 'react'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Section } from '../../ui/page.tsx'
import { QRCodeCard } from '../../ui/qr-card.tsx'
import { EmptyState, useErrorText } from '../../ui/states.tsx'
import { type PartnerDetail, type PartnerInvitation, useInvite } from './api.ts'
import { Labelled } from './labelled.tsx'
import { printInvitations } from './print-invitations.ts'

/** A link and a code by which exactly this partner comes in. */
export function PartnerInvitationTab({ partner }: { partner: PartnerDetail }) {
  const { t } = useTexts()
  const format = useFormat()
  const say = useErrorText()
  const invite = useInvite(partner.id)
  const [days, setDays] = useState(30)
  if (partner.status === 'joined' || partner.status === 'suspended') {
    return (
      <div className="card">
        <EmptyState
          icon={<QrcodeOutlined />}
          title={t('network:invite.joinedTitle')}
          note={t('network:invite.joinedNote')}
        />
      </div>
    )
  }
  if (invite.data) return <Made invitation={invite.data} />
  return (
    <Section
      title={t('network:invite.title')}
      note={t('network:invite.note', { name: partner.name })}
    >
      <div className="card card-padded stack">
        {partner.openInvitation && (
          <Alert
            type="info"
            showIcon
            title={t('network:invite.open', {
              date: format.date(partner.openInvitation.expiresAt),
            })}
            description={t('network:invite.openNote')}
          />
        )}
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
        {invite.error && <Alert type="error" showIcon title={say(invite.error)} role="alert" />}
        <div>
          <Button
            type="primary"
            icon={<QrcodeOutlined />}
            loading={invite.isPending}
            onClick={() => invite.mutate(days)}
          >
            {t(partner.openInvitation ? 'network:invite.again' : 'network:invite.makeOne')}
          </Button>
        </div>
      </div>
    </Section>
  )
}

function Made({ invitation }: { invitation: PartnerInvitation }) {
  const { t } = useTexts()
  const format = useFormat()
  const until = t('network:invite.printNote', { date: format.date(invitation.expiresAt) })
  return (
    <Section title={t('network:invite.ready')} note={t('network:invite.readyNote')}>
      <div className="card card-padded stack invitation">
        <QRCodeCard value={invitation.link} note={until} fileName={invitation.partnerName} />
        <div>
          <Button
            icon={<PrinterOutlined />}
            onClick={() =>
              void printInvitations([
                { name: invitation.partnerName, link: invitation.link, note: until },
              ])
            }
          >
            {t('network:invite.print')}
          </Button>
        </div>
      </div>
    </Section>
  )
}
