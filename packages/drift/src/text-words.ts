/** Code units of a text that are read for words; what lies behind them counts towards its length alone. */
export const maxScanned = 65_536

/** What each ASCII code is in a word: letters in lower case and digits themselves, 0 for all others. */
const folded: Uint8Array = /* @__PURE__ */ Uint8Array.from({ length: 128 }, (_, code) => {
  const isLower = code >= 97 && code <= 122
  const isUpper = code >= 65 && code <= 90
  return isUpper ? code + 32 : isLower || (code >= 48 && code <= 57) ? code : 0
})

/**
 * Folds a UTF-16 code unit to what it is in a word; 0 for what parts words. ASCII letters (in lower case) and digits
 * make words, and everything from U+00C0 on that is no space or punctuation of the Latin-1, general or CJK blocks.
 * Scripts without spaces give long words.
 */
export function foldCode(code: number): number {
  return code < 0x80 ? (folded[code] as number) : isWordBeyondAscii(code) ? code : 0
}

function isWordBeyondAscii(code: number): boolean {
  if (code < 0x2000) return code >= 0xc0 && code !== 0xd7 && code !== 0xf7 && code !== 0x1680
  if (code < 0x3040) return code >= 0x2070 && code < 0x3000 && !(code >= 0x2e00 && code < 0x2e80)
  return code < 0xfe10 || (code > 0xfe6f && code !== 0xfeff && !(code > 0xff00 && code < 0xff10))
}

// A word's hash is murmur3_x86_32 with seed 0 over its folded UTF-16 code units in little-endian bytes: two units
// make a block.

/** Mixes the next two units of a word into its hash, which begins as 0. */
export function mixUnits(hash: number, first: number, second: number): number {
  const mixed = hash ^ scramble(first | (second << 16))
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}

/**
 * Finishes the hash of a word.
 *
 * @param odd the last unit of a word of odd length, else 0
 * @returns an unsigned 32-bit integer
 */
export function finishHash(hash: number, odd: number, length: number): number {
  let h = (length & 1) === 1 ? hash ^ scramble(odd) : hash
  h ^= 2 * length
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

function scramble(word: number): number {
  const mixed = Math.imul(word, 0xcc9e2d51)
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
}

/** Calls `take` with the hash of every word among the first 65 536 code units. */
export function forEachWord(text: string, take: (hash: number) => void): void {
  const end = Math.min(text.length, maxScanned)
  let [hash, odd, length] = [0, 0, 0]
  for (let at = 0; at <= end; at++) {
    const unit = at < end ? foldCode(text.charCodeAt(at)) : 0
    if (unit !== 0) {
      if ((length & 1) === 1) hash = mixUnits(hash, odd, unit)
      else odd = unit
      length++
    } else if (length > 0) {
      take(finishHash(hash, odd, length))
      hash = 0
      length = 0
    }
  }
}
