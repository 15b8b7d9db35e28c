import { InputNumber, Select, Switch } from 'antd'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Section } from '../../ui/page.tsx'
import { hoursOf } from './compose.ts'
import { ComposeField, type StepProps } from './compose-field.tsx'

const RELAYS = [0, 30, 60, 120, 240, 480, 1440]

/** What happens after sending; each beginning from what the chain has set, each explained in a sentence. */
export function FollowUpSection({ draft, change, chain }: StepProps) {
  const { t } = useTexts()
  const format = useFormat()
  const { quietHours, timeZone } = chain.settings
  const relays = RELAYS.includes(draft.relayMinutes)
    ? RELAYS
    : [...RELAYS, draft.relayMinutes].sort((a, b) => a - b)
  return (
    <Section title={t('messaging:compose.after')} note={t('messaging:compose.afterNote')}>
      <div className="card card-padded audience-grid">
        <ComposeField label={t('messaging:compose.relay')} help={t('messaging:compose.relayHelp')}>
          <Select
            value={draft.relayMinutes}
            onChange={(relayMinutes) => change({ relayMinutes })}
            options={relays.map((minutes) => ({
              value: minutes,
              label:
                minutes === 0
                  ? t('messaging:compose.relayNone')
                  : format.duration(minutes * 60_000),
            }))}
          />
        </ComposeField>
        <ComposeField
          label={t('messaging:compose.reminders')}
          help={t('messaging:compose.remindersHelp')}
        >
          <Select
            mode="tags"
            maxCount={6}
            value={draft.reminderHours.map(String)}
            placeholder={t('messaging:compose.never')}
            tokenSeparators={[',', '，', ' ']}
            options={[4, 12, 24, 48, 72].map((hours) => ({
              value: String(hours),
              label: t('messaging:compose.hours', { n: format.number(hours) }),
            }))}
            onChange={(values: string[]) => change({ reminderHours: hoursOf(values) })}
          />
        </ComposeField>
        <ComposeField
          label={t('messaging:compose.escalation')}
          help={t('messaging:compose.escalationHelp')}
        >
          <InputNumber<number>
            className="fill"
            min={1}
            max={720}
            precision={0}
            value={draft.escalateAfterHours}
            placeholder={t('messaging:compose.never')}
            suffix={t('messaging:compose.hourUnit')}
            onChange={(escalateAfterHours) => change({ escalateAfterHours })}
          />
        </ComposeField>
        <ComposeField
          label={t('messaging:compose.quiet')}
          help={
            quietHours
              ? t('messaging:compose.quietHelp', { ...quietHours, timeZone })
              : t('messaging:compose.quietNone')
          }
        >
          <span>
            <Switch
              checked={draft.observesQuietHours}
              disabled={!quietHours}
              onChange={(observesQuietHours) => change({ observesQuietHours })}
            />
          </span>
        </ComposeField>
      </div>
    </Section>
  )
}
