// What Chromium runs in a page: the cases one by one, as the process that opened the page asks for them.
import type { Host } from '../cases/case.ts'
import { suites } from '../cases/index.ts'
import { faults } from '../faults/faults.ts'
import { handle } from '../requests/app.ts'
import { requestSuite } from '../requests/cases.ts'
import { byCall } from '../requests/send.ts'
import type { Outcome } from '../results.ts'
import { casesById, runCase } from './run-case.ts'

const cases = casesById([...suites, requestSuite(byCall(handle)), faults])

/** Runs the case of this id. */
function runOne(id: string, name: string): Promise<Outcome> {
  const host: Host = {
    name,
    onnx: 'onnxruntime-node is a native addon, and onnxruntime-web is not installed here',
    crash: () => fetch('/crash'),
  }
  return runCase(cases.get(id), host)
}

Object.assign(globalThis, { ids: [...cases.keys()], runOne })
