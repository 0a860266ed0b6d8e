import { describe, expect, test } from 'vitest'
import {
  cacheStoreCases,
  createFakeClock,
  eventSinkCases,
  outcomeStoreCases,
  stageCases,
} from '../src/testing/index.ts'
import type { ConformanceCase, FakeClock } from '../src/testing/index.ts'
import type { Broken } from './broken/broken.ts'
import { brokenCacheStores } from './broken/cache-stores.ts'
import { brokenEventSinks } from './broken/event-sinks.ts'
import { Matrix } from './broken/matrix.ts'
import { brokenOutcomeStores } from './broken/outcome-stores.ts'
import { brokenStages } from './broken/stages.ts'

// The kits are only as good as what they catch: each is run against adapters that are each broken in one way.
// What caught what, and what it said, stands in broken/*.txt: `vitest -u` writes them anew.

function trial<Made, Options extends object>(
  kit: string,
  broken: readonly Broken<Made, Options>[],
  cases: (
    make: (clock?: FakeClock) => Made,
    options: Partial<Options>,
    clock: FakeClock,
  ) => readonly ConformanceCase[],
): void {
  describe(kit, () => {
    const matrix = new Matrix(broken.map(({ fault }) => fault))
    // At once, since most of their time is spent waiting for turns of the event loop.
    describe.concurrent('catches one that', () => {
      test.for(broken)('$fault', { timeout: 60_000 }, async ({ fault, make, options = {} }, { expect }) => {
        const clock = createFakeClock()
        await matrix.run(
          fault,
          cases((own = clock) => make(own), options, clock),
        )
        expect(matrix.caught.get(fault)).not.toEqual([])
      })
    })
    test('every case catches a fault', () => {
      expect(matrix.useless).toEqual([])
    })
    test('catches what it did, and says why', async () => {
      await expect(matrix.text).toMatchFileSnapshot(`./broken/${kit}.txt`)
    })
  })
}

trial('cacheStoreCases', brokenCacheStores, (make, options, clock) =>
  cacheStoreCases(() => make(), { clock, ...options }),
)

trial('outcomeStoreCases', brokenOutcomeStores, (make, options, clock) =>
  outcomeStoreCases(() => make(), { clock, ...options }),
)

trial('eventSinkCases', brokenEventSinks, (make, options) =>
  eventSinkCases(() => make(), { delivered: (sink) => sink.end.records, ...options }),
)

trial('stageCases', brokenStages, (make, options) => stageCases(make, options))
