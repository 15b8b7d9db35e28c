/** One figure of a wall board, to be read from five metres. */
export function Figure({
  label,
  value,
  note,
  isBad = false,
}: {
  label: string
  value: string
  note?: string
  isBad?: boolean
}) {
  return (
    <div className={isBad ? 'board-figure is-bad' : 'board-figure'}>
      <dt>{label}</dt>
      <dd className="figures">{value}</dd>
      {note && <dd className="board-note">{note}</dd>}
    </div>
  )
}
