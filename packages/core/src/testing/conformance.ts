/**
 * One behaviour that an implementation of a port must show; runs in any test runner.
 *
 * @example
 * for (const c of storeCases(() => createMyStore())) test(c.name, c.run)
 */
export interface ConformanceCase {
  /** The behaviour, in words. */
  readonly name: string
  /** Resolves when the behaviour is there; rejects with what is wrong. */
  readonly run: () => Promise<void>
}
