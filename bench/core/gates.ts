import type { Gates } from '../report.ts'

/** What the runner may cost. */
export const coreGates = {
  noStages: { what: 'runner with no stages over the bare call', holds: 'at most', gate: 3, aim: 2 },
} as const satisfies Gates
