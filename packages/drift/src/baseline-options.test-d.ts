import { expectTypeOf, test } from 'vitest'
import {
  baselineFromColumns,
  baselineFromHistograms,
  baselineFromStream,
  createBaseline,
  decodeBaseline,
  encodeBaseline,
} from './index.ts'
import type { Baseline, BaselineOptions, SeasonOptions, StreamBaselineOptions } from './index.ts'

const is = Math.random() > 1

test('options of every form may be undefined', () => {
  const options: BaselineOptions = {
    version: is ? '2026-01' : undefined,
    season: is ? { by: 'month', time: 'at' } : undefined,
  }
  const rows = [{ x: 1 }]
  expectTypeOf(createBaseline(rows, options)).toEqualTypeOf<Baseline>()
  expectTypeOf(baselineFromColumns({ x: [1], y: new Float32Array(1) }, options)).toEqualTypeOf<Baseline>()
  const streamed: StreamBaselineOptions = { ...options, maxRows: is ? 5 : undefined }
  expectTypeOf(baselineFromStream(rows, streamed)).toEqualTypeOf<Promise<Baseline>>()
  const ready = [{ name: 'x', edges: [1], counts: [1, 2], missing: is ? 1 : undefined }]
  expectTypeOf(baselineFromHistograms(ready, { name: is ? 'x' : undefined })).toEqualTypeOf<Baseline>()
  expectTypeOf(decodeBaseline(encodeBaseline(createBaseline(rows)))).toEqualTypeOf<Baseline>()
})

test('a season needs a time and a slot that there is', () => {
  // @ts-expect-error no time
  const untimed: SeasonOptions = { by: 'month' }
  // @ts-expect-error no such slot
  const unknown: SeasonOptions = { by: 'year', time: 'at' }
  expectTypeOf([untimed, unknown]).toEqualTypeOf<SeasonOptions[]>()
  // @ts-expect-error ready histograms have no bins to choose
  baselineFromHistograms([], { bins: 3 })
})
