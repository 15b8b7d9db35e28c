import {
  DesktopOutlined,
  DownloadOutlined,
  MobileOutlined,
  SafetyCertificateOutlined,
} from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox, Input, Modal, Steps } from 'antd'
import { useState } from 'react'
import { PasswordAgain, TwoFactorConfirm } from '../../../../server/modules/identity/schema.ts'
import { meQuery, useMe } from '../../app/session.ts'
import { Field, FormDrawer, InlineForm } from '../../ui/form.tsx'
import { saveFile } from '../../ui/http.ts'
import { useTexts } from '../../ui/i18n.ts'
import { Section } from '../../ui/page.tsx'
import { CopyButton, QRCodeCard } from '../../ui/qr-card.tsx'
import { ErrorState, Skeleton, useErrorText } from '../../ui/states.tsx'
import { RelativeTime, StateTag } from '../../ui/values.tsx'
import {
  confirmTwoFactor,
  removeTwoFactor,
  type Session,
  sessionsQuery,
  startTwoFactor,
  useRevokeSession,
} from './api.ts'
import { deviceName } from './device.ts'
import { SettingsPage } from './settings-frame.tsx'

/** The second factor and the places where I am signed in. */
export function SecurityPage() {
  const { t } = useTexts()
  return (
    <SettingsPage section="security">
      <TwoFactor />
      <Section title={t('identity:sessions.title')} note={t('identity:sessions.note')}>
        <Sessions />
      </Section>
    </SettingsPage>
  )
}

function TwoFactor() {
  const { t } = useTexts()
  const me = useMe()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [open, setOpen] = useState<'setup' | 'remove' | null>(null)
  const isOn = me.person.hasTwoFactor
  function done(): void {
    setOpen(null)
    void client.invalidateQueries({ queryKey: meQuery.queryKey })
  }
  return (
    <Section title={t('identity:twoFactor.title')} note={t('identity:twoFactor.note')}>
      <div className="card item">
        <SafetyCertificateOutlined className={isOn ? 'item-icon text-good' : 'item-icon'} />
        <div className="item-text">
          <div className="row">
            <strong>{t('identity:twoFactor.app')}</strong>
            <StateTag tone={isOn ? 'good' : 'quiet'}>
              {t(isOn ? 'identity:twoFactor.on' : 'identity:twoFactor.off')}
            </StateTag>
          </div>
          <div className="item-line">
            {t(isOn ? 'identity:twoFactor.onNote' : 'identity:twoFactor.offNote')}
          </div>
        </div>
        {isOn ? (
          <Button danger onClick={() => setOpen('remove')}>
            {t('identity:twoFactor.remove')}
          </Button>
        ) : (
          <Button type="primary" onClick={() => setOpen('setup')}>
            {t('identity:twoFactor.setUp')}
          </Button>
        )}
      </div>
      {open === 'setup' && <SetUp onClose={done} />}
      <FormDrawer<{ password: string }>
        isOpen={open === 'remove'}
        onClose={() => setOpen(null)}
        title={t('identity:twoFactor.remove')}
        schema={PasswordAgain}
        submitLabel={t('identity:twoFactor.remove')}
        onSubmit={({ password }) => removeTwoFactor(password)}
        onDone={() => {
          done()
          message.success(t('identity:twoFactor.removed'))
        }}
      >
        <p className="soft form-intro">{t('identity:twoFactor.removeNote')}</p>
        <Field name="password" label={t('identity:password')} isRequired>
          <Input.Password autoComplete="current-password" />
        </Field>
      </FormDrawer>
    </Section>
  )
}

/** Three steps that cannot be skipped: the password, a code from the app, the recovery codes kept. */
function SetUp({ onClose }: { onClose: () => void }) {
  const { t } = useTexts()
  const [secret, setSecret] = useState<{ secret: string; uri: string } | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const step = codes ? 2 : secret ? 1 : 0
  return (
    <Modal
      open
      title={t('identity:twoFactor.setUp')}
      onCancel={onClose}
      footer={null}
      // The recovery codes are shown once: a slip of the mouse must not lose them.
      mask={{ closable: step < 2 }}
      closable={step < 2}
      keyboard={step < 2}
    >
      <div className="stack">
        <Steps
          size="small"
          current={step}
          items={[
            { title: t('identity:twoFactor.step1') },
            { title: t('identity:twoFactor.step2') },
            { title: t('identity:twoFactor.step3') },
          ]}
        />
        {step === 0 && (
          <InlineForm<{ password: string }>
            schema={PasswordAgain}
            submitLabel={t('common:next')}
            onSubmit={({ password }) => startTwoFactor(password)}
            onDone={(answer) => setSecret(answer as { secret: string; uri: string })}
          >
            <Field
              name="password"
              label={t('identity:password')}
              help={t('identity:twoFactor.passwordHelp')}
              isRequired
            >
              <Input.Password autoFocus autoComplete="current-password" />
            </Field>
          </InlineForm>
        )}
        {step === 1 && secret && (
          <>
            <QRCodeCard value={secret.uri} hasLink={false} note={t('identity:twoFactor.scan')} />
            <div className="secret-box">
              <span className="mono">{secret.secret.replace(/(.{4})/g, '$1 ').trim()}</span>
              <CopyButton text={secret.secret} />
            </div>
            <InlineForm<{ code: string }>
              schema={TwoFactorConfirm}
              submitLabel={t('common:next')}
              onSubmit={({ code }) => confirmTwoFactor(code)}
              onDone={(answer) => setCodes((answer as { recoveryCodes: string[] }).recoveryCodes)}
            >
              <Field name="code" label={t('identity:code.label')}>
                <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} autoFocus />
              </Field>
            </InlineForm>
          </>
        )}
        {codes && <RecoveryCodes codes={codes} onDone={onClose} />}
      </div>
    </Modal>
  )
}

function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useTexts()
  const [isKept, setKept] = useState(false)
  const text = codes.join('\n')
  return (
    <>
      <p>{t('identity:twoFactor.codesNote')}</p>
      <div className="recovery-codes">
        {codes.map((code) => (
          <span key={code}>{code}</span>
        ))}
      </div>
      <div className="row">
        <CopyButton text={text} />
        <Button
          icon={<DownloadOutlined />}
          onClick={() => saveFile(new Blob([`${text}\n`]), 'jingwei-recovery-codes.txt')}
        >
          {t('common:download')}
        </Button>
      </div>
      <Checkbox checked={isKept} onChange={(event) => setKept(event.target.checked)}>
        {t('identity:twoFactor.kept')}
      </Checkbox>
      <div>
        <Button type="primary" disabled={!isKept} onClick={onDone}>
          {t('common:done')}
        </Button>
      </div>
    </>
  )
}

function Sessions() {
  const { data, error, refetch } = useQuery(sessionsQuery)
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} isSmall />
  return (
    <ul className="card item-list">
      {data ? (
        data.items.map((session) => <SessionRow key={session.id} session={session} />)
      ) : (
        <li className="item">
          <Skeleton rows={3} />
        </li>
      )}
    </ul>
  )
}

function SessionRow({ session }: { session: Session }) {
  const { t } = useTexts()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const { mutate, isPending } = useRevokeSession()
  const { browser, system, isPhone } = deviceName(session.userAgent)
  const name = [browser, system].filter(Boolean).join(' · ') || t('identity:sessions.unknown')
  return (
    <li className="item">
      <span className="item-icon" aria-hidden>
        {isPhone ? <MobileOutlined /> : <DesktopOutlined />}
      </span>
      <div className="item-text">
        <div className="row">
          <strong>{name}</strong>
          {session.isCurrent && <StateTag tone="indigo">{t('identity:sessions.current')}</StateTag>}
        </div>
        <div className="item-line">
          <span className="figures">{session.ip}</span>
          <span>
            {t('identity:sessions.seen')} <RelativeTime at={session.seenAt} />
          </span>
          <span>
            {t('identity:sessions.since')} <RelativeTime at={session.createdAt} />
          </span>
        </div>
      </div>
      {!session.isCurrent && (
        <Button
          loading={isPending}
          onClick={() =>
            mutate(session.id, {
              onSuccess: () => void message.success(t('identity:sessions.ended')),
              onError: (error) => void message.error(errorText(error)),
            })
          }
        >
          {t('identity:sessions.end')}
        </Button>
      )}
    </li>
  )
}
