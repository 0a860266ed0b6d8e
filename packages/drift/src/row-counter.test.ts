import { describe, expect, it } from 'vitest'
import { type Cells, missingCell, wrongTypeCell } from './cells.ts'
import { type ColumnPath, parsePath } from './column-path.ts'
import { RowCounter } from './row-counter.ts'
import { descend, unreadable } from './row-reader.ts'

const numeric: Cells = { type: 'numeric', kind: 'numeric', edges: [0], lookup: new Map(), size: 6 }

/** The cells into which one row falls, by column. */
function cellsOfRow(names: readonly string[], row: unknown): number[] {
  const paths: ColumnPath[] = names.map(parsePath)
  const counter = new RowCounter(
    paths,
    paths.map(() => numeric),
  )
  counter.count(row)
  return names.map((_, i) => {
    const cells = Array.from(counter.column(i))
    expect(cells.reduce((sum, count) => sum + count, 0)).toBe(1)
    return cells.indexOf(1)
  })
}

const throwing = {
  get a(): number {
    throw new Error('no')
  },
  b: 1,
  get c(): number {
    throw new Error('no')
  },
  d: -1,
}

describe('RowCounter', () => {
  it('reads nested fields and items', () => {
    const row = { a: { b: 1 }, p: [1, -1], q: Float32Array.of(-1) }
    expect(cellsOfRow(['a.b', 'p[0]', 'p[1]', 'q[0]'], row)).toEqual([5, 5, 4, 4])
  })

  it('reads a parent once for all of its columns', () => {
    let reads = 0
    const row = {
      get pixels() {
        reads++
        return [1, 2, 3]
      },
    }
    cellsOfRow(['pixels[0]', 'pixels[1]', 'pixels[2]'], row)
    expect(reads).toBe(1)
  })

  it('takes what is absent for missing', () => {
    expect(cellsOfRow(['a', 'a.b', 'p[3]', 'q[0]'], { p: [1], q: null })).toEqual(
      [0, 1, 2, 3].map(() => missingCell),
    )
    expect(cellsOfRow(['a'], undefined)).toEqual([missingCell])
  })

  it('takes what lies under a scalar for a wrong type', () => {
    expect(cellsOfRow(['a.b', 'a[0]'], { a: 'text' })).toEqual([wrongTypeCell, wrongTypeCell])
    expect(cellsOfRow(['a'], 'text')).toEqual([wrongTypeCell])
  })

  it('reads any number of fields, wherever one throws', () => {
    for (let length = 1; length <= 16; length++) {
      const names = Array.from({ length }, (_, i) => `f${i}`)
      const row = Object.fromEntries(names.map((name, i) => [name, i % 2 === 0 ? 1 : -1]))
      const cells: number[] = names.map((_, i) => (i % 2 === 0 ? 5 : 4))
      expect(cellsOfRow(names, row)).toEqual(cells)
      for (const [i, name] of names.entries()) {
        const broken = Object.defineProperty({ ...row }, name, {
          get: () => {
            throw new Error('no')
          },
        })
        expect(cellsOfRow(names, broken)).toEqual(cells.with(i, wrongTypeCell))
      }
    }
  })

  it('counts both rows when reading one counts another', () => {
    const names = ['a', 'b', 'c']
    const counter = new RowCounter(
      names.map(parsePath),
      names.map(() => numeric),
    )
    const row = { a: 1, b: 1, c: 1 }
    const nesting = {
      a: -1,
      get b() {
        counter.count(row)
        return -1
      },
      c: -1,
    }
    counter.count(nesting)
    for (let i = 0; i < 3; i++) expect(Array.from(counter.column(i))).toEqual([0, 0, 0, 0, 1, 1])
  })

  it('reads on behind a field that throws', () => {
    expect(cellsOfRow(['a', 'b', 'c', 'd'], throwing)).toEqual([wrongTypeCell, 5, wrongTypeCell, 4])
    const items = new Proxy([1, 1, 1], {
      get: (target, key) => {
        if (key === '1') throw new Error('no')
        return Reflect.get(target, key) as unknown
      },
    })
    expect(cellsOfRow(['p[0]', 'p[1]', 'p[2]'], { p: items })).toEqual([5, wrongTypeCell, 5])
    expect(cellsOfRow(['a.b', 'b'], throwing)).toEqual([wrongTypeCell, 5])
  })
})

describe('descend', () => {
  it('tells what is absent from what cannot be read', () => {
    expect(descend({ a: { b: 2 } }, ['a', 'b'])).toBe(2)
    expect(descend({}, ['a', 'b'])).toBeUndefined()
    expect(descend({ a: 1 }, ['a', 'b'])).toBe(unreadable)
    expect(descend(throwing, ['a'])).toBe(unreadable)
    expect(descend(7, [])).toBe(7)
  })
})
