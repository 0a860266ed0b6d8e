import { describe, expect, it } from 'vitest'
import { parsePath, printPath, scalarPaths } from './column-path.ts'

describe('column paths', () => {
  it.each([
    ['tenure', ['tenure']],
    ['address.zip', ['address', 'zip']],
    ['pixels[12]', ['pixels', 12]],
    ['[3]', [3]],
    ['a[0].b[1]', ['a', 0, 'b', 1]],
  ])('reads %s and prints it again', (name, path) => {
    expect(parsePath(name)).toEqual(path)
    expect(printPath(path)).toBe(name)
  })

  it.each(['a[', 'a[x]', '.a', 'a..b', 'a]'])('takes %s as one key', (name) => {
    expect(parsePath(name)).toEqual([name])
  })

  it('lists the scalars of a row', () => {
    const row = { a: 1, b: { c: 'x' }, d: [1, null], e: Float32Array.of(1), f: () => 1 }
    expect(scalarPaths(row).map(printPath)).toEqual(['a', 'b.c', 'd[0]', 'd[1]', 'e[0]'])
    expect(scalarPaths(7).map(printPath)).toEqual(['value'])
  })

  it('ends at cycles, and passes over what throws', () => {
    const row: Record<string, unknown> = { a: 1 }
    row['self'] = row
    expect(scalarPaths(row).length).toBe(4)
    const hostile = Object.defineProperty({}, 'x', {
      enumerable: true,
      get() {
        throw new Error('no')
      },
    })
    expect(scalarPaths(hostile)).toEqual([])
  })
})
