// Failures of a milling machine that physics foretells (Matzka 2020, "Explainable Artificial Intelligence for
// Predictive Maintenance Applications", the AI4I 2020 data): each mode with how far it is from happening.
import { HealthError, within } from './errors.ts'

export const GRADES = ['L', 'M', 'H'] as const
export interface Milling {
  grade: (typeof GRADES)[number]
  airKelvin: number
  processKelvin: number
  rpm: number
  torqueNm: number
  wearMinutes: number
}

export const FAILURE_MODES = ['heat_dissipation', 'power', 'overstrain'] as const
export type FailureMode = (typeof FAILURE_MODES)[number]

export interface ModeState {
  mode: FailureMode
  fails: boolean
  /** Distance to its limit as a share of it: negative once it fails. */
  margin: number
}

const STRAIN_MAX = { L: 11_000, M: 12_000, H: 13_000 }
const POWER = { min: 3500, max: 9000 }
const GAP_MIN = 8.6
const RPM_MIN = 1380

/** Judges each mode; heat fails only where both the gap of temperatures and the speed are too small. */
export function judgeMilling(state: Milling): ModeState[] {
  const { grade, airKelvin, processKelvin, rpm, torqueNm, wearMinutes } = state
  if (!(grade in STRAIN_MAX)) throw new HealthError('unknown_feature', 'grade', String(grade))
  within(airKelvin, 'airKelvin', 0)
  within(processKelvin, 'processKelvin', 0)
  within(rpm, 'rpm', 0)
  within(torqueNm, 'torqueNm', 0)
  within(wearMinutes, 'wearMinutes', 0)
  const gap = processKelvin - airKelvin
  const power = (torqueNm * rpm * 2 * Math.PI) / 60
  const strain = wearMinutes * torqueNm
  const strainMax = STRAIN_MAX[grade]
  return [
    {
      mode: 'heat_dissipation',
      fails: gap < GAP_MIN && rpm < RPM_MIN,
      margin: Math.max(gap / GAP_MIN - 1, rpm / RPM_MIN - 1),
    },
    {
      mode: 'power',
      fails: power < POWER.min || power > POWER.max,
      margin: Math.min(power / POWER.min - 1, 1 - power / POWER.max),
    },
    { mode: 'overstrain', fails: strain > strainMax, margin: 1 - strain / strainMax },
  ]
}
