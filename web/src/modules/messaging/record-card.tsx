import { FileTextOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import type { CardInput } from '../../../../server/modules/messaging/conversation-schema.ts'
import type { CardProps } from './cards.ts'

/** A record that somebody shows: an order with its number, its facts and the way to its page. */
export function RecordCard({ data }: CardProps) {
  const { title, note, path, facts } = data as z.infer<typeof CardInput>
  return (
    <Link to={path as string} className="record-card">
      <span className="record-card-title">
        <FileTextOutlined aria-hidden /> {title}
      </span>
      {note && <span className="soft">{note}</span>}
      <dl>
        {facts.map((fact) => (
          <div key={fact.label}>
            <dt>{fact.label}</dt>
            <dd className="figures">{fact.value}</dd>
          </div>
        ))}
      </dl>
    </Link>
  )
}
