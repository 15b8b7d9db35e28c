export {
  type Backtest,
  type BacktestOptions,
  backtest,
  type Choice,
  type ChoiceReason,
  chooseMethod,
  DEMANDS_MIN,
  ORIGINS_MIN,
  type Pool,
  poolOf,
} from './backtest.ts'
export { type Errors, errorsOf, type Scale, scaleOf } from './errors.ts'
export {
  adida,
  croston,
  crostonOptimized,
  imapa,
  METHOD_NAMES,
  METHODS,
  type Method,
  sba,
  smooth,
  tsb,
} from './intermittent.ts'
export {
  type FrequencyOptions,
  itemFrequency,
  ndcgAt,
  plainFrequency,
  recallAt,
  type ScoredItem,
} from './items.ts'
export { type Range, rangeOf } from './ranges.ts'
export {
  ADI_CUT,
  type Classified,
  CV2_CUT,
  classify,
  DEMAND_CLASSES,
  type DemandClass,
  FORECAST_ERRORS,
  ForecastError,
  type ForecastErrorCode,
  roundHalfEven,
} from './series.ts'
