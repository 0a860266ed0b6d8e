import type { Gates } from '../report.ts'

/** What the adapter and the batcher may cost over the runtime's own `session.run`. */
export const runtimeOnnxGates = {
  share: {
    what: 'adapter at batch 1 over raw `session.run`, worst model of 25 us or more',
    holds: 'at most',
    gate: 8,
    aim: 5,
    unit: '%',
  },
  smallest: {
    what: 'adapter at batch 1 over raw `session.run`, smallest model',
    holds: 'at most',
    gate: 1.5,
    aim: 1,
    unit: ' us',
  },
  batcherLogreg: {
    what: 'batcher, one caller: logistic regression, slower than raw',
    holds: 'at most',
    gate: 10,
    aim: 6,
    unit: '%',
  },
  batcherLarge: {
    what: 'batcher, one caller: models over 90 us, slower than raw',
    holds: 'at most',
    gate: 4,
    aim: 2,
    unit: '%',
  },
  batchedLogreg: {
    what: 'batched rows per second over raw, 64 callers: logistic regression',
    holds: 'at least',
    gate: 10,
    aim: 15,
  },
  batchedSmallTrees: { what: '... trees 100x3', holds: 'at least', gate: 6, aim: 8 },
  batchedMlp: { what: '... MLP', holds: 'at least', gate: 3.5, aim: 4.5 },
  batchedTrees: { what: '... trees 500x6', holds: 'at least', gate: 2.8, aim: 3.5 },
  batchedBigMlp: { what: '... big MLP', holds: 'at least', gate: 2.2, aim: 2.8 },
  batchedConv: { what: '... conv', holds: 'at least', gate: 0.95, aim: 0.97 },
  openLoop: {
    what: 'open loop at 1.5x raw saturation: p99 in batches',
    holds: 'at most',
    gate: 20,
    aim: 5,
    unit: '',
  },
  swap: {
    what: 'hot swap, 1 000 swaps under 32 callers: requests failed, duplicated or from a wrong version',
    holds: 'at most',
    gate: 0,
    unit: '',
  },
  size: { what: 'gzip of the core entry', holds: 'at most', gate: 8, aim: 6, unit: ' KB' },
} as const satisfies Gates
