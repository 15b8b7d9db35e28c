import type { ReactNode } from 'react'
import type { Tone } from './palette.ts'
import { RelativeTime } from './values.tsx'

export interface TimelineFact {
  key: string
  at: string
  /** Who did it. */
  who?: ReactNode
  what: ReactNode
  detail?: ReactNode
  tone?: Tone
}

/** What happened: who, when, what changed. Newest first, as given. */
export function TimelineOfFacts({ facts, label }: { facts: TimelineFact[]; label: string }) {
  return (
    <ol className="timeline" aria-label={label}>
      {facts.map(({ key, at, who, what, detail, tone = 'quiet' }) => (
        <li key={key} className={`timeline-item tone-dot-${tone}`}>
          <div className="timeline-line">
            <span>{what}</span>
            <span className="faint">
              {who && <>{who} · </>}
              <RelativeTime at={at} />
            </span>
          </div>
          {detail && <div className="timeline-detail">{detail}</div>}
        </li>
      ))}
    </ol>
  )
}
