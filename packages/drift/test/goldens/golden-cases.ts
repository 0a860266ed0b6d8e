/* oxlint-disable typescript/no-explicit-any, typescript/no-unsafe-assignment, typescript/no-unsafe-return, typescript/no-unsafe-argument */
import { readFileSync } from 'node:fs'

type Tolerance = { readonly rel: number; readonly abs: number }

/** One case computed by another tool; its data sets are already filled in. */
export type GoldenCase = {
  readonly name: string
  readonly family: string
  readonly params: Readonly<Record<string, any>>
  readonly inputs: Readonly<Record<string, any>>
  readonly expected: Readonly<Record<string, any>>
  readonly tolerance: Tolerance & Readonly<Record<string, Tolerance | 'exact'>>
}

/** Reads the cases of one family from `<file>.json` beside this file. */
export function goldenCases(file: string, family: string): GoldenCase[] {
  const text = readFileSync(new URL(`./${file}.json`, import.meta.url), 'utf8')
  const { datasets, cases } = JSON.parse(text)
  const fill = (value: any): any => {
    if (value === 'NaN') return Number.NaN
    if (value === 'Infinity') return Infinity
    if (value === '-Infinity') return -Infinity
    if (Array.isArray(value)) return value.map(fill)
    return value?.$data === undefined ? value : fill(datasets[value.$data].values)
  }
  return cases
    .filter((each: GoldenCase) => each.family === family)
    .map((each: GoldenCase) => ({
      ...each,
      inputs: Object.fromEntries(Object.entries(each.inputs).map(([name, value]) => [name, fill(value)])),
    }))
}

/** Tells how far a number is outside its tolerance: at most 1 is right. Non-finite numbers must be equal. */
export function excess(got: number, want: number | string, { rel, abs }: Tolerance): number {
  const target = Number(want)
  if (!Number.isFinite(target) || !Number.isFinite(got)) return Object.is(got, target) ? 0 : Infinity
  const allowed = abs + rel * Math.abs(target)
  return got === target ? 0 : Math.abs(got - target) / allowed
}

/** Tells how far a field of `expected` is outside its own tolerance, or that of the whole case. */
export function fieldExcess(got: number, each: GoldenCase, field: string): number {
  const bound = each.tolerance[field] ?? each.tolerance
  return excess(got, each.expected[field], bound === 'exact' ? { rel: 0, abs: 0 } : bound)
}
