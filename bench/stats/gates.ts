import type { Gates } from '../report.ts'

/** Nothing is promised of the speed of statistics; their accuracy is held by goldens in `npm test`. */
export const statsGates = {} as const satisfies Gates
