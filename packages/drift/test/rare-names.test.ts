import { createRandom } from '@plimsoll/stats'
import type { Random } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { createBaseline, createMonitor } from '../src/index.ts'

type Names = (random: Random) => string

/** How many of 20 windows do not stay `ok` on names that come from where the reference came from. */
function uneasy(names: Names, referenceRows: number, seed: string): number {
  const random = createRandom(seed)
  const columns = [{ name: 'name', path: ['name'], kind: 'categorical' as const }]
  const rows = Array.from({ length: referenceRows }, () => ({ name: names(random) }))
  const monitor = createMonitor(createBaseline(rows, { columns }), { window: 250 })
  let count = 0
  monitor.subscribe(({ verdict, finished }) => {
    if (finished && verdict !== 'ok') count++
  })
  for (let i = 0; i < 5_000; i++) monitor.observe({ name: names(random) })
  return count
}

const shapes: Record<string, Names> = {
  'half of them unique': (random) => (random.next() < 0.5 ? `id ${random.next()}` : `plan ${random.int(5)}`),
  'five hundred alike': (random) => `name ${random.int(500)}`,
  'a long tail': (random) => `name ${Math.floor(3_000 * random.next() ** 3)}`,
}

describe('names of which many came once in a small reference, all of them kept', () => {
  it.each(Object.entries(shapes))('stay ok where nothing moves: %s', (shape, names) => {
    const windows = Array.from({ length: 5 }, (_, i) => uneasy(names, 350, `${shape} ${i}`))
    expect(windows.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2)
  })

  it('still alarm when one name that came once becomes three in ten rows', () => {
    const random = createRandom('grown')
    const names = shapes['half of them unique'] as Names
    const columns = [{ name: 'name', path: ['name'], kind: 'categorical' as const }]
    const rows = Array.from({ length: 350 }, () => ({ name: names(random) }))
    const monitor = createMonitor(createBaseline(rows, { columns }))
    const grown = rows.find(({ name }) => name.startsWith('id'))?.name ?? ''
    let isFound = false
    monitor.subscribe(({ verdict }) => {
      isFound ||= verdict === 'alarm'
    })
    for (let i = 0; i < 4_000; i++) monitor.observe({ name: random.next() < 0.3 ? grown : names(random) })
    expect(isFound).toBe(true)
  })
})
