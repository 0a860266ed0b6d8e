import type { Gates } from '../report.ts'

/** What choosing a variant may cost. */
export const routerGates = {
  assign: {
    what: 'assign one unit, against one murmur3 of salt and unit',
    holds: 'at most',
    gate: 2,
    aim: 1.3,
  },
} as const satisfies Gates

/** How often the judge is wrong and how fast it is right. */
export const routerSimulationGates = {
  falseRollback: {
    what: 'false rollback, worst row of 24 h harmless: continuous looks, shared incidents, bursty sticky units, 8 signals (upper 99% bound)',
    holds: 'at most',
    gate: 1.2,
    aim: 1,
    unit: '%',
  },
  wrongPromotion: { what: 'wrong promotion at the margin', holds: 'at most', gate: 5, unit: '%' },
  outageMedian10: {
    what: 'outage: bad candidate answers before rollback, median, weight 10%',
    holds: 'at most',
    gate: 6,
    aim: 4,
    unit: '',
  },
  outageTail10: { what: '... p99, weight 10%', holds: 'at most', gate: 12, aim: 8, unit: '' },
  outageMedian50: { what: '... median, weight 50%', holds: 'at most', gate: 18, unit: '' },
  outageTail50: { what: '... p99, weight 50%', holds: 'at most', gate: 24, unit: '' },
  plain10x: {
    what: '10x regression, median seconds: one signal, tolerated ratio 1, no restart',
    holds: 'at most',
    gate: 15,
    aim: 12,
    unit: ' s',
  },
  plain4x: { what: '... 4x', holds: 'at most', gate: 60, aim: 50, unit: ' s' },
  plain2x: { what: '... 2x', holds: 'at most', gate: 400, aim: 330, unit: ' s' },
  shipped10x: {
    what: '10x regression, median seconds: 8 signals, restart, tolerated ratio 1.1',
    holds: 'at most',
    gate: 20,
    aim: 15,
    unit: ' s',
  },
  shipped4x: { what: '... 4x, 8 signals', holds: 'at most', gate: 100, aim: 75, unit: ' s' },
  shipped2x: { what: '... 2x, 8 signals', holds: 'at most', gate: 750, aim: 550, unit: ' s' },
  late: {
    what: '10x after 10 good minutes, median seconds: without units',
    holds: 'at most',
    gate: 30,
    aim: 24,
    unit: ' s',
  },
  late10k: { what: '... 10 000 Zipf units', holds: 'at most', gate: 60, aim: 50, unit: ' s' },
  late1k: { what: '... 1 000 Zipf units', holds: 'at most', gate: 100, aim: 80, unit: ' s' },
  latency: {
    what: 'latency +20% at p95, without units',
    holds: 'at most',
    gate: 90,
    aim: 60,
    unit: ' s',
  },
  replicas: {
    what: '50 replicas, 1 s merge, 10% merge loss: delay beyond a single process',
    holds: 'at most',
    gate: 3,
    aim: 2,
    unit: ' s',
  },
  splitError: {
    what: 'split of 1e7 units over 100 salts: p that chi-square p-values are uniform',
    holds: 'at least',
    gate: 0.01,
    unit: '',
  },
  movedBack: {
    what: 'exposed units that a rising weight moves back to stable',
    holds: 'at most',
    gate: 0,
    unit: '',
  },
} as const satisfies Gates
