import { firstBin } from './cells.ts'

/**
 * Tells how a column split the rows, in a few characters: columns that put the same rows together have the same key,
 * whatever their bins are called and in whatever order they stand. What is missing, NaN, infinite or mistyped in one
 * must be so in the other.
 *
 * @param cells the cell of every row
 * @returns `undefined` when all rows fell into one cell, which says nothing; else a hash of 64 bits
 */
export function partitionKey(cells: Uint16Array): string | undefined {
  const labels = new Map<number, number>()
  let high = 0x9e3779b9 | 0
  let low = 0x85ebca6b | 0
  let isOne = true
  const first = cells[0]
  for (const cell of cells) {
    let label = cell
    if (cell !== first) isOne = false
    if (cell >= firstBin) {
      label = labels.get(cell) ?? firstBin + labels.size
      if (label === firstBin + labels.size) labels.set(cell, label)
    }
    high = Math.imul((high ^ label) + 0x7f4a7c15, 0xcc9e2d51)
    high ^= high >>> 15
    low = Math.imul(((low << 13) | (low >>> 19)) ^ label, 0x1b873593) + 0x52dce729
    low ^= low >>> 16
  }
  return isOne ? undefined : `${high >>> 0} ${low >>> 0}`
}
