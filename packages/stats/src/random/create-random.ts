import { murmur3 } from '../hash/murmur3.ts'
import { portableLog } from './portable-log.ts'

/** A seeded source of random numbers; the same seed gives the same numbers on every platform. */
export type Random = {
  /** Draws a number in [0, 1), a multiple of 2^-53. */
  readonly next: () => number
  /** Draws an integer in [0, below), every one equally likely; `below` is an integer in 1 to 2^53. */
  readonly int: (below: number) => number
  /** Draws from the normal distribution with mean 0 and standard deviation 1. */
  readonly normal: () => number
  /**
   * Derives an independent source from the seed and a label. It depends on neither how much has been drawn
   * nor the order of forks, and leaves this source as it is.
   */
  readonly fork: (label: string) => Random
}

/**
 * Creates a seeded random source: sfc32 (128 bits of state, period of at least 2^32, on average 2^127), seeded
 * by four murmur3 hashes of the seed.
 *
 * The number 1 and the text '1' are different seeds. Not for secrets: the stream can be predicted.
 *
 * @param seed any text, or any finite number
 * @throws RangeError when the seed is NaN or infinite
 * @see Chris Doty-Humphrey, PractRand, sfc32; G. Marsaglia and T. A. Bray (1964), polar method, for `normal`
 * @example
 * const random = createRandom('experiment-1')
 * random.int(6) // 0 to 5
 */
export function createRandom(seed: number | string): Random {
  if (typeof seed === 'number' && !Number.isFinite(seed)) {
    throw new RangeError(`seed must be a finite number or a string, got ${seed}`)
  }
  // Adding zero turns -0 into 0, so that the two are one seed.
  return fromKey(typeof seed === 'number' ? `n${seed + 0}` : `s${seed}`)
}

function fromKey(key: string): Random {
  let a = murmur3(key, 0x9e3779b9) | 0
  let b = murmur3(key, 0x243f6a88) | 0
  let c = murmur3(key, 0xb7e15162) | 0
  let counter = murmur3(key, 0x7f4a7c15) | 0
  let spare = Number.NaN

  function next32(): number {
    const out = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + out) | 0
    return out >>> 0
  }

  for (let i = 0; i < 15; i++) next32()

  function next(): number {
    const high = next32() >>> 5
    return (high * 0x4000000 + (next32() >>> 6)) / 0x20000000000000
  }

  function int(below: number): number {
    if (!Number.isInteger(below) || below < 1 || below > 0x20000000000000) {
      throw new RangeError(`below must be an integer in 1 to 2^53, got ${below}`)
    }
    const wide = below > 0x100000000
    const span = wide ? 0x20000000000000 : 0x100000000
    // Draws past the last whole multiple would favour the small results.
    const limit = span - (span % below)
    for (;;) {
      const draw = wide ? next() * span : next32()
      if (draw < limit) return draw % below
    }
  }

  function normal(): number {
    if (!Number.isNaN(spare)) {
      const value = spare
      spare = Number.NaN
      return value
    }
    for (;;) {
      const u = 2 * next() - 1
      const v = 2 * next() - 1
      const square = u * u + v * v
      if (square > 0 && square < 1) {
        const scale = Math.sqrt((-2 * portableLog(square)) / square)
        spare = v * scale
        return u * scale
      }
    }
  }

  function fork(label: string): Random {
    // The length keeps ('a', 'b') apart from ('a/1:b').
    return fromKey(`${key}/${label.length}:${label}`)
  }

  return { next, int, normal, fork }
}
