import { useTexts } from '../../../ui/i18n.ts'
import type { WishReport } from './api.ts'

const SIZE = 220
/** Room at the sides for the names. */
const SIDE = 40
const MIDDLE = SIZE / 2
const REACH = 76
/** Up, right, down, left: range, speed, quality, thrift. */
const AXES = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
] as const
const ANCHORS = ['middle', 'start', 'middle', 'end'] as const

/** The four wishes as a kite. An unknown one is a broken line without a point: nothing is drawn where nothing is known. */
export function WishRadar({ report, label }: { report: WishReport; label: string }) {
  const { t } = useTexts()
  const at = (axis: number, share: number) => {
    const [x, y] = AXES[axis]!
    return [MIDDLE + x * REACH * share, MIDDLE + y * REACH * share] as const
  }
  const ring = (share: number) => AXES.map((_, axis) => at(axis, share).join()).join(' ')
  const points = report.measured.map(({ score }, axis) =>
    score === null ? null : at(axis, Math.max(0.03, score / 100)),
  )
  const known = points.filter((point) => point !== null)
  return (
    <svg
      viewBox={`${-SIDE} 0 ${SIZE + 2 * SIDE} ${SIZE}`}
      className="wish-radar"
      role="img"
      aria-label={label}
    >
      {[0.25, 0.5, 0.75, 1].map((share) => (
        <polygon key={share} points={ring(share)} className="wish-ring" />
      ))}
      {report.measured.map(({ wish, score }, axis) => {
        const [x, y] = at(axis, 1)
        const [textX, textY] = at(axis, axis % 2 === 0 ? 1.2 : 1.1)
        const isPromised = report.promised.includes(wish)
        return (
          <g key={wish}>
            <line
              {...{ x1: MIDDLE, y1: MIDDLE, x2: x, y2: y }}
              className={score === null ? 'wish-axis wish-axis-unknown' : 'wish-axis'}
            />
            <text
              x={textX}
              y={textY}
              textAnchor={ANCHORS[axis]}
              className={isPromised ? 'wish-name is-promised' : 'wish-name'}
            >
              {t(`insight:wishes.short.${wish}`)}
            </text>
          </g>
        )
      })}
      {known.length > 1 && (
        <polygon points={known.map((point) => point.join()).join(' ')} className="wish-kite" />
      )}
      {report.measured.map(({ wish, isKept }, axis) => {
        const point = points[axis]
        if (!point) return null
        const tone = isKept ? 'wish-point is-kept' : 'wish-point'
        return <circle key={wish} cx={point[0]} cy={point[1]} r="4.5" className={tone} />
      })}
    </svg>
  )
}
