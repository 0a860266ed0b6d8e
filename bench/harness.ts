import type * as Loop from './loop.ts'

/** One thing to measure: a call, and the inputs it is made with in turn. */
export interface Subject {
  readonly name: string
  /** What it answers must not be `undefined`: every answer is looked at. */
  readonly call: (input: never) => unknown
  /** As many as a power of two. */
  readonly inputs: readonly unknown[]
  /** Whether each call is awaited before the next; `false` for what answers at once. @default true */
  readonly isAwaited?: boolean
  /** Calls in a timed batch of this subject. @default the effort's */
  readonly batch?: number
  /** Things that one call does, such as the columns of a row; times are told per thing. @default 1 */
  readonly per?: number
}

/** The middle and the deciles of a sample. */
export interface Spread {
  readonly median: number
  readonly p10: number
  readonly p90: number
}

/** Nanoseconds per call of one subject, round by round: subjects can be compared within each round. */
export interface Times extends Spread {
  readonly rounds: readonly number[]
}

/** A median and an interval that holds the true one with at least 99%, by ranks. */
export interface Estimate {
  readonly median: number
  readonly low: number
  readonly high: number
}

/** How much to measure. */
export interface Effort {
  readonly rounds: number
  /** Calls in a timed batch. */
  readonly batch: number
  /** Calls before each timed batch, untimed: the other subjects have just used the caches. */
  readonly leadIn: number
  /** Calls of each subject before the first round. */
  readonly warmUp: number
  /** Uniform over [0, 1): draws the order of each round. */
  readonly random: () => number
}

interface Running {
  readonly subject: Subject
  readonly batch: number
  readonly run: (count: number) => Promise<void>
  readonly times: number[]
}

/**
 * Times subjects in one process: each round runs one batch of every subject, in an order drawn anew.
 *
 * The clock is read before and after a batch and never inside one. Every answer is looked at.
 *
 * @param now milliseconds
 * @returns nanoseconds per call (or per thing, where a call does several) by subject
 * @throws when a call answers `undefined`
 */
export async function measureTimes(
  subjects: readonly Subject[],
  effort: Effort,
  now: () => number = () => performance.now(),
): Promise<Map<string, Times>> {
  const running = await Promise.all(subjects.map((subject) => prepare(subject, effort)))
  for (let done = 0; done < effort.warmUp; done += effort.batch) {
    for (const { run, batch } of shuffled(running, effort.random)) await run(batch)
    await eventLoopTurn()
  }
  globalThis.gc?.()
  for (let round = 0; round < effort.rounds; round++) {
    for (const { subject, batch, run, times } of shuffled(running, effort.random)) {
      await run(leadInOf(batch, effort))
      const begun = now()
      await run(batch)
      times.push(((now() - begun) * 1e6) / (batch * (subject.per ?? 1)))
    }
    await eventLoopTurn()
  }
  return new Map(running.map(({ subject, times }) => [subject.name, { ...spreadOf(times), rounds: times }]))
}

/**
 * Measures how much the heap grows per call: the median over batches, so that the few batches in which the
 * collector ran (they shrink) do not count. Includes the awaiting loop's own garbage.
 *
 * @returns bytes per call by subject
 */
export async function measureHeap(
  subjects: readonly Subject[],
  effort: Effort,
): Promise<Map<string, Spread>> {
  const measured = new Map<string, Spread>()
  const batches = Math.min(41, Math.ceil(effort.rounds / 8))
  for (const subject of subjects) {
    const { run, batch } = await prepare(subject, effort)
    await run(effort.warmUp)
    const grown: number[] = []
    for (let round = 0; round < batches; round++) {
      globalThis.gc?.()
      await run(leadInOf(batch, effort))
      const before = process.memoryUsage().heapUsed
      await run(0)
      const between = process.memoryUsage().heapUsed
      await run(batch)
      const after = process.memoryUsage().heapUsed
      // What a batch of no calls grows is the measuring's own.
      grown.push((after - between - (between - before)) / batch)
      await eventLoopTurn()
    }
    measured.set(subject.name, spreadOf(grown))
  }
  return measured
}

/** Compares two subjects round by round: the median of `b - a` and its interval. */
export function pairedDifference(a: readonly number[], b: readonly number[]): Estimate {
  return estimateOf(a.map((time, i) => (b[i] ?? Number.NaN) - time))
}

/** Compares two subjects round by round: the median of `a / b` and its interval. */
export function pairedRatio(a: readonly number[], b: readonly number[]): Estimate {
  return estimateOf(a.map((time, i) => time / (b[i] ?? Number.NaN)))
}

/** Describes a sample by its median and deciles. */
export function spreadOf(sample: readonly number[]): Spread {
  const sorted = Float64Array.from(sample).sort()
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN
  return { median: at(0.5), p10: at(0.1), p90: at(0.9) }
}

/** Lets timers and I/O callbacks run. */
export function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

function estimateOf(sample: readonly number[]): Estimate {
  const sorted = Float64Array.from(sample).sort()
  const n = sorted.length
  const margin = 2.6 * Math.sqrt(n / 4)
  const at = (rank: number): number => sorted[Math.min(n - 1, Math.max(0, Math.round(rank)))] ?? Number.NaN
  return { median: at((n - 1) / 2), low: at(n / 2 - margin - 1), high: at(n / 2 + margin) }
}

async function prepare(subject: Subject, effort: Effort): Promise<Running> {
  const { name, call, inputs, isAwaited = true, batch = effort.batch } = subject
  const file = isAwaited ? './loop.ts' : './loop-at-once.ts'
  // Under a query of its own the module is a copy of its own. No dots: what follows one looks like an extension.
  const query = encodeURIComponent(name).replaceAll('.', '%2E')
  const own = new URL(`${file}?${query}`, import.meta.url).href
  const { loop } = (await import(/* @vite-ignore */ own)) as typeof Loop
  let at = 0
  const run = async (count: number): Promise<void> => {
    const answered = await loop(call, inputs as readonly never[], at, count)
    if (answered !== count) throw new Error(`${name}: ${count - answered} calls gave no answer`)
    at += count
  }
  return { subject, batch, run, times: [] }
}

/** A subject with batches of its own leads in with the same share of them. */
function leadInOf(batch: number, { leadIn, batch: usual }: Effort): number {
  return Math.ceil((leadIn * batch) / usual)
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const order = [...items]
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const [a, b] = [order[i], order[j]]
    if (a === undefined || b === undefined) continue
    order[i] = b
    order[j] = a
  }
  return order
}
