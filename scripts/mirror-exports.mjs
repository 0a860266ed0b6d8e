// Writes the umbrella's subpaths (`plimsoll/drift`, ...): each names by hand, so to speak, what the package
// of that name exports. `--check` changes nothing and fails when one is out of date.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const mirrors = {
  contracts: ['contracts', '@plimsoll/contracts'],
  core: ['core', '@plimsoll/core'],
  drift: ['drift', '@plimsoll/drift'],
  'drift-compat': ['drift/compat', '@plimsoll/drift/compat'],
  'drift-report': ['drift/report', '@plimsoll/drift/report'],
  resilience: ['resilience', '@plimsoll/resilience'],
  router: ['router', '@plimsoll/router'],
  stats: ['stats', '@plimsoll/stats'],
  testing: ['core/testing', '@plimsoll/core/testing'],
}

/** Names what a hand-written index exports: values and types apart. */
function exportsOf(path) {
  const text = readFileSync(path, 'utf8')
  const values = []
  const types = []
  for (const [, isType, names] of text.matchAll(/export (type )?\{([^}]*)\}/g)) {
    for (const name of names
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)) {
      const inlineType = name.startsWith('type ')
      const shown = name
        .replace(/^type /, '')
        .split(' as ')
        .at(-1)
      ;(isType !== undefined || inlineType ? types : values).push(shown)
    }
  }
  const byName = (a, b) => (a < b ? -1 : 1)
  return { values: values.toSorted(byName), types: types.toSorted(byName) }
}

let stale = 0
for (const [file, [folder, specifier]] of Object.entries(mirrors)) {
  const [name, ...rest] = folder.split('/')
  const { values, types } = exportsOf(join(root, 'packages', name, 'src', ...rest, 'index.ts'))
  const list = (keyword, names) =>
    names.length === 0 ? '' : `${keyword} {\n${names.map((n) => `  ${n},\n`).join('')}} from '${specifier}'\n`
  const wanted = `// Written by scripts/mirror-exports.mjs.\n${list('export', values)}${list('export type', types)}`
  const path = join(root, 'packages/plimsoll/src', `${file}.ts`)
  const present = readFileSync(path, 'utf8')
  if (present.replace(/[\s,]+/g, ' ') === wanted.replace(/[\s,]+/g, ' ')) continue
  stale++
  if (process.argv.includes('--check'))
    console.error(`${path} is out of date: run node scripts/mirror-exports.mjs`)
  else writeFileSync(path, wanted)
}
console.log(`mirror-exports: ${stale} ${process.argv.includes('--check') ? 'out of date' : 'written'}`)
process.exitCode = process.argv.includes('--check') && stale > 0 ? 1 : 0
