import type * as cockatielModule from 'cockatiel'

/** What is used of the module cockatiel. */
export type Cockatiel = Pick<
  typeof cockatielModule,
  'CircuitState' | 'ConsecutiveBreaker' | 'circuitBreaker' | 'handleAll'
>

/** How a half-open period went: `passed` successes, then the result that ended it. */
export interface HalfOpenPeriod {
  /** Probes that had to succeed. */
  readonly probes: number
  /** Probes that had succeeded before the last result. */
  readonly passed: number
  readonly isLastSuccess: boolean
}

/**
 * Takes cockatiel's state machine through a half-open period that is over, and compares after each result.
 *
 * A check and no decision: its `execute` steps some microtasks after it is told a result, and whoever awaits
 * a successful probe may call again at once. Each period gets a machine of its own, restored from the open
 * state with no break left, so that it never reads the wall clock to tell when to probe.
 *
 * @param signal the signal of the call that was the last probe: without one cockatiel takes a signal that
 * belongs to whichever request loaded it.
 * @throws {Error} by rejection, when the machine is somewhere else than the circuit was.
 */
export async function checkHalfOpen(
  { CircuitState: states, ConsecutiveBreaker, circuitBreaker, handleAll }: Cockatiel,
  { probes, passed, isLastSuccess }: HalfOpenPeriod,
  signal: AbortSignal,
): Promise<void> {
  const machine = circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(1),
    halfOpenAfter: 0,
    halfOpenSampling: { calls: probes, threshold: 0 },
    initialState: { ownState: { value: states.Open, openedAt: 0, attemptNo: 0 }, breakerState: 0 },
  })
  const end = isLastSuccess ? states.Closed : states.Open
  for (let i = 0; i <= passed; i++) {
    const isSuccess = i < passed || isLastSuccess
    await machine
      .execute(() => {
        if (!isSuccess) throw new Error('the probe failed')
      }, signal)
      .catch(() => undefined)
    const expected = i < passed ? states.HalfOpen : end
    if (machine.state === expected) continue
    const where = `after ${i + 1} of ${passed + 1} results of ${probes} probes`
    throw new Error(`${where} cockatiel is ${states[machine.state]}, the circuit ${states[expected]}`)
  }
}
