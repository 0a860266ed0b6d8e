import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { defineContract } from '@plimsoll/contracts'
import { systemClock } from '@plimsoll/core'
import { createFakeClock, settle } from '@plimsoll/core/testing'
import { createBaseline, createMonitor } from '@plimsoll/drift'
import { BreakerStage, RetryStage, SharedCache, fallback } from '@plimsoll/resilience'
import { createRollout } from '@plimsoll/router'
import { compose } from '@plimsoll/core'
import { guard } from './guard.ts'

const page = readFileSync(new URL('../../../docs/defaults.md', import.meta.url), 'utf8')
const [, ofGuard = ''] = page.split(/^## /m)
// Every row, whatever stands in it: one that is no number is a difference too.
const documented = new Map(
  [...ofGuard.matchAll(/^\| (?!option|---)(.+?) \| (.+?) \|/gm)].map(([, option = '', value]) => [
    option.replaceAll('`', ''),
    value === 'true' ? true : Number(value),
  ]),
)
const rows = Array.from({ length: 300 }, (_, i) => ({ x: i }))
const labelled = defineContract('x@1', {
  input: z.object({ x: z.number() }),
  output: z.number(),
  label: z.number(),
})

function withPrefix(prefix: string, settings: object): [string, unknown][] {
  return Object.entries(settings).map(([name, value]) => [`${prefix}.${name}`, value])
}

/** The largest number of rows under way that `many` allows by itself. */
async function manyConcurrency(): Promise<number> {
  let running = 0
  let most = 0
  const predict = guard(labelled, {
    model: async () => {
      most = Math.max(most, ++running)
      await settle()
      running--
      return 1
    },
  })
  await predict.many(rows)
  return most
}

/** The share of the deadline that a fallback model finds when the target hangs. */
async function reservedShare(): Promise<number> {
  const clock = createFakeClock()
  let share = 0
  const stages = fallback<number, number>({
    model: (_, { remaining }) => {
      share = remaining / 1000
      return 1
    },
  })
  const hang = (): Promise<number> => new Promise(() => undefined)
  const result = compose(hang, stages, { clock, deadline: 1000 })(1)
  await clock.advance(1000)
  await result
  return share
}

test('docs/defaults.md says what is in force', async () => {
  const monitor = createMonitor(createBaseline(rows))
  const cache = new SharedCache({ ttl: 1, key: () => 'k' })
  const rollout = createRollout(
    { stable: 'a', candidate: 'b', weight: 1, rollbackIf: { errors: true } },
    { emit: () => undefined, clock: systemClock() },
  )
  const { stable: _1, candidate: _2, weight: _3, rollbackIf: _4, salt: _5, ...chances } = rollout.settings
  const { least, alarm, window, replica: _, maxWindowAge: _0, ...drift } = monitor.settings
  const watched = guard(labelled, { model: () => 1, drift: { baseline: monitor.baseline } }).explain()
  const [record] = guard(labelled, { model: () => 1 }).explain().stages
  const cached = guard(labelled, { model: () => 1, cache: { ttl: 1 } }).explain()
  const fewest = rows.findIndex((_row, n) => {
    try {
      return createBaseline(rows.slice(0, n)).rows === n
    } catch {
      return false
    }
  })
  const bins = createBaseline(rows).columns[0]
  const actual = new Map<string, unknown>([
    ...withPrefix('retry', new RetryStage().settings),
    ...withPrefix('breaker', new BreakerStage().settings),
    ['cache.maxEntries', cached.stages.find(({ name }) => name === 'cache')?.settings['maxEntries']],
    ['cache.singleFlight', cached.stages.find(({ name }) => name === 'cache')?.settings['singleFlight']],
    ['cache.staleIfError', cache.staleIfError],
    ['cache.storeTimeout', cache.storeTimeout],
    ['fallback.reserve', await reservedShare()],
    ...withPrefix('rollout', chances),
    ['drift.window', window.rows],
    ...withPrefix('drift', drift),
    ...withPrefix('drift.least', least),
    ...withPrefix('drift.alarm', alarm),
    ['drift.coolDown', watched.stages.find(({ name }) => name === 'input drift')?.settings['coolDown']],
    ...withPrefix('outcomes', record?.settings ?? {}),
    ['many.concurrency', await manyConcurrency()],
    ['createBaseline.minRows', fewest],
    ['createBaseline.bins', bins?.kind === 'numeric' ? bins.counts.length : undefined],
  ])
  expect(ofGuard).toMatch(/^Of a guard\n/)
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(actual))
})
