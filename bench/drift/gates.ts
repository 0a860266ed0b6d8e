import type { Gates } from '../report.ts'

/** What counting rows may cost. */
export const driftGates = {
  observe: {
    what: 'count one number of a row in columns, against one `get` in a Map of 1 000 strings',
    holds: 'at most',
    gate: 1.2,
    aim: 0.7,
  },
  detectorColumns: {
    what: '... with the sequential detector, rows in columns',
    holds: 'at most',
    gate: 4,
    aim: 2.5,
  },
  detectorObjects: {
    what: '... with the sequential detector, object rows',
    holds: 'at most',
    gate: 6,
    aim: 4,
  },
  allocated: {
    what: 'row of 100 features, everything on: bytes allocated',
    holds: 'at most',
    gate: 0,
    unit: '',
  },
  liveBytes: {
    what: 'live bytes per numeric feature: one window and the detector',
    holds: 'at most',
    gate: 600,
    aim: 400,
    unit: '',
  },
  merge: {
    what: 'merge of two windows of 100 features',
    holds: 'at most',
    gate: 50,
    aim: 10,
    unit: ' us',
  },
  wireSize: {
    what: 'window of 100 features as it is sent',
    holds: 'at most',
    gate: 10,
    aim: 6,
    unit: ' KB',
  },
  size: {
    what: 'gzip: a monitor with what it uses of stats',
    holds: 'at most',
    gate: 14,
    aim: 9,
    unit: ' KB',
  },
} as const satisfies Gates

/** What a monitor says of data that does and does not drift. */
export const driftSimulationGates = {
  significance: {
    what: 'column moved in one window judged once, `significance` 0.1%: worst of 12 shapes (upper 99% bound)',
    holds: 'at most',
    gate: 0.12,
    unit: '%',
  },
  falseAlarm: {
    what: 'false alarm at any look within 1e6 stationary observations, 1% promised (upper 99% bound)',
    holds: 'at most',
    gate: 1.2,
    aim: 1,
    unit: '%',
  },
  falseDiscoveries: {
    what: 'false discoveries among 100 features of which 20 drift, FDR 5%',
    holds: 'at most',
    gate: 5,
    unit: '%',
  },
  delayHalf: {
    what: '+0.5 sd, median delay at one false alarm per 1e6',
    holds: 'at most',
    gate: 160,
    aim: 120,
    unit: ' rows',
  },
  delayOne: {
    what: '+1 sd, median delay at one false alarm per 1e6',
    holds: 'at most',
    gate: 60,
    aim: 45,
    unit: ' rows',
  },
  delaySpread: {
    what: 'sd x2, median delay at one false alarm per 1e6',
    holds: 'at most',
    gate: 90,
    aim: 60,
    unit: ' rows',
  },
  delayRate: {
    what: 'error rate .10 to .20, median delay at one false alarm per 1e6',
    holds: 'at most',
    gate: 300,
    aim: 250,
    unit: ' rows',
  },
  adwin: {
    what: 'delay against ADWIN retuned to the same false-alarm rate, shifts of 0.25 sd and more',
    holds: 'at most',
    gate: 1.3,
    aim: 1,
  },
  merged: {
    what: '16 replicas merged against one process: partitions of 1 000 whose verdict differs',
    holds: 'at most',
    gate: 0,
    unit: '',
  },
} as const satisfies Gates
