import { systemClock } from '../clock.ts'
import type { ConformanceCase } from './conformance.ts'
import { kindOf } from './same-data.ts'

/** What every kit can be told. */
export interface KitOptions<Made> {
  /** Closes what `make` made, after each case. @default nothing to close */
  readonly close?: ((made: Made) => void | Promise<void>) | undefined
  /** Milliseconds of real time that one operation may take before it counts as hanging. @default 2000 */
  readonly timeout?: number | undefined
}

/** Time as an adapter sees it; a `FakeClock` is one. */
export interface KitClock {
  /** Milliseconds since 1970. */
  wall(): number
  /** Moves time on by `ms`; one that really waits will do. */
  advance(ms: number): void | Promise<void>
}

/** What the body of a case works with. */
export interface Bench<Made> {
  /** Makes another one, closed after the case. */
  readonly make: () => Promise<Made>
  /** Runs one operation: what it throws rejects, and so does one that takes longer than `timeout`. */
  readonly within: <T>(what: string, operation: () => T | PromiseLike<T>) => Promise<T>
}

/** Collects the cases of a kit: each makes its own adapter, and closes it whatever happened. */
export class CaseList<Made> {
  readonly cases: ConformanceCase[] = []
  private readonly make: () => Made | Promise<Made>
  private readonly options: KitOptions<Made>

  constructor(make: () => Made | Promise<Made>, options: KitOptions<Made>) {
    this.make = make
    this.options = options
  }

  /** Adds a case; with `missing`, what the kit would have needed, one that is skipped. */
  add(name: string, body: (made: Made, bench: Bench<Made>) => Promise<void>, missing?: string): void {
    if (missing === undefined) this.cases.push({ name, run: () => this.run(body) })
    else {
      this.cases.push({
        name: `${name} (skipped: ${missing})`,
        skip: missing,
        run: () => Promise.resolve(),
      })
    }
  }

  private async run(body: (made: Made, bench: Bench<Made>) => Promise<void>): Promise<void> {
    const all: Made[] = []
    const { timeout = 2_000 } = this.options
    const within: Bench<Made>['within'] = (what, operation) => inTime(what, operation, timeout)
    const make = async (): Promise<Made> => {
      const made = await within('make', this.make)
      all.push(made)
      return made
    }
    try {
      await body(await make(), { make, within })
    } finally {
      for (const made of all) await within('close', () => this.options.close?.(made))
    }
  }
}

class HungError extends Error {
  constructor(what: string) {
    super(`${what} must not hang: nothing came of it in time`)
  }
}

/** Fails a case, naming the rule, unless it holds. */
export function must(holds: boolean, rule: string): asserts holds {
  if (!holds) throw new Error(rule)
}

/** Fails a case unless an operation rejects, in time and with an Error. */
export async function mustReject(what: string, operation: () => Promise<unknown>): Promise<void> {
  const failure = await operation().then(
    () => undefined,
    (error: unknown) => ({ error }),
  )
  must(failure !== undefined, `${what} must reject here: it resolved`)
  const { error } = failure
  if (error instanceof HungError) throw error
  must(error instanceof Error, `${what} must reject with an Error: it rejected with ${kindOf(error)}`)
}

/** Runs an operation; one that takes longer than `timeout` of real time rejects. */
async function inTime<T>(what: string, operation: () => T | PromiseLike<T>, timeout: number): Promise<T> {
  const clock = systemClock()
  let timer: unknown
  const late = new Promise<never>((_, reject) => {
    timer = clock.setTimer(() => reject(new HungError(what)), timeout)
  })
  try {
    return await Promise.race([(async () => operation())(), late])
  } finally {
    clock.clearTimer(timer)
  }
}

/** One turn of the event loop, for what goes by no clock of the kit's. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    systemClock().setTimer(resolve, 0)
  })
}
