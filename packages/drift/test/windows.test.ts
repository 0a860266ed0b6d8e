import { type Random, createRandom } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { createBaseline, createMonitor, judgeSnapshot, mergeSnapshots, totalCounts } from '../src/index.ts'
import type { DatasetVerdict, MonitorOptions, SlidingWindow, WindowOptions } from '../src/index.ts'
import { baselineOf, draws, only, tellings } from './watching.ts'

const draw = (random: Random, moved = 0) => ({
  x: random.normal() + moved,
  n: random.int(6),
  c: `k${Math.floor(8 * random.next() ** 2)}`,
})
const reference = draws('windows', 1000, (random) => draw(random))
const baseline = createBaseline(reference, { columns: ['x', 'n', 'c'] })

function watch(options: MonitorOptions) {
  return createMonitor(baseline, { replica: 'one', ...options })
}

describe('a tumbling window', () => {
  it('is judged when it is full, and forgets its rows', () => {
    const random = createRandom('tumbling')
    const told = tellings(baseline, 250, () => draw(random), { window: 100 })
    expect(told.map(({ row, verdict }) => [row, verdict.rows, verdict.finished])).toEqual([
      [100, 100, true],
      [200, 100, true],
    ])
  })
})

describe('a sliding window', () => {
  const window: SlidingWindow = { kind: 'sliding', rows: 300, panes: 3 }

  it('is judged at each pane, over the sum of its panes', () => {
    const random = createRandom('sliding')
    const rows = Array.from({ length: 850 }, () => draw(random))
    const monitor = watch({ window, detect: false })
    const verdicts: DatasetVerdict[] = []
    monitor.subscribe((verdict) => verdicts.push(verdict))
    rows.forEach((row, i) => {
      monitor.observe(row)
      const end = i + 1
      const plain = watch({ window: 10_000, detect: false })
      if (end % 100 !== 0 && end !== 850) return
      // What is in the window: at the end of a pane three whole ones, after it two and what the open one has.
      const from = end === 850 ? 600 : Math.max(0, end - 300)
      for (const one of rows.slice(from, end)) plain.observe(one)
      const judged = end === 850 ? monitor.verdict() : verdicts.at(-1)
      expect(judged?.rows).toBe(end - from)
      const mine = judged?.columns.map(({ score, effect, windowPValue }) => ({ score, effect, windowPValue }))
      const theirs = plain
        .verdict()
        .columns.map(({ score, effect, windowPValue }) => ({ score, effect, windowPValue }))
      expect(mine).toEqual(theirs)
    })
    expect(verdicts).toHaveLength(8)
    const totals = totalCounts(monitor.snapshot())
    expect(totals.rows).toBe(250)
    expect(monitor.snapshot().parts.map((part) => part.rows)).toEqual([100, 100, 50])
  })

  it('rounds rows up so that every pane is as long', () => {
    expect(watch({ window: { kind: 'sliding', rows: 1000 } }).settings.window).toEqual({
      kind: 'sliding',
      rows: 84,
      panes: 12,
      every: 84,
    })
  })
})

describe('a decayed window', () => {
  it('weighs rows by half at every half-life, in steps of a quarter', () => {
    const monitor = watch({ window: { kind: 'decayed', halfLife: 400 }, detect: false })
    const random = createRandom('decayed')
    for (let i = 0; i < 1000; i++) monitor.observe(draw(random))
    // Ten full panes of 100 rows behind an open one.
    const expected = Array.from({ length: 10 }, (_, age) => 100 * 2 ** (-(age + 1) / 4))
    const weight = expected.reduce((sum, rows) => sum + rows, 0)
    expect(monitor.verdict().rows).toBeCloseTo(weight, 8)
    monitor.observe(draw(random))
    expect(monitor.verdict().rows).toBeCloseTo(weight + 1, 8)
  })

  it('warns of what moved, and leaves alarms to the bets', () => {
    const alarms = (detect: boolean): string[] => {
      const random = createRandom('decayed drift')
      const told = tellings(baseline, 5000, (i) => draw(random, i < 2000 ? 0 : 1), {
        window: { kind: 'decayed', halfLife: 400 },
        detect,
      })
      return [...new Set(told.map(({ verdict }) => verdict.verdict))]
    }
    expect(alarms(false)).toEqual(['ok', 'warn'])
    expect(alarms(true)).toEqual(['ok', 'alarm'])
  })

  it('keeps counts finite for as long as rows come', () => {
    const monitor = watch({ window: { kind: 'decayed', halfLife: 4 }, history: 0 })
    const random = createRandom('long')
    for (let i = 0; i < 3000; i++) monitor.observe(draw(random))
    const { parts, earlier } = monitor.snapshot()
    expect(parts).toHaveLength(24)
    expect(earlier).toEqual([])
    expect(monitor.verdict().rows).toBeLessThan(8)
  })
})

describe('a window since the deployment', () => {
  it('keeps all rows, and is judged ever so often', () => {
    const random = createRandom('deploy')
    const told = tellings(baseline, 1050, () => draw(random), {
      window: { kind: 'sinceDeploy', every: 300 },
      detect: false,
    })
    expect(told.map(({ verdict }) => verdict.rows)).toEqual([300, 600, 900])
  })

  it('merges with what it was before, also when age had it judged in between', () => {
    const monitor = watch({ window: { kind: 'sinceDeploy' }, maxWindowAge: '1m' })
    const random = createRandom('deploy age')
    for (let i = 0; i < 100; i++) monitor.observe(draw(random), 1000 + i)
    const before = monitor.snapshot()
    for (let i = 0; i < 100; i++) monitor.observe(draw(random), 90_000 + i)
    expect(monitor.last?.rows).toBe(100)
    expect(mergeSnapshots(before, monitor.snapshot())).toEqual(monitor.snapshot())
  })
})

describe('the age of a window', () => {
  it('ends it when the next row comes, never by itself', () => {
    const monitor = watch({ maxWindowAge: '1m', window: 1000 })
    const random = createRandom('age')
    for (let i = 0; i < 60; i++) monitor.observe(draw(random), 500)
    expect(monitor.last).toBeUndefined()
    monitor.observe(draw(random), 60_499)
    expect(monitor.last).toBeUndefined()
    monitor.observe(draw(random), 60_500)
    expect(monitor.last).toMatchObject({ rows: 61, window: { since: 500, until: 60_499 } })
    expect(monitor.rows).toBe(1)
  })

  it('counts from the first row, not from the end of the window before', () => {
    const monitor = watch({ maxWindowAge: '1m', window: 50 })
    const random = createRandom('first')
    for (let i = 0; i < 50; i++) monitor.observe(draw(random), 0)
    monitor.observe(draw(random), 70_000)
    monitor.observe(draw(random), 129_999)
    expect(monitor.rows).toBe(2)
  })

  it('of a sliding window is that of a pane', () => {
    const monitor = watch({ maxWindowAge: '1m', window: { kind: 'sliding', rows: 300, panes: 3 } })
    const random = createRandom('panes')
    for (let i = 0; i < 6; i++) monitor.observe(draw(random), 30_000 * i)
    expect(monitor.snapshot().parts.map((part) => part.rows)).toEqual([2, 2, 2])
  })

  it('does not pass for a clock that stands still, goes backwards or is not given', () => {
    for (const time of [() => 5, (i: number) => -1000 * i, () => undefined, () => Number.NaN]) {
      const monitor = watch({ maxWindowAge: '1ms', window: 1000 })
      const random = createRandom('clock')
      for (let i = 0; i < 100; i++) monitor.observe(draw(random), time(i))
      expect(monitor.rows).toBe(100)
    }
  })
})

describe('an alarm', () => {
  it('lasts until a whole window is well', () => {
    const random = createRandom('latch')
    const isMoved = (i: number): boolean => i >= 1000 && i < 1250
    const told = tellings(baseline, 3000, (i) => draw(random, isMoved(i) ? 1.5 : 0), { window: 500 })
    const alarms = told.filter(({ verdict }) => verdict.verdict === 'alarm')
    expect(alarms[0]?.row).toBeLessThan(1100)
    expect(alarms.map(({ row }) => row).slice(1)).toEqual([1500])
    // Rows 1500 to 2000 are the first whole window that is well.
    expect(told.find(({ row }) => row === 2000)?.verdict.verdict).toBe('ok')
  })

  it.each([
    { kind: 'tumbling', rows: 500 },
    { kind: 'sliding', rows: 1000, panes: 10 },
    { kind: 'decayed', halfLife: 1000 },
    { kind: 'sinceDeploy', every: 250 },
  ] satisfies WindowOptions[])(
    'of lasting drift does not end while a $kind window is mostly older',
    (window) => {
      for (const seed of ['a', 'b', 'c', 'd', 'e']) {
        const random = createRandom(seed)
        const told = tellings(baseline, 9000, (i) => draw(random, i < 3000 ? 0 : 0.6), { window })
        const first = told.findIndex(({ verdict }) => verdict.verdict === 'alarm')
        expect(told[first]?.row).toBeLessThan(3500)
        expect(told.slice(first).filter(({ verdict }) => verdict.verdict !== 'alarm')).toEqual([])
      }
    },
  )

  it('of a window since the deploy ends once as many rows as before are well', () => {
    const random = createRandom('since')
    const isMoved = (i: number): boolean => i >= 1000 && i < 1100
    const told = tellings(baseline, 6000, (i) => draw(random, isMoved(i) ? 2 : 0), {
      window: { kind: 'sinceDeploy', every: 500 },
    })
    const alarms = told.filter(({ verdict }) => verdict.verdict === 'alarm').map(({ row }) => row)
    expect(alarms[0]).toBeLessThan(1100)
    expect(alarms.slice(1)).toEqual([1500, 2000])
  })

  it('is still there when asked within the next windows, though these say nothing yet', () => {
    const random = createRandom('asked')
    const monitor = createMonitor(baseline, { window: 500 })
    for (let i = 0; i < 500; i++) monitor.observe(draw(random, 2))
    expect(only(monitor.verdict())).toMatchObject({
      verdict: 'alarm',
      reason: 'in alarm until a whole window is well',
    })
    for (let i = 0; i < 60; i++) monitor.observe(draw(random))
    const x = only(monitor.verdict())
    expect(x).toMatchObject({ verdict: 'alarm', why: 'alarm' })
    expect(x.reason).toMatch(/^in alarm until a whole window is well; in this one /)
  })

  it('of one column ends although that of another lasts, and does not flap', () => {
    const random = createRandom('two')
    const both = createBaseline(draws('two', 1000, (r) => ({ x: r.normal(), y: r.normal() })))
    const isMoved = (i: number): boolean => i >= 1000 && i < 3000
    const told = tellings(
      both,
      10_000,
      (i) => ({ x: random.normal() + Number(isMoved(i)), y: random.normal() + Number(i >= 1000) }),
      { window: 500 },
    )
    const late = told.filter(({ row }) => row > 3000)
    expect(late.map(({ verdict }) => verdict.moved)).toEqual(new Array(14).fill(['y']))
    const again = tellings(
      both,
      10_000,
      (i) => ({
        x: random.normal() + Number(isMoved(i) || i > 8000),
        y: random.normal() + Number(i >= 1000),
      }),
      { window: 500 },
    )
    const second = again.find(({ row, verdict }) => row > 8000 && verdict.moved.includes('x'))
    expect(second?.row).toBeLessThan(8150)
  })

  it('keeps sounding however long the drift lasts', () => {
    const random = createRandom('long drift')
    const monitor = createMonitor(baselineOf(draws('l', 500, (r) => r.normal())))
    for (let i = 0; i < 20_000; i++) monitor.observe({ x: 3 + random.normal() })
    expect(only(monitor.last)).toMatchObject({ verdict: 'alarm' })
    for (let i = 0; i < 3000; i++) monitor.observe({ x: i % 7 === 0 ? null : random.normal() })
    expect(only(monitor.last)).toMatchObject({ verdict: 'alarm', effect: { method: 'missing' } })
    for (let i = 0; i < 2000; i++) monitor.observe({ x: random.normal() })
    expect(only(monitor.last)).toMatchObject({ verdict: 'ok' })
    expect(Number.isFinite(only(monitor.last).logE)).toBe(true)
  })

  it('is forgotten at a reset, with all rows, and the promise begins anew', () => {
    const random = createRandom('reset')
    const monitor = createMonitor(baseline, { window: 500 })
    for (let i = 0; i < 700; i++) monitor.observe(draw(random, 2))
    expect(monitor.verdict()).toMatchObject({ verdict: 'alarm', promise: { seen: 700 } })
    monitor.reset()
    expect(monitor.last).toBeUndefined()
    expect(monitor.verdict()).toMatchObject({ verdict: 'inconclusive', rows: 0, promise: { seen: 0 } })
    expect(totalCounts(monitor.snapshot()).rows).toBe(0)
    for (let i = 0; i < 700; i++) monitor.observe(draw(random))
    expect(monitor.verdict().verdict).toBe('ok')
  })

  it('may be answered with a reset by the listener', () => {
    const random = createRandom('listener')
    let alarms = 0
    const monitor = createMonitor(baseline, {
      window: 500,
      onRoll: ({ verdict }) => {
        if (verdict !== 'alarm') return
        alarms++
        monitor.reset()
      },
    })
    for (let i = 0; i < 2000; i++) monitor.observe(draw(random, 2))
    expect(alarms).toBeGreaterThan(20)
    expect(monitor.faults).toBe(0)
  })
})

describe('looks between windows', () => {
  /** How often a monitor judges while it observes. */
  const looks = (draw: (random: Random) => number, options: MonitorOptions): number => {
    const random = createRandom('looks')
    const monitor = createMonitor(baselineOf(draws('looks', 5000, (r) => r.normal())), options)
    const judge: unknown = Reflect.get(monitor, 'judge')
    if (typeof judge !== 'function') throw new Error('judged elsewhere')
    let count = 0
    Reflect.set(monitor, 'judge', (...given: unknown[]): unknown => {
      count++
      return Reflect.apply(judge, monitor, given)
    })
    for (let i = 0; i < 10_000; i++) monitor.observe({ x: draw(random) })
    expect(only(monitor.last).verdict).not.toBe('alarm')
    return count
  }

  it('are few where rows depend on each other, and where what moved is too small', () => {
    let level = 0
    const leaning = (random: Random): number => {
      level = 0.9 * level + Math.sqrt(0.19) * random.normal()
      return level
    }
    expect(looks((random) => random.normal(), {})).toBe(10)
    expect(looks(leaning, {})).toBeLessThan(60)
    expect(looks((random) => random.normal() + 0.4, { least: { ks: 1, psi: 1 } })).toBeLessThan(90)
  })

  it('share the chance of a false alarm with those of other processes', () => {
    const logE = (replicas: number): number => {
      const random = createRandom('replicas')
      const monitor = createMonitor(baseline, { alarm: { replicas }, detect: false })
      for (let i = 0; i < 500; i++) monitor.observe(draw(random, 0.5))
      return only(monitor.verdict()).logE
    }
    expect(logE(1) - logE(16)).toBeCloseTo(Math.log(16), 9)
  })
})

describe('significance and size', () => {
  it('a sure but tiny shift is no alarm, in a huge window or within it', () => {
    const random = createRandom('tiny')
    const large = baselineOf(draws('large', 50_000, (r) => r.normal()))
    const told = tellings(large, 200_000, () => ({ x: random.normal() + 0.08 }), { window: 100_000 })
    expect(told.map(({ verdict }) => only(verdict).why)).toEqual(['small', 'small'])
    expect(told.map(({ verdict }) => verdict.verdict)).toEqual(['ok', 'ok'])
    expect(told.every(({ verdict }) => only(verdict).pValue < 0.01)).toBe(true)
  })

  it('finds 20 of 100 columns that drift, and none of the others', () => {
    const random = createRandom('hundred')
    const names = Array.from({ length: 100 }, (_, i) => `c${i}`)
    const row = (moved: number) =>
      Object.fromEntries(names.map((name, i) => [name, random.normal() + (i < 20 ? moved : 0)]))
    const wide = createBaseline(Array.from({ length: 1000 }, () => row(0)))
    const monitor = createMonitor(wide, { window: 1000 })
    for (let i = 0; i < 3000; i++) monitor.observe(row(0))
    expect(monitor.last).toMatchObject({ verdict: 'ok', moved: [] })
    for (let i = 0; i < 1000; i++) monitor.observe(row(0.4))
    expect(monitor.last).toMatchObject({ verdict: 'alarm', share: 0.2 })
    expect([...(monitor.last?.moved ?? [])].sort()).toEqual(names.slice(0, 20).sort())
  })

  it('needs less of each column where many moved', () => {
    const e = (columns: number): number => {
      const random = createRandom('many')
      const names = Array.from({ length: 100 }, (_, i) => `c${i}`)
      const row = (moved: number) =>
        Object.fromEntries(names.map((name, i) => [name, random.normal() + (i < columns ? moved : 0)]))
      const wide = createBaseline(Array.from({ length: 500 }, () => row(0)))
      const monitor = createMonitor(wide, { window: 200, detect: false })
      for (let i = 0; i < 200; i++) monitor.observe(row(0.75))
      return Math.min(
        ...(monitor.last?.columns ?? []).filter(({ verdict }) => verdict === 'alarm').map(({ logE }) => logE),
      )
    }
    expect(e(1)).toBeGreaterThan(Math.log(100 / 0.01))
    expect(e(100)).toBeLessThan(Math.log(100 / 0.01))
    expect(e(100)).toBeGreaterThan(Math.log(1 / 0.01))
  })
})

describe('listeners', () => {
  it('hear every finished window until they leave; what they throw is counted', async () => {
    const random = createRandom('listeners')
    const heard: number[] = []
    const monitor = createMonitor(baseline, { window: 50, onRoll: () => heard.push(0) })
    const leave = monitor.subscribe(() => {
      heard.push(1)
      throw new Error('listener')
    })
    const later = (): unknown => Promise.reject(new Error('later'))
    monitor.subscribe(later)
    monitor.subscribe(() => heard.push(2))
    for (let i = 0; i < 100; i++) monitor.observe(draw(random))
    expect(heard).toEqual([0, 1, 2, 0, 1, 2])
    leave()
    leave()
    monitor.roll()
    expect(heard.slice(6)).toEqual([0, 2])
    await Promise.resolve()
    expect(monitor.faults).toBe(5)
  })
})

describe('the history', () => {
  it.each([
    [0, 1000],
    [3, { kind: 'sliding', rows: 100, panes: 4 } as const],
    [24, 40],
  ])('of at most %i panes is bounded', (history, window) => {
    const random = createRandom('history')
    const monitor = createMonitor(baseline, { history, window, minRows: 1 })
    for (let i = 0; i < 3000; i++) monitor.observe(draw(random))
    const { earlier, parts } = monitor.snapshot()
    expect(earlier).toHaveLength(history)
    const seqs = [...earlier, ...parts].map(({ seq }) => seq)
    expect(seqs).toEqual(seqs.map((_, i) => (seqs[0] ?? 0) + i))
  })
})

describe('a snapshot', () => {
  it.each<[string, MonitorOptions]>([
    ['tumbling', { window: 150 }],
    ['sliding', { window: { kind: 'sliding', rows: 200, panes: 4 } }],
    ['decayed', { window: { kind: 'decayed', halfLife: 100 } }],
    ['since the deployment', { window: { kind: 'sinceDeploy', every: 70 } }],
    [
      'with other rules',
      { window: 150, least: { psi: 0.5, ks: 0.3 }, significance: 0.05, alarm: { over: 1e4 } },
    ],
    ['in blocks', { window: 150, block: 4 }],
  ])('gets the verdict of its monitor: %s', (_, options) => {
    const { window: __, ...rules } = options
    for (const moved of [0, 0.8]) {
      const random = createRandom(`same ${moved}`)
      const monitor = createMonitor(baseline, { ...options, detect: false })
      for (let i = 0; i < 400; i++) {
        monitor.observe(draw(random, moved))
        if (i % 57 !== 0) continue
        const { promise, ...mine } = monitor.verdict()
        const { promise: other, ...theirs } = judgeSnapshot(monitor.snapshot(), baseline, rules)
        if (!mine.columns.some(({ reason }) => reason.startsWith('in alarm until'))) {
          expect(theirs).toEqual(mine)
        }
        expect(other.over).toBe(promise.over)
      }
    }
  })

  it('gets the verdict of its monitor on rows that depend on each other, in every window', () => {
    const random = createRandom('wave')
    const monitor = createMonitor(baseline, { window: 150, detect: false })
    let level = 0
    for (let i = 0; i < 600; i++) {
      level = 0.9 * level + random.normal() * Math.sqrt(1 - 0.81)
      monitor.observe({ ...draw(random), x: level })
      if (i % 37 !== 0) continue
      const { promise: _, ...mine } = monitor.verdict()
      const { promise: __, ...theirs } = judgeSnapshot(monitor.snapshot(), baseline)
      expect(theirs).toEqual(mine)
      if (i > 150) expect(mine.columns[0]?.why).toBe('dependent')
    }
  })
})

it('a gross change alarms before a window has the least rows that a verdict needs', () => {
  const random = createRandom('gross')
  const row = (shift: number): object => ({ size: random.normal() + shift, other: random.next() })
  const monitor = createMonitor(createBaseline(Array.from({ length: 2_000 }, () => row(0))))
  const rows: number[] = []
  monitor.subscribe((verdict) => {
    if (verdict.verdict === 'alarm') rows.push(verdict.rows)
  })
  for (let i = 0; i < 39; i++) monitor.observe(row(10))
  expect(rows).toHaveLength(1)
  expect(rows[0]).toBeLessThan(20)
})
