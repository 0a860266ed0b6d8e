import type { Call } from '@plimsoll/core'
import { isPlimsollError } from '@plimsoll/core'
import { blameOf } from './blame.ts'

/**
 * Whether a lesser answer may stand in for this failure: never for an input refused or not yet checked, a
 * caller who left, a closed guard or an attempt that another one superseded.
 */
export function mayStandIn(call: Call): boolean {
  if (call.isAborted || call.isChecking) return false
  // Once the target was asked, the input had been accepted: what it refuses is its own failure.
  if (call.tried === 0 && blameOf(call.error) === 'caller') return false
  return (
    !isPlimsollError(call.error, 'PLIMSOLL_CLOSED') && !isPlimsollError(call.error, 'PLIMSOLL_SUPERSEDED')
  )
}
