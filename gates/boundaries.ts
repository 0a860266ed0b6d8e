import { checkRepository } from '../scripts/check-boundaries.ts'
import type { Gate } from './gate.ts'

/** Packages import in one direction: the table in `scripts/check-boundaries.ts`. */
export const boundaries: Gate = {
  name: 'boundaries',
  holds: 'packages import in one direction',
  check: async ({ root }) => checkRepository(root).problems,
}
