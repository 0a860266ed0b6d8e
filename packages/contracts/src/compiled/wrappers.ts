import { invalid } from './checker.ts'
import type { Checker } from './checker.ts'

/** `z.optional`: `undefined` passes; where the schema inside substitutes something for it, that is given. */
export class OptionalChecker implements Checker {
  private readonly inner: Checker
  private readonly isSubstituted: boolean

  constructor(inner: Checker, isSubstituted: boolean) {
    this.inner = inner
    this.isSubstituted = isSubstituted
  }

  check(value: unknown): unknown {
    if (value !== undefined) return this.inner.check(value)
    if (!this.isSubstituted) return undefined
    const parsed = this.inner.check(undefined)
    return parsed === invalid ? undefined : parsed
  }

  accepts(value: unknown): boolean {
    return value === undefined ? this.check(value) !== invalid : this.inner.accepts(value)
  }
}

/** `z.nullable`. */
export class NullableChecker implements Checker {
  private readonly inner: Checker

  constructor(inner: Checker) {
    this.inner = inner
  }

  check(value: unknown): unknown {
    return value === null ? null : this.inner.check(value)
  }

  accepts(value: unknown): boolean {
    return value === null || this.inner.accepts(value)
  }
}

/** Where zod keeps a default: read anew each time, it is a fresh copy. */
export interface Defaulted {
  readonly defaultValue: unknown
}

/** `z.default`: stands for `undefined`, also where the schema inside gave it; is not checked itself. */
export class DefaultChecker implements Checker {
  private readonly inner: Checker
  private readonly def: Defaulted

  constructor(inner: Checker, def: Defaulted) {
    this.inner = inner
    this.def = def
  }

  check(value: unknown): unknown {
    if (value === undefined) return this.def.defaultValue
    const parsed = this.inner.check(value)
    return parsed === undefined ? this.def.defaultValue : parsed
  }

  accepts(value: unknown): boolean {
    return value === undefined ? this.check(value) !== invalid : this.inner.accepts(value)
  }
}

/** `z.prefault`: stands for `undefined`, and is checked. */
export class PrefaultChecker implements Checker {
  private readonly inner: Checker
  private readonly def: Defaulted

  constructor(inner: Checker, def: Defaulted) {
    this.inner = inner
    this.def = def
  }

  check(value: unknown): unknown {
    return this.inner.check(value === undefined ? this.def.defaultValue : value)
  }

  accepts(value: unknown): boolean {
    return this.inner.accepts(value === undefined ? this.def.defaultValue : value)
  }
}

/** `z.nonoptional`: the schema inside must not give `undefined`. */
export class NonOptionalChecker implements Checker {
  private readonly inner: Checker

  constructor(inner: Checker) {
    this.inner = inner
  }

  check(value: unknown): unknown {
    const parsed = this.inner.check(value)
    return parsed === undefined ? invalid : parsed
  }

  accepts(value: unknown): boolean {
    return this.check(value) !== invalid
  }
}

/** `z.readonly`: what comes back is frozen, even where it is the value itself. */
export class ReadonlyChecker implements Checker {
  private readonly inner: Checker

  constructor(inner: Checker) {
    this.inner = inner
  }

  check(value: unknown): unknown {
    return Object.freeze(this.inner.check(value))
  }

  accepts(value: unknown): boolean {
    // Some values can't be frozen, such as arrays of bytes: zod throws.
    return this.check(value) !== invalid
  }
}

/** `z.pipe` of two schemas: the second sees what the first gave. */
export class PipeChecker implements Checker {
  private readonly from: Checker
  private readonly to: Checker

  constructor(from: Checker, to: Checker) {
    this.from = from
    this.to = to
  }

  check(value: unknown): unknown {
    const parsed = this.from.check(value)
    return parsed === invalid ? invalid : this.to.check(parsed)
  }

  accepts(value: unknown): boolean {
    const parsed = this.from.check(value)
    return parsed !== invalid && this.to.accepts(parsed)
  }
}

/** `z.coerce`: what can't be turned is checked as it is. */
export class CoerceChecker implements Checker {
  private readonly turn: (value: unknown) => unknown
  private readonly inner: Checker

  constructor(turn: (value: unknown) => unknown, inner: Checker) {
    this.turn = turn
    this.inner = inner
  }

  check(value: unknown): unknown {
    return this.inner.check(this.turned(value))
  }

  accepts(value: unknown): boolean {
    return this.inner.accepts(this.turned(value))
  }

  private turned(value: unknown): unknown {
    try {
      return this.turn(value)
    } catch {
      return value
    }
  }
}
