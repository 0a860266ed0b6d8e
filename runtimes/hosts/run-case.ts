import { NotHere } from '../cases/case.ts'
import type { Case, Host, Json, Suite } from '../cases/case.ts'
import type { Outcome } from '../results.ts'

/** All cases of the suites by id, `suite: name`. */
export function casesById(suites: readonly Suite[]): ReadonlyMap<string, Case> {
  const cases = new Map<string, Case>()
  for (const suite of suites) {
    for (const one of suite.cases) {
      const id = `${suite.name}: ${one.name}`
      if (cases.has(id)) throw new Error(`two cases are called ${id}`)
      cases.set(id, one)
    }
  }
  return cases
}

/** Runs one case, no longer than its limit. */
export async function runCase(one: Case | undefined, host: Host): Promise<Outcome> {
  if (one === undefined) return { kind: 'failed', why: 'no such case' }
  const { limit = 10_000 } = one
  const begun = performance.now()
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'hung', why: `no end within ${limit} ms` }), limit)
  })
  const ended = Promise.resolve()
    .then(() => one.run(host))
    .then(
      (answer: void | Json): Outcome => ({
        kind: 'passed',
        ms: Math.round(performance.now() - begun),
        answer: answer ?? undefined,
      }),
      (error: unknown): Outcome =>
        error instanceof NotHere
          ? { kind: 'not here', why: error.message }
          : {
              kind: 'failed',
              why: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
            },
    )
  const outcome = await Promise.race([ended, late])
  clearTimeout(timer)
  return outcome
}
