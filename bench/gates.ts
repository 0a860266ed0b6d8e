import { contractsGates } from './contracts/gates.ts'
import { coreGates } from './core/gates.ts'
import { driftGates, driftSimulationGates } from './drift/gates.ts'
import { guardGates } from './guard/gates.ts'
import type { Gates } from './report.ts'
import { resilienceGates, resilienceSimulationGates } from './resilience/gates.ts'
import { routerGates, routerSimulationGates } from './router/gates.ts'
import { runtimeOnnxGates } from './runtime-onnx/gates.ts'
import { statsGates } from './stats/gates.ts'

/** What is promised of each suite of `npm run bench`, in the order of the page. */
export const benchGates: Readonly<Record<string, Gates>> = {
  guard: guardGates,
  core: coreGates,
  contracts: contractsGates,
  stats: statsGates,
  drift: driftGates,
  resilience: resilienceGates,
  router: routerGates,
  'runtime-onnx': runtimeOnnxGates,
}

/** What is promised of each suite of `npm run simulate`, in the order of the page. */
export const simulationGates: Readonly<Record<string, Gates>> = {
  router: routerSimulationGates,
  drift: driftSimulationGates,
  resilience: resilienceSimulationGates,
}
