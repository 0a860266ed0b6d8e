import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { anchorsOf, linksOf, listPages, readPage, resolveLink, root } from './pages.ts'

const pages = listPages()

/** What is wrong with a link, in words; `undefined` where it leads somewhere. */
function fault(page: string, target: string): string | undefined {
  const link = resolveLink(page, target)
  if (link === undefined) return undefined
  if (link.path.startsWith('..')) return `${page}: ${target} leaves the repository`
  const path = join(root, link.path)
  if (!existsSync(path)) return `${page}: ${target} does not exist`
  if (link.anchor === undefined) return undefined
  if (!link.path.endsWith('.md')) return `${page}: ${target} has an anchor into something that is no page`
  return anchorsOf(link.path).has(link.anchor) ? undefined : `${page}: ${target} has no such heading`
}

test('every relative link and anchor of every page leads somewhere', () => {
  const faults = pages.flatMap((page) => linksOf(page).map((target) => fault(page, target)))
  expect(faults.filter((text) => text !== undefined)).toEqual([])
  expect(faults.length).toBeGreaterThan(50)
})

test('a link to nothing, to no heading or out of the repository is a fault', () => {
  expect(fault('README.md', 'docs/defaults.md')).toBeUndefined()
  expect(fault('README.md', 'docs/failure-modes.md#plimsoll_closed')).toBeUndefined()
  expect(fault('README.md', 'docs/no-such-page.md')).toContain('does not exist')
  expect(fault('README.md', 'docs/failure-modes.md#plimsoll_nothing')).toContain('no such heading')
  expect(fault('README.md', '../elsewhere.md')).toContain('leaves the repository')
})

test('every page of docs can be reached from its index', () => {
  const reached = new Set<string>()
  const visit = (page: string): void => {
    if (reached.has(page)) return
    reached.add(page)
    for (const target of linksOf(page)) {
      const link = resolveLink(page, target)
      if (link === undefined || !existsSync(join(root, link.path))) continue
      const isFolder = statSync(join(root, link.path)).isDirectory()
      const next = isFolder ? `${link.path}/README.md` : link.path
      if (next.startsWith('docs/') && next.endsWith('.md') && existsSync(join(root, next))) visit(next)
    }
  }
  visit('docs/README.md')
  expect(pages.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([])
})

test('every page begins with its one title', () => {
  const titles = (page: string): readonly string[] =>
    readPage(page)
      .replace(/^```[\s\S]*?^```/gm, '')
      .match(/^# .+$/gm) ?? []
  const kept = pages.filter((page) => !page.startsWith('.changeset/'))
  expect(kept.filter((page) => titles(page).length !== 1 || !readPage(page).startsWith('# '))).toEqual([])
})
