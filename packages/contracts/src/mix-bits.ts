// One thing: mixing texts and numbers into 32 bits; `finish` is the end of MurmurHash3 (Appleby).
let bits: Float64Array | undefined
let words: Int32Array | undefined

/** Mixes one 32-bit word into a hash. */
export function mixWord(hash: number, word: number): number {
  const h = Math.imul(hash ^ word, 0x9e3779b1)
  return (h << 13) | (h >>> 19)
}

/** Mixes a text by its UTF-16 code units, two to a word, and its length. */
export function mixText(hash: number, text: string): number {
  const { length } = text
  let h = hash
  let i = 1
  for (; i < length; i += 2) h = mixWord(h, text.charCodeAt(i - 1) | (text.charCodeAt(i) << 16))
  if (i === length) h = mixWord(h, text.charCodeAt(i - 1))
  return mixWord(h, ~length)
}

/** Mixes a number: -0 as 0, any NaN as one. */
export function mixNumber(hash: number, value: number): number {
  const whole = value | 0
  if (whole === value) return mixWord(hash, whole)
  // The bits of a NaN are not defined.
  if (Number.isNaN(value)) return mixWord(hash, 0x7ff80001)
  bits ??= new Float64Array(1)
  words ??= new Int32Array(bits.buffer)
  bits[0] = value
  return mixWord(mixWord(hash, words[0] ?? 0), words[1] ?? 0)
}

/** Spreads what was mixed over all 32 bits. */
export function finish(hash: number): number {
  let h = hash ^ (hash >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
