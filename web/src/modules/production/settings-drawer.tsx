import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, InputNumber, Segmented, Select, Switch } from 'antd'
import type { z } from 'zod'
import type * as s from '../../../../server/modules/production/schema.ts'
import { Field, FormDrawer } from '../../ui/form.tsx'
import { useTexts } from '../../ui/i18n.ts'
import { keys, setSettings, settingsQuery } from './api.ts'

const EVERY = [15, 30, 60, 120, 240, 480] as const
const WEEK = [1, 2, 3, 4, 5, 6, 7]

interface Values {
  isOn: boolean
  everyMinutes: (typeof EVERY)[number]
  audience: s.ClockSettings['audience']
  weekdays: number[]
  behindPercent: number
  lateHours: number
  silentHours: number
}

interface Props {
  address: s.SettingsAddress
  title: string
  isOpen: boolean
  onClose: () => void
}

/** The clock of a chain, a factory or an order: when it speaks, to whom, and from where on it warns. */
export function SettingsDrawer(props: Props) {
  const { data } = useQuery({ ...settingsQuery(props.address), enabled: props.isOpen })
  return props.isOpen && data ? <OpenSettings {...props} view={data} /> : null
}

function OpenSettings({
  address,
  title,
  onClose,
  view,
}: Props & { view: z.infer<typeof s.SettingsView> }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const { clock, thresholds, calendar } = view.holds
  return (
    <FormDrawer<Values>
      isOpen
      onClose={onClose}
      title={title}
      initial={{
        ...{ isOn: clock.isOn, everyMinutes: clock.everyMinutes as Values['everyMinutes'] },
        ...{ audience: clock.audience, weekdays: calendar.weekdays },
        behindPercent: Math.round(thresholds.behindRaise * 100),
        lateHours: thresholds.lateRaiseMinutes / 60,
        silentHours: thresholds.silentRaiseMinutes / 60,
      }}
      submitLabel={t('common:save')}
      onSubmit={(values) => setSettings(address, ownOf(view.own, values))}
      onDone={() => {
        message.success(t('common:saved'))
        void client.invalidateQueries({ queryKey: keys.all })
        onClose()
      }}
    >
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
      <Field name="weekdays" label={t('production:settings.weekdays')} isRequired>
        <Select
          mode="multiple"
          options={WEEK.map((value) => ({ value, label: t(`production:settings.day.${value}`) }))}
        />
      </Field>
    </FormDrawer>
  )
}

/** What it clears at follows what it is raised at; all else that was set stays as it is. */
function ownOf(own: s.OwnSettings, values: Values): s.OwnSettings {
  const silent = Math.round(values.silentHours * 60)
  const late = Math.round(values.lateHours * 60)
  return {
    ...own,
    calendar: { ...own.calendar, weekdays: [...values.weekdays].sort() },
    clock: {
      ...own.clock,
      ...{ isOn: values.isOn, everyMinutes: values.everyMinutes, audience: values.audience },
    },
    thresholds: {
      ...own.thresholds,
      behindRaise: values.behindPercent / 100,
      behindClear: values.behindPercent / 300,
      ...{ lateRaiseMinutes: late, lateClearMinutes: 0 },
      ...{ silentRaiseMinutes: silent, silentClearMinutes: Math.floor(silent / 2) },
    },
  }
}
