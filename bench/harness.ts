import { createRandom } from '@plimsoll/stats'
import type * as Loop from './loop.ts'

/** One thing to measure: a call, and the inputs it is made with in turn. */
export interface Subject {
  readonly name: string
  readonly call: (input: never) => unknown
  /** As many as a power of two. */
  readonly inputs: readonly unknown[]
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

/** How much to measure. */
export interface Effort {
  readonly rounds: number
  /** Calls in a timed batch. */
  readonly batch: number
  /** Calls before each timed batch, untimed: the other subjects have just used the caches. */
  readonly leadIn: number
  readonly warmUp: number
  readonly seed: string
}

interface Running {
  readonly subject: Subject
  readonly run: (count: number) => Promise<void>
  readonly times: number[]
}

/**
 * Times subjects in one process: each round runs one batch of every subject, in an order drawn anew.
 *
 * The clock is read before and after a batch and never inside one. Every answer is looked at.
 *
 * @returns nanoseconds per call by subject
 */
export async function measureTimes(
  subjects: readonly Subject[],
  effort: Effort,
): Promise<Map<string, Times>> {
  const running = await Promise.all(subjects.map(prepare))
  const random = createRandom(`${effort.seed} order`)
  for (let done = 0; done < effort.warmUp; done += effort.batch) {
    for (const { run } of shuffled(running, random.next)) await run(effort.batch)
    await eventLoopTurn()
  }
  globalThis.gc?.()
  for (let round = 0; round < effort.rounds; round++) {
    for (const { run, times } of shuffled(running, random.next)) {
      await run(effort.leadIn)
      const begun = performance.now()
      await run(effort.batch)
      times.push(((performance.now() - begun) * 1e6) / effort.batch)
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
  for (const subject of subjects) {
    const { run } = await prepare(subject)
    await run(effort.warmUp)
    const grown: number[] = []
    for (let round = 0; round < 41; round++) {
      globalThis.gc?.()
      await run(effort.leadIn)
      const before = process.memoryUsage().heapUsed
      await run(effort.batch)
      const after = process.memoryUsage().heapUsed
      grown.push((after - before) / effort.batch)
      await eventLoopTurn()
    }
    measured.set(subject.name, spreadOf(grown))
  }
  return measured
}

/**
 * Compares two subjects round by round.
 *
 * @returns the median of `b - a` and an interval that holds the true median with at least 99%, by ranks
 */
export function pairedDifference(
  a: readonly number[],
  b: readonly number[],
): { readonly median: number; readonly low: number; readonly high: number } {
  const differences = Float64Array.from(a, (time, i) => (b[i] ?? Number.NaN) - time).sort()
  const n = differences.length
  const margin = 2.6 * Math.sqrt(n / 4)
  const at = (rank: number): number =>
    differences[Math.min(n - 1, Math.max(0, Math.round(rank)))] ?? Number.NaN
  return { median: at((n - 1) / 2), low: at(n / 2 - margin - 1), high: at(n / 2 + margin) }
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

async function prepare(subject: Subject): Promise<Running> {
  const { loop } = (await import(`./loop.ts?${encodeURIComponent(subject.name)}`)) as typeof Loop
  let at = 0
  const run = async (count: number): Promise<void> => {
    const answered = await loop(subject.call, subject.inputs as readonly never[], at, count)
    if (answered !== count) throw new Error(`${subject.name}: ${count - answered} calls gave no answer`)
    at += count
  }
  return { subject, run, times: [] }
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
