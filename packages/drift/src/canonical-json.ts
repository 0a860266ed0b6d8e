import { sha256Hex } from '@plimsoll/stats'
import type { Baseline } from './baseline-types.ts'

/**
 * Prints plain data as JSON with sorted keys and no spaces, so that equal data gives equal text.
 *
 * `canonicalJson({ b: 1, a: [true] })` is `{"a":[true],"b":1}`.
 */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, held]) => held !== undefined)
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return `{${entries.map(([key, held]) => `${JSON.stringify(key)}:${canonicalJson(held)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}

/** Computes the digest a baseline must carry: SHA-256 of its canonical JSON without `digest`. */
export function baselineDigest(content: Omit<Baseline, 'digest'>): string {
  const { format, name, version, rows, approx, season, columns } = content
  return sha256Hex(canonicalJson({ format, name, version, rows, approx, season, columns }))
}
