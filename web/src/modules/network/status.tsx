import { useTexts } from '../../ui/i18n.ts'
import type { Tone } from '../../ui/palette.ts'
import { StateTag } from '../../ui/values.tsx'
import type { PartnerStatus, RowOutcome } from './api.ts'

/** What each state means to the reader, as a colour that only repeats the word. */
export const STATUS_TONES: Record<PartnerStatus, Tone> = {
  imported: 'quiet',
  invited: 'accent',
  joined: 'indigo',
  suspended: 'bad',
  left: 'quiet',
}
export const OUTCOME_TONES: Record<RowOutcome, Tone> = {
  created: 'good',
  updated: 'indigo',
  unchanged: 'quiet',
  failed: 'bad',
}

export function StatusTag({ status }: { status: PartnerStatus }) {
  const { t } = useTexts()
  return <StateTag tone={STATUS_TONES[status]}>{t(`network:status.${status}`)}</StateTag>
}
