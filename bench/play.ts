import { Worker } from 'node:worker_threads'
import { Results, seedOf } from './simulation.ts'
import type { Simulation } from './simulation.ts'

/** A stretch of one trial's runs, for a worker. */
export interface Stretch {
  readonly trial: number
  readonly from: number
  readonly to: number
}

/** What a worker is made with. */
export interface WorkerData {
  readonly simulation: string
  readonly seed: string
}

/** What a worker answers. */
export interface Played {
  readonly stretch: Stretch
  readonly results: readonly unknown[]
}

/** How to play a simulation. */
export interface PlayOptions {
  readonly base: number
  readonly seed: string
  readonly workers: number
  readonly progress: (what: string) => void
}

/**
 * Plays all runs of a simulation, in this thread for no workers. A run depends on its seed alone, so that the
 * results are the same however many workers there are.
 *
 * @param name under which a worker finds the simulation
 */
export async function playAll(name: string, simulation: Simulation, options: PlayOptions): Promise<Results> {
  const { base, seed, workers, progress } = options
  const results = simulation.trials.map(({ runs }) => new Array<unknown>(runs(base)))
  const stretches = stretchesOf(simulation, base)
  const open = simulation.trials.map(({ runs }) => runs(base))
  const take = ({ stretch, results: played }: Played): void => {
    const { trial, from, to } = stretch
    for (const [i, result] of played.entries()) {
      const of = results[trial]
      if (of !== undefined) of[from + i] = result
    }
    open[trial] = (open[trial] ?? 0) - (to - from)
    if (open[trial] === 0) progress(`${simulation.trials[trial]?.name}: done`)
  }
  if (workers === 0) {
    for (const stretch of stretches) take(await playStretch(simulation, stretch, seed))
  } else {
    await Promise.all(Array.from({ length: workers }, () => playInWorker(name, seed, stretches, take)))
  }
  return new Results(
    new Map(simulation.trials.map(({ name: trial }, i) => [trial, results[i] ?? []] as const)),
  )
}

/** Plays one stretch in this thread. */
export async function playStretch(simulation: Simulation, stretch: Stretch, seed: string): Promise<Played> {
  const trial = simulation.trials[stretch.trial]
  if (trial === undefined) throw new Error(`no trial ${stretch.trial}`)
  const results: unknown[] = []
  for (let run = stretch.from; run < stretch.to; run++) {
    results.push(await trial.play(seedOf(seed, trial.name, run)))
  }
  return { stretch, results }
}

function stretchesOf({ trials }: Simulation, base: number): Stretch[] {
  const size = 20
  return trials.flatMap(({ runs }, trial) =>
    Array.from({ length: Math.ceil(runs(base) / size) }, (_, i) => ({
      trial,
      from: i * size,
      to: Math.min(runs(base), (i + 1) * size),
    })),
  )
}

function playInWorker(
  simulation: string,
  seed: string,
  stretches: Stretch[],
  take: (played: Played) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./play-worker.ts', import.meta.url), {
      workerData: { simulation, seed } satisfies WorkerData,
    })
    const next = (): void => {
      const stretch = stretches.shift()
      if (stretch === undefined) {
        resolve()
        worker.terminate().catch(reject)
      } else worker.postMessage(stretch)
    }
    worker.on('message', (played: Played) => {
      take(played)
      next()
    })
    worker.on('error', reject)
    // Settled already when it ended because there was nothing left to play.
    worker.on('exit', (code) => reject(new Error(`a worker of ${simulation} ended early, code ${code}`)))
    next()
  })
}
