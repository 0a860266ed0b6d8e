import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { version } from '../packages/core/src/telemetry/version.ts'
import { readPage, root } from './pages.ts'
import { withTables } from './telemetry-page.ts'

test('docs/telemetry.md tells the catalogue (node scripts/telemetry-page.ts writes it)', () => {
  const page = readPage('docs/telemetry.md')
  expect(page).toBe(withTables(page))
})

test('a page that tells something else is found out', () => {
  const page = readPage('docs/telemetry.md')
  expect(withTables(page.replace('`plimsoll.in_flight`', '`plimsoll.running`'))).toBe(page)
})

test('the scope of metrics and spans has the version of the package', () => {
  const manifest = JSON.parse(readFileSync(`${root}/packages/core/package.json`, 'utf8')) as {
    readonly version: string
  }
  expect(version).toBe(manifest.version)
})
