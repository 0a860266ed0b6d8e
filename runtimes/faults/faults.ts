import { ok } from '../cases/assert.ts'
import type { Suite } from '../cases/case.ts'

/**
 * Cases that are wrong on purpose, run in every runtime at the end of every run: the run fails unless it
 * reports each of them as what it is. The last one takes the runtime with it.
 */
export const faults: Suite = {
  name: 'faults',
  cases: [
    {
      name: 'fails',
      run: () => Promise.resolve(ok(1 + 1 === 3, 'one and one are not three')),
    },
    {
      name: 'answers otherwise everywhere',
      run: (host) => Promise.resolve(`the answer of ${host.name}`),
    },
    {
      name: 'hangs',
      limit: 200,
      run: () => new Promise(() => undefined),
    },
    {
      name: 'crashes',
      limit: 5_000,
      run: async (host) => {
        await host.crash()
        // The end may come a moment later; whatever was told before it must not count as passed.
        await new Promise(() => undefined)
      },
    },
  ],
}

/** What each fault must be reported as. */
export const expectedFaults: Readonly<Record<string, 'failed' | 'differs' | 'hung' | 'crashed'>> = {
  'faults: fails': 'failed',
  'faults: answers otherwise everywhere': 'differs',
  'faults: hangs': 'hung',
  'faults: crashes': 'crashed',
}
