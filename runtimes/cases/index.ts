import type { Suite } from './case.ts'
import { contractsSuite } from './contracts.ts'
import { coreSuite } from './core.ts'
import { decisionsSuite } from './decisions.ts'
import { driftSuite } from './drift.ts'
import { plimsollSuite } from './plimsoll.ts'
import { resilienceSuite } from './resilience.ts'
import { routerSuite } from './router.ts'
import { runtimeOnnxSuite } from './runtime-onnx.ts'
import { statsSuite } from './stats.ts'

/** The one list of cases, the same for every runtime; a suite per package. */
export const suites: readonly Suite[] = [
  statsSuite,
  coreSuite,
  contractsSuite,
  driftSuite,
  resilienceSuite,
  routerSuite,
  runtimeOnnxSuite,
  plimsollSuite,
  decisionsSuite,
]
