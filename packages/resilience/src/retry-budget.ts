const timeConstant = 10_000
const floor = 3
// Retries never decay to nothing; without this the third of the floor would not come back.
const slack = 0.01
// Decaying costs an exponential; within this many milliseconds it would change the counts by 1% at most.
const grain = 100

/**
 * Limits retries to a share of the calls seen lately, so that retries can't multiply an outage.
 *
 * Calls and retries are counted with exponential decay (time constant 10 s); a retry is granted while
 * `retries + 1 <= max(3, share * calls) + 0.01`. So over any stretch of T seconds at most
 * `share * calls + 3.01 * (1 + T / 10)` retries are granted. A call counts as if it had come up to 0.1 s
 * earlier: the budget errs towards fewer retries. Two numbers of state; time may stand still but a step
 * back is ignored.
 *
 * @example
 * const budget = new RetryBudget(0.1)
 * budget.deposit(0)
 * budget.withdraw(0) // true: 3 per 10 s are always granted
 */
export class RetryBudget {
  private readonly share: number
  private calls = 0
  private retries = 0
  private at = 0

  /** @param share retries granted per call, in (0, 1] */
  constructor(share: number) {
    this.share = share
  }

  /** Counts a call that came in at `now` (milliseconds, monotonic). */
  deposit(now: number): void {
    if (now - this.at >= grain) this.decay(now)
    this.calls++
  }

  /** Takes one retry out of the budget; returns whether there was one. */
  withdraw(now: number): boolean {
    if (now > this.at) this.decay(now)
    if (this.retries + 1 > Math.max(floor, this.share * this.calls) + slack) return false
    this.retries++
    return true
  }

  private decay(now: number): void {
    const left = Math.exp((this.at - now) / timeConstant)
    this.calls *= left
    this.retries *= left
    this.at = now
  }
}
