import type { Gates } from '../report.ts'

/** What counting rows may cost. */
export const driftGates = {
  observe: {
    what: 'count one number of a row in columns (32 bins, checks, likeness of neighbours), against one `get` in a Map of 1 000 strings',
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
    what: 'live bytes per numeric feature: one pane and the detector',
    holds: 'at most',
    gate: 600,
    aim: 400,
    unit: '',
  },
  merge: {
    what: 'merge of two panes of 100 features',
    holds: 'at most',
    gate: 50,
    aim: 10,
    unit: ' us',
  },
  wireSize: {
    what: 'pane of 100 features as it is sent',
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
  falseAlarm: {
    what: 'false alarm at any look within 1e6 stationary observations, 1% promised, fresh baseline every run, 12 shapes (upper 99% bound)',
    holds: 'at most',
    gate: 1.2,
    aim: 1,
    unit: '%',
  },
  falseAlarmSmall: {
    what: '... with references of 200 rows',
    holds: 'at most',
    gate: 1.2,
    aim: 1,
    unit: '%',
  },
  falseAlarmMonitor: {
    what: '... a whole monitor of all 12 shapes, 1% promised over 5 000 rows',
    holds: 'at most',
    gate: 1.2,
    aim: 1,
    unit: '%',
  },
  falseDiscoveries: {
    what: 'false discoveries at one stopping time, 100 features of which 20 drift, FDR 5%: worst of three times',
    holds: 'at most',
    gate: 5,
    unit: '%',
  },
  falseDiscoveriesCopies: {
    what: '... features that are copies of each other',
    holds: 'at most',
    gate: 5,
    unit: '%',
  },
  delayHalf: {
    what: '+0.5 sd, median delay of a monitor at one false alarm per 1e6',
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
  delayHalfPromised: {
    what: '+0.5 sd, median delay at the promised setting, 1% over 1e6',
    holds: 'at most',
    gate: 210,
    aim: 160,
    unit: ' rows',
  },
  delayOnePromised: {
    what: '+1 sd, median delay at the promised setting',
    holds: 'at most',
    gate: 85,
    aim: 65,
    unit: ' rows',
  },
  delaySpreadPromised: {
    what: 'sd x2, median delay at the promised setting',
    holds: 'at most',
    gate: 115,
    aim: 90,
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
    what: 'delay against ADWIN retuned to the same false-alarm rate, worst of the shifts of 0.25 sd and more',
    holds: 'at most',
    gate: 1.3,
    aim: 1,
  },
  spreads: {
    what: 'changes of spread that a monitor finds (sd x1.25, x2, x0.5), one false alarm per 1e6',
    holds: 'at least',
    gate: 100,
    unit: '%',
  },
  merged: {
    what: '16 replicas merged against one process: partitions of 1 000 whose counts, scores or verdict differ',
    holds: 'at most',
    gate: 0,
    unit: '',
  },
} as const satisfies Gates
