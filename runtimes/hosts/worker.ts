// What workerd runs, bundled as a user would: each case within a request of its own, and the app.
import type { Host } from '../cases/case.ts'
import { suites } from '../cases/index.ts'
import { faults } from '../faults/faults.ts'
import { handle } from '../requests/app.ts'
import { casesById, runCase } from './run-case.ts'

interface Bindings {
  /** Calls back into the process that started this worker. */
  readonly CRASH: { fetch(url: string): Promise<unknown> }
}

const cases = casesById([...suites, faults])

const worker = {
  async fetch(request: Request, { CRASH }: Bindings): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname === '/cases') return Response.json([...cases.keys()])
    if (pathname !== '/case') return handle(request)
    const host: Host = {
      name: searchParams.get('runtime') ?? '',
      onnx: 'onnxruntime-node is a native addon',
      crash: () => CRASH.fetch('http://host/'),
    }
    return Response.json(await runCase(cases.get(searchParams.get('id') ?? ''), host))
  },
}

// oxlint-disable-next-line import/no-default-export -- what the runtime looks for
export default worker
