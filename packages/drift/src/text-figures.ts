import { finishHash, foldCode, maxScanned, mixUnits } from './text-words.ts'

/** Places of a text's figures, and the parts of its columns in the same order. */
export const textParts = ['length', 'words', 'unknown'] as const

/**
 * Measures a text: its length in UTF-16 code units, its words, and the share of its words whose hash is not in
 * the vocabulary (0 for a text without words). Allocates nothing.
 *
 * Words are parted by spaces and punctuation and looked up without regard to the case of ASCII letters. Those of
 * the first 65 536 code units are read, each unit once.
 *
 * @param vocabulary unsigned 32-bit hashes, rising, as a baseline's `unknown` column holds them; a `Uint32Array` is
 * the fastest
 * @param out receives length, words and share in its first three places
 */
export function textFigures(text: string, vocabulary: ArrayLike<number>, out: Float64Array): void {
  const end = Math.min(text.length, maxScanned)
  let words = 0
  let unknown = 0
  let hash = 0
  let odd = 0
  let length = 0
  // As forEachWord does, which would have to allocate what it calls.
  for (let at = 0; at <= end; at++) {
    const unit = at < end ? foldCode(text.charCodeAt(at)) : 0
    if (unit !== 0) {
      if ((length & 1) === 1) hash = mixUnits(hash, odd, unit)
      else odd = unit
      length++
    } else if (length > 0) {
      words++
      if (!holds(vocabulary, finishHash(hash, odd, length))) unknown++
      hash = 0
      length = 0
    }
  }
  out[0] = text.length
  out[1] = words
  out[2] = words === 0 ? 0 : unknown / words
}

function holds(rising: ArrayLike<number>, value: number): boolean {
  let low = 0
  let span = rising.length
  // Halving without a branch: which half a hash is in cannot be predicted.
  while (span > 1) {
    const half = span >>> 1
    low += half & -Number((rising[low + half] as number) <= value)
    span -= half
  }
  return rising[low] === value
}
