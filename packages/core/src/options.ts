import { PlimsollError } from './errors.ts'

/** One mistake in the options given to a constructor or factory. */
export interface OptionProblem {
  /** The option's path, such as `retry.attempts`. */
  readonly option: string
  /** What it must be: `must be a whole number of at least 1`. */
  readonly rule: string
  /** What was given, shortened. */
  readonly value: string
}

/**
 * Options that cannot work, found when something is constructed; lists every problem at once.
 *
 * @example
 * try {
 *   guard(churn, { model, deadline: -1 })
 * } catch (error) {
 *   if (isPlimsollError(error, 'PLIMSOLL_INVALID_OPTIONS')) console.error(error.problems)
 * }
 */
export class OptionsError extends PlimsollError {
  readonly problems: readonly OptionProblem[]

  constructor(subject: string, problems: readonly OptionProblem[]) {
    const lines = problems.map((p) => `  - ${p.option} ${p.rule}, got ${p.value}`)
    super('PLIMSOLL_INVALID_OPTIONS', { message: `${subject}:\n${lines.join('\n')}` })
    this.problems = problems
  }
}

/** Collects problems while options are read; `done` throws them all together. */
export interface OptionCheck {
  /** Notes that `option` breaks `rule` unless `holds`; returns `holds`. */
  require(holds: boolean, option: string, rule: string, value: unknown): boolean
  /**
   * Notes every own key of `given` that is not in `known`, with a suggestion where one is near; else with all
   * names that are not given yet: so what a guard sets by itself is offered to nobody.
   */
  keys(given: object, known: readonly string[], prefix?: string): void
  /** Adds the problems of a nested check that threw an `OptionsError`; anything else is thrown on. */
  nested<T>(prefix: string, make: () => T): T | undefined
  /** Throws one `OptionsError` when any problem was noted. */
  done(): void
}

/**
 * Starts a check of options; every problem is listed in one error instead of the first alone.
 *
 * @param of whose options they are: values of a call's are its caller's, and are told by their type alone
 * @example
 * const attempts = 3
 * const check = checkOptions('retry')
 * check.require(Number.isInteger(attempts), 'attempts', 'must be a whole number', attempts) // true
 * check.done()
 */
export function checkOptions(subject: string, of: 'setup' | 'call' = 'setup'): OptionCheck {
  const problems: OptionProblem[] = []
  const show = of === 'call' ? showType : showOption
  return {
    require(holds, option, rule, value) {
      if (!holds) problems.push({ option, rule, value: show(value) })
      return holds
    },
    keys(given, known, prefix = '') {
      for (const key of Object.keys(given)) {
        if (known.includes(key)) continue
        const free = known.filter((name) => !Object.hasOwn(given, name))
        const near = nearest(key, known)
        const hint = near === undefined ? `(known: ${free.join(', ')})` : `(did you mean ${near}?)`
        const name = of === 'call' && !/^[A-Za-z_]\w{0,31}$/.test(key) ? 'a name' : prefix + key
        const value = show((given as Readonly<Record<string, unknown>>)[key])
        problems.push({ option: name, rule: `is not an option ${hint}`, value })
      }
    },
    nested(prefix, make) {
      try {
        return make()
      } catch (error) {
        if (!(error instanceof OptionsError)) throw error
        for (const p of error.problems) {
          problems.push({ ...p, option: p.option === '' ? prefix : `${prefix}.${p.option}` })
        }
        return undefined
      }
    },
    done() {
      if (problems.length > 0)
        throw new OptionsError(`${subject} was given options that cannot work`, problems)
    },
  }
}

/**
 * Prints an option's value shortly and without ever throwing.
 *
 * @example
 * showOption([1, 2]) // 'an array of 2'
 */
export function showOption(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > 40 ? `${value.slice(0, 39)}…` : value)
    case 'function':
      return 'a function'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? `an array of ${value.length}` : 'an object'
    case 'bigint':
      return `${value}n`
    case 'number':
    case 'boolean':
    case 'undefined':
    case 'symbol':
      return String(value)
  }
}

function showType(value: unknown): string {
  return value === null ? 'null' : `a value of type ${typeof value}`
}

function nearest(key: string, known: readonly string[]): string | undefined {
  let best: string | undefined
  let bestDistance = 3
  for (const candidate of known) {
    const distance = editDistance(key.toLowerCase().slice(0, 32), candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(substitution, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    previous = row
  }
  return previous[b.length] ?? 0
}
