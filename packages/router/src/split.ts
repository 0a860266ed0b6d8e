import { pairHash } from './pair-hash.ts'

const buckets = 2 ** 20

/** How the units of a rollout are divided between two variants. */
export interface Split<Variant extends string = string> {
  readonly stable: Variant
  readonly candidate: Variant
  /** Percent of units that the candidate gets, 0 to 100. */
  readonly weight: number
  /** Makes this split independent of other splits over the same units. */
  readonly salt: string
}

/**
 * Places a unit on a ring of 2^20 buckets, the same everywhere and for ever.
 *
 * Multiply-shift of murmur3_x86_32 over the UTF-8 bytes of `salt + unit`, as flagd does: no modulo, so no
 * bias. Nothing is allocated for ASCII texts. Not a secret: anyone who knows the salt can compute
 * the bucket.
 *
 * @param salt any text; two splits with different salts are independent
 * @param unit the sticky subject, such as a user id
 * @returns an integer from 0 to 2^20 - 1
 * @example
 * bucket('churn-v3', 'user-17') // always the same bucket
 */
export function bucket(salt: string, unit: string): number {
  // floor(h * 2^20 / 2^32) of a 32-bit h is its upper 20 bits.
  return pairHash(salt, unit) >>> 12
}

/**
 * Counts the buckets that a weight gives to the candidate: the weight rounded to one part in 2^20.
 *
 * A weight above 0 gets at least one bucket and a weight below 100 leaves at least one, so that rounding
 * never turns a comparison into none.
 *
 * @param weight percent, 0 to 100
 * @throws {RangeError} when the weight is outside 0 to 100 or not a number.
 * @example
 * candidateBuckets(50) // 524288
 */
export function candidateBuckets(weight: number): number {
  if (!(weight >= 0 && weight <= 100)) {
    throw new RangeError(`weight must be a percentage from 0 to 100, got ${String(weight)}`)
  }
  if (weight === 0 || weight === 100) return weight === 0 ? 0 : buckets
  return Math.min(buckets - 1, Math.max(1, Math.round((weight / 100) * buckets)))
}

/**
 * Computes the exact share of units that a weight gives to the candidate, from 0 to 1.
 *
 * It differs from `weight / 100` by less than one part in a million. A judge must be told this share.
 *
 * @param weight percent, 0 to 100
 * @throws {RangeError} when the weight is outside 0 to 100 or not a number.
 * @example
 * candidateShare(25) // 0.25
 */
export function candidateShare(weight: number): number {
  return candidateBuckets(weight) / buckets
}

/**
 * Chooses the variant of a unit, always the same one for the same split.
 *
 * The candidate takes the buckets from 0 up. Raising the weight under the same salt therefore only adds
 * units to the candidate: no unit that has seen it is moved back.
 *
 * Costs about one `murmur3` of the key.
 *
 * @throws {RangeError} when the weight is outside 0 to 100.
 * @example
 * assign({ stable: 'v2', candidate: 'v3', weight: 10, salt: 'churn-v3' }, 'user-17')
 */
export function assign<Variant extends string>(split: Split<Variant>, unit: string): Variant {
  return bucket(split.salt, unit) < candidateBuckets(split.weight) ? split.candidate : split.stable
}
