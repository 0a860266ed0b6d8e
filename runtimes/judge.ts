import { expectedFaults } from './faults/faults.ts'
import type { Outcome, RuntimeResult } from './results.ts'

/** Something that must not be: one case in one runtime. */
export interface Problem {
  readonly runtime: string
  readonly id: string
  readonly kind: 'failed' | 'hung' | 'crashed' | 'differs' | 'never ran'
  readonly why: string
}

/** Finds everything that is wrong with the results of a run, the faults made on purpose included. */
export function findProblems(results: readonly RuntimeResult[]): readonly Problem[] {
  const ran = results.filter((result) => result.missing === undefined)
  const ids = new Set(ran.flatMap((result) => [...result.outcomes.keys()]))
  ids.delete('start: runs')
  const problems: Problem[] = []
  for (const { name, outcomes } of ran) {
    for (const [id, outcome] of outcomes) {
      if (outcome.kind === 'passed' || outcome.kind === 'not here') continue
      problems.push({ runtime: name, id, kind: outcome.kind, why: outcome.why })
    }
    for (const id of ids) {
      if (outcomes.has(id)) continue
      problems.push({ runtime: name, id, kind: 'never ran', why: 'it ran in another runtime' })
    }
  }
  for (const id of ids) problems.push(...differencesOf(id, ran))
  return problems
}

/** Tells which runtimes answer a case otherwise than most do. */
function differencesOf(id: string, results: readonly RuntimeResult[]): readonly Problem[] {
  const groups = new Map<string, string[]>()
  for (const { name, outcomes } of results) {
    const answer = answerOf(outcomes.get(id))
    if (answer === undefined) continue
    groups.set(answer, [...(groups.get(answer) ?? []), name])
  }
  if (groups.size < 2) return []
  const most = Math.max(...Array.from(groups.values(), (names) => names.length))
  const largest = [...groups].filter(([, names]) => names.length === most)
  // Where no answer is the commonest, nobody can be told to be right.
  const [usual] = largest.length === 1 ? largest : []
  const beside = usual === undefined ? 'each other' : usual[1].join(', ')
  return [...groups]
    .filter(([answer]) => answer !== usual?.[0])
    .flatMap(([answer, names]) =>
      names.map((runtime): Problem => {
        const why = `answers otherwise than ${beside}: ${shorten(answer)}`
        return {
          runtime,
          id,
          kind: 'differs',
          why: usual === undefined ? why : `${why}, not ${shorten(usual[0])}`,
        }
      }),
    )
}

/** What a case handed back, as text; `undefined` when it handed back nothing. */
export function answerOf(outcome: Outcome | undefined): string | undefined {
  if (outcome?.kind !== 'passed' || outcome.answer === undefined) return undefined
  return JSON.stringify(outcome.answer)
}

/** Takes the faults made on purpose out of the problems; those that were not seen are problems themselves. */
export function withoutExpected(
  problems: readonly Problem[],
  results: readonly RuntimeResult[],
): readonly Problem[] {
  const ran = results.filter((result) => result.missing === undefined)
  const expected = Object.entries(expectedFaults)
    // One runtime alone has nobody to differ from.
    .filter(([, kind]) => kind !== 'differs' || ran.length > 1)
    .flatMap(([id, kind]) => ran.map(({ name }) => ({ runtime: name, id, kind })))
  const isExpected = (problem: Problem): boolean =>
    expected.some(
      ({ runtime, id, kind }) => problem.runtime === runtime && problem.id === id && problem.kind === kind,
    )
  const unseen = expected.filter(
    ({ runtime, id, kind }) =>
      !problems.some((problem) => problem.runtime === runtime && problem.id === id && problem.kind === kind),
  )
  return [
    ...problems.filter((problem) => !isExpected(problem)),
    ...unseen.map((fault): Problem => {
      return { ...fault, kind: 'failed', why: `a fault made on purpose was not reported as "${fault.kind}"` }
    }),
  ]
}

function shorten(text: string): string {
  return text.length > 400 ? `${text.slice(0, 400)}…` : text
}
