import type { Ctx } from '../../../platform/ctx.ts'
import type { FileStore } from '../../../platform/files.ts'
import type { HeaderDictionary } from '../../../platform/sheets/headers.ts'
import { productsByCode } from '../product-queries.ts'
import { digitsOf, readDecimal } from './amounts.ts'
import type { CellProblem, Planned } from './checking.ts'
import { saveRows } from './saving.ts'
import {
  GridRow,
  type Outcome,
  type PackUnit,
  type SheetInput,
  type SheetOutcome,
} from './schema.ts'
import { type NamedRow, readNamedRows, type SheetShape } from './sheet-rows.ts'

export type ProductColumn =
  | 'code'
  | 'name'
  | 'unit'
  | 'category'
  | 'currency'
  | 'price'
  | 'retail'
  | 'description'
  | 'kind'
  | 'decimals'
  | 'priceGroup'
  | 'units'
  | 'variantOf'
  | 'options'
  | 'visibility'
  | 'onRequest'
  | 'floor'
  | 'cost'
  | 'retired'

const HEADERS: HeaderDictionary<ProductColumn> = {
  code: [
    '商品编码',
    '编码',
    '货号',
    '款号',
    '料号',
    '商品编号',
    'code',
    'sku',
    'item no',
    'item code',
  ],
  name: ['商品名称', '名称', '品名', '商品', 'name', 'product', 'product name', 'item'],
  unit: ['单位', '基本单位', '计量单位', 'unit', 'base unit', 'uom'],
  category: ['分类', '类别', '品类', '商品分类', 'category'],
  currency: ['币种', '货币', 'currency'],
  price: ['供货价', '出厂价', '单价', '价格', 'price', 'list price', 'unit price'],
  retail: ['建议零售价', '零售价', 'retail price', 'retail', 'msrp'],
  description: ['说明', '描述', '商品说明', '备注', 'description', 'note'],
  kind: ['类型', '商品类型', 'kind', 'type'],
  decimals: ['小数位', '小数位数', 'decimals'],
  priceGroup: ['价格组', '价格分组', 'price group'],
  units: ['包装单位', '辅助单位', '换算', '单位换算', 'pack units', 'units', 'packs'],
  variantOf: ['所属款', '主商品编码', '款式', 'variant of', 'parent code'],
  options: ['规格', '规格属性', '颜色尺码', 'options', 'variant options'],
  visibility: ['可见范围', '可见性', 'visibility'],
  onRequest: ['询价', '价格面议', '面议', 'price on request', 'on request'],
  floor: ['底价', '最低价', 'floor', 'floor price'],
  cost: ['成本', '成本价', 'cost'],
  retired: ['停用', '已停用', '下架', 'retired'],
}
const SHAPE: SheetShape<ProductColumn> = { headers: HEADERS, needed: ['code'], rowsMax: 20_000 }

/**
 * Brings a sheet into the catalogue, products known by their code. Cells that are empty say nothing; rows
 * that say what is there already change nothing; what is wrong with a row stops that row alone.
 */
export async function importProducts(
  ctx: Ctx,
  files: FileStore,
  { fileId, isDryRun }: SheetInput,
): Promise<SheetOutcome> {
  const rows = await readNamedRows(ctx, files, fileId, SHAPE)
  return ctx.transaction(async (tx) => {
    const codes = rows.flatMap(({ cells: { code, variantOf } }) => [code ?? '', variantOf ?? ''])
    const known = await productsByCode(tx, codes)
    const read = rows.map((row) => readProductRow(row, known))
    // Heads of families go first, so that variants of the same sheet find them.
    const heads = read.filter(({ headCode }) => headCode === null)
    const outcome = await saveRead(heads, [])
    const now = isDryRun ? plannedCodes(known, outcome) : await productsByCode(tx, codes)
    const variants = read.filter(({ headCode }) => headCode !== null)
    for (const variant of variants) {
      const head = now.get(variant.headCode as string)
      if (head) variant.input.variantOf = head.id
      else variant.problems.push({ field: 'variantOf', code: 'not_found' })
    }
    const beside = isDryRun ? outcome.flatMap(({ plan }) => plan ?? []) : []
    return summed(rows, [...outcome, ...(await saveRead(variants, beside))])

    async function saveRead(some: ReadRow[], beside: Planned[]): Promise<Saved[]> {
      const sound = some.filter(({ problems }) => problems.length === 0)
      const plans = await saveRows(
        tx,
        sound.map(({ input }) => input),
        { isDryRun, beside },
      )
      return [
        ...sound.map((row, i) => ({ row, plan: plans[i]! })),
        ...some.filter((row) => !sound.includes(row)).map((row) => ({ row, plan: null })),
      ]
    }
  })
}

interface Known {
  id: string
  currency: string
}
interface ReadRow {
  no: number
  input: GridRow
  headCode: string | null
  problems: CellProblem[]
}
interface Saved {
  row: ReadRow
  plan: Planned | null
}

/** In a dry run the heads of the same sheet are not there yet, but would be. */
function plannedCodes(known: Map<string, Known>, saved: readonly Saved[]): Map<string, Known> {
  const all = new Map(known)
  for (const { plan } of saved)
    if (plan && plan.problems.length === 0) all.set(plan.after.code, plan.after)
  return all
}

function summed(rows: readonly NamedRow<ProductColumn>[], saved: readonly Saved[]): SheetOutcome {
  const counts = { created: 0, updated: 0, unchanged: 0, failed: 0 }
  const listed = saved.map(({ row, plan }) => {
    const problems = [...row.problems, ...(plan?.problems ?? [])]
    const outcome = outcomeOf(problems, plan)
    counts[outcome]++
    return { row: row.no, name: row.input.code ?? '', outcome, problems }
  })
  const order = new Map(rows.map(({ row }, i) => [row, i]))
  listed.sort((a, b) => order.get(a.row)! - order.get(b.row)!)
  return { counts, rows: listed.filter(({ outcome }) => outcome !== 'unchanged') }
}

function outcomeOf(problems: readonly CellProblem[], plan: Planned | null): Outcome {
  if (problems.length > 0 || !plan) return 'failed'
  if (plan.before === null) return 'created'
  return plan.changed.length > 0 ? 'updated' : 'unchanged'
}

/** What a row of the sheet says of a product. Exported for its tests. */
export function readProductRow(
  { row: no, cells }: NamedRow<ProductColumn>,
  known: ReadonlyMap<string, Known>,
): ReadRow {
  const problems: CellProblem[] = []
  const bad = (field: string, code: string) => void problems.push({ field, code })
  const code = cells.code ?? ''
  const before = known.get(code)
  const currency = cells.currency?.toUpperCase() || before?.currency || 'CNY'
  const places = /^[A-Z]{3}$/.test(currency) ? digitsOf(currency) : 2
  const decimal = (field: 'price' | 'retail' | 'floor' | 'cost', digits: number) => {
    const text = cells[field]
    if (!text) return undefined
    const value = readDecimal(text, digits)
    if (value === null) bad(field, 'amount_invalid')
    return value ?? undefined
  }
  const input: Record<string, unknown> = {
    ...{ id: before?.id ?? null, version: null, code },
    ...{ name: cells.name || undefined, unit: cells.unit || undefined },
    ...{ category: cells.category || undefined, description: cells.description || undefined },
    ...{
      priceGroup: cells.priceGroup || undefined,
      currency: cells.currency ? currency : undefined,
    },
    ...{ priceMinor: decimal('price', places), retailMinor: decimal('retail', places) },
    ...{ floorE4: decimal('floor', places + 4), costE4: decimal('cost', places + 4) },
    decimals: cells.decimals ? Number(cells.decimals) : undefined,
    kind: wordIn(cells.kind, KINDS, () => bad('kind', 'word_unknown')),
    visibility: wordIn(cells.visibility, SEEN, () => bad('visibility', 'word_unknown')),
    isOnRequest: wordIn(cells.onRequest, YES, () => bad('onRequest', 'word_unknown')),
    isRetired: wordIn(cells.retired, YES, () => bad('retired', 'word_unknown')),
    units: cells.units ? readUnits(cells.units, () => bad('units', 'units_invalid')) : undefined,
    options: cells.options
      ? readOptions(cells.options, () => bad('options', 'options_invalid'))
      : undefined,
  }
  const parsed = GridRow.safeParse(input)
  for (const issue of parsed.error?.issues ?? []) {
    bad(issue.path.map(String).join('.'), issue.code === 'custom' ? issue.message : issue.code)
  }
  return {
    no,
    input: parsed.data ?? ({ code, id: null, version: null } as GridRow),
    headCode: cells.variantOf || null,
    problems,
  }
}

const KINDS = {
  goods: ['goods', '货品', '商品', '实物'],
  service: ['service', '服务', '劳务'],
} as const
const SEEN = {
  buyers: ['buyers', 'all', '全部', '全部客户', '全部买家', '公开'],
  chosen: ['chosen', '指定', '指定客户', '部分客户', '指定买家'],
  nobody: ['nobody', 'none', '不可见', '隐藏'],
} as const
const YES = {
  true: ['yes', 'y', 'true', '1', '是', '√'],
  false: ['no', 'n', 'false', '0', '否'],
} as const

function wordIn<K extends string>(
  text: string | undefined,
  words: Readonly<Record<K, readonly string[]>>,
  refuse: () => void,
): K | boolean | undefined {
  if (!text) return undefined
  const found = (Object.keys(words) as K[]).find((key) => words[key].includes(text.toLowerCase()))
  if (found === undefined) refuse()
  return words === (YES as unknown) ? found === 'true' : found
}

/** `箱=24; 打=12; 毫米=1/1000`: what one of each is in base units. */
export function readUnits(text: string, refuse: () => void): PackUnit[] | undefined {
  const parts = text.split(/[;；,，、\n]/).filter((part) => part.trim() !== '')
  const units = parts.map((part) => {
    const match =
      /^\s*([^=＝\d]{1,20}?)\s*[=＝:：]\s*(\d+)(?:\.(\d{1,6}))?(?:\s*\/\s*(\d+))?\s*$/.exec(part)
    if (!match) return null
    const [, unit, whole, part6 = '', below = '1'] = match
    const scale = 10 ** part6.length
    return {
      ...{ unit: unit!.trim(), decimals: 0 },
      ...reduced(Number(whole! + part6), Number(below) * scale),
    }
  })
  if (units.every((unit) => unit !== null)) return units
  refuse()
}

function reduced(numerator: number, denominator: number) {
  let [a, b] = [numerator, denominator]
  while (b > 0) [a, b] = [b, a % b]
  return { numerator: numerator / (a || 1), denominator: denominator / (a || 1) }
}

/** `颜色=白; 尺码=L`. */
function readOptions(text: string, refuse: () => void): Record<string, string> | undefined {
  const pairs = text
    .split(/[;；,，、\n]/)
    .filter((part) => part.trim() !== '')
    .map((part) => /^\s*([^=＝:：]+?)\s*[=＝:：]\s*(.+?)\s*$/.exec(part))
  if (pairs.every((pair) => pair !== null)) {
    return Object.fromEntries(pairs.map((pair) => [pair![1], pair![2]]))
  }
  refuse()
}
