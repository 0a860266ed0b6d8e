import type { FakeClock } from '../../src/testing/index.ts'

/** An adapter that is broken on purpose, in one way. */
export interface Broken<Made, Options = object> {
  /** What is wrong with it, in words. */
  readonly fault: string
  readonly make: (clock: FakeClock) => Made
  /** What the kit is told of it besides; only what the fault is about, or other cases would catch it for that. */
  readonly options?: Partial<Options>
}
