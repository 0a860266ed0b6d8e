import type { Gates, SuiteReport } from './report.ts'

/** A package's benchmarks: what is promised, and how it is measured. */
export interface Suite<G extends Gates = Gates> {
  readonly gates: G
  /** The peers' packages, whose versions are told beside the figures. */
  readonly peers: readonly string[]
  run(options: SuiteOptions): Promise<SuiteReport<G>>
}

/** How a suite is to run. */
export interface SuiteOptions {
  /** A rough run in seconds, not to be published. */
  readonly isQuick: boolean
  readonly seed: string
  /** Tells how far the run is; on stderr, so that stdout stays the report. */
  readonly progress: (what: string) => void
}
