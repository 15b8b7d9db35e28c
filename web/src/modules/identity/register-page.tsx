import { Link } from '@tanstack/react-router'
import { useGo } from '../../app/navigation.ts'
import { type Me, useEnter } from '../../app/session.ts'
import { InlineForm } from '../../ui/form.tsx'
import { useLanguage, useTexts } from '../../ui/i18n.ts'
import { register } from './api.ts'
import { PERSON_ALIASES, RegistrationForm, toPerson } from './forms.ts'
import { Gate } from './gate.tsx'
import { OrgFields, PersonFields } from './person-fields.tsx'

/** The first of three steps: an org and its first person, who owns it. */
export function RegisterPage() {
  const { t } = useTexts()
  const language = useLanguage()
  const enter = useEnter()
  const go = useGo()
  return (
    <Gate title={t('identity:register.title')} note={t('identity:register.note')}>
      <InlineForm<RegistrationForm>
        schema={RegistrationForm}
        aliases={PERSON_ALIASES}
        submitLabel={t('identity:register.submit')}
        isWide
        onSubmit={({ org, person }) => register({ org, person: toPerson(person, language) })}
        onDone={(me) => {
          enter(me as Me)
          go('/', { replace: true })
        }}
      >
        <div className="gate-legend">{t('identity:register.org')}</div>
        <OrgFields prefix={['org']} />
        <div className="gate-legend">{t('identity:register.person')}</div>
        <PersonFields />
      </InlineForm>
      <p className="gate-foot">
        {t('identity:register.hasAccount')} <Link to="/sign-in">{t('identity:signIn.submit')}</Link>
      </p>
    </Gate>
  )
}
