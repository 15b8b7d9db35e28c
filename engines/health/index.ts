export {
  type Baseline,
  baselineOf,
  type Chart,
  cusumChart,
  ewmaChart,
  holtTrend,
  robustZ,
  stepsUntil,
  type Trend,
} from './control.ts'
export { type FaultCode, HealthError } from './errors.ts'
export {
  FAILURE_MODES,
  type FailureMode,
  judgeMilling,
  type Milling,
  type ModeState,
} from './failure-modes.ts'
export {
  growForest,
  type Isolation,
  type IsolationForest,
  isolate,
} from './isolation-forest.ts'
export { type Oee, oeeOf, type Shift } from './oee.ts'
export {
  type LifeModel,
  type LifeOptions,
  learnLife,
  type RemainingLife,
  type Run,
  remainingLife,
} from './remaining-life.ts'
