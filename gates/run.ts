import { mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { api, writeApi } from './api.ts'
import { attw } from './attw.ts'
import { boundaries } from './boundaries.ts'
import { changesets } from './changesets.ts'
import { declarations } from './declarations.ts'
import { faults } from './faults.ts'
import type { Gate, Subject } from './gate.ts'
import { hygiene } from './hygiene.ts'
import { importTime } from './import-time.ts'
import { knip } from './knip.ts'
import { pack, scratch } from './pack.ts'
import type { Packed } from './pack.ts'
import { publint } from './publint.ts'
import { reference } from './reference.ts'
import { sizes, writeSizes } from './sizes.ts'

const gates: readonly Gate[] = [
  publint,
  attw,
  declarations,
  sizes,
  api,
  knip,
  boundaries,
  importTime,
  changesets,
  hygiene,
  reference,
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    faults: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    accept: { type: 'boolean', default: false },
  },
})
const say = (line: string): boolean => process.stdout.write(`${line}\n`)
const names = gates.map(({ name }) => name)
const [first] = positionals
const writes = values.write || values.accept
if (
  positionals.some((name) => !names.includes(name)) ||
  (writes && first !== 'sizes' && first !== 'api') ||
  (values.accept && first !== 'sizes')
) {
  say(`usage: npm run gates -- [${names.join(' | ')}] [--faults]
       npm run gates -- sizes --write | --accept
       npm run gates -- api --write`)
  process.exit(1)
}

const work = scratch('run')
let packed: Packed | undefined
const subject: Subject = {
  root: resolve(import.meta.dirname, '..'),
  work,
  packed: () => (packed ??= pack(resolve(import.meta.dirname, '..'), work)),
}
const isOn = (name: string): boolean => positionals.length === 0 || positionals.includes(name)

let failed = 0
let ran = 0
let caught = 0
let missed = 0
const seconds = (since: number): string => `${((performance.now() - since) / 1_000).toFixed(1)} s`
const report = (verdict: 'ok' | 'FAILED', what: string, since: number, problems: readonly string[]): void => {
  say(`${verdict.padEnd(6)} ${seconds(since).padStart(6)}  ${what}`)
  for (const problem of problems) say(`                ${problem.replaceAll('\n', '\n                ')}`)
}
try {
  if (writes && first === 'api') await writeApi(subject)
  if (writes && first === 'sizes') await writeSizes(subject, values.accept)
  const begun = performance.now()
  if (!values.faults) {
    subject.packed()
    report('ok', 'packed', begun, [])
    for (const gate of gates.filter(({ name }) => isOn(name))) {
      const since = performance.now()
      const problems = await gate.check(subject)
      ran++
      if (problems.length > 0) failed++
      report(problems.length === 0 ? 'ok' : 'FAILED', `${gate.name}: ${gate.holds}`, since, problems)
    }
  }
  if (values.faults || positionals.length === 0) {
    for (const fault of faults.filter(({ gate }) => isOn(gate))) {
      const since = performance.now()
      const own = mkdtempSync(join(work, 'fault-'))
      const problems = await fault.find({ ...subject, work: own })
      const isCaught = fault.says.every(
        (says) => problems.filter((problem) => says.test(problem)).length >= (fault.times ?? 1),
      )
      if (isCaught) caught++
      else missed++
      const told = isCaught
        ? []
        : [`not caught: ${fault.says.join(' and ')}`, ...problems.map((line) => `said: ${line}`)]
      report(isCaught ? 'ok' : 'FAILED', `${fault.gate} finds ${fault.mistake}`, since, told)
    }
    for (const name of names.filter((name) => isOn(name) && !faults.some(({ gate }) => gate === name))) {
      missed++
      report('FAILED', `${name} has no fault that shows it can fail`, performance.now(), [])
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
if (failed > 0 || missed > 0) say(`failed: ${failed} gates, ${missed} faults not caught`)
say(`gates: ${ran} gates, ${caught} faults caught`)
process.exitCode = failed + missed > 0 ? 1 : 0
