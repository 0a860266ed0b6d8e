import process from 'node:process'
import { mark } from '../results.ts'
import type { Line, Task } from '../results.ts'

/** Reads what this host is asked to run: its last argument. */
export function readTask(): Task {
  return JSON.parse(process.argv.at(-1) ?? '') as Task
}

/** Writes a line for the run; resolves once it is out, so that a crash can't swallow it. */
export function tell(line: Line): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(`${mark}${JSON.stringify(line)}\n`, () => resolve())
  })
}
