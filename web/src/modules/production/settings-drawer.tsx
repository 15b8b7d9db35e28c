import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, InputNumber, Segmented, Select, Switch } from 'antd'
import type { z } from 'zod'
import type * as s from '../../../../server/modules/production/schema.ts'
import { Field, FormDrawer } from '../../ui/form.tsx'
import { useTexts } from '../../ui/i18n.ts'
import { keys, setSettings, settingsQuery } from './api.ts'
import { CalendarFields, QuietField } from './calendar-fields.tsx'

const EVERY = [15, 30, 60, 120, 240, 480] as const

const LIMITS = [
  'behindPercent',
  'lateHours',
  'silentHours',
  'dwellMinutes',
  'escalateHours',
] as const

interface Values extends s.WorkCalendar {
  isOn: boolean
  everyMinutes: (typeof EVERY)[number]
  audience: s.ClockSettings['audience']
  quietHours: s.ClockSettings['quietHours']
  behindPercent: number
  lateHours: number
  silentHours: number
  dwellMinutes: number
  escalateHours: number[]
}

interface Props {
  address: s.SettingsAddress
  title: string
  isOpen: boolean
  onClose: () => void
  /** A factory says of itself when it works; from where on it is warned of, its lead says. */
  hasHoursOnly?: boolean
}

/**
 * The clock of a chain, a factory or an order: when there is work, when the clock speaks and to whom, and from
 * where on it warns. A factory has no clock of its own: it is spoken of where its orders are.
 */
export function SettingsDrawer(props: Props) {
  const { data } = useQuery({ ...settingsQuery(props.address), enabled: props.isOpen })
  return props.isOpen && data ? <OpenSettings {...props} view={data} /> : null
}

function OpenSettings({
  address,
  title,
  onClose,
  view,
  hasHoursOnly = false,
}: Props & { view: z.infer<typeof s.SettingsView> }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const initial = valuesOf(view.holds)
  return (
    <FormDrawer<Values>
      isOpen
      onClose={onClose}
      title={title}
      initial={initial}
      submitLabel={t('common:save')}
      onSubmit={(values) => setSettings(address, ownOf(view.own, initial, values))}
      onDone={() => {
        message.success(t('common:saved'))
        void client.invalidateQueries({ queryKey: keys.all })
        onClose()
      }}
    >
      {address.scope !== 'factory' && <ClockFields />}
      {!hasHoursOnly && <LimitFields />}
      <CalendarFields />
    </FormDrawer>
  )
}

function LimitFields() {
  const { t } = useTexts()
  return (
    <>
      <Field name="behindPercent" label={t('production:settings.behind')} isRequired>
        <InputNumber min={1} max={100} suffix="%" className="wide" />
      </Field>
      <Field name="lateHours" label={t('production:settings.late')} isRequired>
        <InputNumber min={0} max={1000} suffix={t('production:settings.hours')} className="wide" />
      </Field>
      <Field name="silentHours" label={t('production:settings.silent')} isRequired>
        <InputNumber
          min={0.5}
          max={1000}
          suffix={t('production:settings.hours')}
          className="wide"
        />
      </Field>
      <Field
        name="dwellMinutes"
        label={t('production:settings.dwell')}
        help={t('production:settings.dwellHelp')}
        isRequired
      >
        <InputNumber
          min={0}
          max={100_000}
          precision={0}
          suffix={t('production:settings.min')}
          className="wide"
        />
      </Field>
      <Field
        name="escalateHours"
        label={t('production:settings.escalate')}
        help={t('production:settings.escalateHelp')}
      >
        <RungsField />
      </Field>
    </>
  )
}

/** Hours after which a warning goes a rung higher, the soonest first; none, and it never does. */
function RungsField({
  id,
  value = [],
  onChange,
}: {
  id?: string
  value?: number[]
  onChange?: (hours: number[]) => void
}) {
  return (
    <Select
      {...(id && { id })}
      mode="tags"
      value={value.map(String)}
      maxCount={4}
      open={false}
      suffixIcon={null}
      tokenSeparators={[',', '，', ' ', '、']}
      onChange={(typed: string[]) => onChange?.(rungsOf(typed))}
    />
  )
}

function rungsOf(typed: readonly string[]): number[] {
  const hours = typed.map(Number).filter((value) => value >= 1 / 60 && value <= 1000)
  return [...new Set(hours)].sort((a, b) => a - b)
}

function ClockFields() {
  const { t } = useTexts()
  return (
    <>
      <Field name="isOn" label={t('production:settings.isOn')} valuePropName="checked" isRequired>
        <Switch />
      </Field>
      <Field name="everyMinutes" label={t('production:settings.every')} isRequired>
        <Select
          options={EVERY.map((value) => ({
            value,
            label: t('production:settings.minutes', { count: value }),
          }))}
        />
      </Field>
      <Field name="audience" label={t('production:settings.audience')} isRequired>
        <Segmented
          vertical
          options={(['parties', 'each', 'lead'] as const).map((value) => ({
            value,
            label: t(`production:settings.to.${value}`),
          }))}
        />
      </Field>
      <Field
        name="quietHours"
        label={t('production:settings.quiet')}
        help={t('production:settings.quietHelp')}
      >
        <QuietField />
      </Field>
    </>
  )
}

function valuesOf({ clock, thresholds, calendar }: s.Settings): Values {
  return {
    ...clock,
    everyMinutes: clock.everyMinutes as Values['everyMinutes'],
    ...calendar,
    behindPercent: Math.round(thresholds.behindRaise * 100),
    lateHours: thresholds.lateRaiseMinutes / 60,
    silentHours: thresholds.silentRaiseMinutes / 60,
    dwellMinutes: thresholds.dwellMinutes,
    escalateHours: thresholds.escalateMinutes.map((minutes) => minutes / 60),
  }
}

/**
 * Only what somebody changed becomes its own; all else goes on coming from above, or stays as it was set.
 * What a warning clears at follows what it is raised at.
 */
function ownOf(own: s.OwnSettings, before: Values, values: Values): s.OwnSettings {
  const changed = <K extends keyof Values>(...names: K[]) =>
    Object.fromEntries(
      names
        .filter((name) => JSON.stringify(values[name]) !== JSON.stringify(before[name]))
        .map((name) => [name, values[name]]),
    ) as Partial<Pick<Values, K>>
  const silent = Math.round(values.silentHours * 60)
  const limits = {
    behindPercent: {
      behindRaise: values.behindPercent / 100,
      behindClear: values.behindPercent / 300,
    },
    lateHours: { lateRaiseMinutes: Math.round(values.lateHours * 60), lateClearMinutes: 0 },
    silentHours: { silentRaiseMinutes: silent, silentClearMinutes: Math.floor(silent / 2) },
    dwellMinutes: { dwellMinutes: values.dwellMinutes },
    escalateHours: {
      escalateMinutes: (values.escalateHours ?? []).map((hours) => Math.round(hours * 60)),
    },
  }
  const moved = Object.keys(changed(...LIMITS))
  return {
    calendar: {
      ...own.calendar,
      ...changed('timeZone', 'weekdays', 'shifts', 'holidays', 'extraDays'),
    },
    clock: { ...own.clock, ...changed('isOn', 'everyMinutes', 'audience', 'quietHours') },
    thresholds: Object.assign(
      { ...own.thresholds },
      ...moved.map((name) => limits[name as keyof typeof limits]),
    ),
  }
}
