import { formatDuration } from '@plimsoll/core'

/** One stage in force, as `explain()` tells it. */
export interface ExplainedStage {
  readonly name: string
  /** What it does, in one line. */
  readonly does: string
  /** Its settings, defaults included. */
  readonly settings: Readonly<Record<string, unknown>>
}

/** The stages of a guard from outside in. Prints as a readable table. */
export interface Explanation {
  readonly contract: string
  readonly digest: string
  readonly stages: readonly ExplainedStage[]
  toString(): string
}

/** Describes stages, and prints them one a line. */
export function explain(contract: string, digest: string, stages: readonly ExplainedStage[]): Explanation {
  const width = Math.max(...stages.map((stage) => stage.name.length))
  return {
    contract,
    digest,
    stages,
    // What console.log shows in Node, Bun and Deno.
    [Symbol.for('nodejs.util.inspect.custom')](): string {
      return this.toString()
    },
    toString() {
      const indent = width + 6
      const lines = stages.flatMap((stage, i) => {
        const head = `${String(i + 1).padStart(2)}. ${stage.name.padEnd(width)}  ${stage.does}`
        const settings = named(stage.settings).map(([name, value]) => `${name} ${show(name, value)}`)
        return settings.length === 0 ? [head] : [head, ...wrap(settings, indent)]
      })
      return [`${contract} (sha256 ${digest.slice(0, 12)}…)`, ...lines].join('\n')
    },
  }
}

/** Names what stands within an object by its path, as messages about options do: `alarm.over`. */
function named(settings: object, prefix = ''): readonly (readonly [string, unknown])[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    const isPlain =
      value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
    return isPlain ? named(value as object, `${prefix}${name}.`) : [[prefix + name, value] as const]
  })
}

/** Sets parts in indented lines of at most 100 columns where they fit. */
function wrap(parts: readonly string[], indent: number): readonly string[] {
  const lines: string[] = []
  for (const part of parts) {
    const last = lines.at(-1)
    if (last === undefined || last.length + part.length + 2 > 100) lines.push(' '.repeat(indent) + part)
    else lines[lines.length - 1] = `${last}, ${part}`
  }
  return lines
}

// In settings these are milliseconds, or the duration as it was given.
const durations = new Set([
  'coolDown',
  'deadline',
  'maxDelay',
  'maxWindowAge',
  'minDelay',
  'openFor',
  'staleIfError',
  'storeTimeout',
  'ttl',
])

function show(name: string, value: unknown): string {
  if (typeof value === 'number' && durations.has(name)) return formatDuration(value)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value)
  if (Array.isArray(value)) return value.length > 6 ? `of ${value.length}` : value.join(' | ')
  return typeof value === 'function' ? 'a function' : String(value)
}
