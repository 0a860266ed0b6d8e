import { type ColumnKind, type ColumnShape, PlimsollError, checkOptions } from '@plimsoll/core'
import { countBins, equalMassEdges } from '@plimsoll/stats'
import {
  type Baseline,
  type BaselineColumn,
  baselineFormat,
  maxBins,
  maxCategories,
  maxColumns,
  maxDiscrete,
} from './baseline-types.ts'
import { baselineDigest } from './canonical-json.ts'
import { cellOf, firstBin, infiniteCell, missingCell, nanCell, numericCells, wrongTypeCell } from './cells.ts'
import { type ColumnPath, parsePath, printPath, scalarPaths } from './column-path.ts'
import { deepFreeze } from './deep-freeze.ts'
import { createRowReader } from './row-reader.ts'

/** Options of {@link createBaseline}. */
export interface BaselineOptions {
  /**
   * The columns to keep: shapes as a contract lists them, or names such as `tenure`, `address.zip` and
   * `pixels[12]`, whose kind is then read from the values. @default every scalar of the first 100 rows
   */
  readonly columns?: readonly ColumnShape[] | readonly string[]
  /** Shown in verdicts and reports. @default 'reference' */
  readonly name?: string
  /** Rows below which a baseline is refused. @default 200 */
  readonly minRows?: number
  /** Most bins of a numeric column of more than 20 distinct values, 2 to 32. @default 10 */
  readonly bins?: number
}

/**
 * Counts reference rows into a frozen baseline.
 *
 * Numeric columns get equal-mass bins whose edges are order statistics of the reference (repeated values get a
 * bin of their own), or exact values when there are at most 20; other columns their 64 most frequent values;
 * `text` columns are kept by length only. Missing, NaN, infinite and mistyped values are counted apart. Rows
 * are read without ever throwing. O(rows x columns) time and memory while it runs; about 1 KB per column kept.
 *
 * @throws {OptionsError} for options that cannot work.
 * @throws {PlimsollError} `PLIMSOLL_BASELINE_INVALID` for fewer than `minRows` rows.
 * @example
 * const baseline = createBaseline(trainingRows, { columns: ['tenure', 'plan'], name: 'churn, spring' })
 */
export function createBaseline<Row>(rows: Iterable<Row>, options: BaselineOptions = {}): Baseline {
  const { name = 'reference', minRows = 200, bins = 10 } = options
  const check = checkOptions('baseline')
  check.keys(options, ['columns', 'name', 'minRows', 'bins'])
  check.require(
    typeof name === 'string' && name !== '' && name.length <= 200,
    'name',
    'must be 1 to 200 characters',
    name,
  )
  check.require(
    Number.isInteger(minRows) && minRows >= 1,
    'minRows',
    'must be a whole number of at least 1',
    minRows,
  )
  check.require(
    Number.isInteger(bins) && bins >= 2 && bins <= maxBins,
    'bins',
    `must be a whole number from 2 to ${maxBins}`,
    bins,
  )
  check.done()

  const held = Array.from(rows)
  if (held.length < minRows || held.length >= 2 ** 32) {
    throw new PlimsollError('PLIMSOLL_BASELINE_INVALID', {
      message: `a baseline needs at least ${minRows} rows (and fewer than 2^32), got ${held.length}`,
    })
  }
  const wanted = wantedColumns(options.columns, held)
  const values: unknown[][] = wanted.map(() => [])
  const read = createRowReader(wanted.map((column) => column.path))
  const take = (column: number, value: unknown): void => {
    values[column]?.push(value)
  }
  for (const row of held) read(row, take)

  const columns = wanted.map((column, i) => countColumn(column, values[i] ?? [], bins))
  const content = { format: baselineFormat, name, rows: held.length, columns } as const
  return deepFreeze({ ...content, digest: baselineDigest(content) })
}

interface Wanted {
  readonly name: string
  readonly path: ColumnPath
  readonly kind: ColumnKind | undefined
}

function wantedColumns(given: BaselineOptions['columns'], rows: readonly unknown[]): Wanted[] {
  const check = checkOptions('baseline')
  const wanted: Wanted[] = []
  if (given === undefined) {
    const seen = new Map<string, Wanted>()
    for (const row of rows.slice(0, 100)) {
      for (const path of scalarPaths(row)) {
        const name = printPath(path)
        if (!seen.has(name)) seen.set(name, { name, path, kind: undefined })
      }
    }
    wanted.push(...seen.values())
    const rule = `must be named: the rows have ${seen.size} scalars, and 1 to ${maxColumns} can be kept`
    check.require(seen.size >= 1 && seen.size <= maxColumns, 'columns', rule, undefined)
  } else if (check.require(Array.isArray(given), 'columns', 'must be an array', given)) {
    const rule = `must be 1 to ${maxColumns} columns`
    check.require(given.length >= 1 && given.length <= maxColumns, 'columns', rule, given)
    given.slice(0, maxColumns).forEach((column: unknown, i) => {
      const one = wantedColumn(column, rows)
      const named = 'must be a name or { name, path, kind }'
      if (!check.require(one !== undefined, `columns[${i}]`, named, column) || one === undefined) return
      check.require(!wanted.some((w) => w.name === one.name), `columns[${i}]`, 'must not repeat', one.name)
      wanted.push(one)
    })
  }
  check.done()
  return wanted
}

const kinds: readonly unknown[] = ['numeric', 'categorical', 'boolean', 'text'] satisfies ColumnKind[]

function wantedColumn(column: unknown, rows: readonly unknown[]): Wanted | undefined {
  if (typeof column === 'string') {
    if (column === '' || column.length > 500) return undefined
    const first = rows[0]
    const literal = typeof first === 'object' && first !== null && Object.hasOwn(first, column)
    const itself = column === 'value' && (typeof first !== 'object' || first === null)
    return { name: column, path: literal ? [column] : itself ? [] : parsePath(column), kind: undefined }
  }
  if (typeof column !== 'object' || column === null) return undefined
  const { name, path, kind } = column as Partial<Record<'name' | 'path' | 'kind', unknown>>
  if (typeof name !== 'string' || name === '' || name.length > 500 || !kinds.includes(kind)) return undefined
  if (!Array.isArray(path) || path.length > 16) return undefined
  const keys: unknown[] = path
  if (!keys.every((key) => typeof key === 'string' || typeof key === 'number')) return undefined
  return { name, path: keys.slice(), kind: kind as ColumnKind }
}

function countColumn(wanted: Wanted, values: readonly unknown[], bins: number): BaselineColumn {
  const { name, path } = wanted
  const kind = wanted.kind ?? inferKind(values)
  const apart = [0, 0, 0, 0]
  if (kind === 'categorical' || kind === 'boolean') {
    const tally = new Map<string | number | boolean, number>()
    // An empty lookup sends every value that can be counted to the one bin past the four cells apart.
    const empty = {
      type: 'categorical',
      kind,
      edges: new Float64Array(0),
      lookup: new Map(),
      size: firstBin + 1,
    } as const
    for (const value of values) {
      const cell = cellOf(empty, value)
      if (cell < firstBin) apart[cell] = (apart[cell] ?? 0) + 1
      else {
        const key = (typeof value === 'bigint' ? Number(value) : value) as string | number | boolean
        tally.set(key, (tally.get(key) ?? 0) + 1)
      }
    }
    const ranked = Array.from(tally).sort(byCountThenText)
    const kept = ranked.slice(0, maxCategories)
    return {
      type: 'categorical',
      name,
      path,
      kind,
      constant: tally.size === 1,
      ...named(apart),
      values: kept.map(([value]) => (value === 0 ? 0 : value)),
      counts: kept.map(([, count]) => count),
      other: ranked.slice(maxCategories).reduce((sum, [, count]) => sum + count, 0),
    }
  }
  const numbers: number[] = []
  const one = numericCells(kind, [])
  for (const value of values) {
    const cell = cellOf(one, value)
    if (cell < firstBin) apart[cell] = (apart[cell] ?? 0) + 1
    else numbers.push(typeof value === 'string' ? value.length : Number(value) + 0)
  }
  const tally = new Map<number, number>()
  for (const number of numbers) {
    if (tally.size > maxDiscrete) break
    tally.set(number, (tally.get(number) ?? 0) + 1)
  }
  const base = { name, path, kind, constant: tally.size === 1, ...named(apart) }
  if (tally.size <= maxDiscrete) {
    const sorted = Array.from(tally).sort(([a], [b]) => a - b)
    return {
      type: 'discrete',
      ...base,
      values: sorted.map(([value]) => value),
      counts: sorted.map(([, count]) => count),
    }
  }
  const edges = equalMassEdges(numbers, bins)
  return { type: 'numeric', ...base, edges: Array.from(edges), counts: Array.from(countBins(edges, numbers)) }
}

type Named = Pick<BaselineColumn, 'missing' | 'nan' | 'infinite' | 'wrongType'>

function named(apart: readonly number[]): Named {
  return {
    missing: apart[missingCell] ?? 0,
    nan: apart[nanCell] ?? 0,
    infinite: apart[infiniteCell] ?? 0,
    wrongType: apart[wrongTypeCell] ?? 0,
  }
}

type Ranked = readonly [value: string | number | boolean, count: number]

function byCountThenText([a, m]: Ranked, [b, n]: Ranked): number {
  if (m !== n) return n - m
  const left = `${typeof a}${String(a)}`
  const right = `${typeof b}${String(b)}`
  return left < right ? -1 : left > right ? 1 : 0
}

function inferKind(values: readonly unknown[]): ColumnKind {
  let numbers = 0
  let booleans = 0
  let strings = 0
  const distinct = new Set<unknown>()
  for (const value of values) {
    if (typeof value === 'number' || typeof value === 'bigint') numbers++
    else if (typeof value === 'boolean') booleans++
    else if (typeof value === 'string') {
      strings++
      distinct.add(value)
    }
  }
  if (numbers >= booleans + strings) return 'numeric'
  if (booleans > numbers + strings) return 'boolean'
  // Mostly distinct strings are free text or ids: their values would tell nothing, and be stored.
  return distinct.size > maxCategories && distinct.size * 2 > strings ? 'text' : 'categorical'
}
