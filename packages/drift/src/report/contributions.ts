import { jsdTerm, psiTerm } from '../score-terms.ts'
import { sum } from '../sum.ts'
import type { ColumnVerdict } from '../verdicts.ts'

/**
 * Splits a column's score among its bins, 0 to 1 each, 1 in all; undefined where nothing differs or nothing was seen.
 *
 * On the bins as they are, not on those merged for the score: what matters here is which of them moved.
 */
export function contributions(
  method: ColumnVerdict['method'],
  reference: readonly number[],
  current: readonly number[],
): readonly number[] | undefined {
  const smoothing = method === 'psi' ? 0.5 : 0
  const n = sum(reference) + smoothing * reference.length
  const m = sum(current) + smoothing * reference.length
  if (sum(reference) === 0 || sum(current) === 0) return undefined
  const terms = reference.map((count, i) => {
    const p = (count + smoothing) / n
    const q = ((current[i] ?? 0) + smoothing) / m
    return method === 'psi' ? psiTerm(p, q) : jsdTerm(p, q)
  })
  const all = sum(terms)
  return all > 0 ? terms.map((term) => Math.max(0, term) / all) : undefined
}
