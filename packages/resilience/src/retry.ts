import type { Call, Clock, Duration, Stage } from '@plimsoll/core'
import { checkOptions, durationRule, readDuration, syncResult, systemClock } from '@plimsoll/core'
import pRetry from 'p-retry'
import { fullJitter } from './backoff.ts'
import { blameOf } from './blame.ts'
import { RetryBudget } from './retry-budget.ts'

/** Options of `retry`. To write them is to declare the call repeatable. */
export interface RetryOptions {
  /** Attempts in all, the first included: a whole number from 1 (no retry) to 16. @default 2 */
  readonly attempts?: number | undefined
  /** The wait before the first retry is uniform over 0 to this; it doubles per retry. @default 50 ms */
  readonly minDelay?: Duration | undefined
  /** No wait is longer than this; at most 1 hour. @default '1s' */
  readonly maxDelay?: Duration | undefined
  /** Share of the calls that may be retried, in (0, 1]; 3 per 10 s are always granted. @default 0.1 */
  readonly budget?: number | undefined
  /** Whether a failure of the target is worth another attempt. @default every one */
  readonly retryable?: ((error: unknown) => boolean) | undefined
  /** The guard's own clock: waits are set on it. @default the process's clock */
  readonly clock?: Clock | undefined
  /** Uniform over [0, 1); decides the jitter. @default Math.random */
  readonly random?: (() => number) | undefined
}

/** What retrying came to since the start. */
export interface RetryStats {
  /** Further attempts granted. */
  readonly retries: number
  /** Further attempts that the budget refused, when everything else spoke for one. */
  readonly refused: number
}

const optionNames = ['attempts', 'minDelay', 'maxDelay', 'budget', 'retryable', 'clock', 'random']
const longestDelay = 3_600_000

/** Carries what an attempt threw past p-retry, which refuses TypeErrors and rewrites what is no Error. */
class Thrown extends Error {
  readonly value: unknown

  constructor(value: unknown) {
    super('an attempt failed')
    this.value = value
  }
}

/**
 * Tries a failed call again, with full jitter, under a budget and within the deadline.
 *
 * The first attempt runs in the call itself: a call that succeeds pays one count. After the first failure
 * p-retry runs the further attempts, each a sub-call through the stages further in. Nothing is retried
 * that waiting can't mend: the caller's abort, a passed deadline, refused inputs, open circuits and every
 * other refusal of plimsoll's own. What the target throws is retried whatever it is, TypeErrors too (a
 * failed `fetch` is one), and so are broken output contracts and failed runtimes; narrow it with
 * `retryable`. The last attempt's failure goes on, the very value that was thrown.
 *
 * `retryAfter` in milliseconds on the failure lengthens the wait; one longer than `maxDelay` or than the
 * time left is not waited for: the failure goes on at once.
 *
 * @example
 * const stage = new RetryStage({ attempts: 3 })
 * stage.stats // { retries: 0, refused: 0 }
 */
export class RetryStage implements Stage {
  readonly name: string = 'retry'
  /** What is in force, defaults included; delays in milliseconds. */
  readonly settings: Readonly<Record<'attempts' | 'minDelay' | 'maxDelay' | 'budget', number>>
  private readonly attempts: number
  private readonly delays: { readonly minDelay: number; readonly maxDelay: number }
  private readonly budget: RetryBudget
  private readonly retryable: ((error: unknown) => boolean) | undefined
  private readonly clock: Clock
  private readonly random: () => number
  private retries = 0
  private refused = 0

  /** @throws {OptionsError} when an option can't work; lists them all. */
  constructor(options: RetryOptions = {}) {
    const { attempts = 2, budget = 0.1 } = options
    const minDelay = readDuration(options.minDelay ?? 50)
    const maxDelay = readDuration(options.maxDelay ?? 1_000)
    const check = checkOptions('retry')
    check.keys(options, optionNames)
    check.require(
      Number.isInteger(attempts) && attempts >= 1 && attempts <= 16,
      'attempts',
      'must be a whole number from 1 to 16',
      attempts,
    )
    check.require(minDelay !== undefined, 'minDelay', durationRule, options.minDelay)
    check.require(
      maxDelay !== undefined && maxDelay <= longestDelay,
      'maxDelay',
      `${durationRule}, at most 1h`,
      options.maxDelay,
    )
    check.require(
      minDelay === undefined || maxDelay === undefined || minDelay <= maxDelay,
      'minDelay',
      `must be at most maxDelay (${maxDelay} ms)`,
      minDelay,
    )
    check.require(
      typeof budget === 'number' && budget > 0 && budget <= 1,
      'budget',
      'must be in (0, 1]',
      budget,
    )
    for (const name of ['retryable', 'random'] as const) {
      const given = options[name]
      check.require(given === undefined || typeof given === 'function', name, 'must be a function', given)
    }
    check.done()
    this.attempts = attempts
    this.delays = { minDelay: minDelay ?? 0, maxDelay: maxDelay ?? 0 }
    this.settings = { attempts, ...this.delays, budget }
    this.budget = new RetryBudget(budget)
    this.retryable = options.retryable
    this.clock = options.clock ?? systemClock()
    this.random = options.random ?? (() => Math.random())
  }

  /** Counts since the start; `refused` rises when calls fail faster than the budget lets them be retried. */
  get stats(): RetryStats {
    return { retries: this.retries, refused: this.refused }
  }

  enter(call: Call): void {
    this.budget.deposit(call.startedAt)
  }

  error(call: Call): void | Promise<void> {
    const delay = this.delayAfter(call, call.error, 1)
    if (delay !== undefined) return this.recover(call, delay)
  }

  /** How long to wait after so many failures, or `undefined` to give up; takes from the budget. */
  private delayAfter(call: Call, error: unknown, failures: number): number | undefined {
    if (failures >= this.attempts || call.isExpired || call.isAborted) return undefined
    if (blameOf(error) !== 'target' || !this.isRetryable(error)) return undefined
    const asked = retryAfterOf(error)
    if (asked > this.delays.maxDelay) return undefined
    const delay = Math.max(asked, fullJitter(failures, this.delays, this.random))
    if (delay >= call.remaining) return undefined
    if (!this.budget.withdraw(call.startedAt)) {
      this.refused++
      return undefined
    }
    this.retries++
    return delay
  }

  private isRetryable(error: unknown): boolean {
    return this.retryable === undefined || syncResult(this.retryable(error), 'boolean', 'retryable')
  }

  private async recover(call: Call, firstDelay: number): Promise<void> {
    // Kept from now: once it aborts, the call has moved on and this hook has no say any more.
    const { signal } = call
    let latest = new Thrown(call.error)
    const attempt = async (number: number): Promise<unknown> => {
      if (number === 1) throw latest
      try {
        return await call.subcall()
      } catch (error) {
        latest = new Thrown(error)
        throw latest
      }
    }
    const shouldRetry = async ({ attemptNumber: failures }: { attemptNumber: number }): Promise<boolean> => {
      const delay = failures === 1 ? firstDelay : this.delayAfter(call, latest.value, failures)
      if (delay === undefined) return false
      await this.wait(delay, signal)
      return true
    }
    try {
      const output = await pRetry(attempt, { retries: this.attempts - 1, minTimeout: 0, signal, shouldRetry })
      if (!signal.aborted) call.answer(output)
    } catch (error) {
      if (signal.aborted) return
      call.fail(latest.value)
      // Not an attempt's failure: `retryable` threw. The runner reports it and the attempt's failure goes on.
      if (!(error instanceof Thrown)) throw error
    }
  }

  /** Waits on the clock, or less when the call ends. */
  private wait(delay: number, signal: AbortSignal): Promise<void> {
    if (delay <= 0) return Promise.resolve()
    return new Promise((resolve) => {
      const end = (): void => {
        this.clock.clearTimer(timer)
        signal.removeEventListener('abort', end)
        resolve()
      }
      const timer = this.clock.setTimer(end, delay)
      signal.addEventListener('abort', end)
    })
  }
}

/**
 * Creates a stage that tries a failed call again; see `RetryStage` for what is retried.
 *
 * @throws {OptionsError} when an option can't work.
 * @example
 * const predict = compose(model, [retry({ attempts: 3 })], { deadline: '250ms' })
 */
export function retry(options: RetryOptions = {}): RetryStage {
  return new RetryStage(options)
}

function retryAfterOf(error: unknown): number {
  try {
    const asked = (error as { readonly retryAfter?: unknown } | null | undefined)?.retryAfter
    return typeof asked === 'number' && asked > 0 ? asked : 0
  } catch {
    // A failure that cannot be looked into asks for no pause.
    return 0
  }
}
