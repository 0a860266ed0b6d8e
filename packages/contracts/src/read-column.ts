import type { ColumnShape } from '@plimsoll/core'

/**
 * Reads a column of a row; `undefined` where there is nothing, also when a getter on the way throws.
 *
 * Only own properties of objects and arrays are read, so that a path never ends in a prototype. Allocates
 * nothing.
 *
 * @example
 * readColumn({ address: { zip: '8001' } }, { name: 'address.zip', path: ['address', 'zip'], kind: 'text' })
 */
export function readColumn(row: unknown, column: ColumnShape): unknown {
  try {
    let value = row
    const { path } = column
    for (let i = 0; i < path.length; i++) {
      const part = path[i]
      if (typeof value !== 'object' || value === null || part === undefined) return undefined
      if (!Object.hasOwn(value, part)) return undefined
      value = (value as Readonly<Record<string | number, unknown>>)[part]
    }
    return value
  } catch {
    return undefined
  }
}
