import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { errorCodes } from '../packages/core/src/codes.ts'
import { blocksOf, listPages, readPage, root } from './pages.ts'

/** The entries of a failure-modes page: code, symptom, cause, remedy. */
function entriesOf(page: string): readonly (readonly string[])[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((entry) => {
      const parts = /^(\S+)\n\n- \*\*Symptom:\*\* (.+)\n- \*\*Cause:\*\* (.+)\n- \*\*Remedy:\*\* (.+)\n$/
      return parts.exec(`${entry.trim()}\n`)?.slice(1) ?? [`not an entry: ${entry.split('\n')[0]}`]
    })
}

test('docs/failure-modes.md has one entry for every error code, with symptom, cause and remedy', () => {
  const entries = entriesOf(readPage('docs/failure-modes.md'))
  expect(entries.map(([code = '']) => code).toSorted()).toEqual(Object.keys(errorCodes).toSorted())
})

test('an entry without a remedy, or beside its form, is no entry', () => {
  expect(entriesOf('# x\n\n## A\n\n- **Symptom:** s\n- **Cause:** c\n- **Remedy:** r\n')).toEqual([
    ['A', 's', 'c', 'r'],
  ])
  expect(entriesOf('# x\n\n## A\n\n- **Symptom:** s\n- **Cause:** c\n')[0]?.[0]).toBe('not an entry: A')
})

test('every error code is thrown somewhere', () => {
  const sources = readdirSync(join(root, 'packages'), { recursive: true })
    .map(String)
    .filter((path) => /^[\w-]+\/src\/.*(?<!\.test|\.test-d|codes)\.ts$/.test(path))
    .map((path) => readFileSync(join(root, 'packages', path), 'utf8'))
    .join('\n')
  const unused = Object.keys(errorCodes).filter((code) => !sources.includes(`'${code}'`))
  expect(unused).toEqual([])
})

test('every TypeScript block of the pages compiles', { timeout: 60_000 }, () => {
  // Inside docs, whose dependencies are the published entries a reader installs.
  mkdirSync(join(root, 'docs/dist'), { recursive: true })
  const work = mkdtempSync(join(root, 'docs/dist/blocks-'))
  let blocks = 0
  for (const page of listPages()) {
    const folder = join(work, page.replace(/\W+/g, '-'))
    const named = new Set<string>()
    for (const block of blocksOf(page)) {
      if (block.language !== 'ts') continue
      blocks++
      // Blocks that name their file may import each other.
      const file = block.file ?? `line-${block.line}.ts`
      expect(named.has(file), `${page} has two blocks of ${file}`).toBe(false)
      named.add(file)
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, file), `${block.text}export {}\n`)
    }
  }
  writeFileSync(
    join(work, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.test.json'),
      compilerOptions: { types: ['node'], typeRoots: [join(root, 'node_modules/@types')] },
      include: ['**/*.ts', '**/*.mts'],
      exclude: [],
    }),
  )
  // What the guide to migrating migrates from.
  mkdirSync(join(work, 'node_modules'))
  for (const peer of ['cockatiel', 'lru-cache', 'p-retry']) {
    const path = join(root, 'packages/resilience/node_modules', peer)
    symlinkSync(realpathSync(path), join(work, 'node_modules', peer), 'dir')
  }
  // What the pages on telemetry have an application install.
  const sdk = join(root, 'packages/plimsoll/node_modules/@opentelemetry')
  symlinkSync(sdk, join(work, 'node_modules/@opentelemetry'), 'dir')
  let problems = ''
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', work], {
      encoding: 'utf8',
    })
  } catch (error) {
    problems = (error as { stdout: string }).stdout
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  expect(problems).toBe('')
  expect(blocks).toBeGreaterThan(30)
})

test('TypeScript stands in blocks that are compiled; the reference is written from code that is', () => {
  const isWritten = (page: string): boolean => page.startsWith('docs/reference/')
  const beside = listPages().flatMap((page) =>
    blocksOf(page)
      .filter(({ language }) => /^(?:typescript|tsx|js|javascript|mts|jsx|mjs)$/.test(language))
      .filter(() => !isWritten(page))
      .map(({ line }) => `${page}:${line}`),
  )
  expect(beside).toEqual([])
})
