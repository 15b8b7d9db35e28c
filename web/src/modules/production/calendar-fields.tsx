import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, DatePicker, Select } from 'antd'
import dayjs from 'dayjs'
import { useMemo } from 'react'
import { Field } from '../../ui/form.tsx'
import { useLanguage, useTexts } from '../../ui/i18n.ts'
import { type Span, SpanField } from '../../ui/span-field.tsx'

const WEEK = [1, 2, 3, 4, 5, 6, 7]
const SHIFTS_MAX = 6
/** When there is work: where, days of the week, shifts, and the days that are different. */
export function CalendarFields() {
  const { t } = useTexts()
  return (
    <>
      <Field name="timeZone" label={t('production:settings.zone')} isRequired>
        <Select showSearch={{ optionFilterProp: 'label' }} options={useZones()} />
      </Field>
      <Field name="weekdays" label={t('production:settings.weekdays')} isRequired>
        <Select
          mode="multiple"
          options={WEEK.map((value) => ({ value, label: t(`production:settings.day.${value}`) }))}
        />
      </Field>
      <Field
        name="shifts"
        label={t('production:settings.shifts')}
        help={t('production:settings.shiftsHelp')}
        isRequired
      >
        <Shifts />
      </Field>
      <Field name="holidays" label={t('production:settings.holidays')}>
        <Days />
      </Field>
      <Field name="extraDays" label={t('production:settings.extraDays')}>
        <Days />
      </Field>
    </>
  )
}

/** Every zone by its place, its name in the reader's language and its hours, as they are today. */
function useZones() {
  const language = useLanguage()
  return useMemo(
    () =>
      Intl.supportedValuesOf('timeZone').map((value) => {
        const name = (style: 'longGeneric' | 'shortOffset') =>
          new Intl.DateTimeFormat(language, { timeZone: value, timeZoneName: style })
            .formatToParts()
            .find(({ type }) => type === 'timeZoneName')!.value
        const hours = name('shortOffset').replace('GMT', 'UTC')
        return { value, label: `${value.replaceAll('_', ' ')} · ${name('longGeneric')} (${hours})` }
      }),
    [language],
  )
}

function Shifts({ value = [], onChange }: { value?: Span[]; onChange?: (value: Span[]) => void }) {
  const { t } = useTexts()
  return (
    <div className="stack">
      {value.map((shift, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a shift is known by its place
        <div className="row nowrap" key={at}>
          <SpanField value={shift} onChange={(next) => onChange?.(value.with(at, next))} />
          {value.length > 1 && (
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('production:settings.removeShift')}
              onClick={() => onChange?.(value.toSpliced(at, 1))}
            />
          )}
        </div>
      ))}
      {value.length < SHIFTS_MAX && (
        <Button
          icon={<PlusOutlined />}
          onClick={() => onChange?.([...value, { from: '19:00', to: '21:00' }])}
        >
          {t('production:settings.addShift')}
        </Button>
      )}
    </div>
  )
}

function Days({
  value = [],
  onChange,
  id,
}: {
  value?: string[]
  onChange?: (value: string[]) => void
  id?: string
}) {
  return (
    <DatePicker
      multiple
      {...(id && { id })}
      className="wide"
      maxTagCount="responsive"
      value={value.map((day) => dayjs(day))}
      onChange={(days) => onChange?.((days ?? []).map((day) => day.format('YYYY-MM-DD')).sort())}
    />
  )
}

/** When nobody is to be told anything; a span that may run over midnight. */
export function QuietField({
  value,
  onChange,
}: {
  value?: Span | null
  onChange?: (value: Span | null) => void
}) {
  const { t } = useTexts()
  return (
    <div className="row">
      <Select
        value={Boolean(value)}
        aria-label={t('production:settings.quiet')}
        onChange={(isOn) => onChange?.(isOn ? { from: '21:00', to: '07:30' } : null)}
        options={[
          { value: false, label: t('production:settings.quietOff') },
          { value: true, label: t('production:settings.quietOn') },
        ]}
      />
      {value && <SpanField value={value} onChange={(next) => onChange?.(next)} />}
    </div>
  )
}
