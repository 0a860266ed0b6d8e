import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test("the umbrella's subpaths name everything their packages export", () => {
  const script = join(import.meta.dirname, 'mirror-exports.mjs')
  expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toBe(
    'mirror-exports: 0 out of date\n',
  )
})
