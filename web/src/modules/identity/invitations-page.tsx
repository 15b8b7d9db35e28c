import { MailOutlined, PlusOutlined, QrcodeOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Input, InputNumber, Modal, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { InvitationInput } from '../../../../server/modules/identity/schema.ts'
import { useSearchValues } from '../../app/navigation.ts'
import { useMe } from '../../app/session.ts'
import { Field, FormDrawer } from '../../ui/form.tsx'
import { useTexts } from '../../ui/i18n.ts'
import { QRCodeCard } from '../../ui/qr-card.tsx'
import { EmptyState, ErrorState, Skeleton, useErrorText } from '../../ui/states.tsx'
import { RelativeTime, StateTag } from '../../ui/values.tsx'
import {
  type Invitation,
  invitationsQuery,
  type NewInvitation,
  useInvite,
  useRevokeInvitation,
} from './api.ts'
import { RightsTable } from './rights.tsx'
import { SettingsPage } from './settings-frame.tsx'

type Draft = z.input<typeof InvitationInput>

/** Open invitations, and new ones by link or by a code that a whole workshop scans. */
export function InvitationsPage() {
  const { t } = useTexts()
  const [search, change] = useSearchValues()
  const { data, error, refetch } = useQuery(invitationsQuery)
  const [made, setMade] = useState<NewInvitation | null>(null)
  const invite = useInvite()
  const isOpen = search.new === '1'
  const close = () => change({ new: undefined })
  const newButton = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => change({ new: '1' })}>
      {t('identity:invitations.new')}
    </Button>
  )
  return (
    <SettingsPage section="invitations" actions={newButton}>
      <div className="card">
        {data ? (
          data.items.length === 0 ? (
            <EmptyState
              icon={<QrcodeOutlined />}
              title={t('identity:invitations.empty')}
              note={t('identity:invitations.emptyNote')}
              action={newButton}
            />
          ) : (
            <ul className="item-list">
              {data.items.map((invitation) => (
                <InvitationRow key={invitation.id} invitation={invitation} />
              ))}
            </ul>
          )
        ) : error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <div className="card-padded">
            <Skeleton rows={4} />
          </div>
        )}
      </div>
      <FormDrawer<Draft, z.output<typeof InvitationInput>>
        isOpen={isOpen}
        onClose={close}
        title={t('identity:invitations.new')}
        schema={InvitationInput}
        initial={{ role: 'member', uses: 1, days: 14, permissions: {} }}
        submitLabel={t('identity:invitations.create')}
        onSubmit={(input) => invite.mutateAsync(input)}
        onDone={(answer) => {
          close()
          setMade(answer as NewInvitation)
        }}
      >
        <Field
          name="role"
          label={t('identity:member.role')}
          help={t('identity:member.roleHelp')}
          isRequired
        >
          <Select
            options={(['member', 'manager'] as const).map((value) => ({
              value,
              label: t(`identity:role.${value}`),
            }))}
          />
        </Field>
        <div className="form-pair">
          <Field name="department" label={t('identity:member.department')}>
            <Input maxLength={60} />
          </Field>
          <Field name="jobTitle" label={t('identity:member.jobTitle')}>
            <Input maxLength={60} />
          </Field>
        </div>
        <div className="form-pair">
          <Field
            name="uses"
            label={t('identity:invitations.uses')}
            help={t('identity:invitations.usesHelp')}
            isRequired
          >
            <InputNumber min={1} max={500} precision={0} style={{ width: '100%' }} />
          </Field>
          <Field name="days" label={t('identity:invitations.days')} isRequired>
            <InputNumber min={1} max={90} precision={0} style={{ width: '100%' }} />
          </Field>
        </div>
        <Field
          name="note"
          label={t('identity:invitations.noteLabel')}
          help={t('identity:invitations.noteHelp')}
        >
          <Input maxLength={200} />
        </Field>
        <Field
          name="permissions"
          label={t('identity:member.rights')}
          help={t('identity:member.rightsHelp')}
        >
          <RightsTable />
        </Field>
      </FormDrawer>
      {made && <MadeInvitation invitation={made} onClose={() => setMade(null)} />}
    </SettingsPage>
  )
}

/** The link and its code are shown once: the server keeps only their hash. */
function MadeInvitation({
  invitation,
  onClose,
}: {
  invitation: NewInvitation
  onClose: () => void
}) {
  const { t } = useTexts()
  const me = useMe()
  return (
    <Modal
      open
      title={t('identity:invitations.made')}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('common:done')}
        </Button>
      }
      mask={{ closable: false }}
      keyboard={false}
      width={440}
    >
      <QRCodeCard
        value={invitation.link}
        note={t('identity:invitations.scan', {
          org: me.org?.shortName,
          count: invitation.usesLeft,
        })}
        fileName={`${me.org?.shortName}-${invitation.department || t(`identity:role.${invitation.role}`)}`}
      />
      <p className="faint made-note">{t('identity:invitations.once')}</p>
    </Modal>
  )
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const { t } = useTexts()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const { mutate, isPending } = useRevokeInvitation()
  const name =
    [invitation.department, invitation.jobTitle].filter(Boolean).join(' · ') ||
    t(`identity:role.${invitation.role}`)
  return (
    <li className="item">
      <MailOutlined className="item-icon" />
      <div className="item-text">
        <div className="row">
          <strong>{name}</strong>
          <StateTag tone="quiet">{t(`identity:role.${invitation.role}`)}</StateTag>
        </div>
        <div className="item-line">
          <span>{t('identity:invitations.usesLeft', { count: invitation.usesLeft })}</span>
          <span>
            {t('identity:invitations.expires')} <RelativeTime at={invitation.expiresAt} />
          </span>
          {invitation.note && <span>{invitation.note}</span>}
        </div>
      </div>
      <Popconfirm
        title={t('identity:invitations.revokeTitle')}
        description={t('identity:invitations.revokeNote')}
        okText={t('identity:invitations.revoke')}
        cancelText={t('common:cancel')}
        okButtonProps={{ danger: true }}
        onConfirm={() =>
          mutate(invitation.id, { onError: (error) => void message.error(errorText(error)) })
        }
      >
        <Button loading={isPending}>{t('identity:invitations.revoke')}</Button>
      </Popconfirm>
    </li>
  )
}
