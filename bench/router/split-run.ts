import { assign } from '@plimsoll/router'
import { chiSquareSf } from '@plimsoll/stats'

/** One salt's split of many units. */
export interface SplitRun {
  /** Of chi-square over the parts that the weights cut. */
  readonly p: number
  /** Units that a higher weight took from the candidate. */
  readonly movedBack: number
}

const units = 100_000
const weights = [1, 5, 25, 50] as const

/** Splits units under one salt while the weight rises. */
export function playSplit(salt: string): SplitRun {
  const parts = new Float64Array(weights.length + 1)
  let movedBack = 0
  for (let i = 0; i < units; i++) {
    const unit = `user-${i}`
    // The first weight under which the unit is exposed.
    let first: number = weights.length
    for (const [j, weight] of weights.entries()) {
      const arm = assign({ stable: 'stable', candidate: 'candidate', weight, salt }, unit)
      if (arm === 'candidate') first = Math.min(first, j)
      else if (first < j) movedBack++
    }
    parts[first] = (parts[first] ?? 0) + 1
  }
  let statistic = 0
  for (const [j, seen] of parts.entries()) {
    const share = ((weights[j] ?? 100) - (weights[j - 1] ?? 0)) / 100
    statistic += (seen - units * share) ** 2 / (units * share)
  }
  return { p: chiSquareSf(statistic, weights.length), movedBack }
}
