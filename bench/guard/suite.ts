// One thing: the subjects of the guard's table, and how its rows follow from their times.
import { InputContractStage, outputCheck } from '@plimsoll/contracts'
import { compose } from '@plimsoll/core'
import { measureHeap, measureTimes, pairedDifference } from '../harness.ts'
import type { Effort, Spread, Subject, Times } from '../harness.ts'
import { markdownOf, notesOf, times as multiple } from '../report.ts'
import type { Note, Row } from '../report.ts'
import type { Suite } from '../run.ts'
import { aliveTimes } from './alive.ts'
import { assembled } from './assembled.ts'
import { byHand } from './by-hand.ts'
import { baselineOf, fullGuard, leastGuard, leastGuardSaidSo } from './guards.ts'
import type { FullGuard, Part } from './guards.ts'
import { bytesPerBreakerKey, leftOver } from './left-over.ts'
import { gzipSize } from './size.ts'
import type { Size } from './size.ts'
import { typeCheckTime } from './type-check.ts'
import { churn, deadlineMs, drawInputs, model, modelWithSignal } from './workload.ts'
import type { Input } from './workload.ts'

// Several of a kind: how far those made alike are apart is the noise.
const leasts = ['least guard', 'least guard, 2nd', 'least guard, 3rd']
const saidSo = ['least guard, all false', 'least guard, all false, 2nd', 'least guard, all false, 3rd']
const parts: readonly Part[] = ['rollout', 'deadline', 'retry', 'breaker', 'cache', 'fallback', 'drift']

/** Prints the table of the guard: what a guarded call costs, beside what it costs without plimsoll. */
export const guardSuite: Suite = {
  async run({ isQuick, seed, progress }) {
    const inputs = drawInputs(8_192, `${seed} inputs`)
    const few = inputs.slice(0, 64)
    const reference = drawInputs(4_096, `${seed} reference`)
    const baseline = baselineOf(reference)
    const effort: Effort = {
      rounds: isQuick ? 150 : 1_500,
      batch: 200,
      leadIn: 50,
      warmUp: isQuick ? 10_000 : 40_000,
      seed,
    }
    const stack = (isTuned: boolean, hasTelemetry = true): ((input: Input) => Promise<unknown>) =>
      assembled(modelWithSignal, modelWithSignal, { isTuned, hasTelemetry })
    const hand = (): ((input: Input) => Promise<unknown>) =>
      byHand(modelWithSignal, modelWithSignal, reference)
    const full = (): FullGuard => fullGuard(baseline, modelWithSignal)
    const miss = (name: string, call: (input: Input) => unknown): Subject => ({ name, call, inputs })
    const hit = (name: string, call: (input: Input) => unknown): Subject => ({ name, call, inputs: few })

    const main: Subject[] = [
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
    ]
    const ablated = parts.map((part) =>
      miss(`full without ${part}`, fullGuard(baseline, modelWithSignal, part)),
    )

    progress(
      `timing ${main.length + ablated.length} subjects, ${effort.rounds} rounds of ${effort.batch} calls`,
    )
    const measured = await measureTimes([...main, ...ablated], effort)
    progress('weighing')
    const heap = await measureHeap([...main, ...ablated], { ...effort, warmUp: 2_000 })
    progress('one guard alive against five, in processes of their own')
    const alive = aliveTimes(isQuick ? 1 : 5, isQuick ? 150 : 600)
    progress('looking for what is left behind')
    const rest = await leftOver(
      (deadline) => fullGuard(baseline, modelWithSignal, undefined, deadline),
      inputs,
      isQuick ? 100_000 : 1_000_000,
    )
    const breakerKey = await bytesPerBreakerKey()
    progress('bundling')
    const sizes = {
      core: await gzipSize('core'),
      guard: await gzipSize('guard'),
      compose: await gzipSize('compose'),
    }
    progress('type-checking 200 guards')
    const types = typeCheckTime(isQuick ? 1 : 5)

    const at = (name: string): Times => {
      const found = measured.get(name)
      if (found === undefined) throw new Error(`no subject ${name}`)
      return found
    }
    const ratio = (a: string, b: string): number => at(a).median / at(b).median
    const weight = (name: string): number => heap.get(name)?.median ?? Number.NaN
    const kb = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} KB`
    const ns = (value: number): string => `${Math.round(value)} ns`
    const medians = (names: readonly string[]): number[] =>
      names.map((name) => at(name).median).toSorted((a, b) => a - b)
    const middle = (sorted: readonly number[]): number => sorted[1] ?? Number.NaN
    const range = (sorted: readonly number[]): number => (sorted.at(-1) ?? 0) - (sorted[0] ?? 0)
    const absent = middle(medians(saidSo)) - middle(medians(leasts))
    const noise = Math.max(range(medians(leasts)), range(medians(saidSo)))
    const cost = ranked(parts, at, weight)
    const [first, second, third] = cost
    const saved = [first, second, third]
      .filter((part) => part !== undefined)
      .map(({ part, time }) => `${part} ${ns(time)}`)
      .join(', ')
    const least = ns(at('least guard').median - at('bare').median)
    const handIsFaster = (peer: string, hand: string): string =>
      `even the work by hand is only ${multiple(ratio(peer, hand))} faster, and the stack watches no drift`

    const rows: Row[] = [
      {
        what: 'miss path against the bare awaited call',
        measured: ratio('full', 'bare'),
        holds: 'at most',
        gate: 12,
        aim: 8,
        why: `checking ten fields with zod and finding them in memory puts the work by hand at ${multiple(ratio('hand', 'bare'))}; the guard takes ${multiple(ratio('full', 'hand'))} as long as that`,
      },
      {
        what: 'miss path against the same work by hand in one function',
        measured: ratio('full', 'hand'),
        holds: 'at most',
        gate: 1.5,
        aim: 1.2,
        why: `the costliest options are ${saved}; contract and runner alone are ${least}`,
      },
      {
        what: 'miss path, faster than the assembled stack as it comes',
        measured: ratio('stack', 'full'),
        holds: 'at least',
        gate: 12,
        aim: 20,
        why: handIsFaster('stack', 'hand'),
      },
      {
        what: 'miss path, faster than the assembled stack, tuned',
        measured: ratio('stack, tuned', 'full'),
        holds: 'at least',
        gate: 6,
        aim: 10,
        why: handIsFaster('stack, tuned', 'hand'),
      },
      {
        what: 'hit path, faster than the assembled stack',
        measured: ratio('stack, hit', 'full, hit'),
        holds: 'at least',
        gate: 3,
        aim: 4.5,
        why: `${handIsFaster('stack, hit', 'hand, hit')}; zod is most of a hit`,
      },
      {
        what: 'heap per call, miss',
        measured: weight('full') / 1_000,
        shown: kb(weight('full')),
        holds: 'at most',
        gate: 1.6,
        aim: 1.2,
        unit: ' KB',
        why: `the bare call's own is ${kb(weight('bare'))}, the work by hand ${kb(weight('hand'))}`,
      },
      {
        what: 'heap per call, hit',
        measured: weight('full, hit') / 1_000,
        shown: kb(weight('full, hit')),
        holds: 'at most',
        gate: 0.9,
        aim: 0.7,
        unit: ' KB',
        why: `the bare call's own is ${kb(weight('bare'))}, the work by hand ${kb(weight('hand, hit'))}`,
      },
      {
        what: 'runner with no stages over the bare call',
        measured: ratio('no stages', 'bare'),
        holds: 'at most',
        gate: 3,
        aim: 2,
        why: 'one object and one continued promise per call',
      },
      {
        what: 'all options `false` against left out: difference (gate: how far guards made alike are apart)',
        measured: Math.abs(absent),
        shown: ns(absent),
        holds: 'at most',
        gate: Math.round(noise),
        unit: ' ns',
        why: 'larger than the difference between guards made alike',
      },
      {
        what: '5 different guards alive against 1',
        measured: alive.five / alive.one,
        holds: 'at most',
        gate: 1.1,
        aim: 1,
        why: 'call sites in the runner and the stages see more than one shape once guards differ',
      },
      {
        what: 'timers live while idle',
        measured: Math.max(rest.timersWhenIdle, rest.activeWhenIdle),
        shown: String(Math.max(rest.timersWhenIdle, rest.activeWhenIdle)),
        holds: 'at most',
        gate: 0,
        unit: '',
      },
      {
        what: `listeners left on one signal after ${rest.calls} calls`,
        measured: rest.listeners,
        shown: String(rest.listeners),
        holds: 'at most',
        gate: 0,
        unit: '',
      },
      {
        what: `heap left after ${rest.calls} calls, per call`,
        measured: Math.max(0, rest.retained) / rest.calls,
        shown: `${(rest.retained / rest.calls).toFixed(2)} bytes`,
        holds: 'at most',
        gate: 1,
        unit: ' byte',
        why: 'a promise or call left behind would be 100 bytes or more per call; this is less',
      },
      {
        what: 'state per idle breaker key',
        measured: breakerKey / 1_000,
        shown: kb(breakerKey),
        holds: 'at most',
        gate: 4,
        unit: ' KB',
      },
      size('`@plimsoll/core`', sizes.core, 6, 4),
      size("`import { defineContract, guard } from 'plimsoll'`", sizes.guard, 30, 22),
      size('`compose` with contract, deadline, cache', sizes.compose, 9, 7),
      {
        what: `${types.guards} guards in one file: type-check time added`,
        measured: types.added,
        shown: `${types.added.toFixed(2)} s (${types.without.toFixed(2)} s without)`,
        holds: 'at most',
        gate: 1,
        aim: 0.5,
        unit: ' s',
        why: 'the types of options and answers are worked out anew for every contract',
      },
    ]
    const notes: Note[] = [
      { what: 'work by hand over the bare call, miss', shown: multiple(ratio('hand', 'bare')) },
      { what: 'full guard against the work by hand, hit', shown: multiple(ratio('full, hit', 'hand, hit')) },
      { what: 'full guard over the bare call, hit', shown: multiple(ratio('full, hit', 'bare')) },
      {
        what: 'full guard, target that leaves `signal` unread, over the bare call',
        shown: multiple(ratio('full, signal unread', 'bare')),
      },
      {
        what: 'runner with a deadline and no stages, over the bare call',
        shown: multiple(ratio('no stages, deadline', 'bare')),
      },
      {
        what: '`guard(contract, { model })` over the bare call',
        shown: multiple(ratio('least guard', 'bare')),
      },
      {
        what: '`guard(contract, { model })` over `compose` with the same contract checks',
        shown: multiple(ratio('least guard', 'contract by compose')),
      },
      {
        what: 'miss path, faster than the tuned stack without its telemetry (the guard has none yet)',
        shown: multiple(ratio('stack, tuned, no telemetry', 'full')),
      },
      {
        what: 'hit path, faster than the stack without its telemetry',
        shown: multiple(ratio('stack, hit, no telemetry', 'full, hit')),
      },
      { what: 'one extra `async` wrapper over the bare call', shown: multiple(ratio('bare, twin', 'bare')) },
      { what: 'shared timers pending right after the last call, unref-ed', shown: String(rest.timersAtOnce) },
      { what: 'breaker keys kept at most, per guard', shown: '1024' },
    ]
    return {
      markdown: page(rows, notes, [...main, ...ablated], measured, heap, cost, effort),
      data: {
        effort,
        rows,
        notes,
        subjects: Object.fromEntries(
          [...measured].map(([name, { median, p10, p90 }]) => [
            name,
            { nanoseconds: { median, p10, p90 }, bytes: heap.get(name) },
          ]),
        ),
        cost,
        rest,
        sizes,
        types,
      },
    }
  },
}

interface Cost {
  readonly part: Part
  readonly time: number
  readonly bytes: number
}

function ranked(
  of: readonly Part[],
  at: (name: string) => Times,
  weight: (name: string) => number,
): readonly Cost[] {
  return of
    .map((part) => ({
      part,
      time: pairedDifference(at(`full without ${part}`).rounds, at('full').rounds).median,
      bytes: weight('full') - weight(`full without ${part}`),
    }))
    .toSorted((a, b) => b.time - a.time)
}

function size(what: string, { gzip, minified }: Size, gate: number, aim: number): Row {
  const shares = minified
    .slice(0, 8)
    .map(([name, bytes]) => `${name} ${(bytes / 1_000).toFixed(1)}`)
    .join(', ')
  return {
    what: `gzip without third parties: ${what}`,
    measured: gzip / 1_000,
    shown: `${(gzip / 1_000).toFixed(1)} KB`,
    holds: 'at most',
    gate,
    aim,
    unit: ' KB',
    why: `what the import reaches, minified and before gzip, in KB: ${shares}`,
  }
}

function page(
  rows: readonly Row[],
  notes: readonly Note[],
  subjects: readonly Subject[],
  measured: ReadonlyMap<string, Times>,
  heap: ReadonlyMap<string, Spread>,
  cost: readonly Cost[],
  effort: Effort,
): string {
  const round = (value: number | undefined): string => (value === undefined ? '' : String(Math.round(value)))
  const lines = subjects.map(({ name }) => {
    const time = measured.get(name)
    const bytes = heap.get(name)?.median
    return `| ${name} | ${round(time?.median)} | ${round(time?.p10)} | ${round(time?.p90)} | ${round(bytes)} |`
  })
  const costs = cost.map(({ part, time, bytes }) => `| ${part} | ${round(time)} | ${round(bytes)} |`)
  return `## guard

${markdownOf(rows)}

Gate: must hold before the work counts as done. Aim: the goal. A row that is not met is printed as not met.

### Beside the table

${notesOf(notes)}

### What is compared

The full guard of this version: contract in and out (zod 4), drift counts over nine columns, sticky routing between
two variants with an armed judge, cache compared over all ten fields, retry, breaker, enforced deadline,
fallback, counters. It has no adaptive limit and no exported telemetry yet: the figures will have to hold with them too.

- **bare**: \`await model(input)\`, an async function that has its answer already.
- **hand**: the same work as the full guard written out in one function without async frames, for this contract alone.
- **stack**: zod 4 \`safeParse\` in and out, cockatiel 4 \`wrap(retry, circuitBreaker, timeout, bulkhead)\` per variant,
  lru-cache under a \`JSON.stringify\` key (as users write it; it depends on the order of the keys), murmur3 routing, one OpenTelemetry SDK histogram
  record with three attributes per call. As it comes, and tuned with \`abortOnReturn: false\`. It watches no drift.
- **full**: \`guard(contract, { variants, rollout, deadline, retry, breaker, cache, fallback, drift })\`.

All get the same ten-field objects. On the miss path all inputs differ and the cache holds fewer than there are, so that every call
misses, stores and evicts; on the hit path 64 inputs come back. The target of full, hand and stack reads \`signal\`.

### Method

\`npm run bench -- guard\` prints this page, \`--json\` the same as data, \`--quick\` a rough one in a minute, \`--seed=n\` another draw; \`--write\`
writes this file. One process; ${effort.rounds} rounds, in each one batch of ${effort.batch} calls per subject, awaited one after the other, in an
order drawn anew each round after ${effort.leadIn} untimed calls; the clock is read only around a batch; every answer is looked at; ${effort.warmUp} calls to warm up.
Figures are medians over rounds and ratios of medians. Heap is the growth over a batch with a young generation of 256 MB, median of 41
batches, the awaiting loop's own included (see bare). One guard against five is measured in processes of their own, alternating. Type-check time is the
total time of \`tsc\` on 200 contracts and models with and without guards. None of this is a test with a time limit.

### Subjects

Nanoseconds and bytes per call on this machine, in this run.

| | median ns | p10 | p90 | bytes |
|---|---|---|---|---|
${lines.join('\n')}

### Where the full guard's time goes

What one call saves on the miss path when one option is taken away.

| without | ns saved | bytes saved |
|---|---|---|
${costs.join('\n')}`
}
