import type { Gates } from '../report.ts'

/** What checking an object of ten fields may cost, beside zod 4. */
export const contractsGates = {
  outputJit: {
    what: 'accept a valid object with fresh output, faster than zod `safeParse` (JIT)',
    holds: 'at least',
    gate: 2,
    aim: 3,
  },
  outputJitless: {
    what: 'accept a valid object with fresh output, faster than zod `safeParse` (`jitless`, as on the edge)',
    holds: 'at least',
    gate: 6,
    aim: 9,
  },
  verdictJit: {
    what: 'verdict alone, faster than zod `safeParse` (JIT)',
    holds: 'at least',
    gate: 3,
    aim: 4,
  },
  verdictJitless: {
    what: 'verdict alone, faster than zod `safeParse` (`jitless`)',
    holds: 'at least',
    gate: 9,
    aim: 12,
  },
  differences: {
    what: 'pairs of random schema and random value whose verdict or output differs from zod',
    holds: 'at most',
    gate: 0,
    unit: '',
  },
} as const satisfies Gates
