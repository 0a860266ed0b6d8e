const C1 = 0xcc9e2d51
const C2 = 0x1b873593

function mixWord(hash: number, word: number): number {
  let k = Math.imul(word, C1)
  k = (k << 15) | (k >>> 17)
  const h = hash ^ Math.imul(k, C2)
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
}

function mixTail(hash: number, word: number): number {
  const k = Math.imul(word, C1)
  return hash ^ Math.imul((k << 15) | (k >>> 17), C2)
}

function finish(hash: number, length: number): number {
  let h = hash ^ length
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/**
 * Hashes the UTF-8 bytes of a text with murmur3_x86_32.
 *
 * The bytes are produced on the fly, so nothing is allocated. Surrogate pairs are joined; a lone surrogate
 * hashes as U+FFFD, exactly as `TextEncoder` would encode it.
 * Not cryptographic: anyone can build collisions.
 *
 * @param text any string, also the empty one
 * @param seed taken modulo 2^32; `@default 0`
 * @returns an unsigned 32-bit integer, 0 to 4294967295
 * @see Austin Appleby, SMHasher, MurmurHash3_x86_32
 * @example
 * murmur3('hello') // 613153351
 */
export function murmur3(text: string, seed = 0): number {
  const end = text.length
  let hash = seed | 0
  let at = 0
  while (at + 4 <= end) {
    const a = text.charCodeAt(at)
    const b = text.charCodeAt(at + 1)
    const c = text.charCodeAt(at + 2)
    const d = text.charCodeAt(at + 3)
    if ((a | b | c | d) >= 0x80) break
    hash = mixWord(hash, a | (b << 8) | (c << 16) | (d << 24))
    at += 4
  }
  let bytes = at
  let pending = 0
  let shift = 0
  while (at < end) {
    let code = text.charCodeAt(at++)
    if (code >= 0xd800 && code <= 0xdfff) {
      const next = at < end ? text.charCodeAt(at) : 0
      if (code <= 0xdbff && next >= 0xdc00 && next <= 0xdfff) {
        code = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00)
        at++
      } else {
        code = 0xfffd
      }
    }
    // The one to four bytes of a code point travel as one little-endian word, so they join in a single step.
    let word: number
    let size: number
    if (code < 0x80) {
      word = code
      size = 1
    } else if (code < 0x800) {
      word = 0xc0 | (code >> 6) | ((0x80 | (code & 0x3f)) << 8)
      size = 2
    } else if (code < 0x10000) {
      word = 0xe0 | (code >> 12) | ((0x80 | ((code >> 6) & 0x3f)) << 8) | ((0x80 | (code & 0x3f)) << 16)
      size = 3
    } else {
      word =
        0xf0 |
        (code >> 18) |
        ((0x80 | ((code >> 12) & 0x3f)) << 8) |
        ((0x80 | ((code >> 6) & 0x3f)) << 16) |
        ((0x80 | (code & 0x3f)) << 24)
      size = 4
    }
    bytes += size
    pending |= word << shift
    const filled = shift + size * 8
    if (filled >= 32) {
      hash = mixWord(hash, pending)
      pending = shift === 0 ? 0 : word >>> (32 - shift)
      shift = filled - 32
    } else {
      shift = filled
    }
  }
  return finish(shift > 0 ? mixTail(hash, pending) : hash, bytes)
}

/**
 * Hashes bytes with murmur3_x86_32; equals {@link murmur3} of the text whose UTF-8 form they are.
 *
 * @param bytes any length, also 0
 * @param seed taken modulo 2^32; `@default 0`
 * @returns an unsigned 32-bit integer, 0 to 4294967295
 * @example
 * murmur3Bytes(new TextEncoder().encode('hello')) // 613153351
 */
export function murmur3Bytes(bytes: Uint8Array, seed = 0): number {
  const end = bytes.length
  let hash = seed | 0
  let at = 0
  for (; at + 4 <= end; at += 4) hash = mixWord(hash, word32(bytes, at, 4))
  return finish(at < end ? mixTail(hash, word32(bytes, at, end - at)) : hash, end)
}

function word32(bytes: Uint8Array, at: number, size: number): number {
  let word = 0
  for (let i = 0; i < size; i++) word |= (bytes[at + i] ?? 0) << (8 * i)
  return word
}
