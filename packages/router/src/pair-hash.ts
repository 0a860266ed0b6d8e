import { murmur3 } from '@plimsoll/stats'

/**
 * Hashes two texts as `murmur3(first + second)` would, bit for bit, without building the joined text.
 *
 * Joining two strings and reading the result costs V8 as much again as the hash. ASCII pairs are read
 * where they are; anything else takes the joined way, where surrogates may meet across the seam.
 *
 * @returns an unsigned 32-bit integer
 * @example
 * pairHash('he', 'llo') // 613153351, murmur3('hello')
 */
export function pairHash(first: string, second: string): number {
  const seam = first.length
  const end = seam + second.length
  let hash = 0
  let seen = 0
  let at = 0
  for (; at + 4 <= seam; at += 4) {
    const a = first.charCodeAt(at)
    const b = first.charCodeAt(at + 1)
    const c = first.charCodeAt(at + 2)
    const d = first.charCodeAt(at + 3)
    seen |= a | b | c | d
    hash = mixWord(hash, a | (b << 8) | (c << 16) | (d << 24))
  }
  let word = 0
  let shift = 0
  for (; at < seam; at++, shift += 8) {
    const code = first.charCodeAt(at)
    seen |= code
    word |= code << shift
  }
  if (shift > 0) {
    for (; shift < 32 && at < end; at++, shift += 8) {
      const code = second.charCodeAt(at - seam)
      seen |= code
      word |= code << shift
    }
    if (shift === 32) {
      hash = mixWord(hash, word)
      word = 0
    }
  }
  for (; at + 4 <= end; at += 4) {
    const from = at - seam
    const a = second.charCodeAt(from)
    const b = second.charCodeAt(from + 1)
    const c = second.charCodeAt(from + 2)
    const d = second.charCodeAt(from + 3)
    seen |= a | b | c | d
    hash = mixWord(hash, a | (b << 8) | (c << 16) | (d << 24))
  }
  for (shift = shift === 32 ? 0 : shift; at < end; at++, shift += 8) {
    const code = second.charCodeAt(at - seam)
    seen |= code
    word |= code << shift
  }
  if (seen >= 0x80) return murmur3(first + second)
  hash ^= mixed(word) ^ end
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

function mixed(word: number): number {
  const k = Math.imul(word, 0xcc9e2d51)
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593)
}

function mixWord(hash: number, word: number): number {
  const h = hash ^ mixed(word)
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
}
