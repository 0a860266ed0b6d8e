import { invalid } from './checker.ts'
import type { Checker } from './checker.ts'

/** Gives back what passes a test. */
export class TestChecker implements Checker {
  private readonly test: (value: unknown) => boolean

  constructor(test: (value: unknown) => boolean) {
    this.test = test
  }

  check(value: unknown): unknown {
    return this.test(value) ? value : invalid
  }

  accepts(value: unknown): boolean {
    return this.test(value)
  }
}
