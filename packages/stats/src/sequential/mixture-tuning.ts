import { checkAlpha, checkPositive } from './check-numbers.ts'

/** Options of the mixture bounds. */
export type MixtureOptions = {
  /** The chance, over all time, that the bound is ever passed without cause; in (0, 1), one-sided below 0.5. */
  readonly alpha: number
  /** The variance (intrinsic time) at which the bound is to be tightest; above 0. It holds at all others too. */
  readonly tuneAt: number
}

/** Options of bounds that come with one or two sides. */
export type SidedMixtureOptions = MixtureOptions & {
  /** `'two'` bounds the absolute value of the sum, at the same alpha. @default 'one' */
  readonly sides?: 'one' | 'two'
}

/**
 * Computes the precision of the mixture that makes its bound about tightest at `tuneAt`:
 * tuneAt / (2 log(1 / a) + log(1 + 2 log(1 / a))), with a = alpha on two sides and 2 alpha on one.
 *
 * @throws RangeError for an alpha, a tuneAt or sides out of range
 * @see S. R. Howard et al. (2021), Time-uniform, nonparametric, nonasymptotic confidence sequences, section 3.5
 */
export function mixturePrecision({ alpha, tuneAt, sides = 'one' }: SidedMixtureOptions): number {
  if (sides !== 'one' && sides !== 'two') throw new RangeError("sides must be 'one' or 'two'")
  checkAlpha(alpha, sides === 'one' ? 0.5 : 1)
  checkPositive('tuneAt', tuneAt)
  const log = -Math.log(sides === 'one' ? 2 * alpha : alpha)
  return tuneAt / (2 * log + Math.log1p(2 * log))
}
