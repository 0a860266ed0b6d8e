import { type Random, createRandom } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { createBaseline } from './create-baseline.ts'
import { createMonitor } from './monitor.ts'
import type { MonitorOptions } from './monitor-options.ts'
import type { DatasetVerdict } from './verdicts.ts'

const source = createRandom('dependence')
const baseline = createBaseline(
  Array.from({ length: 2000 }, () => ({ x: source.normal(), c: `k${source.int(5)}` })),
)

/** Values that lean on the one before, with the spread of the reference. */
function leaning(random: Random, correlation: number): () => number {
  let level = random.normal()
  return () => {
    level = correlation * level + Math.sqrt(1 - correlation ** 2) * random.normal()
    return level
  }
}

function whys(x: (i: number) => number, rows = 1000, options: MonitorOptions = {}): string[] {
  const random = createRandom('names')
  const seen: string[] = []
  const onRoll = ({ columns }: DatasetVerdict): void => {
    seen.push(columns.find(({ name }) => name === 'x')?.why ?? '')
  }
  const monitor = createMonitor(baseline, { ...options, onRoll })
  for (let i = 0; i < rows; i++) monitor.observe({ x: x(i), c: `k${random.int(5)}` })
  return seen
}

describe('neighbouring rows', () => {
  it('that lean on each other are found within a window, and make the column inconclusive', () => {
    let found = 0
    for (let run = 0; run < 30; run++) {
      const next = leaning(createRandom(`ar ${run}`), 0.5)
      const [why] = whys(next, 1000, { detect: false })
      if (why === 'dependent') found++
    }
    expect(found).toBe(30)
  })

  it('that stand for themselves are hardly ever taken to depend', () => {
    const random = createRandom('iid')
    const seen = whys(() => random.normal(), 200_000, { window: 200, detect: false })
    expect(seen).toHaveLength(1000)
    expect(seen.filter((why) => why === 'dependent').length).toBeLessThanOrEqual(1)
  })

  it('are not taken to depend for a step or a slow drift', () => {
    for (const level of [
      (i: number) => (i < 500 ? 0 : 3),
      (i: number) => i / 200,
      (i: number) => (i < 480 ? 0 : 50),
    ]) {
      const random = createRandom('step')
      const seen = whys((i) => level(i) + random.normal(), 1000, { detect: false })
      expect(seen).toEqual(['alarm'])
    }
  })

  it('that come twice or more in a row are found, also among names', () => {
    const random = createRandom('runs')
    let value = 0
    expect(
      whys(
        (i) => {
          if (i % 3 === 0) value = random.normal()
          return value
        },
        1000,
        { detect: false },
      ),
    ).toEqual(['dependent'])
    const monitor = createMonitor(baseline, { detect: false })
    let name = ''
    for (let i = 0; i < 900; i++) {
      if (i % 3 === 0) name = `k${random.int(5)}`
      monitor.observe({ x: random.normal(), c: name })
    }
    expect(monitor.verdict().columns.map(({ why }) => why)).toEqual(['same', 'dependent'])
  })

  it('of one column leave the others judged', () => {
    const next = leaning(createRandom('one'), 0.9)
    const random = createRandom('other')
    const monitor = createMonitor(baseline)
    for (let i = 0; i < 900; i++) monitor.observe({ x: next(), c: 'k0' })
    expect(monitor.verdict()).toMatchObject({ verdict: 'alarm', judged: 1, moved: ['c'] })
    expect(monitor.verdict().reason).toMatch(/1 not judged, because their rows depend on each other$/)
    expect(random.next()).toBeLessThan(1)
  })
})

describe('blocks', () => {
  it('let alarms through where rows lean on each other, and keep false ones out', () => {
    let alarms = 0
    let found = 0
    let plain = 0
    const options: MonitorOptions = { window: 2000, block: 40 }
    for (let run = 0; run < 20; run++) {
      const still = leaning(createRandom(`still ${run}`), 0.9)
      if (whys(still, 20_000, options).includes('alarm')) alarms++
      const moved = leaning(createRandom(`moved ${run}`), 0.9)
      if (whys((i) => moved() + (i < 4000 ? 0 : 1), 12_000, options).includes('alarm')) found++
      const without = leaning(createRandom(`still ${run}`), 0.9)
      if (whys(without, 20_000, { window: 2000, block: 2 }).includes('alarm')) plain++
    }
    expect(alarms).toBe(0)
    expect(found).toBe(20)
    // Blocks that are too short do not help: the promise is the user's to keep.
    expect(plain).toBeGreaterThan(5)
  })
})
