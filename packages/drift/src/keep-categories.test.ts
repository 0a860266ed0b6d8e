import { createRandom } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { maxCategories } from './baseline-types.ts'
import { createBaseline } from './create-baseline.ts'
import { type CategoryCount, byCountThenText, keepCategories } from './keep-categories.ts'
import { createMonitor } from './monitor.ts'

const columns = [{ name: 'code', path: ['code'], kind: 'categorical' }] as const

function tally(names: number, rows: number, seed: string): CategoryCount[] {
  const random = createRandom(seed)
  const counts = new Map<string, number>()
  for (let i = 0; i < rows; i++) {
    const name = `n${Math.floor(random.next() * names)}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return Array.from(counts).sort(byCountThenText)
}

describe('keepCategories', () => {
  it('keeps all where there are at most 256', () => {
    const ranked = tally(200, 1000, 'few')
    expect(keepCategories(ranked)).toEqual({ kept: ranked, other: 0, drawn: new Set() })
  })

  it('keeps as many as there may be, and every row once', () => {
    const ranked = tally(700, 2000, 'many')
    const { kept, other, drawn } = keepCategories(ranked)
    expect(kept).toHaveLength(maxCategories)
    expect(kept).toEqual(kept.toSorted(byCountThenText))
    expect(kept.reduce((sum, [, count]) => sum + count, other)).toBe(2000)
    for (const [value, count] of kept) {
      const held = ranked.find(([name]) => name === value)?.[1]
      expect(count).toBe((held ?? 0) - Number(drawn.has(value)))
    }
  })

  it('keeps what is frequent with all of its rows', () => {
    const ranked: CategoryCount[] = [['a', 500], ['b', 300], ...tally(2000, 4000, 'tail')]
    const { kept } = keepCategories(ranked)
    expect(kept.slice(0, 2)).toEqual([
      ['a', 500],
      ['b', 300],
    ])
  })

  it.each([
    [300, 1000],
    [1000, 1000],
    [5000, 10_000],
  ])('gives %i like names the shares that live rows will have, from %i rows', (names, rows) => {
    const misses = Array.from({ length: 30 }, (_, i) => {
      const { kept, other } = keepCategories(tally(names, rows, `reference ${i}`))
      const live = rows * (1 - kept.length / names)
      return other - live
    })
    const mean = misses.reduce((sum, miss) => sum + miss, 0) / misses.length
    const spread = Math.sqrt(misses.reduce((sum, miss) => sum + miss * miss, 0) / misses.length)
    // One reference misses by about the square root of its kept rows; their mean by a fifth of that.
    const expected = Math.sqrt((rows * maxCategories) / names)
    expect(Math.abs(mean)).toBeLessThan(0.8 * expected)
    expect(spread).toBeLessThan(2 * expected)
  })

  it.each([
    [300, 1000],
    [400, 5000],
    [1000, 1000],
    [5000, 10_000],
  ])('lets no monitor alarm or warn of rows of %i like names, with a reference of %i', (names, rows) => {
    for (let run = 0; run < 3; run++) {
      const random = createRandom(`${names} ${rows} ${run}`)
      const row = (): object => ({ code: `n${Math.floor(random.next() * names)}` })
      const monitor = createMonitor(createBaseline(Array.from({ length: rows }, row), { columns }))
      const found: string[] = []
      monitor.subscribe(({ verdict, promise }) => found.push(`${promise.seen} ${verdict}`))
      for (let i = 0; i < 3000; i++) monitor.observe(row())
      expect(found).toEqual(['1000 ok', '2000 ok', '3000 ok'])
    }
  })
})
