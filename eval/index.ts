// How well the engines know: `./jingwei eval [SECTION...] [--data FOLDER]` measures them on public data.
// A section is a file here that answers tables; it is named in this list and nowhere else.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Fault } from '../server/platform/console.ts'
import { evalForecast } from './forecast.ts'
import { evalHealth } from './health.ts'
import { evalNextOrders } from './next-orders.ts'
import { keyLine, printed, type Section } from './table.ts'
import { evalValuation } from './valuation.ts'

export const SECTIONS: Record<string, Section> = {
  forecast: evalForecast,
  'next-orders': evalNextOrders,
  health: evalHealth,
  valuation: evalValuation,
}

const DATA = fileURLToPath(new URL('../../shared/data', import.meta.url))

export function main(args: string[], write: (text: string) => void): void {
  const { positionals, values } = parseArgs({
    ...{ args, allowPositionals: true },
    options: { data: { type: 'string', default: DATA } },
  })
  const names = positionals.length > 0 ? positionals : Object.keys(SECTIONS)
  for (const name of names)
    if (!Object.hasOwn(SECTIONS, name))
      throw new Fault(`There is no section "${name}": ${Object.keys(SECTIONS).join(', ')}`)
  for (const name of names) {
    const found = SECTIONS[name]!(values.data)
    if ('skipped' in found) write(`${name}: skipped, ${found.skipped}\n`)
    else {
      for (const table of found.tables) write(`${printed(table)}\n`)
      write(`${keyLine(name, found.keys)}\n`)
    }
  }
}

if (import.meta.main) {
  try {
    main(process.argv.slice(2), (text) => console.log(text))
  } catch (error) {
    const isUsage = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
    if (!(error instanceof Fault || isUsage)) throw error
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
