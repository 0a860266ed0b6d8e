import { type ColumnKind, checkOptions } from '@plimsoll/core'
import { maxColumns } from './baseline-types.ts'
import { type ColumnPath, parsePath, printPath, scalarPaths } from './column-path.ts'
import { descend } from './row-reader.ts'

/** A column to keep; its kind is read from the values where it is not declared. */
export interface Wanted {
  readonly name: string
  readonly path: ColumnPath
  readonly kind: ColumnKind | undefined
}

/**
 * Resolves the columns a baseline is to keep: shapes, names, or nothing for every scalar of the first 100 rows.
 *
 * A name must be in some row, whatever it holds: misspelt, it would be watched as forever missing. A shape
 * comes from a contract, where a column may be optional, so shapes are refused only when no row has any.
 *
 * @throws {OptionsError} naming every column that cannot be one.
 */
export function wantedColumns(given: readonly unknown[] | undefined, rows: readonly unknown[]): Wanted[] {
  const check = checkOptions('baseline')
  const wanted: Wanted[] = []
  if (given === undefined) {
    const seen = new Map<string, Wanted>()
    for (const row of rows.slice(0, 100)) {
      for (const path of scalarPaths(row)) {
        const name = printPath(path)
        if (!seen.has(name)) seen.set(name, { name, path, kind: undefined })
      }
    }
    wanted.push(...seen.values())
    const rule = `must be named: the rows have ${seen.size} scalars, and 1 to ${maxColumns} can be kept`
    check.require(seen.size >= 1 && seen.size <= maxColumns, 'columns', rule, undefined)
  } else if (check.require(Array.isArray(given), 'columns', 'must be an array', given)) {
    const rule = `must be 1 to ${maxColumns} columns`
    check.require(given.length >= 1 && given.length <= maxColumns, 'columns', rule, given)
    given.slice(0, maxColumns).forEach((column: unknown, i) => {
      const one = wantedColumn(column, rows)
      const named = 'must be a name or { name, path, kind }'
      if (!check.require(one !== undefined, `columns[${i}]`, named, column) || one === undefined) return
      check.require(!wanted.some((w) => w.name === one.name), `columns[${i}]`, 'must not repeat', one.name)
      wanted.push(one)
      if (one.kind === undefined)
        check.require(isInSome(rows, one), `columns[${i}]`, 'is in no row', one.name)
    })
    const shapes = wanted.filter((one) => one.kind !== undefined)
    const isThere = shapes.length === 0 || shapes.some((one) => isInSome(rows, one))
    check.require(isThere, 'columns', 'are in no row, not one of them', given)
  }
  check.done()
  return wanted
}

function isInSome(rows: readonly unknown[], { path }: Wanted): boolean {
  const last = path.at(-1)
  if (last === undefined) return true
  const parent = path.slice(0, -1)
  return rows.some((row) => {
    const holder = descend(row, parent)
    if (typeof holder !== 'object' || holder === null) return false
    try {
      return last in holder
    } catch {
      // Whether a proxy has a key is its own to say; what it gives is counted as of another type.
      return true
    }
  })
}

const kinds: readonly unknown[] = ['numeric', 'categorical', 'boolean', 'text'] satisfies ColumnKind[]

function wantedColumn(column: unknown, rows: readonly unknown[]): Wanted | undefined {
  if (typeof column === 'string') {
    if (column === '' || column.length > 500) return undefined
    const first = rows[0]
    const literal = typeof first === 'object' && first !== null && Object.hasOwn(first, column)
    const itself = column === 'value' && (typeof first !== 'object' || first === null)
    return { name: column, path: literal ? [column] : itself ? [] : parsePath(column), kind: undefined }
  }
  if (typeof column !== 'object' || column === null) return undefined
  const { name, path, kind } = column as Partial<Record<'name' | 'path' | 'kind', unknown>>
  if (typeof name !== 'string' || name === '' || name.length > 500 || !kinds.includes(kind)) return undefined
  if (!Array.isArray(path) || path.length > 16) return undefined
  const keys: unknown[] = path
  if (!keys.every((key) => typeof key === 'string' || typeof key === 'number')) return undefined
  return { name, path: keys.slice(), kind: kind as ColumnKind }
}
