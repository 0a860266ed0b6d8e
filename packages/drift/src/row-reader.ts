import type { ColumnPath } from './column-path.ts'

/** Stands for a value that could not be read; no column accepts it. */
export const unreadable: unique symbol = Symbol('unreadable')

/** Columns under one parent (`pixels[0]` to `pixels[63]`), which is read once per row. */
export interface PathGroup {
  readonly parent: ColumnPath
  readonly keys: readonly (string | number)[]
  /** The column of each key. */
  readonly columns: readonly number[]
}

/** Paths grouped by parent, and the columns that are the row itself. */
export interface GroupedPaths {
  readonly whole: readonly number[]
  readonly groups: readonly PathGroup[]
}

/** Groups the paths of columns by their parent, but for those that are read with another column. */
export function groupPaths(paths: readonly ColumnPath[], followers: ReadonlySet<number>): GroupedPaths {
  const groups = new Map<string, { parent: ColumnPath; keys: (string | number)[]; columns: number[] }>()
  const whole: number[] = []
  paths.forEach((path, column) => {
    if (followers.has(column)) return
    const last = path.at(-1)
    if (last === undefined) {
      whole.push(column)
      return
    }
    const parent = path.slice(0, -1)
    // Names and indexes apart: only then does each loop over keys see one sort of key.
    const id = JSON.stringify([parent, typeof last])
    const group = groups.get(id) ?? { parent, keys: [], columns: [] }
    groups.set(id, group)
    group.keys.push(typeof last === 'string' ? interned(last) : last)
    group.columns.push(column)
  })
  return { whole, groups: Array.from(groups.values()) }
}

/** Makes a key of the text: engines find a field by text cut out of another one only after looking it up. */
function interned(text: string): string {
  return Object.keys({ [text]: 0 })[0] ?? text
}

/**
 * Follows a path. Never throws: gives {@link unreadable} for what throws or lies under a scalar, and
 * `undefined` for what is absent or lies under something absent.
 */
export function descend(row: unknown, path: ColumnPath): unknown {
  let value = row
  for (let i = 0; i < path.length; i++) {
    if (typeof value !== 'object' || value === null) {
      return value === undefined || value === null ? undefined : unreadable
    }
    try {
      value = (value as Readonly<Record<string | number, unknown>>)[path[i] ?? '']
    } catch {
      return unreadable
    }
  }
  return value
}
