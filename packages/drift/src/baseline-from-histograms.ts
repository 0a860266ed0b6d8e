import { checkOptions, type OptionCheck } from '@plimsoll/core'
import { sealBaseline } from './baseline-assemble.ts'
import { moments } from './baseline-moments.ts'
import { type BaselineOptions, baselineSettings, needRows } from './baseline-options.ts'
import { type Baseline, type BaselineColumn, maxBins, maxColumns, maxDiscrete } from './baseline-types.ts'
import { parsePath } from './column-path.ts'
import { byCountThenText, keepCategories } from './keep-categories.ts'
import { sum } from './sum.ts'

/** What is said of every ready histogram. */
interface ReadyColumn {
  readonly name: string
  /** Where the value lies in a live row. Where it is left out, `address.zip` is two keys and `pixels[2]` an index. */
  readonly path?: readonly (string | number)[] | undefined
  /** What the column holds; told from the values where it is left out. */
  readonly kind?: 'numeric' | 'categorical' | 'boolean' | 'prediction' | undefined
  /** Rows without a value; none where left out, as those of the next three. */
  readonly missing?: number | undefined
  readonly nan?: number | undefined
  readonly infinite?: number | undefined
  readonly wrongType?: number | undefined
}

/** A histogram of numbers in bins. */
export interface ReadyBins extends ReadyColumn {
  /**
   * Strictly rising: the inner edges, one fewer than counts, or all edges, one more, as `numpy.histogram` gives them;
   * the outer two are then left out, for the outer bins are open.
   */
  readonly edges: ArrayLike<number>
  /** Rows in each bin; neighbours are put together above 32 bins. */
  readonly counts: ArrayLike<number>
  /** Mean of the numbers; estimated from the bins where it is left out, as the deviation is. */
  readonly mean?: number | undefined
  readonly deviation?: number | undefined
}

/** A histogram of single values. */
export interface ReadyValues extends ReadyColumn {
  /** Names, codes, booleans or numbers, each once. */
  readonly values: readonly (string | number | boolean)[]
  /** Rows with each value. */
  readonly counts: ArrayLike<number>
  /** Rows with any further value; of names and codes only. */
  readonly other?: number | undefined
}

/** A histogram that another tool made of a reference. */
export type ReadyHistogram = ReadyBins | ReadyValues

/**
 * Makes a baseline of histograms that were counted elsewhere. It is marked `approx`: its edges are no order
 * statistics of the reference, so that exact tests do not hold against it.
 *
 * All columns must count the same rows: what has no value belongs to `missing`. Bins are taken as closed at their
 * upper edge; a histogram closed at the lower one differs by the values that lie on an edge.
 *
 * @throws {OptionsError} for histograms that cannot be one, naming the place and the rule.
 * @throws {PlimsollError} `PLIMSOLL_BASELINE_INVALID` for fewer than `minRows` rows.
 * @example
 * const baseline = baselineFromHistograms([
 *   { name: 'tenure', edges: [0, 12, 24, 60], counts: [310, 150, 40] },
 *   { name: 'plan', values: ['basic', 'pro'], counts: [400, 90], missing: 10 },
 * ])
 * baseline.approx // true
 */
export function baselineFromHistograms(
  histograms: readonly ReadyHistogram[],
  options: Pick<BaselineOptions, 'name' | 'version' | 'minRows'> = {},
): Baseline {
  const settings = baselineSettings(options, ['name', 'version', 'minRows'])
  const check = checkOptions('baseline')
  const columns: BaselineColumn[] = []
  const isList = Array.isArray(histograms) && histograms.length >= 1 && histograms.length <= maxColumns
  if (check.require(isList, 'histograms', `must be 1 to ${maxColumns} histograms`, histograms)) {
    histograms.forEach((given, i) => {
      const column = readHistogram(given, `histograms[${i}]`, check)
      if (column === undefined) return
      const { name } = column
      const isNew = columns.every((one) => one.name !== name)
      check.require(isNew, `histograms[${i}].name`, 'must not repeat', name)
      const first = columns[0]
      if (first !== undefined) {
        const rule = `must count ${rowsOf(first)} rows as ${first.name} does; rows without a value are missing`
        check.require(rowsOf(column) === rowsOf(first), `histograms[${i}]`, rule, rowsOf(column))
      }
      columns.push(column)
    })
  }
  check.done()
  const rows = columns[0] === undefined ? 0 : rowsOf(columns[0])
  needRows(rows, settings.minRows)
  return sealBaseline(settings, rows, columns, { approx: true })
}

function rowsOf(column: BaselineColumn): number {
  const other = column.type === 'categorical' ? column.other : 0
  return sum(column.counts) + other + column.missing + column.nan + column.infinite + column.wrongType
}

type Head = Pick<BaselineColumn, 'name' | 'path' | 'monotone' | 'missing' | 'nan' | 'infinite' | 'wrongType'>

function readHistogram(given: unknown, at: string, check: OptionCheck): BaselineColumn | undefined {
  const isObject = typeof given === 'object' && given !== null
  if (!check.require(isObject, at, 'must be { name, edges, counts } or { name, values, counts }', given)) {
    return undefined
  }
  const column = given as Partial<ReadyBins & ReadyValues>
  const { name, path, kind, counts } = column
  const isCount = (value: unknown): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 32
  const rule = 'must be a whole number from 0 to 2^32 - 1'
  const countOf = (key: 'missing' | 'nan' | 'infinite' | 'wrongType' | 'other'): number => {
    const value = column[key] ?? 0
    return check.require(isCount(value), `${at}.${key}`, rule, value) ? value : 0
  }
  const isNamed = typeof name === 'string' && name !== '' && name.length <= 500
  check.require(isNamed, `${at}.name`, 'must be 1 to 500 characters', name)
  const isPath = path === undefined || (Array.isArray(path) && path.length <= 16 && path.every(isKey))
  check.require(isPath, `${at}.path`, 'must be keys and indexes, at most 16', path)
  const kinds: readonly unknown[] = [undefined, 'numeric', 'categorical', 'boolean', 'prediction']
  const kindRule = 'must be numeric, categorical, boolean or prediction'
  const isKind = check.require(kinds.includes(kind), `${at}.kind`, kindRule, kind)
  const own = numbersOf(counts)
  const areCounts = own !== undefined && own.every(isCount)
  check.require(areCounts, `${at}.counts`, 'must be whole numbers from 0 to 2^32 - 1', counts)
  const head: Head = {
    name: isNamed ? name : '',
    path: isPath ? (path ?? parsePath(isNamed ? name : '')).slice() : [],
    monotone: false,
    missing: countOf('missing'),
    nan: countOf('nan'),
    infinite: countOf('infinite'),
    wrongType: countOf('wrongType'),
  }
  const other = countOf('other')
  if (!isNamed || !isPath || !isKind || own === undefined || !areCounts) return undefined
  if (column.edges !== undefined) {
    check.require(other === 0, `${at}.other`, 'is of values, not of bins', other)
    return readBins(column, head, own, at, check)
  }
  return readValues(column, head, own, other, at, check)
}

function isKey(key: unknown): boolean {
  if (typeof key === 'string') return key.length <= 500
  return typeof key === 'number' && Number.isInteger(key) && key >= 0 && key < 2 ** 32
}

function numbersOf(list: unknown): number[] | undefined {
  if (!Array.isArray(list) && !(ArrayBuffer.isView(list) && !(list instanceof DataView))) return undefined
  const items = Array.from(list as ArrayLike<unknown>)
  return items.every((item) => typeof item === 'number') ? items.map((item) => item + 0) : undefined
}

function readBins(
  { edges: given, kind = 'numeric', mean, deviation }: Partial<ReadyBins>,
  head: Head,
  counts: readonly number[],
  at: string,
  check: OptionCheck,
): BaselineColumn | undefined {
  const all = numbersOf(given)
  const isNumeric = kind === 'numeric' || kind === 'prediction'
  check.require(isNumeric, `${at}.kind`, 'must be numeric or prediction for bins', kind)
  const isOuter = all?.length === counts.length + 1
  const fits = all !== undefined && (isOuter || all.length === counts.length - 1)
  check.require(fits, `${at}.edges`, 'must be one fewer or one more than counts', given)
  if (!isNumeric || all === undefined || !fits) return undefined
  const isRising = all.every((edge, i) => i === 0 || edge > (all[i - 1] ?? Infinity))
  const edges = isOuter ? all.slice(1, -1) : all
  const holds = isRising && edges.every(Number.isFinite) && !all.some(Number.isNaN)
  if (!check.require(holds, `${at}.edges`, 'must be finite and strictly rising', given)) return undefined
  const isMoment = (value: number | undefined): boolean => value === undefined || Number.isFinite(value)
  check.require(isMoment(mean), `${at}.mean`, 'must be a finite number', mean)
  const isSpread = isMoment(deviation) && !((deviation ?? 0) < 0)
  check.require(isSpread, `${at}.deviation`, 'must be a finite number of at least 0', deviation)
  const own = moments(middles(isOuter ? all : [-Infinity, ...all, Infinity]), counts)
  const merged = mergeToBins(edges, counts)
  return {
    type: 'numeric',
    ...head,
    kind,
    constant: false,
    mean: isMoment(mean) ? (mean ?? own.mean) + 0 : 0,
    deviation: isSpread ? (deviation ?? own.deviation) + 0 : 0,
    ...merged,
    ties: true,
  }
}

/** Middles of bins; of one that is open the end that is known, 0 where neither is. */
function middles(edges: readonly number[]): number[] {
  return edges.slice(1).map((upper, i) => {
    const lower = edges[i] ?? -Infinity
    if (Number.isFinite(lower) && Number.isFinite(upper)) return lower / 2 + upper / 2
    return Number.isFinite(lower) ? lower : Number.isFinite(upper) ? upper : 0
  })
}

/** Puts neighbouring bins together until there are at most 32, of about equal mass where they can be. */
function mergeToBins(
  edges: readonly number[],
  counts: readonly number[],
): { readonly edges: readonly number[]; readonly counts: readonly number[] } {
  if (counts.length <= maxBins) return { edges, counts }
  const total = sum(counts)
  const kept: number[] = []
  const merged: number[] = []
  let mass = 0
  counts.forEach((count, i) => {
    mass += count
    if (i === counts.length - 1) merged.push(mass)
    else if (mass > 0 && mass * maxBins >= total && merged.length < maxBins - 1) {
      merged.push(mass)
      kept.push(edges[i] ?? 0)
      mass = 0
    }
  })
  return { edges: kept, counts: merged }
}

function readValues(
  { values: given, kind }: Partial<ReadyValues>,
  head: Head,
  counts: readonly number[],
  other: number,
  at: string,
  check: OptionCheck,
): BaselineColumn | undefined {
  const isValue = (value: unknown): boolean =>
    typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
  const isList = Array.isArray(given) && given.every(isValue) && given.length === counts.length
  const rule = 'must be texts, finite numbers or booleans, as many as counts'
  if (!check.require(isList, `${at}.values`, rule, given) || given === undefined) return undefined
  const values = given.map((value) => (typeof value === 'number' ? value + 0 : value))
  check.require(new Set(values).size === values.length, `${at}.values`, 'must not repeat', given)
  const areAll = (type: string): boolean => values.every((value) => typeof value === type)
  const areNumbers = areAll('number')
  const areBooleans = areAll('boolean') && values.length > 0
  const found = kind ?? (areNumbers ? 'numeric' : areBooleans ? 'boolean' : 'categorical')
  const ranked = values.map((value, i) => [value, counts[i] ?? 0] as const).sort(byCountThenText)
  const filled = counts.filter((count) => count > 0).length
  if (found === 'numeric' || (found === 'prediction' && areNumbers)) {
    const holds = areNumbers && other === 0
    const numbersOnly = 'must be numbers and without other for kind numeric'
    if (!check.require(holds, `${at}.values`, numbersOnly, given)) return undefined
    const rising = ranked.map(([value, count]) => [Number(value), count] as const).sort(([a], [b]) => a - b)
    const numbers = rising.map(([value]) => value)
    const own = rising.map(([, count]) => count)
    const base = { ...head, kind: found, constant: filled === 1, ...moments(numbers, own) }
    if (numbers.length <= maxDiscrete) return { type: 'discrete', ...base, values: numbers, counts: own }
    return { type: 'numeric', ...base, ...mergeToBins(numbers.slice(0, -1), own), ties: true }
  }
  const isBoolean = found !== 'boolean' || (areBooleans && other === 0)
  check.require(isBoolean, `${at}.values`, 'must be booleans and without other for kind boolean', given)
  const { kept, other: left } = keepCategories(ranked)
  const rest = other + left
  return {
    type: 'categorical',
    ...head,
    kind: found,
    constant: filled === 1 && rest === 0,
    values: kept.map(([value]) => value),
    counts: kept.map(([, count]) => count),
    other: rest,
  }
}
