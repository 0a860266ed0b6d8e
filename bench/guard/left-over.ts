import { getEventListeners } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { compose } from '@plimsoll/core'
import { breaker } from 'plimsoll/resilience'
import { eventLoopTurn } from '../harness.ts'
import type { FullGuard } from './guards.ts'
import type { Input } from './workload.ts'

/** What a guard leaves behind. */
export interface LeftOver {
  /** Timers set and neither fired nor cleared, right after the last call. */
  readonly timersAtOnce: number
  /** The same, and as the process counts them, when the deadline has passed. */
  readonly timersWhenIdle: number
  readonly activeWhenIdle: number
  /** Listeners on a signal given to every call. */
  readonly listeners: number
  /** Heap kept, in bytes over all calls. */
  readonly retained: number
  readonly calls: number
}

/** Makes many calls under one long-lived signal and looks for what is left of them. */
export async function leftOver(
  make: (deadline: number) => FullGuard,
  inputs: readonly Input[],
  calls: number,
): Promise<LeftOver> {
  const timers = countTimers()
  const deadline = 1_000
  const predict = make(deadline)
  const { signal } = new AbortController()
  const batch = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i += 64) {
      const under = Array.from({ length: 64 }, (_, j) =>
        predict(inputs[(i + j) % inputs.length] as Input, { signal }),
      )
      await Promise.all(under)
      if (i % 4_096 === 0) await eventLoopTurn()
    }
  }
  await batch(Math.max(20_000, calls / 10))
  const before = await heapAtRest()
  await batch(calls)
  const timersAtOnce = timers.pending()
  const listeners = getEventListeners(signal, 'abort').length
  await wait(deadline + 200)
  const timersWhenIdle = timers.pending()
  const activeWhenIdle = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const retained = (await heapAtRest()) - before
  timers.stop()
  return { timersAtOnce, timersWhenIdle, activeWhenIdle, listeners, retained, calls }
}

/** The heap that breakers keep for idle keys (variants), in bytes. */
export interface BreakerState {
  readonly perKey: number
  /** One breaker's, after it has seen 100 000 keys. */
  readonly ofManyKeys: number
}

/** Measures what breakers keep. */
export async function breakerState(): Promise<BreakerState> {
  const stages = 32
  const variants = 1_000
  const kept = Array.from({ length: stages }, breakerOfKeys)
  await kept[0]?.see(variants)
  const before = await heapAtRest()
  for (const one of kept.slice(1)) await one.see(variants)
  const grown = (await heapAtRest()) - before
  const one = breakerOfKeys()
  const beforeMany = await heapAtRest()
  await one.see(100_000)
  const ofManyKeys = (await heapAtRest()) - beforeMany
  if (one.predict === undefined || kept.length !== stages) throw new Error('kept alive until here')
  return { perKey: grown / ((stages - 1) * variants), ofManyKeys: Math.max(0, ofManyKeys) }
}

function breakerOfKeys(): { readonly predict: unknown; see(keys: number): Promise<void> } {
  let variant = ''
  const route = {
    name: 'route',
    enter: (call: { variant: string | undefined }) => void (call.variant = variant),
  }
  const predict = compose(async (x: number) => x, [route, breaker()])
  return {
    predict,
    see: async (keys) => {
      for (let key = 0; key < keys; key++) {
        variant = `variant-${key}`
        await predict(key)
      }
    },
  }
}

async function heapAtRest(): Promise<number> {
  for (let i = 0; i < 4; i++) {
    globalThis.gc?.()
    await eventLoopTurn()
  }
  return process.memoryUsage().heapUsed
}

/** Counts timers that are set, unref-ed ones too, which the process itself does not list. */
function countTimers(): { pending(): number; stop(): void } {
  const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout }
  const pending = new Set<unknown>()
  const set = (fire: (...args: unknown[]) => void, delay?: number, ...args: unknown[]): unknown => {
    const timer: unknown = real.setTimeout(() => {
      pending.delete(timer)
      fire(...args)
    }, delay)
    pending.add(timer)
    return timer
  }
  const clear = (timer: unknown): void => {
    pending.delete(timer)
    real.clearTimeout(timer as NodeJS.Timeout)
  }
  Object.assign(globalThis, { setTimeout: set, clearTimeout: clear })
  return { pending: () => pending.size, stop: () => void Object.assign(globalThis, real) }
}
