import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { blocksOf, listPages, root } from './pages.ts'

// Inside docs, whose dependencies are what a reader installs. Not in node_modules, where Node runs no TypeScript.
mkdirSync(join(root, 'docs/dist'), { recursive: true })
const work = mkdtempSync(join(root, 'docs/dist/programs-'))
afterAll(() => rmSync(work, { recursive: true, force: true }))

/** Runs a program with the sources of the packages; resolves to what it prints. */
function run(file: string): Promise<string> {
  return new Promise((resolve) => {
    const flags = ['--conditions=@plimsoll/source', '--no-warnings', file]
    // Types are erased from the sources once, not for every program.
    const env = { ...process.env, NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/programs') }
    const options = { cwd: dirname(file), encoding: 'utf8', timeout: 30_000, env } as const
    execFile(process.execPath, flags, options, (error, stdout, stderr) =>
      resolve(error === null ? stdout : `${stdout}\nfailed: ${stderr}`),
    )
  })
}

let programs = 0
for (const page of listPages()) {
  const blocks = blocksOf(page)
  const outputs = blocks.filter((block) => block.language === 'text' && block.file !== undefined)
  if (outputs.length === 0) continue
  programs += outputs.length
  // One after the other: a program may read what one before it wrote.
  test.concurrent(`the programs of ${page} print what it says`, { timeout: 60_000 }, async () => {
    const folder = join(work, page.replace(/\W+/g, '-'))
    mkdirSync(folder, { recursive: true })
    for (const block of blocks) {
      if (block.language === 'ts' && block.file !== undefined) {
        writeFileSync(join(folder, block.file), block.text)
      }
    }
    for (const { file = '', text } of outputs) {
      const promised = text.slice(text.indexOf('\n') + 1)
      expect((await run(join(folder, file))).trimEnd(), file).toBe(promised.trimEnd())
    }
  })
}

test('docs/explanation/evidence.svg is what its program draws', async () => {
  const drawn = await run(join(root, 'docs/explanation/evidence.mts'))
  expect(drawn).toBe(readFileSync(join(root, 'docs/explanation/evidence.svg'), 'utf8'))
})

test('there are programs to run, in the tutorial too', () => {
  expect(programs).toBeGreaterThan(15)
  const tutorial = blocksOf('docs/tutorial/README.md').filter(({ file }) => file !== undefined)
  expect(tutorial.length).toBeGreaterThan(15)
})

test('every block that shows what a program prints has that program on its page', () => {
  const alone = listPages().flatMap((page) => {
    const blocks = blocksOf(page)
    const isThere = (file: string): boolean =>
      blocks.some((block) => block.language === 'ts' && block.file === file)
    const outputs = blocks.filter((block) => block.language === 'text' && block.file !== undefined)
    return outputs.filter(({ file = '' }) => !isThere(file)).map(({ file }) => `${page}: ${file}`)
  })
  expect(alone).toEqual([])
})
