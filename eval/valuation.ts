// Fits of lifetimes and laws on public data, beside the figures that others published.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type BgNbd,
  bgNbdExpectedOf,
  type Fit,
  fitBgNbd,
  fitGammaGamma,
  fitLaws,
  fitParetoNbd,
} from '@jingwei/valuation'
import type { Findings, Section, Table } from './table.ts'

const CDNOW = 'cdnow/cdnow_customers_summary_with_transactions.csv'
const NETWORKS = 'metcalfe/facebook_tencent.csv'

export const evalValuation: Section = (folder) => {
  const missing = [CDNOW, NETWORKS].find((path) => !existsSync(join(folder, path)))
  return missing
    ? { skipped: `there is no ${missing} in ${folder}` }
    : measure(rowsOf(join(folder, CDNOW)), rowsOf(join(folder, NETWORKS)))
}

function rowsOf(path: string): string[][] {
  const [, ...lines] = readFileSync(path, 'utf8').trim().split('\n')
  return lines.map((line) => line.split(','))
}

/** What lifetimes (Python) and BTYD (R) publish for CDNOW. */
const PUBLISHED: Record<string, Record<string, number>> = {
  'BG/NBD': { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
  'Pareto/NBD': { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 },
  'Gamma-Gamma': { p: 6.25, q: 3.74, v: 15.44 },
}

function measure(customers: string[][], firms: string[][]): Findings {
  const column = (k: number) => customers.map((row) => Number(row[k]))
  const seen = { frequency: column(1), recency: column(2), age: column(3), spend: column(4) }
  const fits = {
    'BG/NBD': fitBgNbd(seen),
    'Pareto/NBD': fitParetoNbd(seen),
    'Gamma-Gamma': fitGammaGamma(seen),
  }
  const model = fits['BG/NBD'].parameters as unknown as BgNbd
  const who = { frequency: 2, recency: 30.43, age: 38.86 }
  const laws = lawTable(firms)
  return {
    tables: [lifetimeTable(fits), laws.table],
    keys: {
      bgnbd_r: fits['BG/NBD'].parameters.r!,
      bgnbd_alpha: fits['BG/NBD'].parameters.alpha!,
      paretonbd_r: fits['Pareto/NBD'].parameters.r!,
      gammagamma_p: fits['Gamma-Gamma'].parameters.p!,
      expected_39_weeks: bgNbdExpectedOf(model, who, 39),
      ...laws.keys,
    },
  }
}

function lifetimeTable(fits: Record<string, Fit>): Table {
  return {
    title: 'CDNOW, 2,357 customers: maximum likelihood beside the published fits',
    columns: ['parameter', 'found', 'standard error', 'published', 'log-likelihood', 'converged'],
    rows: Object.entries(fits).flatMap(([name, fit]) =>
      Object.entries(fit.parameters).map(([parameter, value], i) => [
        `${name} ${parameter}`,
        value,
        fit.standardErrors?.[parameter] ?? null,
        PUBLISHED[name]![parameter]!,
        i === 0 ? fit.logLikelihood : '',
        i === 0 ? (fit.isConverged ? 'yes' : fit.doubts.join(', ')) : '',
      ]),
    ),
  }
}

function lawTable(firms: string[][]): { table: Table; keys: Record<string, number> } {
  const points = firms
    .filter(([firm]) => firm === 'facebook')
    .map(([, , users, value]) => ({ users: Number(users) * 1e6, value: Number(value) * 1e6 }))
  const fits = fitLaws(points)
  return {
    table: {
      title: `Laws of networks on ${points.length} years of a social network's revenue, best first`,
      columns: [
        'law',
        'coefficient',
        'miss, bn',
        'of the mean',
        'miss of the next year, bn',
        'warnings',
      ],
      rows: fits.map((fit) => [
        fit.law,
        fit.coefficient.toExponential(3),
        fit.rmsd / 1e9,
        fit.relative,
        fit.rollingRmsd === null ? null : fit.rollingRmsd / 1e9,
        fit.warnings.join(', ') || '-',
      ]),
      notes: [
        'Some of the figures come from memory (see SOURCE.txt): the order of the laws counts.',
      ],
    },
    keys: { metcalfe_rmsd_bn: fits.find((fit) => fit.law === 'metcalfe')!.rmsd / 1e9 },
  }
}
