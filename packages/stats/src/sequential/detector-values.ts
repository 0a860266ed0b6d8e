import { loadNumbers } from './check-numbers.ts'

/** Plain form of {@link ShiryaevRoberts} and {@link ECusum}. */
export type DetectorState = {
  readonly version: 1
  readonly weights: readonly number[]
  /** One value per bet. */
  readonly values: readonly number[]
}

/** Above this, values no longer grow, so that they never become infinite. */
export const greatestValue = 1e300

/** Checks weights and scales them to sum up to 1. @throws RangeError where there is none, or one is below 0 */
export function toWeights(bets: number | readonly number[]): Float64Array {
  const given = typeof bets === 'number' ? Array.from({ length: checkCount(bets) }, () => 1) : bets
  if (given.length === 0) throw new RangeError('bets must not be empty')
  let total = 0
  given.forEach((weight, i) => {
    if (!(weight >= 0 && weight < Infinity)) throw new RangeError(`bets[${i}] must be finite and at least 0`)
    total += weight
  })
  if (!(total > 0 && total < Infinity)) throw new RangeError('bets must have a finite sum above 0')
  return Float64Array.from(given, (weight) => weight / total)
}

/** @throws RangeError where there are not as many factors as bets, or one is negative or NaN; nothing has changed */
export function checkFactors(factors: ArrayLike<number>, bets: number): void {
  if (factors.length !== bets) throw new RangeError(`factors must be one for each of ${bets} bets`)
  for (let i = 0; i < bets; i++) {
    if (!((factors[i] ?? Number.NaN) >= 0)) throw new RangeError(`factors[${i}] must be at least 0`)
  }
}

/** @throws RangeError for a state that is none, naming the part */
export function loadValues(state: DetectorState, into: Float64Array): void {
  loadNumbers('values', state.values, into, 0)
}

function checkCount(bets: number): number {
  if (!(Number.isInteger(bets) && bets >= 1 && bets <= 10_000)) {
    throw new RangeError(`bets must be a whole number from 1 to 10000, got ${bets}`)
  }
  return bets
}
