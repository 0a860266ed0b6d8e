import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { benchGates, simulationGates } from '../bench/gates.ts'
import { measureTimes, pairedDifference, pairedRatio } from '../bench/harness.ts'
import type { Effort, Subject } from '../bench/harness.ts'
import { marker, pageWith, sectionsOf } from '../bench/page.ts'
import { playAll } from '../bench/play.ts'
import { rateFigure, rateOf } from '../bench/rate.ts'
import { gateTable, reportMarkdown, resultOf } from '../bench/report.ts'
import type { Gate } from '../bench/report.ts'
import { Results } from '../bench/simulation.ts'
import type { Simulation } from '../bench/simulation.ts'

const root = resolve(import.meta.dirname, '..')

/** A clock that only the measured calls move, and subjects that move it. */
function fakeTime(): {
  now: () => number
  taking: (name: string, ms: number, isAwaited?: boolean) => Subject
} {
  let time = 0
  return {
    now: () => time,
    taking: (name, ms, isAwaited = true) => ({
      name,
      isAwaited,
      inputs: [1, 2],
      call: (input: number) => {
        time += ms
        return isAwaited ? Promise.resolve(input) : input
      },
    }),
  }
}

function effort(order: () => number = () => 0.5): Effort {
  return { rounds: 20, batch: 10, leadIn: 2, warmUp: 10, random: order }
}

describe('the harness', () => {
  test('reports a subject that takes twice as long as 2x, in whatever order a round runs', async () => {
    for (const order of [0, 0.3, 0.99]) {
      const { now, taking } = fakeTime()
      const subjects = [taking(`a ${order}`, 0.003), taking(`b ${order}`, 0.006)]
      const measured = await measureTimes(
        subjects,
        effort(() => order),
        now,
      )
      const rounds = (name: string) => measured.get(name)!.rounds
      expect(measured.get(`a ${order}`)!.median).toBeCloseTo(3_000)
      expect(pairedRatio(rounds(`b ${order}`), rounds(`a ${order}`)).median).toBeCloseTo(2)
      expect(pairedDifference(rounds(`a ${order}`), rounds(`b ${order}`)).median).toBeCloseTo(3_000)
    }
  })

  test('tells times per thing where a call does several, and takes batches of a subject of its own', async () => {
    const { now, taking } = fakeTime()
    const subject = { ...taking('row', 0.008, false), per: 4, batch: 3 }
    const measured = await measureTimes([subject], effort(), now)
    expect(measured.get('row')!.median).toBeCloseTo(2_000)
  })

  test('draws the order of each round, every subject once', async () => {
    const { now, taking } = fakeTime()
    const log: string[] = []
    const logged = (name: string): Subject => {
      const { call, ...rest } = taking(name, 0.001)
      return { ...rest, call: (input: never) => (log.push(name), call(input)) }
    }
    const draws = [0.1, 0.9, 0.4, 0.7, 0.2]
    let at = 0
    await measureTimes(
      [logged('p'), logged('q'), logged('r')],
      { rounds: 30, batch: 1, leadIn: 0, warmUp: 0, random: () => draws[at++ % draws.length]! },
      now,
    )
    const orders = new Set<string>()
    for (let i = 0; i < log.length; i += 3) orders.add(log.slice(i, i + 3).join(''))
    expect([...orders].every((order) => order.split('').toSorted().join('') === 'pqr')).toBe(true)
    expect(orders.size).toBeGreaterThan(1)
  })

  test('refuses a subject that gives no answer: nothing would look fast', async () => {
    const nothing: Subject = { name: 'nothing', call: () => undefined, inputs: [0] }
    await expect(measureTimes([nothing], effort())).rejects.toThrow('nothing: 10 calls gave no answer')
  })

  test('gives an interval that holds the median of all rounds but those of a few', () => {
    const quiet = Array.from({ length: 100 }, () => 10)
    const twice = quiet.map((time, i) => (i < 10 ? time * 50 : time * 2))
    const { low, median, high } = pairedRatio(twice, quiet)
    expect([low, median, high]).toEqual([2, 2, 2])
  })
})

describe('a gate', () => {
  const gate: Gate = { what: 'slower than by hand', holds: 'at most', gate: 1.5, aim: 1.2 }
  test.each([
    [2, 'not met'],
    [1.5, 'met'],
    [1.2, 'aim met'],
    [Number.NaN, 'not met'],
  ])('of at most 1.5, aim 1.2, says of %d: %s', (measured, result) => {
    expect(resultOf(gate, { measured })).toBe(result)
  })

  test('of at least 3 is not met below', () => {
    const faster: Gate = { what: 'faster', holds: 'at least', gate: 3 }
    expect(resultOf(faster, { measured: 2.9 })).toBe('not met')
    expect(resultOf(faster, { measured: 3 })).toBe('met')
  })

  test('that a run violates is printed as not met, with the reason; one not built yet is never met', () => {
    const text = gateTable(
      { slow: gate, batcher: { ...gate, what: 'batcher' } },
      { slow: { measured: 2, why: 'twice the work' }, batcher: { notBuilt: 'no batcher' } },
    )
    expect(text).toContain('| slower than by hand | 2.00x | <= 1.5x | <= 1.2x | not met |')
    expect(text).toContain('- slower than by hand: twice the work')
    expect(text).toContain('| batcher |  | <= 1.5x | <= 1.2x | not built yet |')
    expect(text).toContain('0 of 1 measured rows are met.')
  })

  test('that the suite forgot is not met', () => {
    expect(gateTable({ slow: gate }, {})).toContain(
      '| slower than by hand | NaNx | <= 1.5x | <= 1.2x | not met |',
    )
  })

  test('on a rate is held against the exact bound: too few runs are not enough', () => {
    const percent: Gate = { what: 'false', holds: 'at most', gate: 1.2, unit: '%' }
    const seen = (hits: number, runs: number) =>
      rateFigure(rateOf(Array.from({ length: runs }, (_, i) => i < hits)), percent, 'row')
    expect(resultOf(percent, seen(0, 100))).toBe('not met')
    expect(resultOf(percent, seen(40, 5_000))).toBe('met')
    expect(resultOf(percent, seen(60, 5_000))).toBe('not met')
    expect(seen(100, 5_000)).toMatchObject({ why: 'the rate itself is above' })
  })

  test('is shown beside what was compared, how, and every subject', () => {
    const spread = { median: 50, p10: 40, p90: 120 }
    const text = reportMarkdown(
      { slow: gate },
      {
        effort: { rounds: 1, batch: 1, leadIn: 0, warmUp: 0 },
        figures: { slow: { measured: 1 } },
        comparisons: [{ ours: 'ours', peer: 'theirs', ratio: { median: 0.5, low: 0.4, high: 0.8 } }],
        notes: [],
        subjects: [{ name: 'ours', nanoseconds: spread, bytes: 16.4 }],
        compared: 'This and that.',
      },
    )
    expect(text).toContain('| ours | theirs | 2.00x slower | 1.25x to 2.50x |')
    expect(text).toContain('| ours | 50.0 | 40.0 | 120 | 16 |')
    expect(text).toContain('This and that.')
  })
})

describe('a simulation', () => {
  const draws: Simulation = {
    gates: {},
    base: 50,
    trials: [
      { name: 'first', runs: (base) => base, play: (seed) => `first ${seed}` },
      { name: 'second', runs: (base) => base / 2, play: async (seed) => `second ${seed}` },
    ],
    report: () => ({ figures: {}, tables: [], simulated: '' }),
  }

  test('gives every run its own seed and keeps their order', async () => {
    const options = { base: 50, seed: '7', workers: 0, progress: () => undefined }
    const results = await playAll('draws', draws, options)
    const [first, second] = draws.trials
    expect(results.of(first!)).toEqual(Array.from({ length: 50 }, (_, i) => `first 7/first/${i}`))
    expect(results.of(second!)).toHaveLength(25)
  })

  test('knows no trial that was not played', () => {
    expect(() => new Results(new Map()).of(draws.trials[0]!)).toThrow('no trial first')
  })
})

describe('a page', () => {
  const page = { head: '# Page\n', order: ['a', 'b', 'c'] }
  const missing = (name: string): string => `## ${name}\n\nnone`

  test('replaces the section of a run and leaves all others as they were', () => {
    const before = '# Old\n\n## b\n\nold b\n\n### part\n\nkept\n\n## a\n\nold a\n'
    expect(pageWith(page, before, new Map([['a', '## a\n\nnew a']]), missing)).toBe(
      '# Page\n\n## a\n\nnew a\n\n## b\n\nold b\n\n### part\n\nkept\n\n## c\n\nnone\n',
    )
  })

  describe.each([
    ['benchmarks.md', 'bench', benchGates],
    ['simulations.md', 'simulate', simulationGates],
  ] as const)('docs/%s', (file, command, gates) => {
    const path = join(root, 'docs', file)
    const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
    const sections = sectionsOf(text)

    test('is written by its command, with every suite in order', () => {
      expect(text).toContain(marker(`${command} -- all --write`))
      expect([...sections.keys()].filter((name) => name !== 'Method')).toEqual(Object.keys(gates))
    })

    test.each(Object.keys(gates))('has the section %s as its run wrote it, with every row', (name) => {
      const section = sections.get(name) ?? ''
      expect(section).toContain(marker(`${command} -- ${name} --write`))
      expect(section).toMatch(/^(Measured|Simulated) \d{4}-\d{2}-\d{2}/m)
      const rows = Object.values(gates[name]!)
      let met = 0
      let measured = 0
      for (const { what } of rows) {
        const line = section.split('\n').find((one) => one.startsWith(`| ${what} | `)) ?? ''
        const result = /\| (aim met|met|not met|not built yet) \|$/.exec(line)?.[1]
        expect(result, what).toBeDefined()
        if (result !== 'not built yet') measured++
        if (result?.endsWith('met') === true && result !== 'not met') met++
        if (result?.startsWith('not') === true)
          expect(section).toMatch(new RegExp(`^- ${escape(what)}: \\S`, 'm'))
      }
      if (rows.length > 0) expect(section).toContain(`${met} of ${measured} measured rows are met.`)
    })
  })
})

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
