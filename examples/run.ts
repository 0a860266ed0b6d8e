// Runs every example as its reader would, one at a time, and counts the promises they kept.
//
//   node examples/run.ts              all of them; fails when one fails, hangs or breaks a promise
//   node examples/run.ts llm-client   those named
//   node examples/run.ts --self-test  makes each break a promise, and fails unless that is noticed
import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** The fault of each example that can be told to break a promise: what its `BREAK_PROMISES` does. */
const examples: Readonly<Record<string, string | undefined>> = {
  quickstart: undefined,
  'model-server': 'the server never recovers',
  'llm-client': 'everybody calls as if critical',
  'edge-worker': 'the model never recovers',
  'custom-adapters': 'a store keeps what has expired',
}
const timeout = 120_000

interface Run {
  readonly code: number | null
  readonly output: string
  readonly seconds: number
  readonly kept: number
  /** 0 when the example did not get as far as its promises. */
  readonly promised: number
}

function run(name: string, env: Readonly<Record<string, string>>): Promise<Run> {
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, name, 'main.ts')], {
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout,
      killSignal: 'SIGKILL',
    })
    let output = ''
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('error', reject)
    child.on('close', (code) => {
      const [, kept = '0', promised = '0'] = /^(\d+) of (\d+) promises kept/m.exec(output) ?? []
      const seconds = (performance.now() - started) / 1_000
      resolve({ code, output, seconds, kept: Number(kept), promised: Number(promised) })
    })
  })
}

function report(name: string, isRight: boolean, { seconds, output }: Run, what: string): void {
  const mark = isRight ? '✓' : '✗'
  process.stdout.write(`${mark} ${name.padEnd(16)} ${seconds.toFixed(1).padStart(5)} s  ${what}\n`)
  if (!isRight) process.stdout.write(`${output.replace(/^/gm, '    ')}\n`)
}

const args = process.argv.slice(2)
const isSelfTest = args.includes('--self-test')
const wanted = args.filter((arg) => arg !== '--self-test')
const unknown = wanted.filter((name) => !(name in examples))
if (unknown.length > 0) {
  process.stderr.write(
    `no such example: ${unknown.join(', ')}; there are ${Object.keys(examples).join(', ')}\n`,
  )
  process.exit(1)
}
const names = Object.keys(examples).filter((name) => wanted.length === 0 || wanted.includes(name))

let ran = 0
let promises = 0
let wrong = 0
for (const name of names) {
  const fault = examples[name]
  if (isSelfTest && fault === undefined) continue
  const result = await run(name, isSelfTest ? { BREAK_PROMISES: '1' } : {})
  const { code, kept, promised } = result
  ran++
  promises += kept
  if (isSelfTest) {
    // A crash would exit with 1 as well: it must have come to its promises, and have seen one broken.
    const isNoticed = code === 1 && promised > 0 && kept < promised
    if (!isNoticed) wrong++
    report(
      name,
      isNoticed,
      result,
      `${fault}: ${isNoticed ? `${promised - kept} of ${promised} promises broken` : 'nobody noticed'}`,
    )
  } else {
    const isRight = code === 0 && promised > 0 && kept === promised
    if (!isRight) wrong++
    report(
      name,
      isRight,
      result,
      `${kept} of ${promised} promises kept${isRight ? '' : `, exit ${code ?? 'by signal'}`}`,
    )
  }
}
process.stdout.write(
  isSelfTest
    ? `examples: ${ran} with a fault, ${ran - wrong} noticed\n`
    : `examples: ${ran} ran, ${promises} promises kept${wrong === 0 ? '' : `, ${wrong} failed`}\n`,
)
process.exitCode = wrong === 0 && ran > 0 ? 0 : 1
