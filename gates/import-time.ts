import { join } from 'node:path'
import { command, twoAtATime } from './command.ts'
import type { Gate } from './gate.ts'

/** Importing what is published starts nothing: edge runtimes forbid it at module scope. */
export const importTime: Gate = {
  name: 'import-time',
  holds: 'importing a published entry starts nothing',
  async check(subject) {
    const entries = subject.packed().packages.flatMap((packed) => packed.entries)
    const found = await twoAtATime(entries, ({ specifier, file }) => importAlone(specifier, file))
    return found.flat()
  },
}

/** Imports one file in a process where timers, randomness, clocks and controllers throw. */
export async function importAlone(specifier: string, file: string): Promise<readonly string[]> {
  const script = join(import.meta.dirname, '../scripts/import-time.mjs')
  const { code, stdout, stderr } = await command(process.execPath, [script, file], import.meta.dirname)
  if (code === 0 && stdout === 'nothing ran at import\n') return []
  return [`${specifier}: ${/^Error: (.*)$/m.exec(stderr)?.[1] ?? stderr}`]
}
