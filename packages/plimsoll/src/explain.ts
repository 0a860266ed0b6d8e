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
    toString() {
      const lines = stages.map((stage, i) => {
        const settings = Object.entries(stage.settings).map(([name, value]) => `${name}: ${show(value)}`)
        const shown = settings.length === 0 ? '' : ` (${settings.join(', ')})`
        return `${String(i + 1).padStart(2)}. ${stage.name.padEnd(width)}  ${stage.does}${shown}`
      })
      return [`${contract} (sha256 ${digest.slice(0, 12)}…)`, ...lines].join('\n')
    },
  }
}

function show(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value)
  if (Array.isArray(value)) return value.length > 6 ? `${value.length} names` : value.join(' | ')
  return typeof value === 'function' ? 'a function' : String(value)
}
