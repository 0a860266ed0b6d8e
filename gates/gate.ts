import type { Packed } from './pack.ts'

/** What the gates look at: a checkout, and its packages as they would be published. */
export interface Subject {
  /** The checkout. */
  readonly root: string
  /** A folder that is removed after the run; every fault has its own. */
  readonly work: string
  /** Packs every package once, whoever asks first, and installs the tarballs as a user has them. */
  packed(): Packed
}

/** One check of everything that is published. */
export interface Gate {
  readonly name: string
  /** What it holds, in a few words. */
  readonly holds: string
  /** Lists what is wrong; an empty list passes. */
  check(subject: Subject): Promise<readonly string[]>
}

/** A mistake made on purpose in a copy, that shows that a gate can fail. */
export interface Fault {
  /** The gate that has to find it. */
  readonly gate: string
  /** The mistake. */
  readonly mistake: string
  /** What the gate has to say. */
  readonly says: readonly RegExp[]
  /** How many of the gate's problems have to say each. @default 1 */
  readonly times?: number
  /** Makes the mistake and runs the gate on it. */
  find(subject: Subject): Promise<readonly string[]>
}
