import { murmur3 } from '@plimsoll/stats'

/** A quick source for simulations of 1e10 draws: a third of the time of stats' own, and less exact at the ends. */
export interface FastRandom {
  /** Draws from (0, 1): an odd multiple of 2^-33. */
  readonly next: () => number
  /** Draws from the normal distribution with mean 0 and standard deviation 1. */
  readonly normal: () => number
}

const levels = 128
const tail = 3.442619855899
const area = 9.91256303526217e-3

/**
 * Creates a source by sfc32 with 32 bits a draw; normal numbers by the ziggurat of 128 levels, the level drawn apart
 * from the value.
 *
 * @see J. A. Doornik (2005), An improved ziggurat method to generate normal random samples
 */
export function createFastRandom(seed: string): FastRandom {
  let a = murmur3(seed, 0x9e3779b9) | 0
  let b = murmur3(seed, 0x243f6a88) | 0
  let c = murmur3(seed, 0xb7e15162) | 0
  let counter = murmur3(seed, 0x7f4a7c15) | 0

  function bits(): number {
    const out = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + out) | 0
    return out
  }

  for (let i = 0; i < 15; i++) bits()

  function next(): number {
    return ((bits() >>> 0) + 0.5) / 0x100000000
  }

  function normal(): number {
    for (;;) {
      const u = (bits() + 0.5) / 0x80000000
      const level = bits() & (levels - 1)
      if (Math.abs(u) < (ratios[level] as number)) return u * (edges[level] as number)
      if (level === 0) return beyond(u < 0)
      const x = u * (edges[level] as number)
      const outer = heightRatio(edges[level] as number, x)
      const inner = heightRatio(edges[level + 1] as number, x)
      if (inner + next() * (outer - inner) < 1) return x
    }
  }

  /** Draws from the tail. */
  function beyond(isNegative: boolean): number {
    for (;;) {
      const x = Math.log(next()) / tail
      if (-2 * Math.log(next()) >= x * x) return isNegative ? x - tail : tail - x
    }
  }

  return { next, normal }
}

/** The density at an edge over the density at x. */
function heightRatio(edge: number, x: number): number {
  return Math.exp(-0.5 * (edge * edge - x * x))
}

const edges = new Float64Array(levels + 1)
const ratios = new Float64Array(levels)
{
  let height = Math.exp(-0.5 * tail * tail)
  edges[0] = area / height
  edges[1] = tail
  for (let i = 2; i < levels; i++) {
    edges[i] = Math.sqrt(-2 * Math.log(area / (edges[i - 1] as number) + height))
    height = Math.exp(-0.5 * (edges[i] as number) ** 2)
  }
  for (let i = 0; i < levels; i++) ratios[i] = (edges[i + 1] as number) / (edges[i] as number)
}
