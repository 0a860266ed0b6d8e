import type { Json } from './cases/case.ts'

/** How one case went in one runtime. */
export type Outcome =
  | { readonly kind: 'passed'; readonly ms: number; readonly answer?: Json | undefined }
  | { readonly kind: 'failed' | 'hung' | 'crashed'; readonly why: string }
  | { readonly kind: 'not here'; readonly why: string }

/** A line that a host writes: what it runs on, a case begun, a case ended. */
export type Line =
  | { readonly kind: 'runtime'; readonly version: string; readonly notes: readonly string[] }
  | { readonly kind: 'begin'; readonly id: string }
  | { readonly kind: 'end'; readonly id: string; readonly outcome: Outcome }

/** What a host is asked to run. */
export interface Task {
  /** The name of the runtime, as the table has it. */
  readonly runtime: string
  /** The only suite to run. @default all */
  readonly only?: string | undefined
  /** Cases that ran already, by id. */
  readonly done: readonly string[]
}

/** Everything known of one runtime after a run. */
export interface RuntimeResult {
  readonly name: string
  readonly version: string
  /** Versions of what else it ran with. */
  readonly notes: readonly string[]
  /** Why it did not run at all. */
  readonly missing?: string | undefined
  readonly ms: number
  /** By id, `suite: name`. */
  readonly outcomes: ReadonlyMap<string, Outcome>
}

/** Lines of hosts stand out from whatever else a runtime prints. */
export const mark = '\u001e'
