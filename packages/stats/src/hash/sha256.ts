const HEX = '0123456789abcdef'

let roundConstants: Int32Array | undefined

// Built on first use: nothing may run while the module loads.
function constants(): Int32Array {
  return (roundConstants ??= Int32Array.of(
    0x428a2f98,
    0x71374491,
    0xb5c0fbcf,
    0xe9b5dba5,
    0x3956c25b,
    0x59f111f1,
    0x923f82a4,
    0xab1c5ed5,
    0xd807aa98,
    0x12835b01,
    0x243185be,
    0x550c7dc3,
    0x72be5d74,
    0x80deb1fe,
    0x9bdc06a7,
    0xc19bf174,
    0xe49b69c1,
    0xefbe4786,
    0x0fc19dc6,
    0x240ca1cc,
    0x2de92c6f,
    0x4a7484aa,
    0x5cb0a9dc,
    0x76f988da,
    0x983e5152,
    0xa831c66d,
    0xb00327c8,
    0xbf597fc7,
    0xc6e00bf3,
    0xd5a79147,
    0x06ca6351,
    0x14292967,
    0x27b70a85,
    0x2e1b2138,
    0x4d2c6dfc,
    0x53380d13,
    0x650a7354,
    0x766a0abb,
    0x81c2c92e,
    0x92722c85,
    0xa2bfe8a1,
    0xa81a664b,
    0xc24b8b70,
    0xc76c51a3,
    0xd192e819,
    0xd6990624,
    0xf40e3585,
    0x106aa070,
    0x19a4c116,
    0x1e376c08,
    0x2748774c,
    0x34b0bcb5,
    0x391c0cb3,
    0x4ed8aa4a,
    0x5b9cca4f,
    0x682e6ff3,
    0x748f82ee,
    0x78a5636f,
    0x84c87814,
    0x8cc70208,
    0x90befffa,
    0xa4506ceb,
    0xbef9a3f7,
    0xc67178f2,
  ))
}

function rotate(x: number, by: number): number {
  return (x >>> by) | (x << (32 - by))
}

function compress(state: Int32Array, words: Int32Array): void {
  const k = constants()
  for (let t = 16; t < 64; t++) {
    const w15 = words[t - 15] ?? 0
    const w2 = words[t - 2] ?? 0
    const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3)
    const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10)
    words[t] = ((words[t - 16] ?? 0) + s0 + (words[t - 7] ?? 0) + s1) | 0
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let t = 0; t < 64; t++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (k[t] ?? 0) + (words[t] ?? 0)) | 0
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  const next = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = (state[i] ?? 0) + (next[i] ?? 0)
}

/**
 * Computes the SHA-256 digest at once, without promises and without a platform crypto module.
 *
 * A text is hashed as its UTF-8 bytes (lone surrogates as U+FFFD). Works in every runtime that has
 * `TextEncoder`. Prefer the platform's `crypto.subtle` for megabytes; this one is meant for names and contracts.
 *
 * @param data text or bytes, any length, also 0
 * @returns 32 bytes
 * @see FIPS 180-4
 * @example
 * sha256('abc')[0] // 0xba
 */
export function sha256(data: string | Uint8Array): Uint8Array {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
  const length = bytes.length
  const state = Int32Array.of(
    0x6a09e667,
    0xbb67ae85,
    0x3c6ef372,
    0xa54ff53a,
    0x510e527f,
    0x9b05688c,
    0x1f83d9ab,
    0x5be0cd19,
  )
  const words = new Int32Array(64)
  const blocks = Math.floor((length + 8) / 64) + 1
  for (let block = 0; block < blocks; block++) {
    words.fill(0, 0, 16)
    const from = block * 64
    const to = Math.min(length, from + 64)
    for (let i = from; i < to; i++) put(words, i - from, bytes[i] ?? 0)
    if (length >= from && length < from + 64) put(words, length - from, 0x80)
    if (block === blocks - 1) {
      words[14] = Math.floor(length / 0x20000000)
      words[15] = length << 3
    }
    compress(state, words)
  }
  const digest = new Uint8Array(32)
  for (let i = 0; i < 32; i++) digest[i] = (state[i >> 2] ?? 0) >>> (24 - 8 * (i & 3))
  return digest
}

/**
 * Computes the SHA-256 digest as 64 lower-case hexadecimal digits; see {@link sha256}.
 *
 * @example
 * sha256Hex('abc').slice(0, 8) // 'ba7816bf'
 */
export function sha256Hex(data: string | Uint8Array): string {
  let text = ''
  for (const byte of sha256(data)) text += HEX.charAt(byte >> 4) + HEX.charAt(byte & 15)
  return text
}

function put(words: Int32Array, offset: number, byte: number): void {
  const at = offset >> 2
  words[at] = (words[at] ?? 0) | (byte << (24 - 8 * (offset & 3)))
}
