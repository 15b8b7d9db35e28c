const CELL = 28
const THREAD = 20
const COLUMNS = 26
const ROWS = 36

/**
 * A cloth that is being woven: plain weave below, and towards the top only the warp, still open. Drawn as a
 * dozen long threads and the crossings that lie over them, so that it costs the browser little.
 */
export function Weave() {
  const over: string[] = []
  const weft: string[] = []
  for (let row = 0; row < ROWS; row++) {
    const y = row * CELL
    // The edge of the finished cloth climbs from left to right.
    const from = Math.max(0, Math.round((14 - row) * 1.6))
    if (from < COLUMNS)
      weft.push(`M${from * CELL} ${y}H${COLUMNS * CELL}v${THREAD}H${from * CELL}z`)
    for (let column = from; column < COLUMNS; column++) {
      if ((row + column) % 2 === 0)
        over.push(`M${column * CELL} ${y - 4}h${THREAD}v${THREAD + 8}h-${THREAD}z`)
    }
  }
  return (
    <svg
      aria-hidden="true"
      className="weave"
      viewBox={`0 0 ${COLUMNS * CELL} ${ROWS * CELL}`}
      preserveAspectRatio="xMidYMax slice"
    >
      {Array.from({ length: COLUMNS }, (_, column) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: threads stay where they are
          key={column}
          className="weave-warp"
          x={column * CELL}
          width={THREAD}
          height={ROWS * CELL}
        />
      ))}
      <path className="weave-weft" d={weft.join('')} />
      <path className="weave-over" d={over.join('')} />
    </svg>
  )
}
