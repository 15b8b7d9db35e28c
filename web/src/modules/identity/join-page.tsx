import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Radio } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { OrgInput } from '../../../../server/modules/identity/schema.ts'
import type { Joined, JoinView } from '../../../../server/modules/network/schema.ts'
import { useGo, useRouteParams } from '../../app/navigation.ts'
import { useEnter } from '../../app/session.ts'
import { InlineForm } from '../../ui/form.tsx'
import { useLanguage, useTexts } from '../../ui/i18n.ts'
import { Skeleton } from '../../ui/states.tsx'
import { DateText, Facts } from '../../ui/values.tsx'
import { joinChain, joinQuery } from './api.ts'
import {
  JoinNewForm,
  JoinOrgForm,
  PERSON_ALIASES,
  type RegistrationForm,
  toPerson,
} from './forms.ts'
import { Gate } from './gate.tsx'
import { DeadLink } from './invitation-page.tsx'
import { OrgFields, PersonFields } from './person-fields.tsx'

type View = z.infer<typeof JoinView>

/** A partner opens its invitation and takes its place in the chain, with an org it has or a new one. */
export function JoinPage() {
  const { t } = useTexts()
  const { token } = useRouteParams<'token'>()
  const { data, error, isPending, refetch } = useQuery(joinQuery(token))
  if (isPending) {
    return (
      <Gate title={t('identity:join.title')}>
        <Skeleton rows={6} />
      </Gate>
    )
  }
  if (error) return <DeadLink error={error} onRetry={() => void refetch()} />
  return (
    <Gate
      title={t('identity:join.joinChain', { chain: data.chainName })}
      note={t('identity:join.note', { lead: data.leadName, partner: data.partnerName })}
    >
      <Place view={data} />
      <Ways token={token} view={data} />
    </Gate>
  )
}

function Place({ view }: { view: View }) {
  const { t } = useTexts()
  return (
    <div className="gate-card">
      <Facts
        items={[
          { key: 'by', label: t('identity:invitation.by'), value: view.invitedBy },
          {
            key: 'place',
            label: t('identity:join.place'),
            value: t(`identity:join.${view.side}`, { tier: view.tier }),
          },
          {
            key: 'until',
            label: t('identity:invitation.until'),
            value: <DateText at={view.expiresAt} />,
          },
        ]}
      />
    </div>
  )
}

function Ways({ token, view }: { token: string; view: View }) {
  const { t } = useTexts()
  const first = view.myOrgs[0]
  const [orgId, setOrgId] = useState<string>(first?.id ?? 'new')
  const language = useLanguage()
  const enter = useEnter()
  const go = useGo()
  const inside = (answer: unknown) => {
    const me = answer as Joined
    enter(me)
    go('/', { replace: true })
  }
  // What the chain knows of this partner already need not be typed again.
  const org: Partial<OrgInput> = {
    name: view.partnerName,
    shortName: view.partnerName.slice(0, 30),
    uscc: view.uscc ?? undefined,
    region: view.region,
  }
  if (!view.isSignedIn) {
    return (
      <>
        <InlineForm<RegistrationForm>
          schema={JoinNewForm}
          aliases={PERSON_ALIASES}
          initial={{ org: org as OrgInput }}
          submitLabel={t('identity:join.submit')}
          isWide
          onSubmit={({ org, person }) =>
            joinChain(token, { org, person: toPerson(person, language) })
          }
          onDone={inside}
        >
          <div className="gate-legend">{t('identity:join.yourOrg')}</div>
          <OrgFields prefix={['org']} isShort />
          <div className="gate-legend">{t('identity:register.person')}</div>
          <PersonFields />
        </InlineForm>
        <p className="gate-foot">
          {t('identity:invitation.hasAccount')}{' '}
          <Link to="/sign-in" search={{ next: `/join/${token}` } as never}>
            {t('identity:invitation.signInFirst')}
          </Link>
        </p>
      </>
    )
  }
  return (
    <>
      {first && (
        <fieldset className="gate-choice">
          <legend className="gate-legend">{t('identity:join.withWhich')}</legend>
          <Radio.Group
            className="stack-small"
            value={orgId}
            onChange={(event) => setOrgId(event.target.value as string)}
            options={[
              ...view.myOrgs.map(({ id, name }) => ({ value: id, label: name })),
              { value: 'new', label: t('identity:join.newOrg') },
            ]}
          />
        </fieldset>
      )}
      {orgId === 'new' ? (
        <InlineForm<{ org: OrgInput }>
          schema={JoinOrgForm}
          initial={{ org: org as OrgInput }}
          submitLabel={t('identity:join.submit')}
          isWide
          onSubmit={({ org }) => joinChain(token, { org })}
          onDone={inside}
        >
          <OrgFields prefix={['org']} isShort />
        </InlineForm>
      ) : (
        <InlineForm
          submitLabel={t('identity:join.submit')}
          isWide
          onSubmit={() => joinChain(token, { orgId })}
          onDone={inside}
        >
          <span />
        </InlineForm>
      )}
    </>
  )
}
