import { Input, Select, Space } from 'antd'
import { Field } from '../../ui/form.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { type Span, SpanField } from '../../ui/span-field.tsx'

/** Fields of a chain, the same when it is opened and when it is changed. */
export function ChainNameFields() {
  const { t } = useTexts()
  return (
    <>
      <Field name="name" label={t('network:chain.name')} help={t('network:chain.nameHelp')}>
        <Input autoComplete="off" />
      </Field>
      <Field name="note" label={t('network:chain.note')} help={t('network:chain.noteHelp')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} />
      </Field>
    </>
  )
}

const HOURS = [1, 2, 4, 8, 12, 24, 48, 72]
const ESCALATE = [12, 24, 48, 72, 168]
const RELAY = [0, 30, 60, 120, 240, 720, 1440]
const STEPS = [1, 10, 50, 100]
const ZONES = [
  'Asia/Shanghai',
  'Asia/Hong_Kong',
  'Asia/Tokyo',
  'Asia/Singapore',
  'Asia/Ho_Chi_Minh',
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Los_Angeles',
  'UTC',
]

export function ChainRuleFields({ currency }: { currency: string }) {
  const { t } = useTexts()
  const format = useFormat()
  const hours = (count: number) => t('network:chain.hours', { count })
  return (
    <>
      <Field
        name={['settings', 'priceStepMinor']}
        label={t('network:chain.step')}
        help={t('network:chain.stepHelp')}
      >
        <Select options={STEPS.map((value) => ({ value, label: format.money(value, currency) }))} />
      </Field>
      <Field
        name={['settings', 'relayMinutes']}
        label={t('network:chain.relay')}
        help={t('network:chain.relayHelp')}
      >
        <Select
          options={RELAY.map((value) => ({
            value,
            label: value === 0 ? t('network:chain.relayNone') : format.duration(value * 60_000),
          }))}
        />
      </Field>
      <Field
        name={['settings', 'reminderHours']}
        label={t('network:chain.reminders')}
        help={t('network:chain.remindersHelp')}
      >
        <Select
          mode="multiple"
          maxCount={6}
          options={HOURS.map((value) => ({ value, label: hours(value) }))}
        />
      </Field>
      <Field
        name={['settings', 'escalateAfterHours']}
        label={t('network:chain.escalate')}
        help={t('network:chain.escalateHelp')}
      >
        <Select
          allowClear
          placeholder={t('network:chain.never')}
          options={ESCALATE.map((value) => ({ value, label: hours(value) }))}
        />
      </Field>
      <Field
        name={['settings', 'quietHours']}
        label={t('network:chain.quiet')}
        help={t('network:chain.quietHelp')}
      >
        <QuietHours />
      </Field>
      <Field name={['settings', 'timeZone']} label={t('network:chain.zone')}>
        <Select showSearch options={ZONES.map((value) => ({ value, label: value }))} />
      </Field>
    </>
  )
}

interface QuietProps {
  value?: Span | null
  onChange?: (value: Span | null) => void
}

function QuietHours({ value, onChange }: QuietProps) {
  const { t } = useTexts()
  const isOn = Boolean(value)
  const span = value ?? { from: '22:00', to: '07:00' }
  return (
    <Space wrap>
      <Select
        value={isOn}
        style={{ width: 130 }}
        onChange={(next) => onChange?.(next ? span : null)}
        aria-label={t('network:chain.quiet')}
        options={[
          { value: false, label: t('network:chain.quietOff') },
          { value: true, label: t('network:chain.quietOn') },
        ]}
      />
      {isOn && <SpanField value={span} onChange={(next) => onChange?.(next)} />}
    </Space>
  )
}
