import { expectTypeOf, test } from 'vitest'
import type { RetrainRequest, RetrainTrigger } from './index.ts'
import { createBaseline, createMonitor, createRetrainTrigger } from './index.ts'

test('a trigger listens to a monitor, and takes its baseline', () => {
  const monitor = createMonitor(createBaseline([{ x: 1 }]))
  const retrain = createRetrainTrigger({
    model: 'm',
    baseline: monitor.baseline,
    run: (request, { signal, attempt }) => {
      expectTypeOf(request).toEqualTypeOf<RetrainRequest>()
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
      expectTypeOf(attempt).toEqualTypeOf<number>()
    },
  })
  expectTypeOf(retrain).toEqualTypeOf<RetrainTrigger>()
  monitor.subscribe(retrain.note)
  retrain.note(monitor.verdict())
})

test('an option may be undefined, and a run is needed', () => {
  const baseline = { name: 'b', digest: 'd' }
  const run = (): Promise<Response> => fetch('https://train.example')
  const maybe = Math.random() > 1 ? 3 : undefined
  const none = { store: undefined, snapshot: undefined, clock: undefined, onFault: undefined }
  createRetrainTrigger({ model: 'm', baseline, run, after: maybe, coolDown: maybe, attempts: maybe, ...none })
  // @ts-expect-error no run
  createRetrainTrigger({ model: 'm', baseline })
  // @ts-expect-error not a duration
  createRetrainTrigger({ model: 'm', baseline, run, coolDown: 'a day' })
})
