const size = 624
const middle = 397

/**
 * Draws permutations of 0 to n - 1 as `numpy.random.permutation(n)` does after `numpy.random.seed(seed)`: a
 * Mersenne twister of 32 bits, and numbers out of range drawn again.
 *
 * @param seed a whole number from 0 to 2^32 - 1
 * @returns the next permutation of n at every call
 * @see M. Matsumoto, T. Nishimura (1998), Mersenne Twister
 * @example
 * numpyPermutations(0)(5) // Uint32Array [2, 0, 1, 3, 4]
 */
export function numpyPermutations(seed: number): (n: number) => Uint32Array {
  const next = mersenneTwister(seed)
  return (n) => {
    const order = Uint32Array.from({ length: n }, (_, i) => i)
    for (let i = n - 1; i > 0; i--) {
      const mask = 2 ** (32 - Math.clz32(i)) - 1
      let j = 0
      do j = (next() & mask) >>> 0
      while (j > i)
      const held = order[i] ?? 0
      order[i] = order[j] ?? 0
      order[j] = held
    }
    return order
  }
}

function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(size)
  state[0] = seed
  for (let i = 1; i < size; i++) {
    const last = state[i - 1] ?? 0
    state[i] = Math.imul(1812433253, last ^ (last >>> 30)) + i
  }
  let at = size
  return () => {
    if (at === size) {
      at = 0
      for (let i = 0; i < size; i++) {
        const mixed = ((state[i] ?? 0) & 0x80000000) | ((state[(i + 1) % size] ?? 0) & 0x7fffffff)
        state[i] = (state[(i + middle) % size] ?? 0) ^ (mixed >>> 1) ^ (mixed % 2 === 0 ? 0 : 0x9908b0df)
      }
    }
    let word = state[at++] ?? 0
    word ^= word >>> 11
    word ^= (word << 7) & 0x9d2c5680
    word ^= (word << 15) & 0xefc60000
    return (word ^ (word >>> 18)) >>> 0
  }
}
