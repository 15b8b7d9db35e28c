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
  chanceOf,
  fitLogistic,
  type Logistic,
  type LogisticOptions,
  type Weight,
} from './logistic.ts'
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
export { readScorecard, writeScorecard } from './model-file.ts'
export {
  type Applicant,
  buildScorecard,
  type Reason,
  type ReasonMethod,
  reasonsOf,
  type Scaling,
  type Score,
  type Scorecard,
  type ScorecardOptions,
  type ScoredBin,
  scoreApplicant,
  scoreTable,
  type Table,
  type Variable,
} from './scorecard.ts'
export { TRENDS, type Trend } from './trend.ts'
export {
  type Backtest,
  backtest,
  type Challenge,
  challenge,
  type Leak,
  leaksOf,
  type Stability,
  stabilityOf,
} from './trial.ts'
