import type { OnnxRuntime } from '@plimsoll/runtime-onnx'

/** What a case may hand back: plain data, the same text on every runtime. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** What a case may ask of the runtime it runs in. */
export interface Host {
  /** `node-24`, `workerd`, ... */
  readonly name: string
  /** Loads the ONNX runtime that the host injects; why there is none, as text. */
  readonly onnx: (() => Promise<OnnxRuntime>) | string
  /** Ends the runtime at once, as a crash would. */
  crash(): Promise<unknown>
}

/** One behaviour that must be the same in every runtime. */
export interface Case {
  readonly name: string
  /**
   * Resolves when the behaviour is there; rejects with what is wrong. Data that it hands back is compared over
   * all runtimes, bit for bit.
   */
  run(host: Host): Promise<void | Json>
  /** Milliseconds after which it counts as hanging. @default 10 000 */
  readonly limit?: number
}

/** The cases of one package, or of one concern. */
export interface Suite {
  readonly name: string
  readonly cases: readonly Case[]
}

/** Thrown by a case that has no meaning in a runtime. */
export class NotHere extends Error {}

/** Leaves a case out in this runtime; the reason stands in the report. */
export function notHere(reason: string): never {
  throw new NotHere(reason)
}
