import type { FastRandom } from './fast-random.ts'
import type { Shape } from './shapes.ts'

/** Data that is as its reference at first, and then is not. */
export interface Drift {
  readonly name: string
  readonly usual: Shape
  /** @param row of the drift, from 0 */
  readonly drifted: (random: FastRandom, row: number) => number
  /** Rows within which it is found, or never. */
  readonly rows: number
}

const normal: Shape = (random) => random.normal()

function shift(deviations: number): Drift {
  const drifted = (random: FastRandom): number => random.normal() + deviations
  return { name: `+${deviations} sd`, usual: normal, drifted, rows: deviations < 0.2 ? 50_000 : 20_000 }
}

function spread(factor: number): Drift {
  const drifted = (random: FastRandom): number => random.normal() * factor
  return { name: `sd x${factor}`, usual: normal, drifted, rows: 20_000 }
}

export const shifts = {
  tenth: shift(0.1),
  quarter: shift(0.25),
  half: shift(0.5),
  one: shift(1),
  three: shift(3),
} as const

export const spreads = {
  wider: spread(1.25),
  double: spread(2),
  half: spread(0.5),
} as const

/** A tenth of a deviation in every 100 000 rows. */
export const slow: Drift = {
  name: 'slow, 0.1 sd per 1e5',
  usual: normal,
  drifted: (random, row) => random.normal() + row * 1e-6,
  rows: 1_000_000,
}

/** A model's errors that become twice as many. */
export const errorRate: Drift = {
  name: 'error rate .10 to .20',
  usual: (random) => (random.next() < 0.1 ? 1 : 0),
  drifted: (random) => (random.next() < 0.2 ? 1 : 0),
  rows: 20_000,
}

export const abrupt: readonly Drift[] = [...Object.values(shifts), ...Object.values(spreads)]
