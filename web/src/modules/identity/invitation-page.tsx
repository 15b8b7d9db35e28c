import { StopOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useGo, useRouteParams } from '../../app/navigation.ts'
import { type Me, useEnter } from '../../app/session.ts'
import { InlineForm } from '../../ui/form.tsx'
import { ApiError } from '../../ui/http.ts'
import { useLanguage, useTexts } from '../../ui/i18n.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { DateText, Facts } from '../../ui/values.tsx'
import { acceptInvitation, type InvitationView, invitationQuery } from './api.ts'
import { AcceptanceForm, PERSON_ALIASES, type PersonForm, toPerson } from './forms.ts'
import { Gate } from './gate.tsx'
import { PersonFields } from './person-fields.tsx'

/** A colleague opens the link or scans the code, and joins the org. */
export function InvitationPage() {
  const { t } = useTexts()
  const { token } = useRouteParams<'token'>()
  const { data, error, isPending, refetch } = useQuery(invitationQuery(token))
  if (isPending) {
    return (
      <Gate title={t('identity:invitation.title')}>
        <Skeleton rows={5} />
      </Gate>
    )
  }
  if (error) return <DeadLink error={error} onRetry={() => void refetch()} />
  return (
    <Gate
      title={t('identity:invitation.joinOrg', { org: data.orgName })}
      note={t('identity:invitation.note')}
    >
      <Offer invitation={data} />
      {data.isSignedIn ? <JoinAsMyself token={token} /> : <JoinAsNew token={token} />}
    </Gate>
  )
}

/** A link that was used up, taken back or has expired: say so and whom to ask. */
export function DeadLink({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTexts()
  const isDead =
    error instanceof ApiError && ['gone', 'not_found', 'bad_input'].includes(error.code)
  return (
    <Gate title={t('identity:invitation.title')}>
      {isDead ? (
        <EmptyState
          icon={<StopOutlined />}
          title={t('identity:invitation.dead')}
          note={t('identity:invitation.deadNote')}
          action={
            <Link to="/sign-in">
              <Button>{t('identity:signIn.submit')}</Button>
            </Link>
          }
        />
      ) : (
        <ErrorState error={error} onRetry={onRetry} />
      )}
    </Gate>
  )
}

function Offer({ invitation }: { invitation: InvitationView }) {
  const { t } = useTexts()
  const items = [
    { key: 'by', label: t('identity:invitation.by'), value: invitation.invitedBy },
    { key: 'role', label: t('identity:member.role'), value: t(`identity:role.${invitation.role}`) },
    { key: 'department', label: t('identity:member.department'), value: invitation.department },
    { key: 'job', label: t('identity:member.jobTitle'), value: invitation.jobTitle },
    {
      key: 'until',
      label: t('identity:invitation.until'),
      value: <DateText at={invitation.expiresAt} />,
    },
  ]
  return (
    <div className="gate-card">
      <Facts items={items.filter((item) => item.value !== '')} />
    </div>
  )
}

function useInside() {
  const enter = useEnter()
  const go = useGo()
  return (me: unknown) => {
    enter(me as Me)
    go('/', { replace: true })
  }
}

function JoinAsMyself({ token }: { token: string }) {
  const { t } = useTexts()
  const inside = useInside()
  return (
    <InlineForm
      submitLabel={t('identity:invitation.join')}
      isWide
      onSubmit={() => acceptInvitation(token, {})}
      onDone={inside}
    >
      <p className="gate-note">{t('identity:invitation.asMyself')}</p>
    </InlineForm>
  )
}

function JoinAsNew({ token }: { token: string }) {
  const { t } = useTexts()
  const language = useLanguage()
  const inside = useInside()
  return (
    <>
      <InlineForm<{ person: PersonForm }>
        schema={AcceptanceForm}
        aliases={PERSON_ALIASES}
        submitLabel={t('identity:invitation.join')}
        isWide
        onSubmit={({ person }) => acceptInvitation(token, { person: toPerson(person, language) })}
        onDone={inside}
      >
        <PersonFields />
      </InlineForm>
      <p className="gate-foot">
        {t('identity:invitation.hasAccount')}{' '}
        <Link to="/sign-in" search={{ next: `/invitation/${token}` } as never}>
          {t('identity:invitation.signInFirst')}
        </Link>
      </p>
    </>
  )
}
