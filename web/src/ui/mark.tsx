// Plain weave, three threads by three: each warp goes over one weft and under the next.
const AT = [4, 26, 48]
const THREAD = 12
const GAP = 2

/** Where a thread shows: broken where it passes under another. */
function runs(isOver: (crossing: number) => boolean): [number, number][] {
  const shown: [number, number][] = []
  let from = 4
  AT.forEach((crossing, index) => {
    if (isOver(index)) return
    if (crossing - GAP > from) shown.push([from, crossing - GAP])
    from = crossing + THREAD + GAP
  })
  if (from < 60) shown.push([from, 60])
  return shown
}

/** The woven mark: warp in indigo, weft in its lighter shade. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true" className="mark">
      {AT.flatMap((at, thread) => [
        ...runs((crossing) => (thread + crossing) % 2 === 0).map(([from, to]) => (
          <rect
            key={`w${at}-${from}`}
            className="mark-warp"
            x={at}
            y={from}
            width={THREAD}
            height={to - from}
            rx="2"
          />
        )),
        ...runs((crossing) => (thread + crossing) % 2 === 1).map(([from, to]) => (
          <rect
            key={`f${at}-${from}`}
            className="mark-weft"
            x={from}
            y={at}
            width={to - from}
            height={THREAD}
            rx="2"
          />
        )),
      ])}
    </svg>
  )
}
