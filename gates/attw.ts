import { join } from 'node:path'
import { command, twoAtATime } from './command.ts'
import type { Gate } from './gate.ts'

/** The declarations of every entry resolve as its JavaScript does, for whoever imports ESM. */
export const attw: Gate = {
  name: 'attw',
  holds: 'declarations resolve as the JavaScript does',
  async check(subject) {
    const packages = subject.packed().packages
    return (await twoAtATime(packages, ({ name, tarball }) => checkTypes(name, tarball))).flat()
  },
}

/** What of attw's JSON is read. */
interface Report {
  readonly analysis: { readonly types?: unknown }
  readonly problems?: Readonly<
    Record<string, readonly { readonly entrypoint?: string; readonly resolutionKind?: string }[]>
  >
}

// The profile's: Node 22 requires ESM, and node10 knows no `exports`.
const ignored = ['node10', 'node16-cjs']

export async function checkTypes(name: string, tarball: string): Promise<readonly string[]> {
  const bin = join(import.meta.dirname, 'node_modules/@arethetypeswrong/cli/dist/index.js')
  const args = [bin, tarball, '--profile', 'esm-only', '--format', 'json']
  const { code, stdout, stderr } = await command(process.execPath, args, import.meta.dirname)
  let report: Report
  try {
    report = JSON.parse(stdout) as Report
  } catch {
    return [`${name}: attw failed: ${stderr || stdout}`]
  }
  if (!report.analysis.types) return [`${name}: no declarations`]
  const problems = Object.entries(report.problems ?? {}).flatMap(([kind, found]) =>
    found
      .filter(({ resolutionKind }) => !ignored.includes(resolutionKind ?? ''))
      .map(
        ({ entrypoint, resolutionKind }) => `${name}: ${kind} ${entrypoint ?? ''} ${resolutionKind ?? ''}`,
      ),
  )
  return problems.length === 0 && code !== 0 ? [`${name}: attw exits ${code}`] : problems
}
