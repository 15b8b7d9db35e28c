import { Link } from '@tanstack/react-router'
import { Alert, Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import { useGo, useSearchValues } from '../../app/navigation.ts'
import { type Me, useEnter } from '../../app/session.ts'
import { Field, InlineForm } from '../../ui/form.tsx'
import { ApiError } from '../../ui/http.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { signIn } from './api.ts'
import { SignInForm, safeNext } from './forms.ts'
import { Gate } from './gate.tsx'

interface Credentials {
  login: string
  password: string
}

/** Mail or phone with the password, then the code where somebody has set one up. */
export function SignInPage() {
  const { t } = useTexts()
  const [search] = useSearchValues()
  const [known, setKnown] = useState<Credentials | null>(null)
  const [waitUntil, setWaitUntil] = useState(0)
  const enter = useEnter()
  const go = useGo()

  function inside(me: unknown): void {
    if (!me) return
    enter(me as Me)
    go(safeNext(search.next), { replace: true })
  }
  async function trySignIn(input: Credentials & { code?: string }) {
    try {
      return await signIn(input)
    } catch (error) {
      if (!(error instanceof ApiError && error.retryAfterSeconds)) throw error
      setWaitUntil(Date.now() + error.retryAfterSeconds * 1000)
      return null
    }
  }
  if (known) {
    return (
      <CodeStep
        waitUntil={waitUntil}
        onBack={() => setKnown(null)}
        onSubmit={(code) => trySignIn({ ...known, code })}
        onDone={inside}
      />
    )
  }
  return (
    <Gate
      title={t('identity:signIn.title')}
      note={search.next ? t('identity:signIn.toContinue') : undefined}
    >
      <Throttled until={waitUntil} />
      <InlineForm<Credentials>
        schema={SignInForm}
        submitLabel={t('identity:signIn.submit')}
        isWide
        onSubmit={async (input) => {
          try {
            return await trySignIn(input)
          } catch (error) {
            if (!(error instanceof ApiError && error.code === 'code_needed')) throw error
            setKnown(input)
            return null
          }
        }}
        onDone={inside}
      >
        <Field name="login" label={t('identity:login')}>
          <Input
            size="large"
            autoComplete="username"
            autoFocus
            inputMode="email"
            autoCapitalize="none"
          />
        </Field>
        <Field name="password" label={t('identity:password')}>
          <Input.Password size="large" autoComplete="current-password" />
        </Field>
      </InlineForm>
      <p className="gate-foot">
        {t('identity:signIn.noAccount')} <Link to="/register">{t('identity:signIn.register')}</Link>
      </p>
    </Gate>
  )
}

/** Counts down how long the server wants to be left alone after too many attempts. */
function Throttled({ until }: { until: number }) {
  const { t } = useTexts()
  const format = useFormat()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    setNow(Date.now())
    if (until <= Date.now()) return
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [until])
  const left = until - now
  if (left <= 0) return null
  return (
    <Alert
      className="form-failure"
      type="warning"
      showIcon
      title={t('identity:signIn.wait', { time: format.duration(left) })}
      description={t('identity:signIn.waitWhy')}
    />
  )
}

function CodeStep({
  waitUntil,
  onBack,
  onSubmit,
  onDone,
}: {
  waitUntil: number
  onBack: () => void
  onSubmit: (code: string) => Promise<unknown>
  onDone: (me: unknown) => void
}) {
  const { t } = useTexts()
  const [isRecovery, setRecovery] = useState(false)
  return (
    <Gate
      title={t('identity:code.title')}
      note={t(isRecovery ? 'identity:code.recoveryNote' : 'identity:code.note')}
    >
      <Throttled until={waitUntil} />
      <InlineForm<{ code: string }>
        key={String(isRecovery)}
        submitLabel={t('identity:signIn.submit')}
        isWide
        onSubmit={({ code }) => onSubmit(code.trim())}
        onDone={onDone}
      >
        <Field
          name="code"
          isRequired
          label={t(isRecovery ? 'identity:code.recovery' : 'identity:code.label')}
        >
          <Input
            size="large"
            autoFocus
            className="code-input"
            inputMode={isRecovery ? 'text' : 'numeric'}
            autoComplete="one-time-code"
            maxLength={isRecovery ? 30 : 6}
          />
        </Field>
      </InlineForm>
      <p className="gate-foot row">
        <Button type="link" onClick={() => setRecovery(!isRecovery)}>
          {t(isRecovery ? 'identity:code.useApp' : 'identity:code.useRecovery')}
        </Button>
        <Button type="link" onClick={onBack}>
          {t('common:back')}
        </Button>
      </p>
    </Gate>
  )
}
