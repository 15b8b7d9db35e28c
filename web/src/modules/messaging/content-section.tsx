import { DatePicker, Input } from 'antd'
import dayjs from 'dayjs'
import { useTexts } from '../../ui/i18n.ts'
import { Section } from '../../ui/page.tsx'
import { Attachments } from './attachments.tsx'
import { ComposeField, type StepProps } from './compose-field.tsx'

export function ContentSection({ draft, change, faults }: StepProps) {
  const { t } = useTexts()
  const isTask = draft.kind === 'task'
  return (
    <Section title={t('messaging:compose.content')}>
      <div className="card card-padded stack">
        <ComposeField
          label={t('messaging:compose.titleField')}
          help={t('messaging:compose.titleHelp')}
          field="title"
          faults={faults}
        >
          <Input
            value={draft.title}
            maxLength={100}
            showCount
            size="large"
            status={faults.title ? 'error' : undefined}
            onChange={(event) => change({ title: event.target.value })}
          />
        </ComposeField>
        <ComposeField label={t('messaging:compose.body')} help={t('messaging:compose.bodyHelp')}>
          <Input.TextArea
            value={draft.body}
            maxLength={20_000}
            autoSize={{ minRows: 5, maxRows: 18 }}
            onChange={(event) => change({ body: event.target.value })}
          />
        </ComposeField>
        <ComposeField
          label={t(isTask ? 'messaging:compose.deadline' : 'messaging:compose.deadlineOptional')}
          help={t('messaging:compose.deadlineHelp')}
          field="deadlineAt"
          faults={faults}
        >
          <MomentPicker
            value={draft.deadlineAt}
            isWrong={faults.deadlineAt !== undefined}
            onChange={(deadlineAt) => change({ deadlineAt })}
          />
        </ComposeField>
        <Attachments files={draft.files} onChange={(files) => change({ files })} />
      </div>
    </Section>
  )
}

/** A day and a time to the minute, never in the past. */
export function MomentPicker({
  value,
  onChange,
  isWrong = false,
  placeholder,
}: {
  value: string | null
  onChange: (at: string | null) => void
  isWrong?: boolean
  placeholder?: string
}) {
  return (
    <DatePicker
      className="moment-picker"
      showTime={{ format: 'HH:mm', minuteStep: 5 }}
      format="YYYY-MM-DD HH:mm"
      value={value ? dayjs(value) : null}
      status={isWrong ? 'error' : undefined}
      placeholder={placeholder}
      disabledDate={(day) => day.isBefore(dayjs().startOf('day'))}
      onChange={(moment) => onChange(moment ? moment.second(0).millisecond(0).toISOString() : null)}
    />
  )
}
