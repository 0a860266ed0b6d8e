import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createRandom } from '@plimsoll/stats'
import { measureTimes, spreadOf } from '../harness.ts'
import type { Subject } from '../harness.ts'
import { baselineOf, fullGuard, otherGuards } from './guards.ts'
import { drawInputs, modelWithSignal } from './workload.ts'

// Run as a program, it measures one full guard with as many other guards alive as the argument says; what a
// process has once run stays in its type feedback, so that "one guard alive" needs a process of its own.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const inputs = drawInputs(8_192, 'alive')
  const baseline = baselineOf(drawInputs(4_096, 'reference'))
  const others = process.argv[2] === '5' ? otherGuards(baseline) : []
  const subjects: Subject[] = [
    { name: 'first', call: fullGuard(baseline, modelWithSignal), inputs },
    ...others.map((call, i) => ({ name: `other ${i}`, call, inputs })),
  ]
  const rounds = Number(process.argv[3])
  const measured = await measureTimes(subjects, {
    rounds,
    batch: 200,
    leadIn: 50,
    warmUp: 20_000,
    random: createRandom('alive').next,
  })
  console.log(String(measured.get('first')?.median))
}

/** Measures one guard alone and among four others, processes alternating. @returns nanoseconds per call */
export function aliveTimes(runs: number, rounds: number): { readonly one: number; readonly five: number } {
  const program = fileURLToPath(import.meta.url)
  const measure = (alive: '1' | '5'): number =>
    Number(
      execFileSync(process.execPath, [...process.execArgv, program, alive, String(rounds)], {
        encoding: 'utf8',
      }),
    )
  const one: number[] = []
  const five: number[] = []
  for (let run = 0; run < runs; run++) {
    one.push(measure('1'))
    five.push(measure('5'))
  }
  return { one: spreadOf(one).median, five: spreadOf(five).median }
}
