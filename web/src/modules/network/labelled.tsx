import { type ReactNode, useId } from 'react'

/** A control outside a form, with its label above it. */
export function Labelled({
  label,
  help,
  children,
}: {
  label: ReactNode
  help?: ReactNode
  children: (id: string) => ReactNode
}) {
  const id = useId()
  return (
    <div className="stack-small">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {help && <span className="faint">{help}</span>}
    </div>
  )
}
