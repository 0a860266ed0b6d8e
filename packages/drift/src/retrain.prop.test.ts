import { createFakeClock, settle } from '@plimsoll/core/testing'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { RetrainState } from './retrain-engine.ts'
import { decideRetrain, newerRetrain, settleRetrain } from './retrain-engine.ts'
import type { RetrainRequest, RetrainVerdict } from './retrain-request.ts'
import { createRetrainTrigger } from './retrain.ts'

const rule = { coolDown: 1000, attempts: 3, backoff: 40, timeout: 100 }
const kinds = ['ok', 'warn', 'alarm', 'alarm', 'alarm', 'alarm', 'inconclusive'] as const
const endings = ['accepts', 'accepts', 'fails', 'throws', 'hangs', 'hangs deaf'] as const

interface Step {
  readonly kind: (typeof kinds)[number]
  readonly pass: number
}
interface Try {
  readonly request: RetrainRequest
  readonly attempt: number
  readonly at: number
  end: number
  accepted: boolean
}
interface Ending {
  readonly kind: (typeof endings)[number]
  readonly after: number
}

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds),
    // Often little time, now and then past the end of a cool-down.
    pass: fc.oneof(fc.nat(60), fc.nat(300), fc.constantFrom(0, 999, 1000, 1001)),
  }),
  { minLength: 20, maxLength: 120 },
)
const runs = fc.array(fc.record<Ending>({ kind: fc.constantFrom(...endings), after: fc.nat(140) }), {
  minLength: 1,
  maxLength: 20,
})

function verdict(kind: Step['kind']): RetrainVerdict {
  return { verdict: kind, reason: 'r', rows: 9, share: 1, judged: 1, moved: [], columns: [] }
}

/** Tries of one key after another; no key may come back. */
function byKey(tries: readonly Try[]): Try[][] {
  const groups = new Map<string, Try[]>()
  for (const one of tries) {
    groups.set(one.request.key, [...(groups.get(one.request.key) ?? []), one])
  }
  return [...groups.values()]
}

it('never makes two requests in a cool-down, nor runs two at once, whatever verdicts arrive', async () => {
  let requests = 0
  let retries = 0
  await fc.assert(
    fc.asyncProperty(
      steps,
      runs,
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      async (taken, ends, after, hasStore) => {
        const clock = createFakeClock({ wall: 12_345 })
        const tries: Try[] = []
        let held: RetrainState | undefined
        let row = 0
        let running = 0
        const broken: string[] = []
        const store = {
          load: () => Promise.resolve(held),
          save: (state: RetrainState) => Promise.resolve((held = state)),
        }
        const retrain = createRetrainTrigger({
          model: 'm',
          baseline: { name: 'b', digest: 'd' },
          ...rule,
          after,
          clock,
          store: hasStore ? store : undefined,
          run: (request, { signal, attempt }) => {
            // What is thrown here is a failed try: it is told at the end.
            if (row < after) broken.push(`asked after ${row} alarms`)
            const ending = ends[tries.length % ends.length] ?? { kind: 'accepts', after: 0 }
            const one = { at: clock.wall(), end: Infinity, accepted: false, request, attempt }
            tries.push(one)
            if (++running > 1) broken.push(`${running} runs at once`)
            const finish = (accepted: boolean): void => {
              if (one.end !== Infinity) return
              running--
              one.end = clock.wall()
              one.accepted = accepted
            }
            if (ending.kind === 'throws') {
              finish(false)
              throw new Error('at once')
            }
            return new Promise<void>((resolve, reject) => {
              signal.addEventListener('abort', () => {
                finish(false)
                if (ending.kind !== 'hangs deaf') reject(signal.reason as Error)
              })
              if (ending.kind === 'accepts' || ending.kind === 'fails') {
                clock.setTimer(() => {
                  finish(ending.kind === 'accepts')
                  if (ending.kind === 'accepts') resolve()
                  else reject(new Error('503'))
                }, ending.after)
              }
            })
          },
        })
        for (const { kind, pass } of taken) {
          if (kind === 'alarm') row++
          else if (kind !== 'inconclusive') row = 0
          retrain.note(verdict(kind))
          await settle()
          await clock.advance(pass)
          if (hasStore) expect(held).toEqual(retrain.state)
        }
        await clock.advance(rule.timeout)
        expect(broken).toEqual([])
        expect([running, retrain.faults.get('note') ?? 0]).toEqual([0, 0])

        const groups = byKey(tries)
        groups.forEach((group, i) => {
          const [first] = group
          expect(group.map(({ attempt }) => attempt)).toEqual(group.map((_, j) => j + 1))
          expect(group.length).toBeLessThanOrEqual(rule.attempts)
          // One request, and nothing after it was accepted.
          expect(group.every(({ request }) => request === first?.request)).toBe(true)
          expect(group.slice(0, -1).every(({ accepted }) => !accepted)).toBe(true)
          group.slice(1).forEach(({ at }, j) => {
            expect(at - (group[j]?.end ?? 0)).toBeGreaterThanOrEqual(rule.backoff * 2 ** j)
          })
          const next = groups[i + 1]?.[0]
          if (next === undefined || first === undefined) return
          expect(next.at - first.at).toBeGreaterThanOrEqual(rule.coolDown)
          const last = group.at(-1)
          if (last?.accepted === true) expect(next.at - last.end).toBeGreaterThanOrEqual(rule.coolDown)
        })
        // Groups by key are runs of tries: no key comes back.
        expect(groups.flat()).toEqual(tries)
        requests += groups.length
        retries += tries.length - groups.length
      },
    ),
    { numRuns: 300, seed: 5 },
  )
  // The cases were worth something.
  expect(requests).toBeGreaterThan(300)
  expect(retries).toBeGreaterThan(100)
})

const states = fc.record<RetrainState>({
  subject: fc.constant('s'),
  key: fc.constantFrom('a', 'b'),
  tries: fc.integer({ min: 1, max: 4 }),
  accepted: fc.boolean(),
  nextTry: fc.integer({ min: 0, max: 3000 }),
  until: fc.integer({ min: 0, max: 3000 }),
})

it('decides by state and time alone, and never waits longer than a cool-down', () => {
  const who = { subject: 's', keyAt: (now: number) => `k${now}` }
  fc.assert(
    fc.property(states, fc.nat(3000), (state, now) => {
      const before = structuredClone(state)
      const decision = decideRetrain(state, now, rule, who)
      expect(decideRetrain(state, now, rule, who)).toEqual(decision)
      expect(state).toEqual(before)
      if (decision.kind === 'ask') {
        expect(decision.state.key).toBe(now >= state.until ? `k${now}` : state.key)
        expect(decision.state.accepted).toBe(false)
        expect(decision.state.nextTry).toBeGreaterThan(now)
      }
      expect((decision.state?.until ?? Infinity) - now).toBeLessThanOrEqual(rule.coolDown)
      const later = decideRetrain(decision.state, now + rule.coolDown, rule, who)
      expect(later).toMatchObject({ kind: 'ask', state: { key: `k${now + rule.coolDown}` } })
    }),
    { seed: 6 },
  )
})

it('takes the memory that knows more, in either order', () => {
  // Cool-downs that often end at the same time.
  const close = states.map((state) => ({ ...state, until: state.until % 3 }))
  fc.assert(
    fc.property(close, close, (a, b) => {
      const [ab, ba] = [newerRetrain(a, b), newerRetrain(b, a)]
      expect([ab.until, ab.accepted]).toEqual([ba.until, ba.accepted])
      expect(ab.until).toBe(Math.max(a.until, b.until))
      if (a.until === b.until) expect(ab.accepted).toBe(a.accepted || b.accepted)
      const done = settleRetrain(a, true, a.until, rule)
      expect(newerRetrain(a, done)).toBe(done)
    }),
    { seed: 7 },
  )
})
