/**
 * One behaviour that an implementation of a port must show; runs in any test runner.
 *
 * A behaviour that can't be seen with what the kit was given has a `skip`, and says so in its name; its `run`
 * then does nothing.
 *
 * @example
 * for (const c of cacheStoreCases(() => createMyStore())) test(c.name, c.run)
 * // with the runner's own mark for skipped tests, here node:test
 * for (const c of cacheStoreCases(() => createMyStore())) test(c.name, { skip: c.skip }, c.run)
 */
export interface ConformanceCase {
  /** The behaviour, in words; ends with the reason where it is skipped. */
  readonly name: string
  /** Resolves when the behaviour is there; rejects with the rule that is broken. */
  readonly run: () => Promise<void>
  /** Why this behaviour is not looked at: what the kit would have needed. */
  readonly skip?: string
}
