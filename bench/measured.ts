import { createRandom } from '@plimsoll/stats'
import { measureHeap, measureTimes, pairedDifference, pairedRatio } from './harness.ts'
import type { Effort, Estimate, Spread, Subject, Times } from './harness.ts'
import type { Comparison, SubjectFigures } from './report.ts'
import type { SuiteOptions } from './suite.ts'

/** The times and weights of a suite's subjects, by name. */
export class Measured {
  private readonly times: ReadonlyMap<string, Times>
  private readonly heap: ReadonlyMap<string, Spread>

  constructor(times: ReadonlyMap<string, Times>, heap: ReadonlyMap<string, Spread>) {
    this.times = times
    this.heap = heap
  }

  /** @throws when there is no such subject: a typo must not become a NaN. */
  at(name: string): Times {
    const found = this.times.get(name)
    if (found === undefined) throw new Error(`no subject ${name}`)
    return found
  }

  /** The time of `a` over that of `b`, within rounds. */
  ratio(a: string, b: string): Estimate {
    return pairedRatio(this.at(a).rounds, this.at(b).rounds)
  }

  /** What `b` takes beyond `a`, within rounds, in nanoseconds. */
  difference(a: string, b: string): Estimate {
    return pairedDifference(this.at(a).rounds, this.at(b).rounds)
  }

  /** Heap grown per call, in bytes. */
  bytes(name: string): number {
    return this.heap.get(name)?.median ?? Number.NaN
  }

  compare(ours: string, peer: string): Comparison {
    return { ours, peer, ratio: this.ratio(peer, ours) }
  }

  subjects(): readonly SubjectFigures[] {
    return [...this.times].map(([name, { median, p10, p90 }]) => ({
      name,
      nanoseconds: { median, p10, p90 },
      bytes: this.heap.get(name)?.median,
    }))
  }
}

/** Times subjects, and weighs them too; tells how far it is. */
export async function measure(
  subjects: readonly Subject[],
  effort: Effort,
  progress: SuiteOptions['progress'],
): Promise<Measured> {
  progress(`timing ${subjects.length} subjects, ${effort.rounds} rounds of ${effort.batch} calls`)
  const times = await measureTimes(subjects, effort)
  progress('weighing')
  return new Measured(
    times,
    await measureHeap(subjects, { ...effort, warmUp: Math.min(effort.warmUp, 2_000) }),
  )
}

/** The usual effort, quick or full; a suite names what differs. */
export function effortOf(
  { isQuick, seed }: Pick<SuiteOptions, 'isQuick' | 'seed'>,
  full: Partial<Omit<Effort, 'random'>> = {},
): Effort {
  const { rounds = 600, batch = 200, leadIn = 50, warmUp = 20_000 } = full
  const random = createRandom(`${seed} order`).next
  return isQuick
    ? { rounds: Math.ceil(rounds / 10), batch, leadIn, warmUp: Math.ceil(warmUp / 4), random }
    : { rounds, batch, leadIn, warmUp, random }
}

/** Shows a median with its interval: `3.10x (3.02 to 3.18)`. */
export function shownRatio({ median, low, high }: Estimate): string {
  const digits = median < 10 ? 2 : 1
  return `${median.toFixed(digits)}x (${low.toFixed(digits)} to ${high.toFixed(digits)})`
}
