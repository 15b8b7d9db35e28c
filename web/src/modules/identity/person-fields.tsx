import { Input } from 'antd'
import { Field } from '../../ui/form.tsx'
import { useTexts } from '../../ui/i18n.ts'

/** Who is signing up: asked the same way wherever somebody comes in. */
export function PersonFields() {
  const { t } = useTexts()
  return (
    <>
      <Field name="person.name" label={t('identity:yourName')}>
        <Input size="large" autoComplete="name" maxLength={100} />
      </Field>
      <Field name="person.login" label={t('identity:login')} help={t('identity:loginHelp')}>
        <Input size="large" autoComplete="username" inputMode="email" autoCapitalize="none" />
      </Field>
      <Field
        name="person.password"
        label={t('identity:password')}
        help={t('identity:passwordHelp')}
      >
        <Input.Password size="large" autoComplete="new-password" />
      </Field>
    </>
  )
}

/** An org's own words for itself. `prefix` is where they stand in the form. */
export function OrgFields({
  prefix,
  size = 'large',
  isShort = false,
}: {
  prefix: string[]
  size?: 'large' | 'medium'
  isShort?: boolean
}) {
  const { t } = useTexts()
  return (
    <>
      <Field
        name={[...prefix, 'name']}
        label={t('identity:org.name')}
        help={t('identity:org.nameHelp')}
      >
        <Input size={size} autoComplete="organization" maxLength={100} />
      </Field>
      <Field
        name={[...prefix, 'shortName']}
        label={t('identity:org.shortName')}
        help={t('identity:org.shortNameHelp')}
      >
        <Input size={size} maxLength={30} />
      </Field>
      <Field
        name={[...prefix, 'uscc']}
        label={t('identity:org.uscc')}
        help={t('identity:org.usccHelp')}
      >
        <Input size={size} maxLength={40} spellCheck={false} autoCapitalize="characters" />
      </Field>
      {!isShort && (
        <div className="form-pair">
          <Field name={[...prefix, 'region']} label={t('identity:org.region')}>
            <Input size={size} maxLength={100} placeholder={t('identity:org.regionExample')} />
          </Field>
          <Field name={[...prefix, 'industry']} label={t('identity:org.industry')}>
            <Input size={size} maxLength={60} placeholder={t('identity:org.industryExample')} />
          </Field>
        </div>
      )}
    </>
  )
}
