import { checkOptions } from '@plimsoll/core'
import type { OptionCheck } from '@plimsoll/core'
import type { CompatKind } from './column-values.ts'

/** Refuses a version of a tool that no profile is pinned to. */
export function checkVersion(tool: string, version: string, known: string): void {
  const check = checkOptions(`${tool} profile`)
  check.require(version === known, 'version', `must be '${known}'`, version)
  check.done()
}

/** Notes a kind that is none; tells whether it is one. */
export function checkKind(check: OptionCheck, kind: CompatKind): boolean {
  return check.require(
    kind === 'numeric' || kind === 'categorical',
    'kind',
    "must be 'numeric' or 'categorical'",
    kind,
  )
}
