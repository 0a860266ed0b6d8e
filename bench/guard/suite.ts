// One thing: the subjects of the guard's table, and how its rows follow from their times.
import { InputContractStage, outputCheck } from '@plimsoll/contracts'
import { compose } from '@plimsoll/core'
import type { Subject } from '../harness.ts'
import { effortOf, measure, shownRatio } from '../measured.ts'
import type { Measured } from '../measured.ts'
import { times as multiple } from '../report.ts'
import type { Figure, Figures, Note } from '../report.ts'
import { sizeFigure } from '../size.ts'
import type { Suite } from '../suite.ts'
import { aliveTimes } from './alive.ts'
import { assembled } from './assembled.ts'
import { byHand } from './by-hand.ts'
import { baselineOf, fullGuard, leastGuard, leastGuardSaidSo } from './guards.ts'
import type { FullGuard, Part } from './guards.ts'
import { guardGates } from './gates.ts'
import { breakerState, leftOver } from './left-over.ts'
import { typeCheckTime } from './type-check.ts'
import { churn, deadlineMs, drawInputs, model, modelWithSignal } from './workload.ts'
import type { Input } from './workload.ts'

// Several of a kind: how far those made alike are apart is the noise.
const leasts = ['least guard', 'least guard, 2nd', 'least guard, 3rd']
const saidSo = ['least guard, all false', 'least guard, all false, 2nd', 'least guard, all false, 3rd']
const parts: readonly Part[] = [
  'rollout',
  'deadline',
  'retry',
  'breaker',
  'cache',
  'fallback',
  'drift',
  'detector',
]

/** What a guarded call costs, beside what it costs without plimsoll. */
export const guardSuite: Suite<typeof guardGates> = {
  gates: guardGates,
  peers: ['zod', 'cockatiel', 'lru-cache', '@opentelemetry/sdk-metrics'],
  async run(options) {
    const { isQuick, seed, progress } = options
    const inputs = drawInputs(8_192, `${seed} inputs`)
    const reference = drawInputs(4_096, `${seed} reference`)
    const baseline = baselineOf(reference)
    const effort = effortOf(options, { rounds: 1_200, warmUp: 40_000 })
    const measured = await measure(subjectsOf(inputs, reference, baseline), effort, progress)
    progress('one guard alive against five, in processes of their own')
    const alive = aliveTimes(isQuick ? 1 : 5, isQuick ? 100 : 600)
    progress('looking for what is left behind')
    const rest = await leftOver(
      (deadline) => fullGuard(baseline, modelWithSignal, undefined, deadline),
      inputs,
      isQuick ? 100_000 : 1_000_000,
    )
    const state = await breakerState()
    progress('bundling')
    const sizes = {
      sizeCore: await sizeFigure("export * from '@plimsoll/core'"),
      sizeGuard: await sizeFigure("export { defineContract, guard } from 'plimsoll'"),
      sizeCompose: await sizeFigure(
        [
          "export { compose } from '@plimsoll/core'",
          "export { InputContractStage, defineContract, inputMatch, outputCheck } from '@plimsoll/contracts'",
          "export { cache } from 'plimsoll/resilience'",
        ].join('\n'),
      ),
    }
    progress('type-checking 200 guards')
    const types = typeCheckTime(isQuick ? 1 : 5)
    const cost = ranked(measured)
    const figures: Figures<typeof guardGates> = {
      ...timeFigures(measured, cost),
      alive: {
        measured: alive.five / alive.one,
        why: 'call sites in the runner and the stages see more than one shape once guards differ',
      },
      timers: count(Math.max(rest.timersWhenIdle, rest.activeWhenIdle)),
      listeners: count(rest.listeners),
      retained: {
        measured: Math.max(0, rest.retained) / rest.calls,
        shown: `${(rest.retained / rest.calls).toFixed(2)} bytes (of ${rest.calls} calls)`,
        why: 'a promise or call left behind would be 100 bytes or more per call; this is less',
      },
      breakerKey: { measured: state.perKey / 1_000, shown: kb(state.perKey) },
      breakerKeys: {
        measured: state.ofManyKeys / 1e6,
        shown: `${(state.ofManyKeys / 1e6).toFixed(2)} MB (1 024 are kept)`,
      },
      ...sizes,
      types: {
        measured: types.added,
        shown: `${types.added.toFixed(2)} s (${types.without.toFixed(2)} s without)`,
        why: 'the types of options and answers are worked out anew for every contract',
      },
    }
    return {
      effort,
      figures,
      comparisons: [
        measured.compare('full', 'stack'),
        measured.compare('full', 'stack, tuned'),
        measured.compare('full', 'stack, tuned, no telemetry'),
        measured.compare('full, hit', 'stack, hit'),
        measured.compare('full, hit', 'stack, hit, no telemetry'),
        measured.compare('full', 'hand'),
        measured.compare('full without detector', 'hand'),
        measured.compare('full, hit', 'hand, hit'),
      ],
      notes: notesOf(measured, rest.timersAtOnce),
      subjects: measured.subjects(),
      compared,
      more: [costTable(cost)],
    }
  },
}

function subjectsOf(
  inputs: readonly Input[],
  reference: readonly Input[],
  baseline: ReturnType<typeof baselineOf>,
): readonly Subject[] {
  const few = inputs.slice(0, 64)
  const stack = (isTuned: boolean, hasTelemetry = true): ((input: Input) => Promise<unknown>) =>
    assembled(modelWithSignal, modelWithSignal, { isTuned, hasTelemetry })
  const hand = (): ((input: Input) => Promise<unknown>) => byHand(modelWithSignal, modelWithSignal, reference)
  const full = (): FullGuard => fullGuard(baseline, modelWithSignal)
  const miss = (name: string, call: (input: Input) => unknown): Subject => ({ name, call, inputs })
  const hit = (name: string, call: (input: Input) => unknown): Subject => ({ name, call, inputs: few })
  return [
    miss('bare', model),
    miss('bare, twin', async (input: Input) => model(input)),
    miss('no stages', compose(model, [])),
    miss('no stages, deadline', compose(model, [], { deadline: deadlineMs })),
    miss(
      'contract by compose',
      compose(model, [new InputContractStage(churn)], { accept: outputCheck(churn) as never }),
    ),
    ...leasts.map((name) => miss(name, leastGuard())),
    ...saidSo.map((name) => miss(name, leastGuardSaidSo())),
    miss('full', full()),
    miss('full, signal unread', fullGuard(baseline)),
    hit('full, hit', full()),
    miss('hand', hand()),
    hit('hand, hit', hand()),
    miss('stack', stack(false)),
    miss('stack, tuned', stack(true)),
    miss('stack, tuned, no telemetry', stack(true, false)),
    hit('stack, hit', stack(true)),
    hit('stack, hit, no telemetry', stack(true, false)),
    ...parts.map((part) => miss(`full without ${part}`, fullGuard(baseline, modelWithSignal, part))),
  ]
}

type TimeGate =
  | 'missOverBare'
  | 'missOverHand'
  | 'stack'
  | 'stackTuned'
  | 'stackHit'
  | 'heapMiss'
  | 'heapHit'
  | 'noStages'
  | 'absent'

function timeFigures(measured: Measured, cost: readonly Cost[]): Pick<Figures<typeof guardGates>, TimeGate> {
  const ratio = (a: string, b: string): number => measured.ratio(a, b).median
  const figure = (a: string, b: string, why: string): Figure => ({
    measured: ratio(a, b),
    shown: shownRatio(measured.ratio(a, b)),
    why,
  })
  const heap = (name: string, why: string): Figure => ({
    measured: measured.bytes(name) / 1_000,
    shown: kb(measured.bytes(name)),
    why,
  })
  const medians = (names: readonly string[]): number[] =>
    names.map((name) => measured.at(name).median).toSorted((a, b) => a - b)
  const range = (sorted: readonly number[]): number => (sorted.at(-1) ?? 0) - (sorted[0] ?? 0)
  const absent = (medians(saidSo)[1] ?? Number.NaN) - (medians(leasts)[1] ?? Number.NaN)
  const noise = Math.max(range(medians(leasts)), range(medians(saidSo)))
  const saved = cost
    .slice(0, 3)
    .map(({ part, time }) => `${part} ${ns(time)}`)
    .join(', ')
  const least = ns(measured.difference('bare', 'least guard').median)
  const handIsFaster = (peer: string, hand: string): string =>
    `the work by hand is ${multiple(ratio(peer, hand))} faster, and the stack watches no drift`
  return {
    missOverBare: figure(
      'full',
      'bare',
      `the work by hand, with the same contract checks, is at ${multiple(ratio('hand', 'bare'))}; the guard takes ${multiple(ratio('full', 'hand'))} as long as that`,
    ),
    missOverHand: figure(
      // The work by hand counts and scores windows; nobody writes a detector by hand.
      'full without detector',
      'hand',
      `the costliest options are ${saved}; contract and runner alone are ${least}`,
    ),
    stack: figure('stack', 'full', handIsFaster('stack', 'hand')),
    stackTuned: figure('stack, tuned', 'full', handIsFaster('stack, tuned', 'hand')),
    stackHit: figure('stack, hit', 'full, hit', handIsFaster('stack, hit', 'hand, hit')),
    heapMiss: heap(
      'full',
      `the bare call's own is ${kb(measured.bytes('bare'))}, the work by hand ${kb(measured.bytes('hand'))}`,
    ),
    heapHit: heap(
      'full, hit',
      `the bare call's own is ${kb(measured.bytes('bare'))}, the work by hand ${kb(measured.bytes('hand, hit'))}`,
    ),
    noStages: figure('no stages', 'bare', 'one object and one continued promise per call'),
    absent: {
      measured: Math.max(0, Math.round(Math.abs(absent) - noise)),
      shown: `${ns(Math.max(0, Math.abs(absent) - noise))} (differ by ${ns(absent)}, alike by ${ns(noise)})`,
      why: 'larger than the difference between guards made alike',
    },
  }
}

function notesOf(measured: Measured, timersAtOnce: number): readonly Note[] {
  const note = (what: string, a: string, b: string): Note => ({
    what,
    shown: shownRatio(measured.ratio(a, b)),
  })
  return [
    note('work by hand over the bare call, miss', 'hand', 'bare'),
    note('full guard over the bare call, hit', 'full, hit', 'bare'),
    note('full guard, the drift detector included, over the work by hand, which has none', 'full', 'hand'),
    note('full guard, target that leaves `signal` unread, over the bare call', 'full, signal unread', 'bare'),
    note('runner with a deadline and no stages, over the bare call', 'no stages, deadline', 'bare'),
    note('`guard(contract, { model })` over the bare call', 'least guard', 'bare'),
    note(
      '`guard(contract, { model })` over `compose` with the same contract checks',
      'least guard',
      'contract by compose',
    ),
    note('one extra `async` wrapper over the bare call', 'bare, twin', 'bare'),
    { what: 'shared timers pending right after the last call, unref-ed', shown: String(timersAtOnce) },
  ]
}

interface Cost {
  readonly part: Part
  readonly time: number
  readonly bytes: number
}

function ranked(measured: Measured): readonly Cost[] {
  return parts
    .map((part) => ({
      part,
      time: measured.difference(`full without ${part}`, 'full').median,
      bytes: measured.bytes('full') - measured.bytes(`full without ${part}`),
    }))
    .toSorted((a, b) => b.time - a.time)
}

function costTable(cost: readonly Cost[]): string {
  const lines = cost.map(
    ({ part, time, bytes }) => `| ${part} | ${Math.round(time)} | ${Math.round(bytes)} |`,
  )
  return `### Where the full guard's time goes

What one call saves on the miss path when one option is taken away.

| without | ns saved | bytes saved |
|---|---|---|
${lines.join('\n')}`
}

function count(measured: number): Figure {
  return { measured, shown: String(measured) }
}

function kb(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} KB`
}

function ns(value: number): string {
  return `${Math.round(value)} ns`
}

const compared = `The full guard of this version: contract in and out, drift over nine columns with counts, windows and detector, sticky routing between
two variants with an armed judge, cache compared over all ten fields, retry, breaker, enforced deadline,
fallback, counters. It has no adaptive limit yet: the figures will have to hold with it too.

- **bare**: \`await model(input)\`, an async function that has its answer already.
- **hand**: the same work as the full guard, with the same contract checks, written out in one function without async frames, for this contract alone;
  drift is counted and scored window by window, without a detector and a promise, and is compared with the full guard without its detector.
- **stack**: zod 4 \`safeParse\` in and out, cockatiel 4 \`wrap(retry, circuitBreaker, timeout, bulkhead)\` per variant,
  lru-cache under a \`JSON.stringify\` key (as users write it; it depends on the order of the keys), murmur3 routing, one OpenTelemetry SDK histogram
  record with three attributes per call. As it comes, and tuned with \`abortOnReturn: false\`. It watches no drift.
- **full**: \`guard(contract, { variants, rollout, deadline, retry, breaker, cache, fallback, drift })\`.

All get the same ten-field objects. On the miss path all inputs differ and the cache holds fewer than there are, so that every call
misses, stores and evicts; on the hit path 64 inputs come back. The target of full, hand and stack reads \`signal\`. One guard
against five is measured in processes of their own, alternating. Type-check time is the total time of \`tsc\` on 200 contracts
and models with and without guards.`
