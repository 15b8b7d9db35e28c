import { Alert, Button, Checkbox, Input, Modal } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { useTexts } from './i18n.ts'
import { useErrorText } from './states.tsx'
import type { KeyFigure } from './values.tsx'
import { KeyFigures } from './values.tsx'

interface ConfirmProps {
  isOpen: boolean
  title: ReactNode
  note?: ReactNode
  /** What it will do, in numbers. */
  figures?: KeyFigure[]
  warnings?: ReactNode[]
  /** The one deliberate step: tick a sentence, or type a word. Absent for acts that can be undone. */
  step?: { kind: 'tick'; label: ReactNode } | { kind: 'type'; label: ReactNode; text: string }
  confirmLabel: ReactNode
  isDanger?: boolean
  isLoading?: boolean
  onConfirm: () => unknown
  onClose: () => void
  children?: ReactNode
}

/** Shows what an act will do, in numbers, and asks for one deliberate step before it is done. */
export function ConfirmWithConsequences(props: ConfirmProps) {
  return props.isOpen ? <OpenConfirm {...props} /> : null
}

function OpenConfirm({
  title,
  note,
  figures = [],
  warnings = [],
  step,
  confirmLabel,
  isDanger = true,
  isLoading,
  onConfirm,
  onClose,
  children,
}: ConfirmProps) {
  const { t } = useTexts()
  const errorText = useErrorText()
  const typeId = useId()
  const [isTicked, setTicked] = useState(false)
  const [typed, setTyped] = useState('')
  const [isRunning, setRunning] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const isReady = !step || (step.kind === 'tick' ? isTicked : typed.trim() === step.text)

  async function confirm(): Promise<void> {
    setRunning(true)
    setFailure(null)
    try {
      await onConfirm()
      onClose()
    } catch (error) {
      setFailure(error)
      setRunning(false)
    }
  }
  return (
    <Modal
      open
      title={title}
      onCancel={onClose}
      width={480}
      footer={[
        <Button key="cancel" onClick={onClose}>
          {t('common:cancel')}
        </Button>,
        <Button
          key="ok"
          type="primary"
          danger={isDanger}
          disabled={!isReady || isLoading}
          loading={isRunning}
          onClick={() => void confirm()}
        >
          {confirmLabel}
        </Button>,
      ]}
    >
      <div className="stack">
        {note && <p className="soft">{note}</p>}
        {figures.length > 0 && <KeyFigures figures={figures} />}
        {children}
        {warnings.map((warning, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list of sentences
          <Alert key={index} type="warning" showIcon title={warning} />
        ))}
        {step?.kind === 'tick' && (
          <Checkbox checked={isTicked} onChange={(event) => setTicked(event.target.checked)}>
            {step.label}
          </Checkbox>
        )}
        {step?.kind === 'type' && (
          <div className="stack-small">
            <label htmlFor={typeId}>{step.label}</label>
            <Input
              id={typeId}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              placeholder={step.text}
              autoFocus
            />
          </div>
        )}
        {failure !== null && (
          <Alert type="error" showIcon title={errorText(failure)} role="alert" />
        )}
      </div>
    </Modal>
  )
}

/** What an act touches, one number a line. */
export function ConsequenceList({ figures }: { figures: KeyFigure[] }) {
  const { t } = useTexts()
  return (
    <dl className="consequences" aria-label={t('common:consequences')} aria-live="polite">
      {figures.map(({ key, label, value }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd className="figures">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
