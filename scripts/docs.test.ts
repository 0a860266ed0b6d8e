import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { errorCodes } from '../packages/core/src/codes.ts'

const root = resolve(import.meta.dirname, '..')

test('docs/failure-modes.md has one entry for every error code, with symptom, cause and remedy', () => {
  const page = readFileSync(join(root, 'docs/failure-modes.md'), 'utf8')
  const entries = page.split(/^## /m).slice(1)
  expect(entries.map((entry) => entry.slice(0, entry.indexOf('\n'))).toSorted()).toEqual(
    Object.keys(errorCodes).toSorted(),
  )
  for (const entry of entries)
    expect(entry).toMatch(/\*\*Symptom:\*\*[\s\S]*\*\*Cause:\*\*[\s\S]*\*\*Remedy:\*\*/)
})

test('every TypeScript block of the pages compiles', { timeout: 60_000 }, () => {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    ...readdirSync(join(root, 'docs'), { recursive: true }).map((path) => `docs/${String(path)}`),
    ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}/README.md`),
    ...readdirSync(join(root, 'examples')).map((name) => `examples/${name}/README.md`),
  ].filter((path) => path.endsWith('.md') && !path.includes('node_modules'))
  // Inside docs, whose dependencies are the published entries a reader installs.
  const folder = join(root, 'docs', 'node_modules', '.blocks')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const work = mkdtempSync(join(folder, 'x'))
  let blocks = 0
  for (const path of pages) {
    if (!existsSync(join(root, path))) continue
    const text = readFileSync(join(root, path), 'utf8')
    for (const [, code] of text.matchAll(/^```ts\n([\s\S]*?)^```/gm)) {
      const name = `${path.replace(/\W+/g, '-')}-${++blocks}.ts`
      writeFileSync(join(work, name), `${code}\nexport {}\n`)
    }
  }
  writeFileSync(
    join(work, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.test.json'),
      compilerOptions: { types: ['node'], typeRoots: [join(root, 'node_modules/@types')] },
      include: ['*.ts'],
      exclude: [],
    }),
  )
  const check = (): string =>
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', work], {
      encoding: 'utf8',
    })
  let problems = ''
  try {
    check()
  } catch (error) {
    problems = (error as { stdout: string }).stdout
  }
  rmSync(folder, { recursive: true, force: true })
  expect(problems).toBe('')
  expect(blocks).toBeGreaterThan(3)
})
