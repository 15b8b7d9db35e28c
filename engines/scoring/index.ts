export {
  type Bin,
  type Binning,
  type BinningOptions,
  binAt,
  binVariable,
  type Code,
  type Column,
  type Value,
} from './binning.ts'
export { type FaultCode, ScoringError } from './errors.ts'
export {
  type Calibration,
  type CalibrationRow,
  calibrationOf,
  type LiftRow,
  liftOf,
  psiOf,
  type Separation,
  type Shift,
  separationOf,
  shiftOf,
} from './metrics.ts'
export { TRENDS, type Trend } from './trend.ts'
