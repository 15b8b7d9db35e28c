import { PaperClipOutlined } from '@ant-design/icons'
import { useTexts } from '../../../ui/i18n.ts'
import { DateText } from '../../../ui/values.tsx'
import type { Rfq, RfqLine } from './api.ts'
import { UnitPrice } from './marks.tsx'

/** What is asked for, with every detail, and the files that belong to it. */
export function LinesTab({ rfq }: { rfq: Rfq }) {
  return (
    <div className="stack">
      {rfq.note && <p className="rfq-note">{rfq.note}</p>}
      <ol className="asked-lines">
        {rfq.lines.map((line) => (
          <li key={line.no} className="card card-padded cards-item">
            <LineHead line={line} />
            <LineDetails line={line} currency={rfq.currency} />
          </li>
        ))}
      </ol>
      {rfq.files.map((file) => (
        <a key={file.id} href={`/api/v1/files/${file.id}`} download={file.name}>
          <PaperClipOutlined /> {file.name}
        </a>
      ))}
    </div>
  )
}

export function LineHead({ line }: { line: RfqLine }) {
  return (
    <div className="line-head">
      <b>
        <span className="faint figures">{line.no}</span> {line.description}
      </b>
      <span className="figures">
        {line.quantity} {line.unit}
      </span>
    </div>
  )
}

function LineDetails({ line, currency }: { line: RfqLine; currency: string }) {
  const { t } = useTexts()
  const facts = [
    ['spec', line.spec],
    ['quality', line.quality],
    ['category', line.category],
    ['place', line.place],
    ['deliverBy', line.deliverBy && <DateText at={line.deliverBy} />],
    [
      line.isTargetShown ? 'target' : 'hiddenTarget',
      line.targetE4 !== null && <UnitPrice e4={line.targetE4} currency={currency} />,
    ],
  ] as const
  const known = facts.filter(([, value]) => value)
  if (known.length === 0) return null
  return (
    <dl className="line-facts">
      {known.map(([key, value]) => (
        <div key={key}>
          <dt>{t(`sourcing:line.${key}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
