import type { ConformanceCase } from '../../src/testing/index.ts'

/** Which cases caught which fault, and what they said. */
export class Matrix {
  readonly caught: Map<string, readonly { readonly name: string; readonly message: string }[]>
  readonly names: Set<string> = new Set()

  constructor(faults: readonly string[]) {
    this.caught = new Map(faults.map((fault) => [fault, []]))
  }

  async run(fault: string, cases: readonly ConformanceCase[]): Promise<void> {
    const found: { name: string; message: string }[] = []
    for (const { name, run, skip } of cases) {
      if (skip !== undefined) continue
      this.names.add(name)
      await run().catch((error: unknown) => found.push({ name, message: String((error as Error).message) }))
    }
    this.caught.set(fault, found)
  }

  /** Cases that no fault is caught by: a case that can't fail is no case. */
  get useless(): readonly string[] {
    const useful = new Set([...this.caught.values()].flat().map(({ name }) => name))
    return [...this.names].filter((name) => !useful.has(name))
  }

  /** A page of what caught what. */
  get text(): string {
    const faults = [...this.caught].map(([fault, found]) => {
      const lines = found.map(({ name, message }) => `  - ${name}\n      ${message}\n`)
      return `${fault}\n${lines.join('')}`
    })
    return faults.join('\n')
  }
}
