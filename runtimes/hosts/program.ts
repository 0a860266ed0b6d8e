// What Node, Bun and Deno run: the cases, and a server of their own that the request cases go through.
import process from 'node:process'
import type { OnnxRuntime } from '@plimsoll/runtime-onnx'
import type { Host } from '../cases/case.ts'
import { suites } from '../cases/index.ts'
import { faults } from '../faults/faults.ts'
import { handle } from '../requests/app.ts'
import { requestSuite } from '../requests/cases.ts'
import { overHttp } from '../requests/send.ts'
import { casesById, runCase } from './run-case.ts'
import { runCases } from './run-cases.ts'
import { serve } from './serve.ts'
import { readTask, tell } from './task.ts'

// Not resolved before it is asked for: a runtime that can't load it fails one case, not all.
const addon = 'onnxruntime-node'
const task = readTask()
const host: Host = {
  name: task.runtime,
  onnx: async () => (await import(addon)) as OnnxRuntime,
  crash: () => Promise.resolve(process.kill(process.pid, 'SIGKILL')),
}
const { bun, deno, node } = process.versions
await tell({ kind: 'runtime', version: bun ?? deno ?? node, notes: [] })
const cases = casesById([...suites, requestSuite(overHttp(await serve(handle))), faults])
await runCases([...cases.keys()], task, (id) => runCase(cases.get(id), host), tell)
process.exit(0)
