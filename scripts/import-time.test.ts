import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')

function importAlone(entry: string): string {
  const script = join(root, 'scripts/import-time.mjs')
  return execFileSync(process.execPath, ['--conditions=@plimsoll/source', script, entry], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

const entries = readdirSync(join(root, 'packages')).flatMap((name) => {
  const path = join(root, 'packages', name, 'package.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { exports: Record<string, unknown> }
  return Object.values(manifest.exports)
    .filter(
      (target): target is { '@plimsoll/source': string } => typeof target === 'object' && target !== null,
    )
    .map((target) => join(root, 'packages', name, target['@plimsoll/source']))
})

test.each(entries.map((entry) => [entry.slice(root.length + 1), entry]))(
  'importing %s sets no timer, draws no random number, makes no controller and adds no global',
  (_, entry) => {
    expect(importAlone(entry)).toBe('nothing ran at import\n')
  },
)

test.each([
  'setTimeout(() => undefined, 1)',
  'export const x = Math.random()',
  'export const c = new AbortController()',
  'export const f = new Function("return 1")',
  'globalThis.leak = 1',
])('finds %s at module scope', (line) => {
  const file = join(mkdtempSync(join(tmpdir(), 'import-time-')), 'seeded.mjs')
  writeFileSync(file, line)
  expect(() => importAlone(file)).toThrow(/at import/)
})
