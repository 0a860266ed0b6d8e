import { checkShare } from './check-numbers.ts'

/** Options of {@link LossEProcess} and {@link LossDetector}. */
export type LossOptions = {
  /** The greatest mean that is still good; in (0, 1). */
  readonly limit: number
  /**
   * The shares of wealth to bet that the mean is above the limit, each in (0, 1), equally weighted. A share of
   * (q - limit) / (1 - limit) is best against an error rate of q. From 1.2 times the limit, at most 0.1, to 0.7 in
   * steps of at most 2.5 times unless given.
   */
  readonly bets?: readonly number[]
}

/**
 * Chooses bets for a limit: from an error rate of 1.2 times the limit (at most a bet of 0.1) to a bet of 0.7, each at
 * most 2.5 times the one before.
 */
function betsAgainst(limit: number): readonly number[] {
  const least = Math.min(0.1, (0.2 * limit) / (1 - limit))
  const steps = Math.ceil(Math.log(0.7 / least) / Math.log(2.5))
  return Array.from({ length: steps + 1 }, (_, i) => least * (0.7 / least) ** (i / steps))
}

/** Checks the options. @throws RangeError for a limit or a bet out of range */
export function toBets({ limit, bets = betsAgainst(checkLimit(limit)) }: LossOptions): Float64Array {
  checkLimit(limit)
  if (!Array.isArray(bets) || bets.length === 0) throw new RangeError('bets must not be empty')
  bets.forEach((bet: number, i) => checkShare(`bets[${i}]`, bet))
  return Float64Array.from(bets)
}

function checkLimit(limit: number): number {
  checkShare('limit', limit)
  return limit
}
