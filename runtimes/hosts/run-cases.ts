import type { Line, Outcome, Task } from '../results.ts'

/** Runs what the task asks for, one case after the other, and tells each begin and end. */
export async function runCases(
  ids: readonly string[],
  { only, done }: Task,
  run: (id: string) => Promise<Outcome>,
  tell: (line: Line) => Promise<void>,
): Promise<void> {
  for (const id of ids) {
    if (done.includes(id) || !(only === undefined || id.startsWith(`${only}: `))) continue
    await tell({ kind: 'begin', id })
    await tell({ kind: 'end', id, outcome: await run(id) })
  }
}
