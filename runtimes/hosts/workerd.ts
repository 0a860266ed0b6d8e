// Runs in Node: starts workerd through miniflare, and has it run each case in a request of its own.
import type { ChildProcess } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import process from 'node:process'
import type { Readable } from 'node:stream'
import { Miniflare, Response as Answer } from 'miniflare'
import type { MiniflareOptions } from 'miniflare'
import type { Host } from '../cases/case.ts'
import { requestSuite } from '../requests/cases.ts'
import type { Reply } from '../requests/send.ts'
import type { Outcome } from '../results.ts'
import { casesById, runCase } from './run-case.ts'
import { runCases } from './run-cases.ts'
import { readTask, tell } from './task.ts'

// The newest binary refuses dates that lie after it.
const compatibilityDate = '2026-05-01'
// Without it a request never tells that its client has left.
const compatibilityFlags = ['enable_request_signal']

const task = readTask()
const children: ChildProcess[] = []
subscribe('child_process', (message) => {
  children.push((message as { readonly process: ChildProcess }).process)
})
let log = ''
const collect = (chunk: Buffer): void => {
  log += String(chunk)
  process.stderr.write(chunk)
}
const [client = '', app = ''] = process.argv.slice(-3)
const workerOf = (name: string, scriptPath: string): object => ({
  name,
  modules: true,
  scriptPath,
  compatibilityDate,
  compatibilityFlags,
})
const miniflare = new Miniflare({
  cf: false,
  host: '127.0.0.1',
  port: 0,
  handleRuntimeStdio(stdout: Readable, stderr: Readable) {
    stdout.on('data', collect)
    stderr.on('data', collect)
  },
  workers: [
    { ...workerOf('client', client), serviceBindings: { APP: 'app' } },
    {
      ...workerOf('app', app),
      serviceBindings: {
        CRASH() {
          for (const child of children) child.kill('SIGKILL')
          return new Answer('')
        },
      },
    },
  ],
} as MiniflareOptions)
const origin = (await miniflare.ready).origin
await tell({
  kind: 'runtime',
  version: packageVersion('workerd', createRequire(createRequire(import.meta.url).resolve('miniflare'))),
  notes: [
    `miniflare ${packageVersion('miniflare', createRequire(import.meta.url))}`,
    `compatibility date ${compatibilityDate}`,
    ...compatibilityFlags,
  ],
})

const requests = casesById([requestSuite(send, () => log)])
const here: Host = { name: task.runtime, onnx: '', crash: () => Promise.reject(new Error('not from here')) }
const inWorker = (await (await fetch(`${origin}/cases`)).json()) as readonly string[]
// Faults last: the one that crashes takes all else with it.
const isFault = (id: string): boolean => id.startsWith('faults: ')
const ids = [...inWorker.filter((id) => !isFault(id)), ...requests.keys(), ...inWorker.filter(isFault)]

await runCases(ids, task, run, tell)
await miniflare.dispose()
process.exit(0)

async function send(path: string, leaveAfter?: number): Promise<Reply> {
  const headers: Record<string, string> = leaveAfter === undefined ? {} : { 'leave-after': `${leaveAfter}` }
  const response = await fetch(origin + path, { headers })
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as Reply
}

async function run(id: string): Promise<Outcome> {
  const request = requests.get(id)
  if (request !== undefined) return runCase(request, here)
  const response = await fetch(`${origin}/case?${new URLSearchParams({ id, runtime: task.runtime })}`)
  if (!response.ok) return { kind: 'failed', why: `${response.status}: ${await response.text()}` }
  return (await response.json()) as Outcome
}

function packageVersion(name: string, require: NodeJS.Require): string {
  const entry = require.resolve(`${name}/package.json`)
  return (JSON.parse(readFileSync(entry, 'utf8')) as { readonly version: string }).version
}
