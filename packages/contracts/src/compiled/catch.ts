import { invalid } from './checker.ts'
import type { Checker } from './checker.ts'
import type { Leaf } from './leaf.ts'

/** `z.catch` around a value without parts; zod answers for one that breaks the rule. */
export class CatchChecker implements Checker {
  private readonly leaf: Leaf
  private readonly zod: Checker

  constructor(leaf: Leaf, zod: Checker) {
    this.leaf = leaf
    this.zod = zod
  }

  check(value: unknown): unknown {
    return this.leaf.accepts(value) ? value : this.zod.check(value)
  }

  accepts(value: unknown): boolean {
    return this.check(value) !== invalid
  }
}
