// A scorecard as a file: written whole, and read only when every part of it holds.
import { ScoringError, within } from './errors.ts'
import type { Scorecard, Variable } from './scorecard.ts'
import { TRENDS } from './trend.ts'

export function writeScorecard(card: Scorecard): string {
  return `${JSON.stringify(card, null, 2)}\n`
}

/**
 * Reads what `writeScorecard` wrote.
 * @throws ScoringError `bad_model`, `not_a_number` or `out_of_range`, naming the part at fault
 */
export function readScorecard(text: string): Scorecard {
  const card = parse(text)
  demand(card?.format === 'jingwei.scorecard', 'format')
  demand(card.formatVersion === 1, 'formatVersion')
  demand(typeof card.name === 'string', 'name')
  demand(typeof card.version === 'string', 'version')
  within(card.scaling?.score, 'scaling.score')
  within(card.scaling.odds, 'scaling.odds', Number.MIN_VALUE)
  within(card.scaling.pdo, 'scaling.pdo', Number.MIN_VALUE)
  within(card.basePoints, 'basePoints')
  if (card.cutoff !== null) within(card.cutoff, 'cutoff')
  demand(Array.isArray(card.variables) && card.variables.length > 0, 'variables')
  for (const [i, variable] of card.variables.entries()) checkVariable(variable, `variables[${i}]`)
  const names = card.variables.map(({ name }) => name)
  demand(new Set(names).size === names.length, 'variables', 'a name is there twice')
  checkRising(card.scoreCuts, 'scoreCuts')
  demand(Array.isArray(card.scoreCounts), 'scoreCounts')
  demand(card.scoreCounts.length === card.scoreCuts.length + 1, 'scoreCounts')
  for (const [i, count] of card.scoreCounts.entries()) within(count, `scoreCounts[${i}]`, 0)
  return card
}

function parse(text: string): Scorecard {
  try {
    return JSON.parse(text) as Scorecard
  } catch {
    throw new ScoringError('bad_model', 'text', 'not JSON')
  }
}

function demand(holds: boolean, field: string, detail = ''): void {
  if (!holds) throw new ScoringError('bad_model', field, detail)
}

function checkRising(values: unknown, field: string): void {
  demand(Array.isArray(values), field)
  for (const [i, value] of (values as unknown[]).entries()) {
    within(value, `${field}[${i}]`)
    if (i > 0)
      demand((value as number) > (values as number[])[i - 1]!, `${field}[${i}]`, 'must rise')
  }
}

function checkVariable(variable: Variable, field: string): void {
  demand(typeof variable?.name === 'string', `${field}.name`)
  demand(variable.kind === 'numeric' || variable.kind === 'categorical', `${field}.kind`)
  demand(variable.trend === 'given' || TRENDS.includes(variable.trend), `${field}.trend`)
  for (const key of ['weight', 'iv', 'js', 'averagePoints'] as const)
    within(variable[key], `${field}.${key}`)
  for (const key of ['standardError', 'cutoffPoints'] as const)
    if (variable[key] !== null) within(variable[key], `${field}.${key}`)
  demand(isTexts(variable.notes), `${field}.notes`)
  checkRising(variable.splits, `${field}.splits`)
  demand(Array.isArray(variable.bins), `${field}.bins`)
  const kinds = variable.bins.map((bin) => bin?.kind).join(' ')
  const ordinary = variable.kind === 'numeric' ? 'range' : 'group'
  demand(new RegExp(`^(${ordinary} )*(special )*missing$`).test(kinds), `${field}.bins`, kinds)
  const ranges = variable.bins.filter(({ kind }) => kind === 'range').length
  demand(ranges === 0 || ranges === variable.splits.length + 1, `${field}.splits`)
  for (const [i, bin] of variable.bins.entries()) {
    const at = `${field}.bins[${i}]`
    demand(typeof bin.label === 'string', `${at}.label`)
    demand(isCodes(bin.codes), `${at}.codes`)
    demand(bin.kind !== 'special' || bin.codes.length === 1, `${at}.codes`)
    for (const key of ['points', 'woe', 'iv'] as const) within(bin[key], `${at}.${key}`)
    for (const key of ['good', 'bad'] as const) within(bin[key], `${at}.${key}`, 0)
  }
}

const isTexts = (values: unknown) =>
  Array.isArray(values) && values.every((value) => typeof value === 'string')
const isCodes = (values: unknown) =>
  Array.isArray(values) && values.every((value) => ['string', 'number'].includes(typeof value))
