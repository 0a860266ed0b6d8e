import type * as cockatielModule from 'cockatiel'
import type { CircuitBreakerPolicy, IBreaker } from 'cockatiel'
import type { CircuitState } from './circuit.ts'

/** What is used of the module cockatiel. */
export type Cockatiel = Pick<typeof cockatielModule, 'CircuitState' | 'circuitBreaker' | 'handleAll'>

/**
 * Lets cockatiel's state machine decide one half-open period from the results of its probes.
 *
 * The machine is stepped with results that are already known, so no caller ever waits inside it. Each
 * period gets a machine of its own, restored from the open state with no break left, so that it never
 * reads the wall clock to decide when to probe.
 */
export class HalfOpenMachine {
  private readonly load: () => Promise<Cockatiel>
  private readonly probes: number
  private readonly breaker: IBreaker
  private policy: CircuitBreakerPolicy | undefined

  constructor(load: () => Promise<Cockatiel>, probes: number, breaker: IBreaker) {
    this.load = load
    this.probes = probes
    this.breaker = breaker
  }

  /**
   * Steps the machine with one result; resolves with the state it is in then.
   *
   * @param signal the signal of the call that was the probe: without one cockatiel takes a signal that
   * belongs to whichever request loaded it.
   */
  async report(isSuccess: boolean, signal: AbortSignal): Promise<CircuitState> {
    const cockatiel = await this.load()
    this.policy ??= this.createPolicy(cockatiel)
    const { policy } = this
    await policy
      .execute(() => {
        if (!isSuccess) throw new Error('the probe failed')
      }, signal)
      .catch(() => undefined)
    if (policy.state === cockatiel.CircuitState.Closed) return 'closed'
    return policy.state === cockatiel.CircuitState.HalfOpen ? 'half-open' : 'open'
  }

  private createPolicy({ CircuitState: states, circuitBreaker, handleAll }: Cockatiel): CircuitBreakerPolicy {
    return circuitBreaker(handleAll, {
      breaker: this.breaker,
      halfOpenAfter: 0,
      halfOpenSampling: { calls: this.probes, threshold: 0 },
      initialState: { ownState: { value: states.Open, openedAt: 0, attemptNo: 0 }, breakerState: 0 },
    })
  }
}
