import { useBlocker } from '@tanstack/react-router'
import { Alert, App, Button, ConfigProvider, Drawer, Form, type FormInstance } from 'antd'
import {
  createContext,
  type ReactElement,
  type ReactNode,
  useContext,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { z } from 'zod'
import { cleaned, fieldFault, isRequired, ruleText } from './form-rules.ts'
import { useTexts } from './i18n.ts'
import { Page } from './page.tsx'
import { useIsPhone } from './preferences.ts'
import { ApiError, fieldKeys, fieldPath } from './problem.ts'
import { useErrorText } from './states.tsx'

type Path = (string | number)[]
const SchemaContext = createContext<{ schema: z.ZodType | null; isPatch: boolean }>({
  schema: null,
  isPatch: false,
})

interface FieldProps {
  name: string | Path
  label: ReactNode
  /** What to write, where it is used. */
  help?: ReactNode
  /** Only for a form without a schema; otherwise the schema says. */
  isRequired?: boolean
  valuePropName?: string
  children: ReactElement
}

/** Label above, help under, checked against the schema as the reader leaves it. */
export function Field({
  name,
  label,
  help,
  isRequired: required,
  valuePropName,
  children,
}: FieldProps) {
  const { t } = useTexts()
  const { schema, isPatch } = useContext(SchemaContext)
  const path = Array.isArray(name) ? name : fieldPath(name)
  const isNeeded = required ?? (schema !== null && isRequired(schema, path, isPatch))
  return (
    <Form.Item
      name={path.length === 1 ? path[0] : path}
      label={
        <span>
          {label}
          {!isNeeded && <span className="optional"> {t('common:optional')}</span>}
        </span>
      }
      extra={help}
      {...(valuePropName && { valuePropName })}
      validateTrigger="onBlur"
      rules={[
        {
          validator: async (_rule, value) => {
            const fault = schema
              ? fieldFault(schema, path, value, isPatch)
              : required && (value === undefined || value === '')
                ? { key: 'required', values: {} }
                : null
            if (fault)
              throw new Error(
                t([`errors:field.${fault.key}`, 'errors:field.invalid'], fault.values),
              )
          },
        },
      ]}
    >
      {children}
    </Form.Item>
  )
}

export interface FormProps<Input, Output = Input> {
  /** The server's own schema: the same rules before and after sending. */
  schema?: z.ZodType<Output>
  initial?: Partial<Input>
  onSubmit: (values: Output) => Promise<unknown>
  onDone?: (answer: unknown) => void
  /** Where a fault of the server shows when the form asks for it in another field: `person.mail` in `person.login`. */
  aliases?: Record<string, string>
  /** The schema is that of a change, where a field left out stays as it was. */
  isPatch?: boolean
  /** Empties the form when it was sent, for one that stays on the page: a change of password. */
  resetsOnDone?: boolean
  submitLabel: ReactNode
  children: ReactNode | ((form: FormInstance) => ReactNode)
}

/** The state of a form: sending, the fault that belongs to no field, and whether anything was touched. */
function useFormWork<Input, Output>({
  schema,
  onSubmit,
  onDone,
  aliases = {},
  resetsOnDone = false,
  isPatch = false,
}: FormProps<Input, Output>) {
  const [form] = Form.useForm()
  const { t } = useTexts()
  const errorText = useErrorText()
  const [isSending, setSending] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [isDirty, setDirty] = useState(false)
  // Read by the guard in the same tick as the page goes away, before a state would have settled.
  const isDone = useRef(false)

  async function submit(): Promise<void> {
    setFailure(null)
    const raw = form.getFieldsValue(true)
    const values = readValues(raw)
    if (values === null) return
    setSending(true)
    try {
      const answer = await onSubmit(values)
      isDone.current = true
      setDirty(false)
      if (resetsOnDone) form.resetFields()
      onDone?.(answer)
    } catch (error) {
      isDone.current = false
      showFailure(error)
    } finally {
      setSending(false)
    }
  }

  function readValues(raw: unknown): Output | null {
    if (!schema) return raw as Output
    const result = schema.safeParse(cleaned(schema, raw, isPatch), { reportInput: true })
    if (result.success) return result.data
    markFields(
      result.error.issues.map((issue) => {
        const { key, values } = ruleText(issue)
        const path = issue.path as Path
        return { path, text: t([`errors:field.${key}`, 'errors:field.invalid'], values) }
      }),
    )
    return null
  }

  function showFailure(error: unknown): void {
    const fields = error instanceof ApiError ? error.fields : []
    if (fields.length === 0) {
      setFailure(errorText(error))
      return
    }
    markFields(
      fields.map((fault) => ({
        path: fieldPath(aliases[fault.field] ?? fault.field),
        text: t(fieldKeys(fault), { defaultValue: fault.message }),
      })),
    )
  }

  /** Marks what the form shows; a fault of a field that it does not show goes on top. */
  function markFields(faults: { path: Path; text: string }[]): void {
    const orphans: string[] = []
    const shown: { name: Path; errors: string[] }[] = []
    for (const { path, text } of faults) {
      const name = shownField(path)
      if (!name) orphans.push(text)
      else if (!shown.some((field) => field.name.join() === name.join()))
        shown.push({ name, errors: [text] })
    }
    form.setFields(shown)
    if (orphans.length > 0) setFailure(orphans.join(' '))
    const first = shown[0]
    if (first) {
      form.scrollToField(first.name, { block: 'center' })
      form.focusField(first.name)
    }
  }

  /** A fault deep inside a field (the third tag) belongs to the field. */
  function shownField(path: Path): Path | null {
    for (let length = path.length; length > 0; length--) {
      const name = path.slice(0, length)
      if (form.getFieldInstance(name)) return name
    }
    return null
  }

  return { form, submit, isSending, failure, isDirty, setDirty, isDone }
}

// A fault that fades out while its help fades in would move the button away from under a click.
const STILL = { cssVar: { key: 'jw-still' }, token: { motion: false } }

function FormBody<Input, Output>({
  work,
  props,
  footer,
  id,
}: {
  work: ReturnType<typeof useFormWork<Input, Output>>
  props: FormProps<Input, Output>
  footer?: ReactNode
  id?: string
}) {
  const { form, submit, failure, setDirty } = work
  const { schema = null, isPatch = false } = props
  const context = useMemo(
    () => ({ schema: schema as z.ZodType | null, isPatch }),
    [schema, isPatch],
  )
  return (
    <SchemaContext.Provider value={context}>
      <ConfigProvider theme={STILL}>
        <Form
          {...(id && { id })}
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={props.initial as object}
          onValuesChange={() => setDirty(true)}
          onFinish={submit}
          onFinishFailed={({ errorFields }) => {
            const first = errorFields[0]
            if (first) form.focusField(first.name as Path)
          }}
          scrollToFirstError={{ block: 'center' }}
        >
          {failure && (
            <Alert className="form-failure" type="error" title={failure} showIcon role="alert" />
          )}
          {typeof props.children === 'function' ? props.children(form) : props.children}
          {footer}
        </Form>
      </ConfigProvider>
    </SchemaContext.Provider>
  )
}

/** A form that stands in a page of its own or inside a section. Leaving with unsaved changes asks first. */
export function InlineForm<Input, Output = Input>(
  props: FormProps<Input, Output> & {
    isGuarded?: boolean
    isWide?: boolean
    secondary?: ReactNode
  },
) {
  const work = useFormWork(props)
  return (
    <>
      {props.isGuarded && <LeaveGuard isDirty={work.isDirty} isDone={work.isDone} />}
      <FormBody
        work={work}
        props={props}
        footer={
          <div className="form-footer">
            <Button
              type="primary"
              htmlType="submit"
              loading={work.isSending}
              block={props.isWide}
              size={props.isWide ? 'large' : 'medium'}
            >
              {props.submitLabel}
            </Button>
            {props.secondary}
          </div>
        }
      />
    </>
  )
}

/** A whole page that is a form. */
export function FormPage<Input, Output = Input>({
  title,
  note,
  back,
  ...props
}: FormProps<Input, Output> & {
  title: string
  note?: ReactNode
  back?: { to: string; label: string }
  secondary?: ReactNode
}) {
  return (
    <Page title={title} note={note} back={back} width="narrow">
      <div className="card card-padded">
        <InlineForm {...props} isGuarded />
      </div>
    </Page>
  )
}

function LeaveGuard({
  isDirty,
  isDone,
}: {
  isDirty: boolean
  isDone: { readonly current: boolean }
}) {
  const { t } = useTexts()
  const { modal } = App.useApp()
  useBlocker({
    enableBeforeUnload: () => isDirty && !isDone.current,
    shouldBlockFn: async () => {
      if (!isDirty || isDone.current) return false
      const mayLeave = await modal.confirm({
        title: t('common:unsaved.title'),
        content: t('common:unsaved.note'),
        okText: t('common:unsaved.leave'),
        cancelText: t('common:unsaved.stay'),
        autoFocusButton: 'cancel',
        okButtonProps: { danger: true },
      })
      return !mayLeave
    },
  })
  return null
}

/** A form in a drawer from the right; over the whole screen on a phone. */
export function FormDrawer<Input, Output = Input>({
  isOpen,
  onClose,
  title,
  width = 480,
  ...props
}: FormProps<Input, Output> & {
  isOpen: boolean
  onClose: () => void
  title: ReactNode
  width?: number
}) {
  return isOpen ? <OpenDrawer {...props} title={title} width={width} onClose={onClose} /> : null
}

function OpenDrawer<Input, Output>({
  onClose,
  title,
  width,
  ...props
}: FormProps<Input, Output> & { onClose: () => void; title: ReactNode; width: number }) {
  const { t } = useTexts()
  const { modal } = App.useApp()
  const isPhone = useIsPhone()
  const work = useFormWork(props)
  const id = useMemo(() => `form-${Math.random().toString(36).slice(2)}`, [])
  async function close(): Promise<void> {
    if (work.isDirty) {
      const mayLeave = await modal.confirm({
        title: t('common:unsaved.title'),
        content: t('common:unsaved.note'),
        okText: t('common:unsaved.leave'),
        cancelText: t('common:unsaved.stay'),
        autoFocusButton: 'cancel',
        okButtonProps: { danger: true },
      })
      if (!mayLeave) return
    }
    onClose()
  }
  return (
    <Drawer
      open
      title={title}
      size={isPhone ? '100%' : width}
      onClose={() => void close()}
      footer={
        <div className="drawer-footer">
          <Button onClick={() => void close()}>{t('common:cancel')}</Button>
          <Button type="primary" htmlType="submit" form={id} loading={work.isSending}>
            {props.submitLabel}
          </Button>
        </div>
      }
    >
      <FormBody work={work} props={props} id={id} />
    </Drawer>
  )
}
