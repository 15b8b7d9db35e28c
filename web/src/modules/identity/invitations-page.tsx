import { PlusOutlined, QrcodeOutlined } from '@ant-design/icons'
import { App, Button, Input, InputNumber, Modal, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { INVITATION_STATES, InvitationInput } from '../../../../server/modules/identity/schema.ts'
import { useSearchValues } from '../../app/navigation.ts'
import { useMe } from '../../app/session.ts'
import { Field, FormDrawer } from '../../ui/form.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { List, type ListColumn } from '../../ui/list-page.tsx'
import type { Tone } from '../../ui/palette.ts'
import { QRCodeCard } from '../../ui/qr-card.tsx'
import { useErrorText } from '../../ui/states.tsx'
import { RelativeTime, StateTag } from '../../ui/values.tsx'
import { type Invitation, keys, type NewInvitation, useInvite, useRevokeInvitation } from './api.ts'
import { RightsTable } from './rights.tsx'
import { SettingsPage } from './settings-frame.tsx'

type Draft = z.input<typeof InvitationInput>

const TONES: Record<Invitation['state'], Tone> = {
  open: 'good',
  used: 'quiet',
  expired: 'quiet',
  revoked: 'bad',
}

/** Invitations and what became of them, and new ones by link or by a code that a whole workshop scans. */
export function InvitationsPage() {
  const { t } = useTexts()
  const [search, change] = useSearchValues()
  const [made, setMade] = useState<NewInvitation | null>(null)
  const invite = useInvite()
  const columns = useColumns()
  const isOpen = search.new === '1'
  const close = () => change({ new: undefined })
  const newButton = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => change({ new: '1' })}>
      {t('identity:invitations.new')}
    </Button>
  )
  return (
    <SettingsPage section="invitations" actions={newButton}>
      <List<Invitation>
        id="invitations"
        queryKey={keys.invitations}
        path="/invitations"
        rowKey={({ id }) => id}
        columns={columns}
        searchLabel={t('identity:invitations.search')}
        filters={[
          {
            kind: 'choice',
            key: 'state',
            label: t('identity:invitations.state'),
            isMultiple: true,
            options: INVITATION_STATES.map((value) => ({
              value,
              label: t(`identity:invitations.stateIs.${value}`),
            })),
          },
        ]}
        card={(invitation) => <InvitationCard invitation={invitation} />}
        empty={{
          icon: <QrcodeOutlined />,
          title: t('identity:invitations.empty'),
          note: t('identity:invitations.emptyNote'),
          action: newButton,
        }}
      />
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

function useInvitationName(): (invitation: Invitation) => string {
  const { t } = useTexts()
  return ({ department, jobTitle, role }) =>
    [department, jobTitle].filter(Boolean).join(' · ') || t(`identity:role.${role}`)
}

function useColumns(): ListColumn<Invitation>[] {
  const { t } = useTexts()
  const format = useFormat()
  const nameOf = useInvitationName()
  return [
    {
      key: 'name',
      title: t('identity:invitations.for'),
      width: 220,
      text: nameOf,
      render: (invitation) => (
        <span>
          <strong>{nameOf(invitation)}</strong>
          {invitation.note && <div className="faint">{invitation.note}</div>}
        </span>
      ),
    },
    {
      key: 'state',
      title: t('identity:invitations.state'),
      width: 100,
      text: ({ state }) => t(`identity:invitations.stateIs.${state}`),
      render: ({ state }) => <InvitationState state={state} />,
    },
    {
      key: 'role',
      title: t('identity:member.role'),
      width: 100,
      text: ({ role }) => t(`identity:role.${role}`),
      render: ({ role }) => t(`identity:role.${role}`),
    },
    {
      key: 'usesLeft',
      title: t('identity:invitations.usesLeftShort'),
      width: 90,
      align: 'right',
      text: ({ usesLeft }) => usesLeft,
      render: ({ usesLeft }) => format.number(usesLeft),
    },
    {
      key: 'note',
      title: t('identity:invitations.noteLabel'),
      isHidden: true,
      text: ({ note }) => note,
      render: ({ note }) => note,
    },
    {
      key: 'invitedBy',
      title: t('identity:invitations.invitedBy'),
      width: 110,
      text: ({ invitedBy }) => invitedBy,
      render: ({ invitedBy }) => invitedBy ?? '–',
    },
    {
      key: 'createdAt',
      title: t('identity:invitations.createdAt'),
      width: 120,
      text: ({ createdAt }) => format.dateTime(createdAt),
      render: ({ createdAt }) => <RelativeTime at={createdAt} />,
    },
    {
      key: 'expiresAt',
      title: t('identity:invitations.expires'),
      width: 120,
      text: ({ expiresAt }) => format.dateTime(expiresAt),
      render: ({ expiresAt }) => <RelativeTime at={expiresAt} />,
    },
    {
      key: 'acts',
      title: '',
      width: 110,
      align: 'right',
      render: (invitation) => <Revoke invitation={invitation} />,
    },
  ]
}

function InvitationState({ state }: { state: Invitation['state'] }) {
  const { t } = useTexts()
  return <StateTag tone={TONES[state]}>{t(`identity:invitations.stateIs.${state}`)}</StateTag>
}

function InvitationCard({ invitation }: { invitation: Invitation }) {
  const { t } = useTexts()
  const nameOf = useInvitationName()
  return (
    <div className="invitation-card">
      <div className="row">
        <strong>{nameOf(invitation)}</strong>
        <InvitationState state={invitation.state} />
      </div>
      <div className="item-line">
        <span>{t('identity:invitations.usesLeft', { count: invitation.usesLeft })}</span>
        <span>
          {t('identity:invitations.expires')} <RelativeTime at={invitation.expiresAt} />
        </span>
        {invitation.note && <span>{invitation.note}</span>}
      </div>
      <Revoke invitation={invitation} />
    </div>
  )
}

/** Only an open invitation can still be taken back. */
function Revoke({ invitation }: { invitation: Invitation }) {
  const { t } = useTexts()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const { mutate, isPending } = useRevokeInvitation()
  if (invitation.state !== 'open') return null
  return (
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
  )
}
