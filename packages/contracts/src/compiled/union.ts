import { invalid } from './checker.ts'
import type { Checker } from './checker.ts'

/** `z.union`: what the first option gives that takes the value. */
export class UnionChecker implements Checker {
  private readonly options: readonly Checker[]

  constructor(options: readonly Checker[]) {
    this.options = options
  }

  check(value: unknown): unknown {
    const { options } = this
    for (let i = 0; i < options.length; i++) {
      const parsed = (options[i] as Checker).check(value)
      if (parsed !== invalid) return parsed
    }
    return invalid
  }

  accepts(value: unknown): boolean {
    const { options } = this
    for (let i = 0; i < options.length; i++) if ((options[i] as Checker).accepts(value)) return true
    return false
  }
}

/** `z.discriminatedUnion`: the option that one key of the value names. */
export class DiscriminatedChecker implements Checker {
  private readonly key: string
  private readonly options: ReadonlyMap<unknown, Checker>
  private readonly fallback: Checker | undefined

  constructor(key: string, options: ReadonlyMap<unknown, Checker>, fallback: Checker | undefined) {
    this.key = key
    this.options = options
    this.fallback = fallback
  }

  check(value: unknown): unknown {
    const option = this.optionFor(value)
    return option === undefined ? invalid : option.check(value)
  }

  accepts(value: unknown): boolean {
    return this.optionFor(value)?.accepts(value) ?? false
  }

  private optionFor(value: unknown): Checker | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return this.options.get((value as Readonly<Record<string, unknown>>)[this.key]) ?? this.fallback
  }
}
