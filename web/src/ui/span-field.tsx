import { Space, TimePicker } from 'antd'
import dayjs from 'dayjs'
import { useTexts } from './i18n.ts'

export interface Span {
  from: string
  to: string
}
const clock = (text: string) => dayjs(`2000-01-01T${text}`)

/** A span of the day that may run over midnight: 22:00 to 07:00. */
export function SpanField({ value, onChange }: { value: Span; onChange: (value: Span) => void }) {
  const { t } = useTexts()
  return (
    <Space wrap>
      {(['from', 'to'] as const).map((end) => (
        <TimePicker
          key={end}
          format="HH:mm"
          minuteStep={15}
          allowClear={false}
          value={clock(value[end])}
          aria-label={t(`common:span.${end}`)}
          onChange={(at) => at && onChange({ ...value, [end]: at.format('HH:mm') })}
        />
      ))}
    </Space>
  )
}
