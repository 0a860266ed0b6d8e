import { type ColumnKind, checkOptions } from '@plimsoll/core'
import { columnKinds, maxColumns } from './baseline-types.ts'
import { type ColumnPath, parsePath, printPath, scalarPaths } from './column-path.ts'
import { descend } from './row-reader.ts'

/** A column to keep; its kind is read from the values where it is not declared. */
export interface Wanted {
  readonly name: string
  readonly path: ColumnPath
  readonly kind: ColumnKind | undefined
}

/**
 * Resolves the columns a baseline is to keep: shapes, names, or nothing for every scalar of the rows given.
 *
 * @param head the first rows, 100 at most
 * @param time the name of the row's time, which is no column unless it is named
 * @throws {OptionsError} naming every column that cannot be one.
 */
export function wantedColumns(
  given: readonly unknown[] | undefined,
  head: readonly unknown[],
  time?: string,
): Wanted[] {
  const check = checkOptions('baseline')
  const wanted: Wanted[] = []
  if (given === undefined) {
    const timeName = time === undefined ? undefined : printPath(pathOfName(time, head[0]))
    const seen = new Map<string, Wanted>()
    for (const row of head) {
      for (const path of scalarPaths(row)) {
        const name = printPath(path)
        if (!seen.has(name) && name !== timeName) seen.set(name, { name, path, kind: undefined })
      }
    }
    wanted.push(...seen.values())
    const rule = `must be named: the rows have ${seen.size} scalars, and 1 to ${maxColumns} can be kept`
    check.require(seen.size >= 1 && seen.size <= maxColumns, 'columns', rule, undefined)
    const unfit = wanted.find(({ name }) => name === '' || name.length > 500)
    check.require(
      unfit === undefined,
      'columns',
      'must be named: a name has 1 to 500 characters',
      unfit?.name,
    )
  } else if (check.require(Array.isArray(given), 'columns', 'must be an array', given)) {
    const rule = `must be 1 to ${maxColumns} columns`
    check.require(given.length >= 1 && given.length <= maxColumns, 'columns', rule, given)
    given.slice(0, maxColumns).forEach((column: unknown, i) => {
      const one = wantedColumn(column, head[0])
      const named = 'must be a name or { name, path, kind }'
      if (!check.require(one !== undefined, `columns[${i}]`, named, column) || one === undefined) return
      check.require(!wanted.some((w) => w.name === one.name), `columns[${i}]`, 'must not repeat', one.name)
      wanted.push(one)
    })
  }
  check.done()
  return wanted
}

/**
 * Refuses columns that no row has. A name must be in some row, whatever it holds: misspelt, it would be watched as
 * forever missing. A shape comes from a contract, where a column may be optional, so shapes are refused only when no
 * row has any.
 *
 * @param isPresent tells whether some row has the column
 * @throws {OptionsError} naming every column that is in no row.
 */
export function needPresent(
  given: readonly unknown[] | undefined,
  wanted: readonly Wanted[],
  isPresent: (column: Wanted, index: number) => boolean,
): void {
  if (given === undefined) return
  const check = checkOptions('baseline')
  wanted.forEach((one, i) => {
    if (one.kind === undefined) check.require(isPresent(one, i), `columns[${i}]`, 'is in no row', one.name)
  })
  const isShape = (one: Wanted): boolean => one.kind !== undefined
  const isThere = !wanted.some(isShape) || wanted.some((one, i) => isShape(one) && isPresent(one, i))
  check.require(isThere, 'columns', 'are in no row, not one of them', given)
  check.done()
}

/** Tells whether a row has a column, whatever it holds. */
export function isInRow(row: unknown, { path }: Pick<Wanted, 'path'>): boolean {
  const last = path.at(-1)
  if (last === undefined) return true
  const holder = descend(row, path.slice(0, -1))
  if (typeof holder !== 'object' || holder === null) return false
  try {
    return last in holder
  } catch {
    // Whether a proxy has a key is its own to say; what it gives is counted as of another type.
    return true
  }
}

/** Finds where a name points: at the row's own field of that name, at a row that is no object, or along its parts. */
export function pathOfName(name: string, first: unknown): ColumnPath {
  const isRecord = typeof first === 'object' && first !== null
  if (isRecord && Object.hasOwn(first, name)) return [name]
  return name === 'value' && !isRecord ? [] : parsePath(name)
}

function wantedColumn(column: unknown, first: unknown): Wanted | undefined {
  if (typeof column === 'string') {
    if (column === '' || column.length > 500) return undefined
    return { name: column, path: pathOfName(column, first), kind: undefined }
  }
  if (typeof column !== 'object' || column === null) return undefined
  const { name, path, kind } = column as Partial<Record<'name' | 'path' | 'kind', unknown>>
  if (typeof name !== 'string' || name === '' || name.length > 500) return undefined
  const known = columnKinds.find((one) => one === kind)
  if (known === undefined) return undefined
  if (!Array.isArray(path) || path.length > 16) return undefined
  const keys: unknown[] = path
  if (!keys.every((key) => typeof key === 'string' || typeof key === 'number')) return undefined
  return { name, path: keys.slice(), kind: known }
}
