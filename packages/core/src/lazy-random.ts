import { createRandom } from '@plimsoll/stats'

/**
 * Returns numbers in [0, 1) from a generator seeded by the platform at the first use, not before: runtimes
 * at the edge forbid randomness while a module loads.
 *
 * @example
 * const random = lazyRandom()
 * random() // 0.42...
 */
export function lazyRandom(): () => number {
  let next: (() => number) | undefined
  return () => {
    if (next === undefined) {
      const seed = crypto.getRandomValues(new Uint32Array(4))
      const random = createRandom(seed.join('-'))
      next = () => random.next()
    }
    return next()
  }
}
