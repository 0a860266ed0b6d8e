/** What an alarm promises. */
export type AlarmPromise = {
  /** The greatest chance of an alarm without cause within `over` observations; in (0, 1]. */
  readonly falseAlarm: number
  /** The number of observations it holds for; above 0. */
  readonly over: number
}

/**
 * Computes the threshold of an e-detector that keeps a promise: over / falseAlarm.
 *
 * R_t - t of a Shiryaev-Roberts detector is a supermartingale as long as nothing changed, so the expected count at
 * the time it passes c is at least c, and c times the chance to pass it within `over` is at most `over`. Whatever the
 * law of the values, as long as the factors are e-values.
 *
 * @throws RangeError for a promise out of range
 * @see J. Shin, A. Ramdas, A. Rinaldo (2024), E-detectors: a nonparametric framework for sequential change detection
 * @example
 * alarmThreshold({ falseAlarm: 0.01, over: 1e6 }) // 100000000
 */
export function alarmThreshold({ falseAlarm, over }: AlarmPromise): number {
  if (!(falseAlarm > 0 && falseAlarm <= 1)) {
    throw new RangeError(`falseAlarm must be in (0, 1], got ${falseAlarm}`)
  }
  if (!(over > 0 && over / falseAlarm < 1e300)) {
    throw new RangeError(`over must be above 0 and below 1e300 falseAlarm, got ${over}`)
  }
  return over / falseAlarm
}
