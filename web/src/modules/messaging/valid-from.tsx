import { ClockCircleOutlined } from '@ant-design/icons'
import { useEffect, useState } from 'react'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { countdown, shownSpan } from './countdown.ts'

/** A clock that wakes only when what it shows changes. */
export function useClockTo(iso: string): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setTimeout(() => setNow(Date.now()), countdown(iso, now).nextChangeMs)
    return () => clearTimeout(timer)
  }, [iso, now])
  return now
}

/** From when new prices hold: a countdown before, a plain date after. */
export function ValidFrom({ at }: { at: string }) {
  const { t } = useTexts()
  const format = useFormat()
  const now = useClockTo(at)
  const left = countdown(at, now)
  return (
    <div className={`valid-from valid-from-${left.urgency}`}>
      <ClockCircleOutlined aria-hidden />
      <span>
        {left.isPast
          ? t('messaging:prices.validSince', { time: format.dateTime(at) })
          : t('messaging:prices.validFrom', { time: format.dateTime(at) })}
      </span>
      {!left.isPast && (
        <b className="figures">
          {t('messaging:prices.validIn', { time: format.duration(shownSpan(left.ms)) })}
        </b>
      )}
    </div>
  )
}
