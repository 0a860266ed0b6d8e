import { copyInput } from './copy-input.ts'
import { inputHash } from './input-hash.ts'
import { sameAsCopy } from './same-input.ts'

/**
 * Finds equal inputs in memory without writing them as text: what `match` of the cache takes.
 *
 * Equal means an equal `canonicalKey`; an input without one has no copy or no hash.
 *
 * @example
 * const predict = compose(model, [cache({ ttl: '5m', match: inputMatch })])
 */
export const inputMatch: {
  /** `inputHash`. */
  readonly hash: (input: unknown, seed: number) => number | undefined
  /** Copies an input, all the way down; `undefined` where it has no key. */
  readonly copy: (input: unknown) => unknown
  /** `sameInput` of an input and a copy made by `copy`. */
  readonly same: (input: unknown, copy: unknown) => boolean
} = { hash: inputHash, copy: copyInput, same: sameAsCopy }
