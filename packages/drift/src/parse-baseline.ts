import { PlimsollError } from '@plimsoll/core'
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
import { deepFreeze } from './deep-freeze.ts'

/**
 * Checks plain data, such as a parsed JSON file, and returns it as a frozen baseline.
 *
 * Everything is checked: sizes, counts that add up, rising edges, the digest. Only known fields are copied.
 *
 * @throws {PlimsollError} `PLIMSOLL_BASELINE_INVALID`, naming the place and the rule that is broken.
 * @example
 * const baseline = parseBaseline(JSON.parse(text))
 */
export function parseBaseline(json: unknown): Baseline {
  try {
    return read(json)
  } catch (error) {
    if (error instanceof PlimsollError) throw error
    throw new PlimsollError('PLIMSOLL_BASELINE_INVALID', {
      message: 'the baseline could not be read',
      cause: error,
    })
  }
}

function read(json: unknown): Baseline {
  const { format, name, version, rows, approx, columns, digest } = record(json, 'baseline')
  need(
    format !== 'plimsoll-baseline/1',
    'format',
    `is of an earlier version: build the baseline anew from its rows`,
  )
  need(format === baselineFormat, 'format', `must be '${baselineFormat}'`)
  const title = text(name, 'name', 200)
  const total = count(rows, 'rows')
  need(total >= 1, 'rows', 'must be at least 1')
  const given = list(columns, 'columns', maxColumns)
  need(given.length >= 1, 'columns', 'must hold at least one column')
  const seen = new Set<string>()
  const read = given.map((column, i) => {
    const one = readColumn(column, `columns[${i}]`, total)
    need(!seen.has(one.name), `columns[${i}].name`, 'must not repeat')
    seen.add(one.name)
    return one
  })
  need(typeof approx === 'boolean', 'approx', 'must be true or false')
  const content = {
    format: baselineFormat,
    name: title,
    ...(version === undefined ? {} : { version: text(version, 'version', 200) }),
    rows: total,
    approx,
    columns: read,
  } as const
  const written = text(digest, 'digest', 64)
  need(written === baselineDigest(content), 'digest', 'does not fit the content: the baseline was changed')
  return deepFreeze({ ...content, digest: written })
}

function readColumn(value: unknown, at: string, rows: number): BaselineColumn {
  const given = record(value, at)
  const { kind, constant, monotone } = given
  need(
    kind === 'numeric' || kind === 'categorical' || kind === 'boolean' || kind === 'text',
    `${at}.kind`,
    'must be numeric, categorical, boolean or text',
  )
  need(typeof constant === 'boolean', `${at}.constant`, 'must be true or false')
  need(typeof monotone === 'boolean', `${at}.monotone`, 'must be true or false')
  const path = list(given['path'], `${at}.path`, 16).map((key, i) => {
    if (typeof key === 'string') return text(key, `${at}.path[${i}]`, 500, 0)
    return count(key, `${at}.path[${i}]`)
  })
  const base: Base = {
    name: text(given['name'], `${at}.name`, 500),
    path,
    kind,
    constant,
    monotone,
    missing: count(given['missing'], `${at}.missing`),
    nan: count(given['nan'], `${at}.nan`),
    infinite: count(given['infinite'], `${at}.infinite`),
    wrongType: count(given['wrongType'], `${at}.wrongType`),
  }
  const isNumeric = kind === 'numeric' || kind === 'text'
  const { type } = given
  need(
    isNumeric ? type === 'numeric' || type === 'discrete' : type === 'categorical',
    `${at}.type`,
    `must be ${isNumeric ? 'numeric or discrete' : 'categorical'} for kind ${kind}`,
  )
  const column = readBins(given, at, base, type)
  const other = column.type === 'categorical' ? column.other : 0
  const counted = column.counts.reduce((sum, held) => sum + held, other)
  const apart = column.missing + column.nan + column.infinite + column.wrongType
  need(counted + apart === rows, at, `must count ${rows} rows, counts ${counted + apart}`)
  const filled = column.counts.filter((held) => held > 0).length
  need(
    !constant || (filled === 1 && other === 0),
    `${at}.constant`,
    'must be false: there are several values',
  )
  return column
}

type Base = Omit<Extract<BaselineColumn, { type: 'categorical' }>, 'type' | 'values' | 'counts' | 'other'>

function readBins(
  given: Readonly<Record<string, unknown>>,
  at: string,
  base: Base,
  type: unknown,
): BaselineColumn {
  if (type === 'numeric') {
    const edges = rising(given['edges'], `${at}.edges`, maxBins - 1)
    const { ties } = given
    need(typeof ties === 'boolean', `${at}.ties`, 'must be true or false')
    const own = counts(given['counts'], `${at}.counts`, edges.length + 1)
    return { type, ...base, ...moments(given, at), edges, counts: own, ties }
  }
  if (type === 'discrete') {
    const values = rising(given['values'], `${at}.values`, maxDiscrete)
    const own = counts(given['counts'], `${at}.counts`, values.length)
    return { type, ...base, ...moments(given, at), values, counts: own }
  }
  const values = list(given['values'], `${at}.values`, maxCategories).map((value, i) => {
    const rule = 'must be text, a finite number or a boolean'
    const isKnown = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
    need(isKnown, `${at}.values[${i}]`, rule)
    return value as string | number | boolean
  })
  need(new Set(values).size === values.length, `${at}.values`, 'must not repeat')
  return {
    type: 'categorical',
    ...base,
    values,
    counts: counts(given['counts'], `${at}.counts`, values.length),
    other: count(given['other'], `${at}.other`),
  }
}

function moments(given: Readonly<Record<string, unknown>>, at: string): { mean: number; deviation: number } {
  const { mean, deviation } = given
  need(typeof mean === 'number' && Number.isFinite(mean), `${at}.mean`, 'must be a finite number')
  const holds = typeof deviation === 'number' && deviation >= 0 && deviation < Infinity
  need(holds, `${at}.deviation`, 'must be a finite number of at least 0')
  return { mean: mean + 0, deviation: deviation + 0 }
}

function need(holds: boolean, at: string, rule: string): asserts holds {
  if (holds) return
  throw new PlimsollError('PLIMSOLL_BASELINE_INVALID', { message: `not a baseline: ${at} ${rule}` })
}

function record(value: unknown, at: string): Readonly<Record<string, unknown>> {
  need(typeof value === 'object' && value !== null && !Array.isArray(value), at, 'must be an object')
  // Own fields only, so that nothing inherited (also through __proto__) is taken for content.
  return Object.assign(Object.create(null), value) as Record<string, unknown>
}

function list(value: unknown, at: string, most: number): readonly unknown[] {
  need(Array.isArray(value), at, 'must be an array')
  const items: readonly unknown[] = value
  need(items.length <= most, at, `must hold at most ${most} items, holds ${items.length}`)
  return Array.from(items)
}

function text(value: unknown, at: string, most: number, least = 1): string {
  const holds = typeof value === 'string' && value.length >= least && value.length <= most
  need(holds, at, `must be text of ${least} to ${most} characters`)
  return value
}

function count(value: unknown, at: string): number {
  const holds = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 32
  need(holds, at, 'must be a whole number from 0 to 2^32 - 1')
  return value
}

function counts(value: unknown, at: string, length: number): readonly number[] {
  const items = list(value, at, length)
  need(items.length === length, at, `must hold ${length} counts, holds ${items.length}`)
  return items.map((item, i) => count(item, `${at}[${i}]`))
}

function rising(value: unknown, at: string, most: number): readonly number[] {
  let last = -Infinity
  return list(value, at, most).map((item, i) => {
    need(typeof item === 'number' && Number.isFinite(item), `${at}[${i}]`, 'must be a finite number')
    need(item > last, `${at}[${i}]`, 'must be above the one before')
    last = item
    return item + 0
  })
}
