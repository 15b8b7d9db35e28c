export {
  type BgNbd,
  bgNbdAlive,
  bgNbdExpected,
  bgNbdExpectedOf,
  fitBgNbd,
  type Seen,
} from './bg-nbd.ts'
export { type Customers, summarise, type Transaction } from './customers.ts'
export { type FaultCode, ValuationError } from './errors.ts'
export { expectedSpend, fitGammaGamma, type GammaGamma, type SpendFit } from './gamma-gamma.ts'
export { fitLaws, LAWS, type Law, type LawFit, lawValue, links, type NetworkPoint } from './laws.ts'
export type { Doubt, Fit } from './maximise.ts'
export {
  arpuAgrees,
  arpuOf,
  capitalEfficiency,
  devaValue,
  type Lifetime,
  lifetimeOfCurve,
  lifetimeOfRetention,
  type Money,
  operatingValue,
  organicUsers,
  PERIODS,
  type Period,
  type Rate,
  REFERENCES,
} from './operating.ts'
export {
  fitParetoNbd,
  type ParetoNbd,
  paretoNbdAlive,
  paretoNbdExpected,
  paretoNbdExpectedOf,
} from './pareto-nbd.ts'
export { type Bar, monteCarlo, type Range, type Spread, tornado } from './sensitivity.ts'
export {
  type Benchmark,
  benchmark,
  CELLS,
  type Cell,
  type Indicator,
  indicatorsOf,
  MERCHANT_INDICATORS,
  type Peer,
  partsOf,
  SUBJECTS,
  type Subject,
  scoreOf,
  USER_INDICATORS,
  type VrResult,
  vrPoints,
} from './vr.ts'
