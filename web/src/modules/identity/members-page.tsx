import { TeamOutlined, UserAddOutlined } from '@ant-design/icons'
import { App, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { type Member, MemberPatch, ROLES } from '../../../../server/modules/identity/schema.ts'
import { MODULES } from '../../../../server/platform/schema.ts'
import { Avatar } from '../../app/me-menu.tsx'
import { useGo } from '../../app/navigation.ts'
import { useMay, useMe } from '../../app/session.ts'
import { Field, FormDrawer } from '../../ui/form.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { List, type ListColumn, type ListFilter } from '../../ui/list-page.tsx'
import { DateText, StateTag } from '../../ui/values.tsx'
import { keys, useChangeMember } from './api.ts'
import { MemberRemoval } from './member-removal.tsx'
import { RightsTable, useRightsText } from './rights.tsx'
import { SettingsPage } from './settings-frame.tsx'

/** Who acts for this org, in which role, with which rights of their own. */
export function MembersPage() {
  const { t } = useTexts()
  const format = useFormat()
  const me = useMe()
  const may = useMay()
  const go = useGo()
  const mayEdit = may('identity:edit')
  const rightsText = useRightsText()
  const [open, setOpen] = useState<Member | null>(null)
  const columns: ListColumn<Member>[] = [
    {
      key: 'name',
      title: t('identity:member.name'),
      width: 230,
      text: ({ name }) => name,
      render: (member) => <MemberName member={member} isMe={member.personId === me.person.id} />,
    },
    {
      key: 'role',
      title: t('identity:member.role'),
      width: 120,
      text: ({ role }) => t(`identity:role.${role}`),
      render: ({ role }) => <RoleTag role={role} />,
    },
    {
      key: 'department',
      title: t('identity:member.department'),
      text: ({ department }) => department,
      render: ({ department }) => department,
    },
    {
      key: 'jobTitle',
      title: t('identity:member.jobTitle'),
      text: ({ jobTitle }) => jobTitle,
      render: ({ jobTitle }) => jobTitle,
    },
    {
      key: 'rights',
      title: t('identity:member.rights'),
      width: 180,
      text: ({ permissions }) => rightsText(permissions),
      render: ({ permissions }) =>
        rightsText(permissions) || <span className="faint">{t('identity:rights.byRole')}</span>,
    },
    {
      key: 'mail',
      title: t('identity:mail'),
      isHidden: true,
      text: ({ mail }) => mail,
      render: ({ mail }) => mail,
    },
    {
      key: 'phone',
      title: t('identity:phone'),
      isHidden: true,
      text: ({ phone }) => phone,
      render: ({ phone }) => phone,
    },
    {
      key: 'joinedAt',
      title: t('identity:member.joined'),
      width: 120,
      text: ({ joinedAt }) => format.dateTime(joinedAt),
      render: ({ joinedAt }) => <DateText at={joinedAt} />,
    },
  ]
  const filters: ListFilter[] = [
    {
      kind: 'choice',
      key: 'role',
      label: t('identity:member.role'),
      isMultiple: true,
      options: ROLES.map((value) => ({ value, label: t(`identity:role.${value}`) })),
    },
    {
      kind: 'choice',
      key: 'mayEdit',
      label: t('identity:members.mayEdit'),
      options: MODULES.map((value) => ({ value, label: t(`identity:module.${value}`) })),
    },
    ...(mayEdit
      ? [
          {
            kind: 'choice' as const,
            key: 'twoFactor',
            label: t('identity:members.twoFactor'),
            options: (['on', 'off'] as const).map((value) => ({
              value,
              label: t(`identity:members.twoFactorIs.${value}`),
            })),
          },
        ]
      : []),
  ]
  return (
    <SettingsPage
      section="members"
      actions={
        mayEdit && (
          <Button
            type="primary"
            icon={<UserAddOutlined />}
            onClick={() => go('/settings/invitations?new=1')}
          >
            {t('identity:invitations.new')}
          </Button>
        )
      }
    >
      <List<Member>
        id="members"
        queryKey={keys.members}
        path="/members"
        rowKey={(member) => member.id}
        columns={columns}
        searchLabel={t('identity:members.search')}
        filters={filters}
        onOpen={mayEdit ? setOpen : undefined}
        card={(member) => (
          <>
            <div className="member-card">
              <MemberName member={member} isMe={member.personId === me.person.id} />
              <RoleTag role={member.role} />
            </div>
            <div className="faint">
              {[member.department, member.jobTitle].filter(Boolean).join(' · ')}
            </div>
          </>
        )}
        empty={{ icon: <TeamOutlined />, title: t('identity:members.empty') }}
      />
      {open && <MemberDrawer member={open} onClose={() => setOpen(null)} />}
    </SettingsPage>
  )
}

function MemberName({ member, isMe }: { member: Member; isMe: boolean }) {
  const { t } = useTexts()
  return (
    <span className="person-cell">
      <Avatar name={member.name} />
      <span>
        <span className="person-name">
          {member.name} {isMe && <span className="faint">{t('identity:member.you')}</span>}
        </span>
        <span className="faint">{member.mail ?? member.phone}</span>
      </span>
    </span>
  )
}

function RoleTag({ role }: { role: Member['role'] }) {
  const { t } = useTexts()
  return (
    <StateTag tone={role === 'owner' ? 'indigo' : 'quiet'}>{t(`identity:role.${role}`)}</StateTag>
  )
}

function MemberDrawer({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTexts()
  const me = useMe()
  const { message } = App.useApp()
  const change = useChangeMember()
  const [isEnding, setEnding] = useState(false)
  const roles =
    me.role === 'owner'
      ? ROLES
      : ROLES.filter((role) => role !== 'owner' || member.role === 'owner')
  return (
    <>
      <FormDrawer<MemberPatch>
        isOpen={!isEnding}
        onClose={onClose}
        title={member.name}
        schema={MemberPatch}
        isPatch
        initial={{
          role: member.role,
          permissions: member.permissions,
          department: member.department,
          jobTitle: member.jobTitle,
        }}
        submitLabel={t('common:save')}
        onSubmit={(patch) =>
          change.mutateAsync({ ...patch, id: member.id, version: member.version })
        }
        onDone={() => {
          message.success(t('common:saved'))
          onClose()
        }}
      >
        <Field
          name="role"
          label={t('identity:member.role')}
          help={t('identity:member.roleHelp')}
          isRequired
        >
          <Select options={roles.map((value) => ({ value, label: t(`identity:role.${value}`) }))} />
        </Field>
        <div className="form-pair">
          <Field name="department" label={t('identity:member.department')}>
            <Input maxLength={60} />
          </Field>
          <Field name="jobTitle" label={t('identity:member.jobTitle')}>
            <Input maxLength={60} />
          </Field>
        </div>
        <Field
          name="permissions"
          label={t('identity:member.rights')}
          help={t('identity:member.rightsHelp')}
          isRequired
        >
          <RightsTable />
        </Field>
        <Button danger onClick={() => setEnding(true)}>
          {t('identity:member.end')}
        </Button>
      </FormDrawer>
      {isEnding && <MemberRemoval member={member} onClose={onClose} />}
    </>
  )
}
