import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as stats from '../packages/stats/src/index.ts'
import { readPage, root } from './pages.ts'

/** The rows of the tables above the differences: name, definition, what it equals. */
function rowsOf(page: string): readonly (readonly string[])[] {
  return (page.split('## Documented differences')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.slice(2, -2).split(' | '))
}

test('docs/statistics.md defines every export of the stats package, once each, and no other', () => {
  const names = rowsOf(readPage('docs/statistics.md')).map(([name = '']) => name.replaceAll('`', ''))
  expect(names.toSorted()).toEqual(Object.keys(stats).toSorted())
})

test('a statistic has a definition, and what it equals or that it is its own', () => {
  for (const row of rowsOf(readPage('docs/statistics.md'))) {
    expect(row.length, row[0]).toBe(3)
    for (const cell of row) expect(cell.trim().length, row[0]).toBeGreaterThan(2)
  }
  expect(rowsOf('| `psi` |  |\n')[0]?.length).not.toBe(3)
})

test('docs/statistics.md names every family of golden cases that the stats package checks', () => {
  const folder = join(root, 'packages/stats/test/goldens')
  const families = new Set(
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .flatMap((file) => {
        const { cases } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
          readonly cases: readonly { readonly family: string }[]
        }
        return cases.map(({ family }) => family)
      }),
  )
  const page = readPage('docs/statistics.md')
  expect(families.size).toBeGreaterThan(40)
  expect([...families].filter((family) => !page.includes(`\`${family}\``))).toEqual([])
})
