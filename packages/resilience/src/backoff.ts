/**
 * Returns a delay with full jitter: uniform over `[0, min(maxDelay, minDelay * 2^(failures - 1)))`.
 *
 * Full jitter spreads the retries of many clients widest for the same mean (Brooker, "Exponential Backoff
 * And Jitter", AWS Architecture Blog, 2015). Constant time and memory.
 *
 * @param failures attempts that have failed, from 1
 * @param random uniform over [0, 1)
 * @example
 * fullJitter(3, { minDelay: 50, maxDelay: 1_000 }, () => 0.5) // 100
 */
export function fullJitter(
  failures: number,
  { minDelay, maxDelay }: { readonly minDelay: number; readonly maxDelay: number },
  random: () => number,
): number {
  return random() * Math.min(maxDelay, minDelay * 2 ** (failures - 1))
}
