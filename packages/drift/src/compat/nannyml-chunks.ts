import { checkOptions } from '@plimsoll/core'

/** How {@link nannyml} cuts rows into chunks. */
export interface NannymlChunking {
  /** Rows of one chunk, at least 1; not together with `number`. */
  readonly size?: number | undefined
  /** Chunks to make, of floor(rows / number) rows; at least 1. @default 10 */
  readonly number?: number | undefined
  /**
   * What becomes of the rows left over: a chunk of their own, part of the last chunk, or nothing. Kept rows make one
   * chunk more than `number` says. @default 'keep'
   */
  readonly incomplete?: 'keep' | 'append' | 'drop' | undefined
}

/** Rows `start` to `end`, without `end` itself. */
export interface ChunkRange {
  readonly start: number
  readonly end: number
}

/** Checks a chunking at construction. */
export function checkChunking(chunks: NannymlChunking): void {
  const check = checkOptions('nannyml profile')
  const isCount = (value: number | undefined): boolean =>
    value === undefined || (Number.isInteger(value) && value >= 1)
  const { size, number, incomplete = 'keep' } = chunks
  check.keys(chunks, ['size', 'number', 'incomplete'], 'chunks.')
  check.require(isCount(size), 'chunks.size', 'must be a whole number of at least 1', size)
  check.require(isCount(number), 'chunks.number', 'must be a whole number of at least 1', number)
  check.require(
    size === undefined || number === undefined,
    'chunks.number',
    'can not stand beside chunks.size',
    number,
  )
  check.require(
    ['keep', 'append', 'drop'].includes(incomplete),
    'chunks.incomplete',
    "must be 'keep', 'append' or 'drop'",
    incomplete,
  )
  check.done()
}

/**
 * Cuts rows into chunks, in their order.
 *
 * @throws RangeError for fewer rows than chunks, and for left-over rows without a chunk to append them to
 */
export function chunkRanges(side: string, rows: number, chunks: NannymlChunking): readonly ChunkRange[] {
  const { number = 10, incomplete = 'keep' } = chunks
  const size = chunks.size ?? Math.floor(rows / number)
  if (size < 1) throw new RangeError(`${side} must have at least ${number} rows to make ${number} chunks`)
  const full = Math.floor(rows / size)
  const ranges = Array.from({ length: full }, (_, i) => ({ start: i * size, end: (i + 1) * size }))
  if (full * size === rows || incomplete === 'drop') return ranges
  if (incomplete === 'keep') return [...ranges, { start: full * size, end: rows }]
  const last = ranges.pop()
  if (last === undefined) throw new RangeError(`${side} must fill at least one chunk to append rows to`)
  return [...ranges, { start: last.start, end: rows }]
}
