/** A column's path as keys and indexes. */
export type ColumnPath = readonly (string | number)[]

const part = /^(?:\.?([^.[\]]+)|\[(\d{1,9})\])/

/**
 * Reads a column's name as a path: `address.zip` is two keys, `pixels[12]` a key and an index. A name that
 * is not of this form is one key.
 *
 * @example
 * parsePath('pixels[12]') // ['pixels', 12]
 */
export function parsePath(name: string): ColumnPath {
  const path: (string | number)[] = []
  let rest = name
  while (rest !== '') {
    const match = part.exec(rest)
    if (match === null || (rest.startsWith('.') && path.length === 0)) return [name]
    path.push(match[2] === undefined ? (match[1] ?? '') : Number(match[2]))
    rest = rest.slice(match[0].length)
  }
  return path
}

/** Prints a path as a column name, the inverse of {@link parsePath}; the row itself is `value`. */
export function printPath(path: ColumnPath): string {
  if (path.length === 0) return 'value'
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('')
}

const maxDepth = 4
const maxItems = 1024

/**
 * Lists the paths of the scalars in a row: keys of objects and indexes of arrays (and typed arrays), to a
 * depth of 4 and 1024 items per array. A throwing getter ends the walk of its object.
 */
export function scalarPaths(row: unknown, prefix: ColumnPath = []): ColumnPath[] {
  if (typeof row !== 'object' || row === null) return typeof row === 'function' ? [] : [prefix]
  if (prefix.length >= maxDepth) return []
  const paths: ColumnPath[] = []
  try {
    if (Array.isArray(row) || ArrayBuffer.isView(row)) {
      const items = row as ArrayLike<unknown>
      const length = Math.min(items.length ?? 0, maxItems)
      for (let i = 0; i < length; i++) paths.push(...scalarPaths(items[i], [...prefix, i]))
    } else {
      for (const key of Object.keys(row)) {
        paths.push(...scalarPaths((row as Record<string, unknown>)[key], [...prefix, key]))
      }
    }
  } catch {
    // What could be listed is enough: a column that cannot be read is of no use.
  }
  return paths
}
