let table: Uint32Array | undefined

/** Computes what each byte does to the remainder; 1 KB, made by the first call. */
function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte
    for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0)
    return remainder
  })
}

/**
 * Computes the CRC-32 checksum of bytes, as zip, gzip and PNG use it.
 *
 * Finds accidents, not attacks: every change within 32 neighbouring bits is seen, any other one but for one in
 * 2^32; and anyone can build bytes with a wished checksum. One table look-up per byte.
 *
 * @param bytes any length, also 0
 * @returns an unsigned 32-bit integer, 0 to 4294967295; 0 for no bytes
 * @see ISO 3309 and RFC 1952, section 8: polynomial 0x04C11DB7, bits reflected, start and end inverted
 * @example
 * crc32(new TextEncoder().encode('123456789')) // 3421780262
 */
export function crc32(bytes: Uint8Array): number {
  table ??= makeTable()
  let remainder = ~0
  for (let i = 0; i < bytes.length; i++) {
    remainder = (remainder >>> 8) ^ (table[(remainder ^ (bytes[i] ?? 0)) & 0xff] ?? 0)
  }
  return ~remainder >>> 0
}
