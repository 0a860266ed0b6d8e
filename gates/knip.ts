import { join } from 'node:path'
import { command } from './command.ts'
import type { Gate } from './gate.ts'

/** Nothing lies about unused: no file, export or dependency, in any workspace. */
export const knip: Gate = {
  name: 'knip',
  holds: 'no unused file, export or dependency',
  check: ({ root }) => unusedIn(root),
}

/** What of knip's JSON is read: kinds of issues by file. */
interface Report {
  readonly issues: readonly (Readonly<Record<string, unknown>> & { readonly file: string })[]
}

export async function unusedIn(root: string): Promise<readonly string[]> {
  const bin = join(import.meta.dirname, 'node_modules/knip/bin/knip.js')
  const config = join(import.meta.dirname, 'knip.json')
  const args = [bin, '--config', config, '--reporter', 'json', '--no-config-hints']
  const { code, stdout, stderr } = await command(process.execPath, args, root)
  if (code === 0) return []
  try {
    const { issues } = JSON.parse(stdout) as Report
    const problems = issues.flatMap(({ file, ...kinds }) =>
      Object.entries(kinds).flatMap(([kind, found]) =>
        (Array.isArray(found) ? (found as readonly { readonly name?: string }[]) : []).map(
          ({ name }) => `${kind}: ${file}${name === undefined || name === file ? '' : `: ${name}`}`,
        ),
      ),
    )
    return problems.length > 0 ? problems : [stderr]
  } catch {
    return [`knip failed: ${stderr}${stdout}`]
  }
}
