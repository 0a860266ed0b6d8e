import type { Figures, Gates } from './report.ts'

/** One kind of run that a simulation repeats. */
export interface Trial<Result = unknown> {
  readonly name: string
  /** How many runs, where the simulation as a whole is asked for `base` of them. */
  readonly runs: (base: number) => number
  /** Plays one run. The seed is all it may draw from, and what it returns is plain data. */
  readonly play: (seed: string) => Result | Promise<Result>
}

/** A package's statistical promises: what is promised, and the runs that show how far it holds. */
export interface Simulation<G extends Gates = Gates> {
  readonly gates: G
  readonly trials: readonly Trial[]
  /** Runs of the promises' own trials, when nothing else is asked for. */
  readonly base: number
  report(results: Results): SimulationReport<G>
}

/** What runs came to, as plain data. */
export interface SimulationReport<G extends Gates = Gates> {
  readonly figures: Figures<G>
  /** Tables in Markdown, each below a heading of the third level. */
  readonly tables: readonly string[]
  /** In Markdown: what is simulated. */
  readonly simulated: string
}

/** The runs of all trials of a simulation, by the trial's name. */
export class Results {
  private readonly byName: ReadonlyMap<string, readonly unknown[]>

  constructor(byName: ReadonlyMap<string, readonly unknown[]>) {
    this.byName = byName
  }

  /** The runs of one trial, in the order of their seeds, whoever played them. */
  of<Result>({ name }: Trial<Result>): readonly Result[] {
    const results = this.byName.get(name)
    if (results === undefined) throw new Error(`no trial ${name}`)
    return results as readonly Result[]
  }
}

/** The seed of one run: the same whichever worker plays it. */
export function seedOf(seed: string, trial: string, run: number): string {
  return `${seed}/${trial}/${run}`
}
