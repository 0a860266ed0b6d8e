/** Code units of a text that are read for words; what lies behind them counts towards its length alone. */
export const maxScanned = 65_536

/**
 * Tells whether a UTF-16 code unit belongs to a word: ASCII letters and digits, and everything from U+00C0 on that
 * is no space or punctuation of the Latin-1, general or CJK blocks. Scripts without spaces give long words.
 */
function isWordCode(code: number): boolean {
  if (code < 0x80)
    return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90)
  if (code < 0x2000) return code >= 0xc0 && code !== 0xd7 && code !== 0xf7 && code !== 0x1680
  if (code < 0x3040) return code >= 0x2070 && code < 0x3000 && !(code >= 0x2e00 && code < 0x2e80)
  return code < 0xfe10 || (code > 0xfe6f && code !== 0xfeff && !(code > 0xff00 && code < 0xff10))
}

/** Finds where the next word begins, at `from` or later; `end` when there is none. */
export function wordStart(text: string, from: number, end: number): number {
  let at = from
  while (at < end && !isWordCode(text.charCodeAt(at))) at++
  return at
}

/** Finds where the word that begins at `start` ends. */
export function wordEnd(text: string, start: number, end: number): number {
  let at = start
  while (at < end && isWordCode(text.charCodeAt(at))) at++
  return at
}

/**
 * Hashes a part of a text with murmur3_x86_32, seed 0, over its UTF-16 code units in little-endian bytes, with ASCII
 * letters in lower case. Allocates nothing.
 *
 * @returns an unsigned 32-bit integer
 */
export function hashWord(text: string, start: number, end: number): number {
  let hash = 0
  let at = start
  for (; at + 1 < end; at += 2) {
    const mixed = hash ^ scramble(lower(text.charCodeAt(at)) | (lower(text.charCodeAt(at + 1)) << 16))
    hash = (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
  }
  if (at < end) hash ^= scramble(lower(text.charCodeAt(at)))
  hash ^= 2 * (end - start)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

function scramble(word: number): number {
  const mixed = Math.imul(word, 0xcc9e2d51)
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
}

function lower(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code
}
