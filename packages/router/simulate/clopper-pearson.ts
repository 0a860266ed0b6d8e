import { betaQuantile } from '@plimsoll/stats'

/**
 * Computes the exact (Clopper-Pearson) upper bound of a proportion: the largest `p` under which seeing `hits`
 * or fewer of `runs` still has probability `1 - confidence`.
 */
export function clopperPearsonUpper(hits: number, runs: number, confidence: number): number {
  return hits >= runs ? 1 : betaQuantile(confidence, hits + 1, runs - hits)
}
