import { OptionsError } from '@plimsoll/core'
import { createRandom } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { createBaseline } from './create-baseline.ts'
import { explainScore } from './explain-score.ts'
import { createMonitor } from './monitor.ts'
import type { MonitorOptions } from './monitor-options.ts'
import { parseBaseline } from './parse-baseline.ts'
import type { ColumnVerdict, DatasetVerdict } from './verdicts.ts'

type Row = Record<string, unknown>

/** Judges one column named x by its window alone: 1000 reference rows and `size` current ones. */
function judge(
  reference: (i: number) => unknown,
  current: (i: number) => unknown,
  size = 100,
): ColumnVerdict {
  const baseline = createBaseline(
    Array.from({ length: 1000 }, (_, i) => ({ x: reference(i) })),
    { columns: ['x'], bins: 10 },
  )
  const monitor = createMonitor(baseline, { window: size + 40, detect: false })
  for (let i = 0; i < size; i++) monitor.observe({ x: current(i) })
  const [verdict] = monitor.verdict().columns
  if (verdict === undefined) throw new Error('no column')
  return verdict
}

function normal(seed: string, mean = 0, sd = 1): () => number {
  const random = createRandom(seed)
  return () => mean + sd * random.normal()
}

/** Draws true with a chance. */
function coin(seed: string, chance = 0.5): () => boolean {
  const random = createRandom(seed)
  return () => random.next() < chance
}

describe('a column', () => {
  it('is ok when nothing moved, and says what was to be expected', () => {
    const verdict = judge(normal('a'), normal('b'))
    expect(verdict).toMatchObject({ verdict: 'ok', why: 'same', rows: 100, missingShare: 0, method: 'psi' })
    expect(verdict.scoreNull).toBeCloseTo(9 * (1 / 1000 + 1 / 100), 12)
    expect(verdict.reason).toMatch(/^nothing that chance would not do; PSI .* 0\.099 expected without drift$/)
  })

  it.each([
    ['a shift', normal('c', 1)],
    ['a change of spread', normal('d', 0, 3)],
  ])('alarms on %s', (_, current) => {
    const verdict = judge(normal('a'), current)
    expect(verdict.verdict).toBe('alarm')
    expect(verdict.pValue).toBeLessThan(0.001)
    expect(verdict.topBins).toHaveLength(3)
  })

  it('is ok when it surely moved, but little', () => {
    const verdict = judge(coin('a'), coin('e', 0.55), 200_000)
    expect(verdict.windowPValue).toBeLessThan(0.001)
    expect(verdict.size).toBeLessThan(1)
    expect(verdict).toMatchObject({ verdict: 'ok', why: 'small' })
    expect(verdict.reason).toMatch(/^surely moved, but little: /)
  })

  it('is ok when a change is large but not significant', () => {
    const verdict = judge(
      (i) => i % 2,
      (i) => (i < 29 ? 0 : 1),
      40,
    )
    expect(verdict.score).toBeGreaterThan(0.1)
    expect(verdict.size).toBeGreaterThan(1)
    expect(verdict).toMatchObject({ verdict: 'ok', why: 'same' })
  })

  it('warns where one window is too much for chance, but not for all looks of the promise', () => {
    const verdict = judge(
      () => 7,
      (i) => (i < 4 ? 8 : 7),
    )
    expect(verdict).toMatchObject({ verdict: 'warn', why: 'moved', score: undefined })
    expect(verdict.windowPValue).toBeLessThan(0.001)
    expect(verdict.pValue).toBe(1)
  })

  it('of names has a divergence and the largest change of a share', () => {
    const verdict = judge((i) => `n${i % 2}`, nameOf(coin('names', 0.67)), 1000)
    expect(verdict).toMatchObject({ verdict: 'alarm', method: 'jsd', effect: { method: 'lInfinity' } })
    expect(verdict.score).toBeLessThan(0.1)
  })

  it('that was constant alarms when a tenth of the window departs', () => {
    for (const [usual, odd] of [
      [7, 8],
      ['a', 'b'],
      [true, false],
    ]) {
      expect(
        judge(
          () => usual,
          (i) => (i < 10 ? odd : usual),
        ),
      ).toMatchObject({ verdict: 'alarm', score: undefined, effect: { method: 'unseen', value: 0.1 } })
    }
  })

  it('alarms when one of two values is renamed', () => {
    const verdict = judge(
      (i) => (i % 2 === 0 ? 'yes' : 'no'),
      (i) => (i % 2 === 0 ? 'yes' : 'No'),
    )
    expect(verdict.verdict).toBe('alarm')
    expect(verdict.topBins.map((bin) => bin.label).sort()).toEqual(['"no"', 'other'])
  })

  it('alarms when whole numbers turn into fractions between them', () => {
    expect(
      judge(
        (i) => i % 2,
        (i) => (i % 2) * 0.5,
      ).verdict,
    ).toBe('alarm')
  })

  it('alarms when a rare value grows frequent', () => {
    expect(
      judge(
        (i) => (i % 100 === 0 ? 'b' : 'a'),
        (i) => (i % 2 === 0 ? 'b' : 'a'),
      ).verdict,
    ).toBe('alarm')
  })

  it('stays quiet on names that are new in the reference too', () => {
    const name = (seed: string): ((i: number) => unknown) => {
      const random = createRandom(seed)
      return (i) => (i % 2 === 0 ? 'common' : `n${random.int(400)}`)
    }
    expect(judge(name('f'), name('g')).verdict).toBe('ok')
  })

  it.each([
    ['null', null, 'missing values'],
    ['NaN', Number.NaN, 'invalid values'],
    ['text among numbers', 'oops', 'invalid values'],
  ])('alarms on %s where the reference had values', (_, odd, what) => {
    const values = normal('h')
    const verdict = judge(normal('a'), (i) => (i < 20 ? odd : values()))
    expect(verdict.verdict).toBe('alarm')
    expect(verdict.reason).toContain(what)
    expect(verdict.missingShare).toBe(odd === null ? 0.2 : 0)
  })

  it('alarms when values vanish or appear altogether', () => {
    expect(judge(normal('a'), () => undefined).verdict).toBe('alarm')
    expect(judge(() => undefined, normal('b')).verdict).toBe('alarm')
    expect(
      judge(
        () => null,
        () => undefined,
      ).verdict,
    ).toBe('inconclusive')
  })

  it('is inconclusive below the least number of rows', () => {
    const verdict = judge(normal('a'), () => 99, 39)
    expect(verdict).toMatchObject({
      verdict: 'inconclusive',
      why: 'few rows',
      score: undefined,
      scoreNull: undefined,
      topBins: [{ current: 1 }, {}, {}],
    })
    expect(verdict.reason).toBe('39 rows, fewer than 40')
  })
})

function nameOf(draw: () => boolean): () => string {
  return () => (draw() ? 'n0' : 'n1')
}

const four = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const random = createRandom('monitor')
const draw = (moved: readonly string[] = []): Row =>
  Object.fromEntries(four.map((name) => [name, random.normal() + (moved.includes(name) ? 2 : 0)]))
const baseline = createBaseline(Array.from({ length: 1000 }, () => draw()))

function after(moved: readonly string[], options: MonitorOptions = {}): DatasetVerdict {
  const monitor = createMonitor(baseline, options)
  for (let i = 0; i < 100; i++) monitor.observe(draw(moved))
  return monitor.verdict()
}

describe('a data set', () => {
  it('alarms with any of its columns, or from a share of them', () => {
    expect(after([])).toMatchObject({ verdict: 'ok', share: 0, judged: 8, moved: [] })
    expect(after(['c'])).toMatchObject({
      verdict: 'alarm',
      share: 0.125,
      moved: ['c'],
      reason: '1 of 8 columns in alarm',
    })
    const share = 0.25
    expect(after(['c'], { share })).toMatchObject({ verdict: 'warn', share: 0.125, moved: ['c'] })
    expect(after(['c', 'e'], { share })).toMatchObject({ verdict: 'alarm', share: 0.25 })
  })

  it('lists the most moved column first', () => {
    const monitor = createMonitor(baseline)
    for (let i = 0; i < 200; i++) {
      const row = draw(['f'])
      monitor.observe({ ...row, b: Number(row['b']) + 1 })
    }
    expect(monitor.verdict().moved).toEqual(['f', 'b'])
  })

  it('counts duplicates once, and one that moved alone by itself', () => {
    const celsius = (moved = 0) => {
      const c = random.normal()
      return { c, f: 32 + 1.8 * c + moved, k: c + 273, z: random.normal() }
    }
    const own = createBaseline(Array.from({ length: 500 }, () => celsius()))
    expect(own.columns.map((column) => column.duplicateOf)).toEqual([undefined, 'c', 'c', undefined])
    const watch = (columns: readonly string[], live: () => Row): DatasetVerdict => {
      const monitor = createMonitor(own, { columns })
      for (let i = 0; i < 200; i++) monitor.observe(live())
      return monitor.verdict()
    }
    const all = ['c', 'f', 'k', 'z']
    expect(watch(all, celsius)).toMatchObject({ verdict: 'ok', judged: 2 })
    expect(watch(['f'], celsius)).toMatchObject({ verdict: 'ok', judged: 1 })
    expect(watch(['f', 'k', 'z'], celsius)).toMatchObject({ verdict: 'ok', judged: 2 })
    const hot = watch(all, () => ({ ...celsius(), c: 5, f: 41, k: 278 }))
    expect(hot).toMatchObject({ verdict: 'alarm', judged: 2, share: 0.5 })
    expect(hot.moved).toHaveLength(3)
    expect(watch(all, () => celsius(9))).toMatchObject({ verdict: 'alarm', judged: 3, moved: ['f'] })
  })

  it('is inconclusive without enough rows', () => {
    expect(createMonitor(baseline).verdict()).toMatchObject({
      verdict: 'inconclusive',
      reason: '0 rows, fewer than 40',
      rows: 0,
      judged: 0,
      share: 0,
    })
  })
})

describe('a monitor', () => {
  it('freezes the verdict of a full window and starts anew', () => {
    const seen: DatasetVerdict[] = []
    const onRoll = (verdict: DatasetVerdict): unknown => seen.push(verdict)
    const monitor = createMonitor(baseline, { window: 50, detect: false, onRoll })
    for (let i = 0; i < 49; i++) monitor.observe(draw(four))
    expect(monitor.last).toBeUndefined()
    monitor.observe(draw(four))
    expect(monitor.last).toMatchObject({ verdict: 'alarm', rows: 50, finished: true })
    expect(seen).toEqual([monitor.last])
    expect(Object.isFrozen(monitor.last?.columns[0])).toBe(true)
    expect(monitor.rows).toBe(0)
    for (let i = 0; i < 50; i++) monitor.observe(draw())
    expect(monitor.last?.verdict).toBe('ok')
  })

  it('alarms within a window, once', () => {
    const seen: DatasetVerdict[] = []
    const monitor = createMonitor(baseline, { onRoll: (verdict) => seen.push(verdict) })
    let rows = 0
    while (seen.length === 0 && rows < 1000) {
      monitor.observe(draw(['b']))
      rows++
    }
    expect(rows).toBeLessThan(40)
    expect(seen[0]).toMatchObject({ verdict: 'alarm', finished: false, moved: ['b'], rows })
    const [, b] = seen[0]?.columns ?? []
    expect(b?.reason).toMatch(/^the newest rows moved, more than this window of \d+ rows shows by itself; p /)
    expect(b?.pValue).toBeLessThan(0.01)
    while (rows++ < 500) monitor.observe(draw(['b']))
    expect(seen).toHaveLength(1)
    expect(monitor.last).toBe(seen[0])
  })

  it('rolls by hand', () => {
    const monitor = createMonitor(baseline)
    for (let i = 0; i < 60; i++) monitor.observe(draw())
    const before = monitor.verdict()
    expect(before.finished).toBe(false)
    expect(monitor.roll()).toEqual({ ...before, finished: true })
    expect(monitor.last).toEqual({ ...before, finished: true })
    expect(monitor.snapshot().parts.every((part) => part.rows === 0)).toBe(true)
    expect(monitor.snapshot().earlier.map((part) => part.rows)).toEqual([60])
  })

  it('judges a window that has grown too old, before it takes the next row', () => {
    const monitor = createMonitor(baseline, { maxWindowAge: '1m' })
    for (let i = 0; i < 45; i++) monitor.observe(draw(), 1000 + i)
    monitor.observe(draw(), 60_999)
    expect(monitor.last).toBeUndefined()
    monitor.observe(draw(), 61_000)
    expect(monitor.last?.rows).toBe(46)
    expect(monitor.rows).toBe(1)
    monitor.observe(draw(), 120_999)
    expect(monitor.rows).toBe(2)
  })

  it('does not depend on the order of rows', () => {
    const rows = Array.from({ length: 300 }, () => draw(['a']))
    const [one, other] = [
      createMonitor(baseline, { detect: false }),
      createMonitor(baseline, { detect: false }),
    ]
    for (const row of rows) one.observe(row)
    for (const row of rows.toReversed()) other.observe(row)
    expect(one.verdict()).toEqual(other.verdict())
  })

  it('watches only the columns asked for', () => {
    const monitor = createMonitor(baseline, { columns: ['d', 'b'] })
    expect(monitor.columns).toEqual(['b', 'd'])
    for (let i = 0; i < 100; i++) monitor.observe(draw(['a', 'c']))
    expect(monitor.verdict()).toMatchObject({ verdict: 'ok', judged: 2 })
  })

  it('takes any row whatever without throwing, and counts it', () => {
    const monitor = createMonitor(baseline)
    const thrower = new Proxy(
      {},
      {
        get() {
          throw new Error('no')
        },
      },
    )
    const hostile = [null, undefined, 1, 'text', Symbol('s'), [], thrower, Object.create(null), () => 1, 5n]
    for (const row of hostile) monitor.observe(row)
    for (const value of [{}, [], Symbol('s'), () => 1, 5n, new Date(0), thrower])
      monitor.observe({ a: value })
    expect(monitor.rows).toBe(17)
    const a = explainScore(monitor.snapshot(), baseline, 'a')
    const counted = [...a.bins, ...a.apart].reduce((sum, cell) => sum + cell.current, 0)
    expect(counted).toBe(17)
  })

  it('swallows and counts what a listener throws', () => {
    const monitor = createMonitor(baseline, {
      window: 40,
      onRoll: () => {
        throw new Error('listener')
      },
    })
    for (let i = 0; i < 80; i++) monitor.observe(draw())
    expect(monitor.faults).toBe(2)
  })

  it('shows its counts beside those of the reference, as plain data', () => {
    const monitor = createMonitor(baseline, { columns: ['a'] })
    for (const a of [-100, 100, 100, null, Number.NaN, Infinity, 'x']) monitor.observe({ a })
    const snapshot = monitor.snapshot()
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot)
    const column = explainScore(snapshot, baseline, 'a')
    expect(column.bins.map((bin) => bin.reference)).toEqual(
      Array.from({ length: 32 }, (_, i) => 31 + Number(i % 4 === 0)),
    )
    expect(column.bins[0]).toMatchObject({ current: 1, label: expect.stringMatching(/^up to -/) })
    expect(column.bins[31]).toMatchObject({ current: 2, label: expect.stringMatching(/^above /) })
    expect(column.apart.map((cell) => `${cell.label} ${cell.current}`)).toEqual([
      'missing 1',
      'nan 1',
      'infinite 1',
      'wrongType 1',
    ])
  })

  it('tells bins of one value from ranges, gaps and all others', () => {
    const rows = Array.from({ length: 300 }, (_, i) => ({ n: i, d: i % 2, c: i % 3 === 0 ? 'a' : 'b' }))
    const own = createBaseline(rows)
    const snapshot = createMonitor(own).snapshot()
    const bins = (name: string): unknown =>
      explainScore(snapshot, own, name).bins.map((bin) =>
        'value' in bin ? [bin.label, bin.value] : bin.label,
      )
    expect(bins('d')).toEqual(['below 0', ['0', 0], 'between 0 and 1', ['1', 1], 'above 1'])
    expect(bins('c')).toEqual([['"b"', 'b'], ['"a"', 'a'], 'other'])
    expect(bins('n')).toEqual(expect.arrayContaining([expect.stringMatching(/^up to /)]))
  })

  it('names every option that cannot work', () => {
    expect(() => createMonitor(baseline, { columns: ['z'] })).toThrow(
      'columns[0] must be a column of the baseline (a, b, c, d, e, f, g, h), got "z"',
    )
    const wrong = {
      minRows: 0,
      block: 1.5,
      significance: 1,
      share: 2,
      least: { psi: 0, ks: Number.NaN, jds: 1 },
      alarm: { falseAlarm: 0, over: 0, replicas: 0, every: 1 },
      window: { kind: 'sliding', rows: 100, panes: 1, age: 1 },
      maxWindowAge: 'soon',
      detect: 1,
      history: 25,
      replica: '',
      onRoll: 1,
      columns: [],
      psi: 0.2,
    }
    try {
      // @ts-expect-error options of the wrong types
      createMonitor(baseline, wrong)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(OptionsError)
      const problems = error instanceof OptionsError ? error.problems : []
      expect(problems.map((problem) => problem.option).sort()).toEqual(
        `psi minRows block significance share least.psi least.ks least.jds alarm.falseAlarm alarm.over
        alarm.replicas alarm.every window.panes window.age maxWindowAge detect history replica onRoll columns`
          .split(/\s+/)
          .sort(),
      )
    }
    expect(() => createMonitor(baseline, { window: 100, minRows: 200 })).toThrow(
      'minRows must be at most window (100)',
    )
    expect(() => createMonitor(baseline, { window: { kind: 'sliding', rows: 30, panes: 3 } })).toThrow(
      'minRows must be at most window (30)',
    )
  })

  it('names the kind of a window that there is not', () => {
    for (const kind of ['slidng', 'toString', undefined]) {
      // @ts-expect-error a kind that there is not
      expect(() => createMonitor(baseline, { window: { kind, rows: 100 } })).toThrow(
        `window.kind must be tumbling, sliding, decayed or sinceDeploy, got ${kind === undefined ? 'undefined' : `"${kind}"`}`,
      )
    }
  })

  it('refuses a baseline that was not checked, and says how to read it', () => {
    const text = JSON.stringify(baseline)
    for (const given of [JSON.parse(text), text, [], {}, null, undefined] as never[]) {
      expect(() => createMonitor(given)).toThrow(OptionsError)
      expect(() => createMonitor(given)).toThrow('parseBaseline(JSON.parse(text))')
    }
    expect(createMonitor(parseBaseline(JSON.parse(text))).columns).toHaveLength(8)
  })
})

it('takes an option that is undefined as absent', () => {
  const baseline = createBaseline(Array.from({ length: 200 }, (_, x) => ({ x: (x * 7919) % 200 })))
  const nothing = {
    columns: undefined,
    window: undefined,
    minRows: undefined,
    least: undefined,
    alarm: undefined,
    significance: undefined,
    share: undefined,
    block: undefined,
    maxWindowAge: undefined,
    detect: undefined,
    history: undefined,
    replica: undefined,
    onRoll: undefined,
  }
  const monitor = createMonitor(baseline, nothing)
  expect(monitor.settings).toEqual(createMonitor(baseline).settings)
  expect(monitor.columns).toEqual(['x'])
  const inner = {
    least: { psi: undefined },
    alarm: { over: undefined },
    window: { kind: 'tumbling', rows: undefined },
  } as const
  expect(createMonitor(baseline, inner).settings).toEqual(monitor.settings)
})
