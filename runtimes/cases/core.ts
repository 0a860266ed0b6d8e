import {
  Deadlines,
  OutcomeJoin,
  compose,
  createIdSource,
  defineStage,
  isPlimsollError,
  parseDuration,
  systemClock,
} from '@plimsoll/core'
import type { Stage } from '@plimsoll/core'
import { createFakeClock, recordingStage, scriptedTarget } from 'plimsoll/testing'
import { equal, failureOf, ok, rejects, wait } from './assert.ts'
import type { Suite } from './case.ts'

const never = (): Promise<never> => new Promise(() => undefined)

/** What three stages see of one call, and how it ends. */
async function trace(
  hooks: Readonly<Record<string, Partial<Stage<number, number>>>>,
  target: () => number = () => 1,
): Promise<string> {
  const log: string[] = []
  const stages = ['a', 'b', 'c'].map((name) => recordingStage(name, log, hooks[name] as Partial<Stage>))
  const predict = compose<number, number>(
    () => {
      log.push('*')
      return target()
    },
    stages,
    { clock: createFakeClock() },
  )
  const end = await predict(0).then(String, (error: unknown) =>
    error instanceof Error ? error.message : '?',
  )
  return `${log.join(' ')} = ${end}`
}

const fails = (): never => {
  throw new Error('down')
}

export const coreSuite: Suite = {
  name: 'core',
  cases: [
    {
      name: 'a deadline in real time ends a call whose target ignores its signal',
      async run() {
        const predict = compose<number, number>(never, [], { deadline: 60 })
        const begun = performance.now()
        await rejects(predict(1), 'PLIMSOLL_DEADLINE_EXCEEDED', 'a hanging call')
        const took = performance.now() - begun
        ok(took >= 58 && took < 1_500, `ended after ${took} ms instead of 60`)
        equal(predict.stats().inFlight, 0, 'calls under way')
      },
    },
    {
      name: 'deadlines of calls side by side end each by itself, the shortest first',
      async run() {
        const predict = compose<number, number>(never, [], { deadline: '1s' })
        const ended: number[] = []
        const calls = [120, 40, 80].map(async (deadline) => {
          await failureOf(predict(1, { deadline }), `a call of ${deadline} ms`)
          ended.push(deadline)
        })
        await Promise.all(calls)
        equal(ended, [40, 80, 120], 'the order of ends')
      },
    },
    {
      name: 'a deadline aborts the signal that the target read, and a late answer is dropped',
      async run() {
        let reason: unknown
        const predict = compose<number, number>(
          (x, { signal }) => {
            signal.addEventListener('abort', () => {
              reason = signal.reason
            })
            return wait(120).then(() => x)
          },
          [],
          { deadline: 40 },
        )
        await rejects(predict(1), 'PLIMSOLL_DEADLINE_EXCEEDED', 'a slow call')
        ok(
          isPlimsollError(reason, 'PLIMSOLL_DEADLINE_EXCEEDED'),
          'the signal was not aborted by the deadline',
        )
        await wait(140)
        equal(predict.stats().late, 1, 'late answers')
      },
    },
    {
      name: 'the caller ends a call by a signal of the platform, with its reason',
      async run() {
        const predict = compose<number, number>(never, [])
        const caller = new AbortController()
        const call = failureOf(predict(1, { signal: caller.signal }), 'an abandoned call')
        const reason = new Error('the user left')
        caller.abort(reason)
        ok((await call) === reason, 'the call did not reject with the reason of its caller')
        const timed = failureOf(predict(1, { signal: AbortSignal.timeout(30) }), 'a timed call')
        equal(((await timed) as Error).name, 'TimeoutError', 'the reason of AbortSignal.timeout')
      },
    },
    {
      name: 'stages run in the order of the table, whatever becomes of the call',
      async run() {
        equal(await trace({}), '+a +b +c * -c -b -a = 1', 'success')
        equal(await trace({ b: { enter: (call) => void call.answer(2) } }), '+a +b -a = 2', 'b answers')
        equal(await trace({ b: { enter: fails } }), '+a +b !a = down', 'b throws')
        equal(await trace({}, fails), '+a +b +c * !c !b !a = down', 'the target fails')
        const recovers = await trace({ b: { error: (call) => void call.answer(3) } }, fails)
        equal(recovers, '+a +b +c * !c !b -a = 3', 'b recovers')
        let tries = 0
        const flaky = (): number => (++tries === 1 ? fails() : 4)
        const retries = await trace({ b: { error: (call) => void call.retry(0) } }, flaky)
        equal(retries, '+a +b +c * !c !b +c * -c -b -a = 4', 'b retries')
        const late = await trace({ a: { enter: () => Promise.resolve() }, c: { leave: fails } })
        equal(late, '+a +b +c * -c -b -a = 1', 'a waits, and an observer throws')
      },
    },
    {
      name: 'a fake clock drives deadlines and late answers without any waiting',
      async run() {
        const clock = createFakeClock()
        const { target } = scriptedTarget<number, string>(
          [
            { kind: 'answer', output: 'in time', after: 99 },
            { kind: 'answer', output: 'too late', after: 101 },
          ],
          clock,
        )
        const predict = compose(target, [], { deadline: 100, clock })
        const first = predict(1)
        await clock.advance(99)
        equal(await first, 'in time', 'the first answer')
        const second = rejects(predict(1), 'PLIMSOLL_DEADLINE_EXCEEDED', 'the second')
        await clock.advance(200)
        await second
        equal([clock.pending, predict.stats().late], [0, 1], 'timers left and late answers')
      },
    },
    {
      name: 'where timers belong to requests, each waiting call has one of its own',
      async run() {
        for (const [timers, most] of [
          ['shared', 1],
          ['request', 3],
        ] as const) {
          const clock = createFakeClock({ timers })
          const deadlines = new Deadlines(clock, () => undefined)
          for (const cutoff of [10, 20, 30]) deadlines.arm({ cutoff, heapIndex: -1, timer: undefined })
          equal(clock.pending, most, `timers of three calls, ${timers}`)
        }
        const isWorker = navigator.userAgent === 'Cloudflare-Workers'
        equal(systemClock().timers, isWorker ? 'request' : 'shared', 'what the clock of this runtime says')
      },
    },
    {
      name: 'ids sort by time and never repeat',
      async run() {
        const ids = createIdSource()
        const made = Array.from({ length: 2_000 }, (_, i) => ids.next(1_700_000_000_000 + (i >> 5)))
        equal(new Set(made).size, made.length, 'different ids')
        ok(
          made.every((id, i) => i === 0 || id > (made[i - 1] ?? '')),
          'ids do not rise',
        )
        ok(
          made.every((id) => /^[0-9a-hj-km-np-tv-z]{26}$/.test(id)),
          'ids are not 26 characters',
        )
      },
    },
    {
      name: 'drain waits for the calls under way, and takes no more',
      async run() {
        const predict = compose<number, number>((x) => wait(50).then(() => x), [], { deadline: '1s' })
        const call = predict(1)
        const drained = predict.drain()
        await rejects(predict(2), 'PLIMSOLL_CLOSED', 'a call after drain')
        await drained
        equal([await call, predict.stats().inFlight], [1, 0], 'the call under way')
      },
    },
    {
      name: 'what an observer throws, or rejects with, changes no answer and is counted',
      async run() {
        const rejecting = defineStage({
          name: 'rejecting',
          leave: (): unknown => Promise.reject(new Error('late')),
        })
        const throwing = defineStage({ name: 'throwing', leave: fails })
        const told: string[] = []
        const predict = compose(
          () => 7,
          [rejecting as Stage<number, number>, throwing as Stage<number, number>],
          {
            onFault: ({ kind }) => told.push(kind),
          },
        )
        equal([await predict(1), await predict(1)], [7, 7], 'answers')
        await wait(5)
        equal(told.toSorted(), ['stage rejecting, leave', 'stage throwing, leave'], 'faults told')
      },
    },
    {
      name: 'labels join each decision once, up to the bound',
      async run() {
        const join = new OutcomeJoin<number>({ capacity: 3, ttl: 1_000 })
        for (let i = 0; i < 5; i++) join.put(`id${i}`, i, undefined, i)
        const kinds = ['id1', 'id2', 'id2', 'id4'].map((id) => join.take(id, 10).kind)
        equal(kinds, ['unknown', 'joined', 'unknown', 'joined'], 'what became of the labels')
        equal([join.evicted, join.size], [2, 1], 'evicted and waiting')
      },
    },
    {
      name: 'durations and options are read strictly, with every mistake in one error',
      async run() {
        equal(
          [parseDuration('1.5m'), parseDuration('250ms'), parseDuration(7)],
          [90_000, 250, 7],
          'durations',
        )
        const make = (): unknown => compose((x: number) => x, [], { deadline: -1, acept: 1 } as never)
        const error = await rejects(Promise.resolve().then(make), 'PLIMSOLL_INVALID_OPTIONS', 'wrong options')
        ok(/deadline/.test(error.message) && /did you mean accept/.test(error.message), error.message)
      },
    },
  ],
}
