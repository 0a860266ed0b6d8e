import type { ColumnPath } from './column-path.ts'

/** Stands for a value that could not be read; no column accepts it. */
export const unreadable: unique symbol = Symbol('unreadable')

/** Takes one value of a row for the column of that index. */
export type Take = (column: number, value: unknown) => void

interface Group {
  readonly parent: ColumnPath
  readonly keys: (string | number)[]
  readonly columns: number[]
}

/**
 * Prepares the reading of columns from rows. Columns under one parent (`pixels[0]` to `pixels[63]`) read the
 * parent once per row. Reading never throws: what throws is given as {@link unreadable}, what is absent, or lies
 * under something absent, as `undefined`.
 */
export function createRowReader(paths: readonly ColumnPath[]): (row: unknown, take: Take) => void {
  const groups = new Map<string, Group>()
  const whole: number[] = []
  paths.forEach((path, column) => {
    const last = path.at(-1)
    if (last === undefined) {
      whole.push(column)
      return
    }
    const parent = path.slice(0, -1)
    const id = JSON.stringify(parent)
    const group = groups.get(id) ?? { parent, keys: [], columns: [] }
    groups.set(id, group)
    group.keys.push(last)
    group.columns.push(column)
  })
  const list = Array.from(groups.values())
  return (row, take) => {
    for (let i = 0; i < whole.length; i++) take(whole[i] ?? 0, row)
    for (let i = 0; i < list.length; i++) {
      const group = list[i]
      if (group !== undefined) readGroup(group, row, take)
    }
  }
}

function readGroup(group: Group, row: unknown, take: Take): void {
  const { keys, columns } = group
  const parent = descend(row, group.parent)
  if (typeof parent !== 'object' || parent === null) {
    const value = parent === undefined || parent === null ? undefined : unreadable
    for (let i = 0; i < columns.length; i++) take(columns[i] ?? 0, value)
    return
  }
  const held = parent as Readonly<Record<string | number, unknown>>
  for (let i = 0; i < columns.length; i++) {
    let value: unknown
    try {
      value = held[keys[i] ?? '']
    } catch {
      value = unreadable
    }
    take(columns[i] ?? 0, value)
  }
}

function descend(row: unknown, path: ColumnPath): unknown {
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
