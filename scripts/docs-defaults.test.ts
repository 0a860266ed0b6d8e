import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { canonicalKey, validate } from '../packages/contracts/src/index.ts'
import { Faults, compose, defineStage } from '../packages/core/src/index.ts'
import { Registry } from '../packages/core/src/telemetry/registry.ts'
import { createBaseline } from '../packages/drift/src/index.ts'
import { BreakerStage } from '../packages/resilience/src/index.ts'
import { createHarmJudge } from '../packages/router/src/index.ts'
import * as z from 'zod'
import { parseDuration } from '../packages/core/src/duration.ts'
import type { Duration } from '../packages/core/src/duration.ts'
import { readPage, root } from './pages.ts'

/** Under which name the page has the options of an interface; others under their own, less `Options`. */
const prefixes: Readonly<Record<string, string>> = {
  RetryOptions: 'retry',
  BreakerOptions: 'breaker',
  CacheSettings: 'cache',
  FallbackOptions: 'fallback',
  GuardRollout: 'rollout',
  RolloutOptions: 'rollout',
  RollbackIf: 'createRollout.rollbackIf',
  MonitorOptions: 'drift',
  JudgeOptions: 'drift',
  LeastEffects: 'drift.least',
  AlarmOptions: 'drift.alarm',
  TumblingWindow: 'drift.window',
  SlidingWindow: 'drift.window',
  DecayedWindow: 'drift.window',
  SinceDeployWindow: 'drift.window',
  DriftEventOptions: 'drift',
  DriftStageOptions: 'drift',
  ReportOptions: 'report',
  TextReportOptions: 'reportText',
  EvidentlyProfile: 'evidently.dataset',
  NannymlChunking: 'nannyml.chunks',
  NannymlColumnOptions: 'nannyml',
  OutcomeOptions: 'outcomes',
  ManyOptions: 'many',
  BaselineOptions: 'createBaseline',
  StreamBaselineOptions: 'baselineFromStream',
  HarmJudgeOptions: 'createHarmJudge',
  MemoryOutcomeStoreOptions: 'createMemoryOutcomeStore',
  CountTestOptions: 'chiSquareHomogeneity',
  LogHistogramOptions: 'LogHistogram',
  SharedOptions: 'guard',
  CallOptions: 'call',
  AnswerDetails: 'call.answer',
}

/** Reads a default as a value: durations in milliseconds; `undefined` for one in words, such as `none`. */
function valueOf(text: string): unknown {
  const plain = text.replaceAll('`', '').replace(/ \(.*\)$/, '')
  const duration = plain.replace(/^'|'$/g, '').replace(/(\d) ms$/, '$1ms')
  if (/^\d+(?:\.\d+)?(?:ms|s|m|h|d)$/.test(duration)) return parseDuration(duration as Duration)
  if (/^-?[\d _.e]+$/.test(plain)) return Number(plain.replace(/[ _]/g, ''))
  if (plain === 'true' || plain === 'false') return plain === 'true'
  if (/^'[^']*'$/.test(plain)) return plain
  return /^[a-z]/i.test(plain) ? undefined : `not a value: ${plain}`
}

/** Reads every `@default` of a property in the sources, by the name that the page gives it. */
function defaultsInCode(): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>()
  const files = readdirSync(join(root, 'packages'), { recursive: true })
    .map(String)
    .filter((path) => /^[\w-]+\/src\/.*\.ts$/.test(path) && !/\.test(-d)?\.ts$|\/testing\//.test(path))
  for (const file of files) {
    const text = readFileSync(join(root, 'packages', file), 'utf8')
    const tags = /@default\s+([^\n]*?)\s*(?:\*\/)?\s*\n(?:\s*\*\/\s*\n)?\s*(?:readonly )?(\w+)\??:/g
    for (const tag of text.matchAll(tags)) {
      const value = valueOf(tag[1] ?? '')
      const owners = text.slice(0, tag.index).matchAll(/^(?:export )?(?:interface|class|type) (\w+)/gm)
      const owner = [...owners].at(-1)?.[1] ?? ''
      const own = owner.replace(/Options$/, '')
      const name = `${prefixes[owner] ?? own.charAt(0).toLowerCase() + own.slice(1)}.${tag[2]}`
      if (value === undefined || tag[2] === 'salt') continue
      if (found.has(name) && found.get(name) !== value) found.set(name, `two defaults in the sources`)
      else found.set(name, value)
    }
  }
  return found
}

/** Reads a table of the page, without its head. */
function rowsOf(heading: string): readonly (readonly string[])[] {
  const section = readPage('docs/defaults.md')
    .split(/^## /m)
    .find((text) => text.startsWith(`${heading}\n`))
  if (section === undefined) throw new Error(`docs/defaults.md has no section ${heading}`)
  const rows = section.split('\n').filter((line) => line.startsWith('|'))
  return rows.slice(2).map((row) => row.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()))
}

test('docs/defaults.md has every default that a docstring states, and no other', () => {
  const rows = [...rowsOf('Of a guard'), ...rowsOf('Of single packages')]
  const documented = rows.map(([option = '', value = '']) => [option.replaceAll('`', ''), valueOf(value)])
  const inCode = defaultsInCode()
  expect(inCode.size).toBeGreaterThan(35)
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(inCode))
  expect(documented.length, 'an option stands there twice').toBe(inCode.size)
})

test('a default that nobody knows how to read is a difference', () => {
  expect([valueOf('10 000'), valueOf('60_000'), valueOf('50 ms'), valueOf("'1d'")]).toEqual([
    10_000, 60_000, 50, 86_400_000,
  ])
  expect([valueOf('0.5 (Jeffreys)'), valueOf('1e7'), valueOf("'auto'"), valueOf('false')]).toEqual([
    0.5,
    1e7,
    "'auto'",
    false,
  ])
  expect(valueOf('none')).toBeUndefined()
  expect(valueOf('${stable}:${candidate}')).toContain('not a value')
  expect(valueOf('5 or more')).toContain('not a value')
})

const bounds: Readonly<Record<string, () => Promise<readonly number[]>>> = {
  'attempts that stages of your own may ask for by `call.retry`': async () => {
    let attempts = 0
    const again = defineStage({ name: 'again', error: (call) => void call.retry(0) })
    const target = (): never => {
      attempts++
      throw new Error('down')
    }
    await compose(target, [again])(1).catch(() => undefined)
    return [attempts]
  },
  'variants one breaker remembers': async () => {
    const stage = new BreakerStage()
    const named = defineStage({ name: 'named', enter: (call) => void (call.variant = String(call.input)) })
    const predict = compose((x: number) => x, [named, stage])
    for (let i = 0; i < 2_000; i++) await predict(i)
    return [stage.health().length]
  },
  'kinds of faults counted apart': async () => {
    const faults = new Faults(() => undefined)
    for (let i = 0; i < 1_000; i++) faults.add(`kind ${i}`, undefined)
    return [faults.counts.size - 1]
  },
  'text of an input that can be cached': async () => {
    const longest = firstWithout((length) => canonicalKey('x'.repeat(length)), 1 << 20)
    const deepest = firstWithout(
      (depth) => canonicalKey(JSON.parse('['.repeat(depth) + ']'.repeat(depth))),
      999,
    )
    // Two of the characters are the quotes.
    return [longest - 1 + 2, deepest - 1]
  },
  'violations told one by one': async () => {
    const result = await validate(
      z.array(z.string()),
      Array.from({ length: 99 }, () => 1),
    )
    return [(result.ok ? [] : result.violations).filter(({ rule }) => rule !== 'more').length]
  },
  'units whose bad events a rollout remembers': async () => {
    const judge = createHarmJudge({ falseRollback: 0.01, signals: ['errors'] })
    for (let i = 0; i < 100_010; i++) {
      judge.record({ signal: 'errors', arm: 'stable', weight: 0.5, unit: `u${i}`, now: 0 })
    }
    return [judge.verdict(0).signals[0]?.stableEvents ?? 0]
  },
  'names of contracts told apart in telemetry': async () => {
    const registry = new Registry()
    const some = Array.from({ length: 1_000 }, (_, i) => `name ${i}`)
    const names = new Set(some.map((name) => registry.nameOf(name)))
    const series = new Set(some.map((variant) => registry.series('name 1', variant)))
    // The one for all others is among the names, and beside the variants.
    return [names.size, series.size - 1]
  },
  'distinct values kept of a categorical column': async () => {
    const rows = Array.from({ length: 500 }, (_, i) => ({ plan: `plan ${i % 400}` }))
    const [column] = createBaseline(rows, {
      columns: [{ name: 'plan', path: ['plan'], kind: 'categorical' }],
    }).columns
    return [column !== undefined && 'values' in column ? column.values.length : 0]
  },
}

/** Bounds that are times, and where they are held. */
const heldElsewhere: Readonly<Record<string, string>> = {
  "restarts of the judge's evidence": 'the default of createHarmJudge.restartEvery, above',
  'how long a call without a deadline is waited for by further ones':
    'packages/resilience/src/flights.test.ts',
  "how long `drain()` waits for a sink's `flush`": 'packages/plimsoll/src/drain.test.ts',
  'looks for an OpenTelemetry SDK': 'packages/plimsoll/test/metrics.test.ts',
}

/** The first whole number from 1 that gives nothing, by halving. */
function firstWithout(give: (n: number) => unknown, end: number): number {
  let [low, high] = [1, end]
  while (low < high) {
    const middle = (low + high) >> 1
    if (give(middle) === undefined) high = middle
    else low = middle + 1
  }
  return low
}

test('the fixed bounds of docs/defaults.md are those in force', async () => {
  const rows = rowsOf('Fixed bounds, no options')
  const held = rows.filter(([what = '']) => !(what in heldElsewhere))
  expect(held.map(([what]) => what).toSorted((a = '', b = '') => a.localeCompare(b))).toEqual(
    Object.keys(bounds).toSorted((a, b) => a.localeCompare(b)),
  )
  for (const [what = '', bound = ''] of held) {
    const numbers =
      bound
        .replace(/, then .*$/, '')
        .replace(/(\d) (?=\d{3})/g, '$1')
        .match(/\d+/g) ?? []
    expect(await bounds[what]?.(), what).toEqual(numbers.map(Number))
  }
})
