import type { ReactNode } from 'react'
import type { Chain } from '../../../../server/modules/network/schema.ts'
import { useTexts } from '../../ui/i18n.ts'
import type { Draft, DraftFaults, DraftField } from './compose.ts'

export interface StepProps {
  draft: Draft
  change: (patch: Partial<Draft>) => void
  faults: DraftFaults
  chain: Chain
}

/** Label above, one sentence of help under, and what is missing in red below. */
export function ComposeField({
  label,
  help,
  field,
  faults,
  children,
  isGroup = false,
}: {
  label: string
  help?: ReactNode
  field?: DraftField
  faults?: DraftFaults
  children: ReactNode
  /** Several controls under one label. */
  isGroup?: boolean
}) {
  const { t } = useTexts()
  const fault = field && faults?.[field]
  const body = (
    <>
      <span className="compose-label">{label}</span>
      {children}
      {help && <span className="compose-help">{help}</span>}
      {fault && (
        <span className="compose-fault" role="alert">
          {t(`messaging:fault.${fault}`)}
        </span>
      )}
    </>
  )
  const id = field && `field-${field}`
  return isGroup ? (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a column everywhere
    <div className="compose-field" role="group" aria-label={label} id={id}>
      {body}
    </div>
  ) : (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is a component inside
    <label className="compose-field" id={id}>
      {body}
    </label>
  )
}
