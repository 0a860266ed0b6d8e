import { mixText } from './mix-bits.ts'

const slots = 256
/** Longest key that is kept: a cache of keys must not become a store of data. */
const maxKept = 64

let keys: (string | undefined)[] | undefined
let hashes: Int32Array | undefined

/**
 * Hashes the name of a property; up to 256 are kept, since objects of one kind have the same again and again.
 *
 * @param position where among its object's keys it came: only says where to look first
 */
export function keyHash(key: string, position: number): number {
  keys ??= Array.from({ length: slots }, () => undefined)
  hashes ??= new Int32Array(slots)
  const slot = (position + key.length * 16) & (slots - 1)
  // Names of properties are interned: telling two apart takes no look at their characters.
  if (keys[slot] === key) return hashes[slot] ?? 0
  const hash = mixText(slots, key)
  if (key.length <= maxKept) {
    keys[slot] = key
    hashes[slot] = hash
  }
  return hash
}
