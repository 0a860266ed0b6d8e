import type { Gates } from '../report.ts'

/** What a guarded call may cost. */
export const guardGates = {
  missOverBare: {
    what: 'miss path against the bare awaited call',
    holds: 'at most',
    gate: 12,
    aim: 8,
  },
  missOverHand: {
    what: 'miss path against the same work by hand in one function',
    holds: 'at most',
    gate: 1.5,
    aim: 1.2,
  },
  stack: {
    what: 'miss path, faster than the assembled stack as it comes',
    holds: 'at least',
    gate: 12,
    aim: 20,
  },
  stackTuned: {
    what: 'miss path, faster than the assembled stack, tuned',
    holds: 'at least',
    gate: 6,
    aim: 10,
  },
  stackHit: {
    what: 'hit path, faster than the assembled stack',
    holds: 'at least',
    gate: 3,
    aim: 4.5,
  },
  heapMiss: { what: 'heap per call, miss', holds: 'at most', gate: 1.6, aim: 1.2, unit: ' KB' },
  heapHit: { what: 'heap per call, hit', holds: 'at most', gate: 0.9, aim: 0.7, unit: ' KB' },
  noStages: { what: 'runner with no stages over the bare call', holds: 'at most', gate: 3, aim: 2 },
  absent: {
    what: 'all options `false` against left out, beyond how far guards made alike are apart',
    holds: 'at most',
    gate: 0,
    unit: ' ns',
  },
  alive: { what: '5 different guards alive against 1', holds: 'at most', gate: 1.1, aim: 1 },
  timers: { what: 'timers live while idle', holds: 'at most', gate: 0, unit: '' },
  listeners: {
    what: 'listeners left on one signal after a million calls',
    holds: 'at most',
    gate: 0,
    unit: '',
  },
  retained: {
    what: 'heap left after a million calls, per call',
    holds: 'at most',
    gate: 1,
    unit: ' byte',
  },
  breakerKey: { what: 'state per idle breaker key', holds: 'at most', gate: 4, unit: ' KB' },
  breakerKeys: { what: 'breaker state of 100 000 keys', holds: 'at most', gate: 40, unit: ' MB' },
  sizeCore: {
    what: 'gzip without third parties: `@plimsoll/core`',
    holds: 'at most',
    gate: 6,
    aim: 4,
    unit: ' KB',
  },
  sizeGuard: {
    what: "gzip without third parties: `import { defineContract, guard } from 'plimsoll'`",
    holds: 'at most',
    gate: 30,
    aim: 22,
    unit: ' KB',
  },
  sizeCompose: {
    what: 'gzip without third parties: `compose` with contract, deadline, cache',
    holds: 'at most',
    gate: 9,
    aim: 7,
    unit: ' KB',
  },
  types: {
    what: '200 guards in one file: type-check time added',
    holds: 'at most',
    gate: 1,
    aim: 0.5,
    unit: ' s',
  },
} as const satisfies Gates
