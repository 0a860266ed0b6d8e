import { createRandom } from '@plimsoll/stats'
import type { Random } from '@plimsoll/stats'

const plans = ['free', 'pro', 'team', 'enterprise']
const countries = ['de', 'es', 'fr', 'gb', 'in', 'jp', 'us']

/** The guard's ten fields, nine of them watched. */
export const watched = ['tenure', 'age', 'balance', 'charges', 'visits', 'score', 'plan', 'country', 'active']
/** Those that are numbers. */
export const numbers: readonly string[] = watched.slice(0, 6)

/** Draws a table of 1 024 rows. */
export function drawRows<Row>(seed: string, make: (random: Random, i: number) => Row): readonly Row[] {
  const random = createRandom(seed)
  return Array.from({ length: 1_024 }, (_, i) => make(random, i))
}

export function objectRow(random: Random, i: number): Record<string, unknown> {
  return {
    userId: `user-${i}`,
    tenure: random.int(120),
    age: 18 + random.int(70),
    balance: Math.round((random.next() - 0.2) * 1e6) / 100,
    charges: Math.round(-Math.log(1 - random.next()) * 1e4) / 100,
    visits: random.int(400),
    score: Math.round(random.next() * 1e4) / 1e4,
    plan: plans[random.int(plans.length)],
    country: countries[random.int(countries.length)],
    active: random.next() < 0.7,
  }
}

export function fractions(count: number): (random: Random) => Float64Array {
  return (random) => Float64Array.from({ length: count }, () => random.normal())
}

export function levels(count: number): (random: Random) => number[] {
  return (random) => Array.from({ length: count }, () => random.int(17))
}

/** Turns rows into columns by name, some rows at a time. */
export function columnsOf(
  rows: readonly ArrayLike<number>[],
  names: readonly string[],
  count: number,
): readonly Readonly<Record<string, Float64Array>>[] {
  return Array.from({ length: Math.floor(rows.length / count) }, (_, part) =>
    Object.fromEntries(
      names.map((name, column) => [
        name,
        Float64Array.from({ length: count }, (__, i) => rows[part * count + i]?.[column] ?? Number.NaN),
      ]),
    ),
  )
}
