import { memoryUsage } from 'node:process'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createRandom } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { createBaseline, createMonitor } from '../src/index.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

describe('observe', () => {
  it.each([
    ['whole numbers', () => random.int(17)],
    ['fractions', () => random.next()],
  ])('allocates nothing per row of 64 %s', (_, draw) => {
    const rows = Array.from({ length: 500 }, () => ({ pixels: Float64Array.from({ length: 64 }, draw) }))
    const monitor = createMonitor(createBaseline(rows), { window: 1_000_000 })
    const observe = (times: number): void => {
      for (let i = 0; i < times; i++) monitor.observe(rows[i % 500])
    }
    observe(50_000)
    let least = Infinity
    for (let round = 0; round < 5; round++) {
      collect()
      const before = memoryUsage().heapUsed
      observe(5000)
      least = Math.min(least, memoryUsage().heapUsed - before)
    }
    // One boxed number per value would be 5000 x 64 x 12 bytes, below a young generation.
    expect(least / 5000).toBeLessThan(16)
  })
})

const random = createRandom('allocation')
