// Each pitfall that drift monitors are known for, by name. Labels whose delay depends on the outcome are not among
// them: a monitor of rows sees no labels; the detector of losses in the stats package does.
import { type Random, createRandom } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { createBaseline, createMonitor, explainScore, judgeSnapshot, mergeSnapshots } from '../src/index.ts'
import type { Baseline, SeasonBy } from '../src/index.ts'
import { baselineOf, draws, judgeValues, only, tellings } from './watching.ts'

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  return list
    .map((value) => ({ value, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value)
}

/** The label of the cell that a value falls into. */
function cellOf(baseline: Baseline, value: unknown): string {
  const monitor = createMonitor(baseline)
  monitor.observe({ x: value })
  const { bins, apart } = explainScore(monitor.snapshot(), baseline, 'x')
  const held = [...bins, ...apart].filter(({ current }) => current > 0)
  expect(held.map(({ current }) => current)).toEqual([1])
  return held[0]?.label ?? ''
}

describe('counts', () => {
  it('bins that are empty on either side leave the scores finite', () => {
    const letters = baselineOf(draws('letters', 1000, (random) => 'abcdef'[random.int(6)]))
    const vanished = judgeValues(
      letters,
      draws('few letters', 300, (random) => 'ab'[random.int(2)]),
    )
    expect(vanished.verdict).toBe('alarm')
    expect(vanished.score).toBeGreaterThan(0.1)
    expect(vanished.score).toBeLessThan(1)
    const normal = baselineOf(draws('n', 1000, (random) => random.normal()))
    const upper = judgeValues(
      normal,
      draws('u', 300, (random) => Math.abs(random.normal())),
    )
    expect(upper).toMatchObject({ verdict: 'alarm', score: expect.any(Number) })
    expect(Number.isFinite(upper.score)).toBe(true)
    expect(Number.isFinite(upper.logE)).toBe(true)
  })

  it('all mass in one bin is ok where the reference had it so, and an alarm where it had not', () => {
    const zeros = baselineOf(draws('zeros', 1000, (random) => (random.next() < 0.97 ? 0 : random.next())))
    const same = draws('zeros again', 500, (random) => (random.next() < 0.97 ? 0 : random.next()))
    expect(judgeValues(zeros, same).verdict).toBe('ok')
    // Fifteen values other than 0 were to be expected.
    expect(judgeValues(zeros, new Array<number>(500).fill(0)).verdict).toBe('warn')
    const spread = baselineOf(draws('spread', 1000, (random) => random.normal()))
    const stuck = judgeValues(spread, new Array<number>(100).fill(0.25))
    expect(stuck.verdict).toBe('alarm')
    expect(stuck.topBins[0]?.current).toBe(1)
  })

  it('a constant feature is ok while it is constant, and tells the least departure of its values', () => {
    const constant = baselineOf(new Array<number>(500).fill(3.25))
    expect(constant.columns[0]).toMatchObject({ constant: true, deviation: 0 })
    const same = judgeValues(constant, new Array<number>(200).fill(3.25))
    expect(same).toMatchObject({ verdict: 'ok', score: undefined, windowPValue: 1 })
    const off = judgeValues(constant, new Array<number>(200).fill(3.25 + 1e-12))
    expect(off).toMatchObject({ verdict: 'alarm', effect: { method: 'unseen', value: 1 } })
  })

  it('codes that are whole numbers are told apart one by one, not by their order', () => {
    const codes = [100, 101, 404, 500]
    const swapped = [100, 404, 101, 500]
    const weights = [0, 0, 0, 0, 1, 1, 2, 3]
    const pick =
      (list: readonly number[]) =>
      (random: { int(n: number): number }): number | undefined =>
        list[weights[random.int(8)] ?? 0]
    const baseline = baselineOf(draws('codes', 1000, pick(codes)))
    expect(baseline.columns[0]?.type).toBe('discrete')
    expect(judgeValues(baseline, draws('more codes', 500, pick(codes))).verdict).toBe('ok')
    expect(judgeValues(baseline, draws('swapped', 500, pick(swapped))).verdict).toBe('alarm')
    expect(cellOf(baseline, 404)).toBe('404')
    expect(cellOf(baseline, 403)).toBe('between 101 and 404')
  })

  it('values that tie with an edge fall on the same side in the reference and in windows', () => {
    const tenths = draws('tenths', 1000, (random) => Math.round(10 * random.normal()) / 10)
    const baseline = baselineOf(tenths)
    const [column] = baseline.columns
    expect(column).toMatchObject({ type: 'numeric', ties: true })
    const same = judgeValues(baseline, tenths)
    expect(same).toMatchObject({ verdict: 'ok', score: 0, windowPValue: 1, topBins: [] })
    const edges = column?.type === 'numeric' ? column.edges : []
    for (const edge of edges)
      expect(cellOf(baseline, edge)).toMatch(new RegExp(`(, ${edge}]|up to ${edge})$`))
  })

  const fractions = baselineOf(draws('f', 500, (random) => random.normal()))
  const few = baselineOf(draws('few', 500, (random) => random.int(3)))
  const yesNo = baselineOf(draws('yes', 500, (random) => (random.int(2) === 0 ? '1.0' : 'no')))
  const flags = baselineOf(draws('flags', 500, (random) => random.int(2) === 0))
  it.each<[string, unknown, string | RegExp, string, string, string]>([
    ['-0', -0, /^\(/, '0', 'other', 'wrongType'],
    ['NaN', Number.NaN, 'nan', 'nan', 'nan', 'wrongType'],
    ['Infinity', Infinity, 'infinite', 'infinite', 'infinite', 'wrongType'],
    ['-Infinity', -Infinity, 'infinite', 'infinite', 'infinite', 'wrongType'],
    ['1n', 1n, /^\(/, '1', 'other', 'wrongType'],
    ['a huge bigint', 10n ** 400n, 'infinite', 'infinite', 'infinite', 'wrongType'],
    ['null', null, 'missing', 'missing', 'missing', 'missing'],
    ['undefined', undefined, 'missing', 'missing', 'missing', 'missing'],
    ['"1.0"', '1.0', 'wrongType', 'wrongType', '"1.0"', 'wrongType'],
    ['an empty text', '', 'wrongType', 'wrongType', 'other', 'wrongType'],
    ['true', true, 'wrongType', 'wrongType', 'other', 'true'],
    ['a Number object', Object(1), 'wrongType', 'wrongType', 'wrongType', 'wrongType'],
    ['a Date', new Date(0), 'wrongType', 'wrongType', 'wrongType', 'wrongType'],
  ])('%s has one cell in columns of every type', (_, value, numeric, discrete, text, flag) => {
    expect(cellOf(fractions, value)).toMatch(numeric)
    expect(cellOf(few, value)).toBe(discrete)
    expect(cellOf(yesNo, value)).toBe(text)
    expect(cellOf(flags, value)).toBe(flag)
  })

  it('a window of nothing but unseen values alarms, by as few rows as suffice', () => {
    const letters = baselineOf(draws('letters', 1000, (random) => 'abcdef'[random.int(6)]))
    const unseen = judgeValues(letters, new Array<string>(40).fill('z'))
    expect(unseen).toMatchObject({ verdict: 'alarm', effect: { method: 'unseen', value: 1 } })
    const numbers = baselineOf(draws('thirds', 1000, (random) => random.int(3)))
    expect(judgeValues(numbers, new Array<number>(40).fill(0.5))).toMatchObject({
      verdict: 'alarm',
      effect: { method: 'unseen', value: 1 },
    })
  })

  it('the order in which categories came does not matter', () => {
    const random = createRandom('order')
    const names = Array.from({ length: 900 }, (_, i) => `n${i % 9 === 0 ? 0 : i % 30}`)
    const live = Array.from({ length: 200 }, () => `n${random.int(31)}`)
    const { name: _, ...first } = judgeValues(baselineOf(names), live)
    for (let run = 0; run < 5; run++) {
      const { name: __, ...other } = judgeValues(baselineOf(shuffled(random, names)), shuffled(random, live))
      const { topBins: one, logE: a, ...rest } = first
      const { topBins: two, logE: b, ...same } = other
      expect(same).toEqual(rest)
      expect(b).toBeCloseTo(a, 10)
      // Bins that moved equally may change places.
      expect(two.map(({ current, reference }) => current - reference)).toEqual(
        one.map(({ current, reference }) => current - reference),
      )
    }
  })

  it('fewer rows than the least are inconclusive, however far they are off', () => {
    const baseline = baselineOf(draws('n', 1000, (random) => random.normal()))
    const off = new Array<number>(39).fill(50)
    expect(judgeValues(baseline, off)).toMatchObject({ verdict: 'inconclusive', why: 'few rows' })
    expect(judgeValues(baseline, [...off, 50])).toMatchObject({ verdict: 'alarm' })
    expect(judgeValues(baseline, off, { minRows: 39 })).toMatchObject({ verdict: 'alarm' })
    expect(judgeValues(baseline, [])).toMatchObject({
      verdict: 'inconclusive',
      reason: '0 rows, fewer than 40',
    })
  })

  it('counts do not overflow: what is counted since the deployment begins anew before 2^31 rows', () => {
    const baseline = baselineOf(draws('n', 1000, (random) => random.normal()))
    const monitor = createMonitor(baseline, { window: { kind: 'sinceDeploy', every: 100 }, detect: false })
    const full = 2 ** 31 - 1 - 150
    const counter: unknown = Reflect.get(monitor, 'counter')
    const counts: unknown = Reflect.get(counter as object, 'counts')
    if (!(counts instanceof Int32Array)) throw new Error('the counts are kept elsewhere')
    counts[4] = full
    Reflect.set(monitor, 'rows', full)
    const random = createRandom('overflow')
    for (let i = 0; i < 400; i++) {
      monitor.observe({ x: random.normal() })
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(0)
    }
    expect(monitor.rows).toBeLessThan(400)
    expect(monitor.last?.verdict).not.toBe('alarm')
    expect(monitor.snapshot().earlier[0]?.rows).toBeGreaterThan(full)
  })
})

describe('sizes', () => {
  const shapes = {
    normal: (random: { normal(): number }) => random.normal(),
    'few numbers': (random: { int(n: number): number }) => random.int(5),
    names: (random: { next(): number }) => `n${Math.floor(12 * random.next() ** 3)}`,
    rare: (random: { next(): number }) => random.next() < 0.02,
    holes: (random: { next(): number; normal(): number }) => (random.next() < 0.3 ? null : random.normal()),
    rounded: (random: { normal(): number }) => Math.round(4 * random.normal()) / 4,
  }
  it.each(Object.keys(shapes) as (keyof typeof shapes)[])(
    'p-values of one window come at most as often as they say, of %s',
    (shape) => {
      const random = createRandom(`p ${shape}`)
      const draw = shapes[shape]
      const ps = Array.from({ length: 30 }, () => {
        const baseline = baselineOf(Array.from({ length: 500 }, () => draw(random)))
        return Array.from(
          { length: 20 },
          () =>
            judgeValues(
              baseline,
              Array.from({ length: 150 }, () => draw(random)),
            ).windowPValue,
        )
      }).flat()
      for (const level of [0.005, 0.02, 0.05, 0.2]) {
        const share = ps.filter((p) => p <= level).length / ps.length
        // Windows share 30 references: twice the binomial error.
        expect(share).toBeLessThanOrEqual(level + 5 * Math.sqrt((level * (1 - level)) / ps.length))
      }
      expect(ps.filter((p) => p <= 0.5).length).toBeGreaterThan(0.02 * ps.length)
    },
  )

  it('a reference of 50 rows can be used, is quiet without drift and alarms on a large one', () => {
    const random = createRandom('fifty')
    expect(() => baselineOf(draws('few', 50, (r) => r.normal()))).toThrow('at least 200 rows')
    let warnings = 0
    for (let run = 0; run < 40; run++) {
      const baseline = baselineOf(
        Array.from({ length: 50 }, () => random.normal()),
        { minRows: 50 },
      )
      const told = tellings(baseline, 2000, () => ({ x: random.normal() }))
      expect(told.filter(({ verdict }) => verdict.verdict === 'alarm')).toEqual([])
      warnings += told.filter(({ verdict }) => verdict.verdict === 'warn').length
      const moved = tellings(baseline, 2000, () => ({ x: random.normal() + 3 }))
      expect(moved[0]?.verdict.verdict).toBe('alarm')
      expect(moved[0]?.row).toBeLessThan(100)
    }
    expect(warnings).toBeLessThanOrEqual(2)
  })
})

describe('replicas and clocks', () => {
  const baseline = createBaseline(draws('r', 800, (random) => ({ x: random.normal(), y: random.int(4) })))
  const rows = draws('live', 300, (random) => ({ x: random.normal() + 0.7, y: random.int(4) }))

  it('a replica without a row changes nothing', () => {
    const busy = createMonitor(baseline, { replica: 'busy', detect: false })
    const silent = createMonitor(baseline, { replica: 'silent', detect: false })
    for (const row of rows) busy.observe(row, 5)
    const merged = mergeSnapshots(silent.snapshot(), busy.snapshot())
    expect(merged.parts.map((part) => [part.replica, part.rows])).toEqual([
      ['busy', 300],
      ['silent', 0],
    ])
    expect(judgeSnapshot(merged, baseline)).toEqual(judgeSnapshot(busy.snapshot(), baseline))
    const none = judgeSnapshot(mergeSnapshots(silent.snapshot(), silent.snapshot()), baseline)
    expect(none).toMatchObject({ verdict: 'inconclusive', rows: 0, window: { since: 0, until: 0 } })
  })

  it('a clock that stands still, goes backwards or shows nonsense neither throws nor ends windows early', () => {
    const times = [
      () => 7,
      (i: number) => 1000 - i,
      (i: number) => [Number.NaN, -Infinity, 5, Infinity][i % 4],
    ]
    for (const time of times) {
      const monitor = createMonitor(baseline, { maxWindowAge: '1h', replica: 'a', detect: false })
      rows.forEach((row, i) => monitor.observe(row, time(i)))
      expect(monitor.rows).toBe(300)
      const verdict = monitor.verdict()
      expect(verdict.window.since).toBeLessThanOrEqual(verdict.window.until)
      expect(Number.isFinite(verdict.window.since) && Number.isFinite(verdict.window.until)).toBe(true)
      const snapshot = monitor.snapshot()
      expect(mergeSnapshots(snapshot, snapshot)).toEqual(snapshot)
    }
  })
})

describe('time', () => {
  const hour = 3_600_000
  /** A level that follows the hour of the week: days are high, weekends low. */
  const level = (time: number): number => {
    const slot = Math.floor(time / hour) % 168
    return 2 * Math.sin((2 * Math.PI * slot) / 24) + (slot < 48 ? -1 : 1)
  }
  const weeks = draws('weeks', 168 * 60, (random, i) => {
    const time = (i / 15) * hour
    return { time, x: level(time) + random.normal() }
  })
  const by: SeasonBy = 'hourOfWeek'
  const seasonal = createBaseline(weeks, { columns: ['x'], season: { by, time: 'time' } })
  const plain = createBaseline(weeks, { columns: ['x'] })
  const start = 40 * 168 * hour
  /** Two weeks of 15 rows an hour, in windows of four hours. */
  const live = (seed: string, moved: number) => {
    const random = createRandom(seed)
    return (i: number) => {
      const time = start + (i / 15) * hour
      return { time, x: level(time) + random.normal() + moved }
    }
  }
  const options = { window: 60, detect: false }
  const count = 168 * 15 * 2

  it('a season of the hour of the week stays silent where a plain baseline alarms', () => {
    const alarms = (baseline: Baseline, moved: number): number =>
      tellings(baseline, count, live(`season ${moved}`, moved), options).filter(
        ({ verdict }) => verdict.verdict === 'alarm',
      ).length
    expect(alarms(seasonal, 0)).toBe(0)
    expect(alarms(plain, 0)).toBeGreaterThan(20)
    expect(alarms(seasonal, 1.5)).toBeGreaterThan(20)
  })

  it('p-values of one window come at most as often as they say, by hours of which each is known well', () => {
    // 300 rows an hour: with few rows, what neighbouring hours borrow from the whole errs alike, and p-values are too small.
    const known = draws('20 weeks', 168 * 300, (random, i) => {
      const time = (i / 15) * hour
      return { time, x: level(time) + random.normal() }
    })
    const baseline = createBaseline(known, { columns: ['x'], season: { by, time: 'time' } })
    const ps = tellings(baseline, count * 3, live('calm weeks', 0), options).map(
      ({ verdict }) => only(verdict).windowPValue,
    )
    expect(ps).toHaveLength(252)
    for (const level of [0.01, 0.05, 0.2]) {
      const share = ps.filter((p) => p <= level).length / ps.length
      expect(share).toBeLessThanOrEqual(level + 2 * Math.sqrt((level * (1 - level)) / ps.length))
    }
  })

  it('a column that only rises is left out, and the others are judged', () => {
    const start = 1.7e12
    const baseline = createBaseline(draws('t', 1000, (random, i) => ({ at: start + i, x: random.normal() })))
    expect(baseline.columns.map(({ monotone }) => monotone)).toEqual([true, false])
    const random = createRandom('later')
    const monitor = createMonitor(baseline)
    for (let i = 0; i < 3000; i++) monitor.observe({ at: start + 1e9 + i, x: random.normal() })
    expect(monitor.last).toMatchObject({ verdict: 'ok', judged: 1, moved: [] })
    expect(monitor.last?.columns[0]).toMatchObject({ verdict: 'inconclusive', why: 'monotone' })
  })

  it('a column that rises row by row where the reference was mixed is not judged either', () => {
    const baseline = baselineOf(draws('mixed', 1000, (random) => random.int(1000)))
    const rising = judgeValues(
      baseline,
      draws('rising', 400, (_, i) => i),
    )
    expect(rising).toMatchObject({ verdict: 'inconclusive', why: 'monotone' })
  })

  it('features that are duplicates do not multiply false alarms, and count once', () => {
    const random = createRandom('duplicates')
    const row = (moved: number) => {
      const x = random.normal()
      const copies = Array.from({ length: 20 }, (_, i) => [`x${i}`, (i + 1) * (x + moved)])
      return { ...Object.fromEntries(copies), own: random.normal() }
    }
    const baseline = createBaseline(Array.from({ length: 500 }, () => row(0)))
    const told = tellings(baseline, 20_000, () => row(0))
    expect(told.filter(({ verdict }) => verdict.verdict !== 'ok')).toEqual([])
    const moved = tellings(baseline, 1000, () => row(2)).at(-1)
    expect(moved?.verdict).toMatchObject({ verdict: 'alarm', judged: 2, share: 0.5 })
  })

  it('a drift of 0.1 deviations per 100 000 rows is found', () => {
    const random = createRandom('slow')
    const baseline = baselineOf(draws('slow reference', 10_000, (r) => r.normal()))
    const told = tellings(baseline, 400_000, (i) => ({ x: random.normal() + i * 1e-6 }))
    const alarm = told.find(({ verdict }) => verdict.verdict === 'alarm')
    expect(alarm?.row).toBeGreaterThan(20_000)
    expect(alarm?.row).toBeLessThan(300_000)
  })

  it('drift that comes again alarms again, after a whole window was well', () => {
    const random = createRandom('again')
    const baseline = baselineOf(draws('again reference', 2000, (r) => r.normal()))
    const isMoved = (i: number): boolean => (i >= 2000 && i < 5000) || (i >= 12_000 && i < 15_000)
    const told = tellings(baseline, 20_000, (i) => ({ x: random.normal() + (isMoved(i) ? 0.8 : 0) }))
    const changes = told
      .map(({ row, verdict }) => ({ row, is: only(verdict).verdict }))
      .filter(({ is }, i, all) => is !== all[i - 1]?.is)
    expect(changes.map(({ is }) => is)).toEqual(['ok', 'alarm', 'ok', 'alarm', 'ok'])
    const [, first, well, second, end] = changes.map(({ row }) => row)
    expect(first).toBeLessThan(2200)
    expect(well).toBe(6000)
    expect(second).toBeLessThan(12_200)
    expect(end).toBe(16_000)
  })
})
