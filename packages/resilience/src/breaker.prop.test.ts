import { compose } from '@plimsoll/core'
import type { Fault } from '@plimsoll/core'
import { createFakeClock, settle } from '@plimsoll/core/testing'
import * as cockatiel from 'cockatiel'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BreakerStage } from './breaker.ts'

type Step =
  | { readonly kind: 'begin' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'end'; readonly pick: number; readonly how: 'answer' | 'fail' | 'abort' }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Step>({ kind: 'begin' }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1, 40, 100, 250) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      pick: fc.nat(20),
      how: fc.constantFrom('answer' as const, 'fail' as const, 'fail' as const, 'abort' as const),
    }),
  },
)

const openFor = 100

/** What a breaker is, written as plainly as possible. */
class Model {
  state: 'closed' | 'open' | 'half-open' = 'closed'
  private era = 0
  private failed = 0
  private passed = 0
  private openedAt = 0
  private slots = new Set<{ era: number; at: number }>()
  private readonly failures: number
  private readonly probes: number

  constructor(failures: number, probes: number) {
    this.failures = failures
    this.probes = probes
  }

  begin(now: number): { era: number; at: number } | undefined {
    const entry = { era: this.era, at: now }
    if (this.state === 'closed') return entry
    if (this.state === 'open' && now - this.openedAt < openFor) return undefined
    if (this.state === 'open') this.passed = 0
    this.state = 'half-open'
    const held = Array.from(this.slots)
    const hung = held.find((slot) => now - slot.at >= openFor)
    if (held.length + this.passed >= this.probes) {
      if (hung === undefined) return undefined
      this.slots.delete(hung)
    }
    this.slots.add(entry)
    return entry
  }

  end(entry: { era: number; at: number }, how: 'answer' | 'fail' | 'abort', now: number): void {
    this.slots.delete(entry)
    if (how === 'abort' || entry.era !== this.era || this.state === 'open') return
    if (this.state === 'closed') {
      this.failed = how === 'fail' ? this.failed + 1 : 0
      if (this.failed >= this.failures) this.change('open', now)
    } else if (how === 'fail') this.change('open', now)
    else if (++this.passed >= this.probes) this.change('closed', now)
  }

  private change(to: 'open' | 'closed', now: number): void {
    this.state = to
    this.era++
    this.failed = 0
    this.openedAt = now
    this.slots.clear()
  }
}

test('equals a plain model of a breaker, whatever the order of calls, and leaves nothing behind', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 120 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 3 }),
      async (steps, failures, probes) => {
        const clock = createFakeClock()
        const model = new Model(failures, probes)
        const faults: Fault[] = []
        const onFault = (fault: Fault): number => faults.push(fault)
        const load = (): Promise<typeof cockatiel> => Promise.resolve(cockatiel)
        const stage = new BreakerStage({ failures, probes, openFor, clock, onFault }, load)
        const under: {
          entry: { era: number; at: number }
          end: (how: 'answer' | 'fail' | 'abort') => void
        }[] = []
        let settleTarget: { resolve(): void; reject(): void } | undefined
        const target = (): Promise<void> =>
          new Promise((resolve, reject) => {
            settleTarget = { resolve, reject: () => reject(new Error('boom')) }
          })
        const call = compose<number, void>(target, [stage], { clock })
        for (const s of steps) {
          if (s.kind === 'wait') await clock.advance(s.ms)
          else if (s.kind === 'begin') {
            settleTarget = undefined
            const controller = new AbortController()
            const entry = model.begin(clock.now())
            void call(1, { signal: controller.signal }).catch(() => undefined)
            const reached = settleTarget as { resolve(): void; reject(): void } | undefined
            expect(reached !== undefined).toBe(entry !== undefined)
            if (entry !== undefined && reached !== undefined) {
              under.push({
                entry,
                end: (how) => {
                  if (how === 'answer') reached.resolve()
                  else if (how === 'fail') reached.reject()
                  else controller.abort()
                },
              })
            }
          } else if (under.length > 0) {
            const [ended] = under.splice(s.pick % under.length, 1)
            if (ended === undefined) continue
            model.end(ended.entry, s.how, clock.now())
            ended.end(s.how)
          }
          await settle()
          expect(stage.state()).toBe(model.state)
        }
        for (const { end } of under) end('answer')
        await settle()
        expect(clock.pending).toBe(0)
        expect(call.stats()).toMatchObject({ inFlight: 0, late: 0 })
        expect(call.stats().faults).toEqual({})
        expect(faults).toEqual([])
      },
    ),
    { numRuns: 300 },
  )
})
