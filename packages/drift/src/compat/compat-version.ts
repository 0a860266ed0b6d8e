import { checkOptions } from '@plimsoll/core'

/** Refuses a version of a tool that no profile is pinned to. */
export function checkVersion(tool: string, version: string, known: string): void {
  const check = checkOptions(`${tool} profile`)
  check.require(version === known, 'version', `must be '${known}'`, version)
  check.done()
}
