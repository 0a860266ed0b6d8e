import type { Gates } from '../report.ts'

/** What protection may cost a healthy call. */
export const resilienceGates = {
  breaker: {
    what: 'breaker on a healthy call, over an empty async wrapper',
    holds: 'at most',
    gate: 1.2,
    aim: 1.1,
  },
  breakerShare: {
    what: "the breaker's share inside `guard`, in bare calls",
    holds: 'at most',
    gate: 0.5,
  },
} as const satisfies Gates

/** What callers get while a backend is down or overloaded. */
export const resilienceSimulationGates = {
  goodput: {
    what: 'goodput at 1.5x and 10x load, against capacity, no hand tuning',
    holds: 'at least',
    gate: 95,
    aim: 97,
    unit: '%',
  },
  critical: {
    what: 'critical answered at 10x, against what capacity allows',
    holds: 'at least',
    gate: 95,
    aim: 99,
    unit: '%',
  },
  tail: {
    what: 'p99 of the answered at 10x, against the p99 at 0.8x load',
    holds: 'at most',
    gate: 2,
    aim: 1.5,
  },
  attempts: {
    what: 'attempts per request with every backend down',
    holds: 'at most',
    gate: 1.1,
    unit: '',
  },
  recovery: {
    what: 'back to 95% goodput after the load falls',
    holds: 'at most',
    gate: 5,
    aim: 2,
    unit: ' s',
  },
  late: {
    what: 'answers delivered more than one timer tick after the deadline; timers left',
    holds: 'at most',
    gate: 0,
    unit: '',
  },
} as const satisfies Gates
