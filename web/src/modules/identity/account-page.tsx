import { App, Input, Segmented } from 'antd'
import { MePatch, PasswordChange } from '../../../../server/modules/identity/schema.ts'
import { useChangeMe, useChooseLanguage, useChooseTheme } from '../../app/me-menu.tsx'
import { useMe } from '../../app/session.ts'
import { Field, InlineForm } from '../../ui/form.tsx'
import { useTexts } from '../../ui/i18n.ts'
import { Section } from '../../ui/page.tsx'
import { setPreferences, usePreferences } from '../../ui/preferences.ts'
import { changePassword } from './api.ts'
import { SettingsPage } from './settings-frame.tsx'

/** My name, how the product looks to me, my password. */
export function AccountPage() {
  const { t } = useTexts()
  const me = useMe()
  const { message } = App.useApp()
  const { mutateAsync } = useChangeMe()
  return (
    <SettingsPage section="account">
      <Section title={t('identity:account.profile')}>
        <div className="card card-padded settings-form">
          <dl className="facts">
            <div>
              <dt>{t('identity:mail')}</dt>
              <dd>{me.person.mail ?? <span className="faint">{t('common:none')}</span>}</dd>
            </div>
            <div>
              <dt>{t('identity:phone')}</dt>
              <dd className="figures">
                {me.person.phone ?? <span className="faint">{t('common:none')}</span>}
              </dd>
            </div>
          </dl>
          <InlineForm<MePatch>
            key={me.person.version}
            schema={MePatch}
            isPatch
            initial={{ name: me.person.name }}
            submitLabel={t('common:save')}
            isGuarded
            onSubmit={({ name }) => mutateAsync({ name })}
            onDone={() => void message.success(t('common:saved'))}
          >
            <Field name="name" label={t('identity:yourName')}>
              <Input maxLength={100} autoComplete="name" />
            </Field>
          </InlineForm>
        </div>
      </Section>
      <Section title={t('identity:account.look')}>
        <div className="card card-padded settings-form stack">
          <Look />
        </div>
      </Section>
      <Section title={t('identity:account.password')} note={t('identity:account.passwordNote')}>
        <div className="card card-padded settings-form">
          <PasswordForm />
        </div>
      </Section>
    </SettingsPage>
  )
}

/** Language, theme and density; each works at once. */
export function Look() {
  const { t } = useTexts()
  const { language, choose } = useChooseLanguage()
  const theme = useChooseTheme()
  const { density } = usePreferences()
  return (
    <>
      <div className="stack-small">
        <span className="soft">{t('common:language')}</span>
        <Segmented
          value={language}
          onChange={choose}
          aria-label={t('common:language')}
          options={[
            { value: 'zh-CN', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
      </div>
      <div className="stack-small">
        <span className="soft">{t('common:theme.title')}</span>
        <Segmented
          value={theme.theme}
          onChange={theme.choose}
          aria-label={t('common:theme.title')}
          options={(['system', 'light', 'dark'] as const).map((value) => ({
            value,
            label: t(`common:theme.${value}`),
          }))}
        />
      </div>
      <div className="stack-small">
        <span className="soft">{t('common:density.title')}</span>
        <Segmented
          value={density}
          onChange={(value) => setPreferences({ density: value })}
          aria-label={t('common:density.title')}
          options={(['comfortable', 'compact'] as const).map((value) => ({
            value,
            label: t(`common:density.${value}`),
          }))}
        />
      </div>
    </>
  )
}

function PasswordForm() {
  const { t } = useTexts()
  const { message } = App.useApp()
  const me = useMe()
  return (
    <InlineForm<PasswordChange>
      schema={PasswordChange}
      submitLabel={t('identity:account.changePassword')}
      onSubmit={changePassword}
      resetsOnDone
      onDone={() => void message.success(t('identity:account.passwordChanged'))}
    >
      {/* A password manager keeps the new password under this name. */}
      <input
        hidden
        readOnly
        autoComplete="username"
        value={me.person.mail ?? me.person.phone ?? ''}
      />
      <Field name="current" label={t('identity:account.current')} isRequired>
        <Input.Password autoComplete="current-password" />
      </Field>
      <Field name="next" label={t('identity:account.next')} help={t('identity:passwordHelp')}>
        <Input.Password autoComplete="new-password" />
      </Field>
    </InlineForm>
  )
}
