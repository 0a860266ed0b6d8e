import type { ColumnKind } from '@plimsoll/core'
import { countBins, equalMassEdges } from '@plimsoll/stats'
import { type BaselineColumn, maxCategories, maxDiscrete } from './baseline-types.ts'
import { apartCell, firstBin, infiniteCell, missingCell, nanCell, wrongTypeCell } from './cells.ts'
import { hasTies, isMonotone, moments } from './baseline-moments.ts'
import type { Wanted } from './wanted-columns.ts'

/** Counts the reference values of one column, in the form its kind and its number of distinct values ask for. */
export function countColumn(wanted: Wanted, values: readonly unknown[], bins: number): BaselineColumn {
  const kind = wanted.kind ?? inferKind(values)
  const isNumeric = kind === 'numeric' || kind === 'text'
  return isNumeric ? countNumeric(wanted, kind, values, bins) : countCategorical(wanted, kind, values)
}

function countCategorical(
  { name, path }: Wanted,
  kind: ColumnKind,
  values: readonly unknown[],
): BaselineColumn {
  const apart = [0, 0, 0, 0]
  const tally = new Map<string | number | boolean, number>()
  for (const value of values) {
    const cell = apartCell(kind, value)
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
    monotone: false,
    ...named(apart),
    values: kept.map(([value]) => (value === 0 ? 0 : value)),
    counts: kept.map(([, count]) => count),
    other: ranked.slice(maxCategories).reduce((sum, [, count]) => sum + count, 0),
  }
}

function countNumeric(
  { name, path }: Wanted,
  kind: ColumnKind,
  values: readonly unknown[],
  bins: number,
): BaselineColumn {
  const apart = [0, 0, 0, 0]
  const numbers: number[] = []
  for (const value of values) {
    const cell = apartCell(kind, value)
    if (cell < firstBin) apart[cell] = (apart[cell] ?? 0) + 1
    else numbers.push(typeof value === 'string' ? value.length : Number(value) + 0)
  }
  const tally = new Map<number, number>()
  for (const number of numbers) {
    if (tally.size > maxDiscrete) break
    tally.set(number, (tally.get(number) ?? 0) + 1)
  }
  const sorted = Float64Array.from(numbers).sort()
  const base = {
    name,
    path,
    kind,
    constant: tally.size === 1,
    monotone: false,
    ...named(apart),
    ...moments(sorted),
  }
  if (tally.size <= maxDiscrete) {
    const rising = Array.from(tally).sort(([a], [b]) => a - b)
    return {
      type: 'discrete',
      ...base,
      values: rising.map(([value]) => value),
      counts: rising.map(([, count]) => count),
    }
  }
  const edges = equalMassEdges(sorted, bins)
  return {
    type: 'numeric',
    ...base,
    monotone: isMonotone(numbers),
    edges: Array.from(edges),
    counts: Array.from(countBins(edges, sorted)),
    ties: hasTies(sorted, edges),
  }
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

/** Distinct strings above which a column whose kind is not declared may be free text. */
const mostNamed = 64

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
  return distinct.size > mostNamed && distinct.size * 2 > strings ? 'text' : 'categorical'
}
