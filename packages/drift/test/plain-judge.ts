// The judge as first written, plainly: the one in src must give the same verdicts.
import type { DriftVerdict } from '@plimsoll/core'
import { chiSquareSf, kolmogorovSf, ksStatisticCounts, psi, psiNullMean } from '@plimsoll/stats'
import type { BaselineColumn } from '../src/baseline-types.ts'
import { firstBin, infiniteCell, missingCell, nanCell, wrongTypeCell } from '../src/cells.ts'
import type { ColumnRule, JudgedColumn } from '../src/judge-column.ts'
import { rateRiseTest, rateTest } from '../src/rate-test.ts'
import type { BinShift } from '../src/verdicts.ts'

const departureSize = 0.05
const leastExpected = 3

interface Test {
  readonly what: string
  /** The score in multiples of its alarm threshold. */
  readonly size: number
  readonly p: number
}

/** Judges one column. */
export function plainJudge(
  column: BaselineColumn,
  cells: ArrayLike<number>,
  referenceRows: number,
  rule: ColumnRule,
): JudgedColumn {
  const { name } = column
  const bins: number[] = []
  for (let i = firstBin; i < cells.length; i++) bins.push(cells[i] ?? 0)
  const values = sum(bins)
  const missing = cells[missingCell] ?? 0
  const invalid = (cells[nanCell] ?? 0) + (cells[infiniteCell] ?? 0) + (cells[wrongTypeCell] ?? 0)
  const rows = values + missing + invalid
  const missingShare = rows === 0 ? 0 : missing / rows
  if (rows < rule.minRows) {
    const reason = `${rows} rows, fewer than ${rule.minRows}`
    const none = { psi: undefined, psiNull: undefined, ks: undefined, pValue: 1, topBins: [] }
    return { verdict: { name, verdict: 'inconclusive', reason, rows, missingShare, ...none }, size: 0 }
  }

  const tests: Test[] = []
  const reference = referenceBins(column)
  const referenceValues = sum(reference)
  const wrong = column.nan + column.infinite + column.wrongType
  tests.push(departure('missing values', column.missing, referenceRows, missing, rows))
  tests.push(departure('invalid values', wrong, referenceRows, invalid, rows))
  if (column.type !== 'numeric') tests.push(unseenValues(column, bins, referenceValues, values))

  const known = knownBins(column, bins)
  const m = sum(known.current)
  const n = sum(known.reference)
  let score: number | undefined
  let expected: number | undefined
  let ks: number | undefined
  const canJudgeShape = n > 0 && values >= rule.minRows
  if (known.reference.length > 1) {
    let p = 1
    if (canJudgeShape && m > 0) {
      const merged = mergeBins(known.reference, known.current, column.type !== 'categorical', leastExpected)
      const size = merged.members.length
      score = psi(merged.reference, merged.current)
      expected = psiNullMean(size, n, m)
      p = merged.enough
        ? chiSquareSf(score / (1 / n + 1 / m), size - 1)
        : rateTest(merged.reference[0] ?? 0, n, merged.current[0] ?? 0, m)
    }
    tests.push({ what: `PSI ${round(score)}`, size: (score ?? 0) / rule.psi, p })
  }
  if (column.type !== 'categorical' && reference.length > 1) {
    let p = 1
    if (canJudgeShape) {
      ks = ksStatisticCounts(reference, bins)
      p = kolmogorovSf(ks * Math.sqrt((referenceValues * values) / (referenceValues + values)))
    }
    tests.push({ what: `KS distance ${round(ks)}`, size: (ks ?? 0) / rule.ks, p })
  }

  const level = rule.significance / tests.length
  const found = tests.filter((test) => test.p < level).sort((a, b) => b.size - a.size)[0]
  const size = found?.size ?? 0
  const departed = size >= 0.5 && found !== undefined
  // Shape that could not be judged leaves the column open, unless something else already moved it.
  const isOpen = !canJudgeShape && !departed
  const verdict: DriftVerdict = size >= 1 ? 'alarm' : departed ? 'warn' : isOpen ? 'inconclusive' : 'ok'
  const reason =
    departed && found !== undefined
      ? `${found.what}, ${round(size)} times its threshold, p ${found.p.toExponential(1)} below ${level.toExponential(1)}`
      : isOpen
        ? `${values} values to compare with ${n} of the reference, fewer than needed`
        : `nothing both large and significant${score === undefined ? '' : `; PSI ${round(score)}, ${round(expected)} expected without drift`}`
  return {
    verdict: {
      name,
      verdict,
      reason,
      psi: score,
      psiNull: expected,
      ks,
      pValue: Math.min(1, tests.length * Math.min(...tests.map((test) => test.p))),
      rows,
      missingShare,
      topBins: largestShifts(column, reference, bins),
    },
    size,
  }
}

function departure(what: string, a: number, n: number, b: number, m: number): Test {
  const change = Math.abs(b / m - a / n)
  return {
    what: `${what} changed by ${round(change)}`,
    size: change / departureSize,
    p: rateTest(a, n, b, m),
  }
}

/**
 * Values the reference never had. Its own values seen once estimate how many new ones are to be expected
 * anyway (Good and Turing), so that open-ended codes and names stay quiet.
 */
function unseenValues(
  column: Exclude<BaselineColumn, { type: 'numeric' }>,
  bins: readonly number[],
  n: number,
  m: number,
): Test {
  let unseen = 0
  let expected = sum(column.counts.filter((count) => count === 1))
  if (column.type === 'categorical') {
    unseen = bins.at(-1) ?? 0
    expected += column.other
  } else {
    for (let i = 0; i < bins.length; i += 2) unseen += bins[i] ?? 0
  }
  const change = n === 0 || m === 0 ? 0 : unseen / m - expected / n
  const p = rateRiseTest(expected, n, unseen, m)
  return { what: `values new to the column rose by ${round(change)}`, size: change / departureSize, p }
}

interface Pair {
  readonly reference: readonly number[]
  readonly current: readonly number[]
}

// PSI compares values the reference had; new ones are judged apart, where they cannot hide in a merged bin.
function knownBins(column: BaselineColumn, bins: readonly number[]): Pair {
  switch (column.type) {
    case 'numeric':
      return { reference: column.counts, current: bins }
    case 'discrete':
      return { reference: column.counts, current: column.counts.map((_, i) => bins[2 * i + 1] ?? 0) }
    case 'categorical':
      return column.other > 0
        ? { reference: [...column.counts, column.other], current: bins }
        : { reference: column.counts, current: bins.slice(0, -1) }
  }
}

function largestShifts(
  column: BaselineColumn,
  reference: readonly number[],
  current: readonly number[],
): BinShift[] {
  const n = sum(reference)
  const m = sum(current)
  if (n === 0 || m === 0) return []
  const labels = binLabels(column)
  const shifts = labels.map((label, i) => ({
    label,
    reference: (reference[i] ?? 0) / n,
    current: (current[i] ?? 0) / m,
  }))
  const change = (shift: BinShift): number => Math.abs(shift.current - shift.reference)
  return shifts
    .filter((shift) => change(shift) > 0)
    .sort((a, b) => change(b) - change(a))
    .slice(0, 3)
}

function sum(counts: readonly number[]): number {
  let total = 0
  for (const count of counts) total += count
  return total
}

function round(value: number | undefined): string {
  return value === undefined ? 'unknown' : String(Number(value.toPrecision(3)))
}

interface MergedBins {
  readonly reference: readonly number[]
  readonly current: readonly number[]
  readonly members: readonly (readonly number[])[]
  readonly enough: boolean
}

function mergeBins(
  reference: readonly number[],
  current: readonly number[],
  ordered: boolean,
  expected: number,
): MergedBins {
  const order = reference.map((_, i) => i)
  if (!ordered) order.sort((a, b) => (reference[a] ?? 0) - (reference[b] ?? 0) || a - b)
  const n = total(reference)
  const ratio = n === 0 ? 0 : total(current) / n
  const groups: number[][] = []
  let open: number[] = []
  let mass = 0
  for (const i of order) {
    open.push(i)
    mass += reference[i] ?? 0
    if (mass * ratio < expected) continue
    groups.push(open)
    open = []
    mass = 0
  }
  if (open.length > 0) {
    const last = groups.at(-1)
    if (last === undefined) groups.push(open)
    else last.push(...open)
  }
  const top = reference.indexOf(Math.max(...reference))
  const rest = order.filter((i) => i !== top)
  const split = groups.length < 2 && rest.length > 0
  const members = split ? [[top], rest] : groups
  const sum =
    (counts: readonly number[]) =>
    (of: readonly number[]): number =>
      of.reduce((mass, i) => mass + (counts[i] ?? 0), 0)
  return {
    reference: members.map(sum(reference)),
    current: members.map(sum(current)),
    members,
    enough: !split,
  }
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

function referenceBins(column: BaselineColumn): readonly number[] {
  switch (column.type) {
    case 'numeric':
      return column.counts
    case 'discrete':
      return [0, ...column.counts.flatMap((count) => [count, 0])]
    case 'categorical':
      return [...column.counts, column.other]
  }
}

function binLabels(column: BaselineColumn): readonly string[] {
  switch (column.type) {
    case 'numeric': {
      const { edges } = column
      if (edges.length === 0) return ['all']
      return column.counts.map((_, i) => {
        if (i === 0) return `up to ${edges[0]}`
        return i === edges.length ? `above ${edges[i - 1]}` : `(${edges[i - 1]}, ${edges[i]}]`
      })
    }
    case 'discrete': {
      const { values } = column
      if (values.length === 0) return ['new']
      return [
        `below ${values[0]}`,
        ...values.flatMap((value, i) => {
          const next = values[i + 1]
          return [String(value), next === undefined ? `above ${value}` : `between ${value} and ${next}`]
        }),
      ]
    }
    case 'categorical':
      return [...column.values.map((value) => JSON.stringify(value)), 'other']
  }
}
