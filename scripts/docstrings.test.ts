import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { runInNewContext } from 'node:vm'
import { afterAll, expect, test } from 'vitest'
import { examples, publicNames } from './docstrings.ts'
import type { Example } from './docstrings.ts'
import { root } from './pages.ts'

const names = publicNames()
const all = examples()

// Inside docs, whose dependencies are the published entries.
mkdirSync(join(root, 'docs/dist'), { recursive: true })
const work = mkdtempSync(join(root, 'docs/dist/examples-'))
afterAll(() => rmSync(work, { recursive: true, force: true }))

const fixtures = 'docs/example-fixtures.ts'
const fixtureNames = [
  ...readFileSync(join(root, fixtures), 'utf8').matchAll(/^export (?:async )?(?:const|function|let) (\w+)/gm),
].map(([, name = '']) => name)

/** The value that a comment shows, where it shows one and is not prose. */
function shown(comment: string): { readonly value: unknown } | undefined {
  const text = comment.replace(/^(?:Float64|Uint32|Uint8)Array (?=\[)/, '')
  const bare = text.replace(/'(?:[^'\\]|\\.)*'/g, "''")
  if (!/^(?:''|-?\d|-?Infinity\b|NaN\b|true\b|false\b|undefined\b|[[{])/.test(bare)) return undefined
  if (/[|&*?=<>]|\+ |\w \w/.test(bare)) return undefined
  try {
    return { value: JSON.parse(JSON.stringify({ v: runInNewContext(`(${text})`) }, keep)) as unknown }
  } catch {
    return undefined
  }
}

/** Keeps what JSON would lose. */
function keep(_: string, value: unknown): unknown {
  if (value === undefined) return '<undefined>'
  if (typeof value === 'number' && !Number.isFinite(value)) return `<${value}>`
  return ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value
}

const statement =
  /^(?:const|let|var|import|export|return|throw|if|for|while|try|type|interface|class|function|await using|using)\b|^[})/]|[{(,[]$/

/** Makes a module of an example: imports for what it names, and a check for each value that a comment shows. */
function moduleOf(example: Example): { readonly text: string; readonly checks: number } {
  const lines = example.code.split('\n')
  const own = lines.filter((line) => line.startsWith('import '))
  const body = lines.filter((line) => !line.startsWith('import '))
  let checks = 0
  const written: string[] = []
  body.forEach((line, i) => {
    const [, code = line, comment = /^\s*\/\/ (.*)$/.exec(body[i + 1] ?? '')?.[1]] =
      /^(.*?\S) +\/\/ (.+)$/.exec(line) ?? []
    const throws = comment?.startsWith('throws') === true
    const value = comment === undefined || throws ? undefined : shown(comment)
    if (throws) {
      checks++
      written.push(`await fails(() => ${code}, ${JSON.stringify(example.place)})`)
      return
    }
    const name = /^const (\w+)(?:: [^=]+)? = /.exec(code)?.[1]
    if (value === undefined || code.trim() === '' || (name === undefined && statement.test(code.trim()))) {
      written.push(line)
      return
    }
    checks++
    const place = JSON.stringify(`${example.place}: ${code}`)
    const expected = JSON.stringify(JSON.stringify(value.value))
    if (name === undefined) written.push(`await same(${code}, ${expected}, ${place})`)
    else written.push(code, `await same(${name}, ${expected}, ${place})`)
  })
  const code = example.code.replace(/\/\/.*$|'(?:[^'\\\n]|\\.)*'/gm, '')
  const isNamed = (name: string): boolean =>
    new RegExp(`(?<!\\w|(?<!\\.\\.)\\.)${name}\\b(?!\\s*:)`).test(code) &&
    !new RegExp(
      `\\b(?:const|let|function|class|as) (?:\\{[^}]*\\b)?${name}\\b|import \\{[^}]*\\b${name}\\b`,
    ).test(code)
  const from = new Map<string, string>()
  for (const name of fixtureNames) if (isNamed(name)) from.set(name, `${up}/${fixtures}`)
  for (const { name, entry } of names) {
    const isAtHome = example.file.startsWith(`packages/${entry.split('/')[1] ?? 'plimsoll'}/`)
    if (isNamed(name) && (isAtHome || !from.has(name))) from.set(name, entry)
  }
  // What is not exported by an entry shows itself by its file.
  const isPublic = names.some(({ name }) => name === example.name)
  if (example.name !== undefined && !isPublic && isNamed(example.name)) {
    from.set(example.name, `${up}/${example.file}`)
  }
  const kinds = new Map(names.map((one) => [one.name, one.kind]))
  const isType = (name: string): boolean => ['interface', 'type'].includes(kinds.get(name) ?? '')
  const imports = [...from].map(
    ([name, path]) => `import ${isType(name) ? 'type ' : ''}{ ${name} } from '${path}'`,
  )
  const text = [
    ...new Set(["import * as z from 'zod'", ...imports, ...own]),
    "import { fails, same } from './same.mts'",
    'export async function example(): Promise<unknown> {',
    ...written,
    'return void [z, fails, same]',
    '}',
  ]
  return { text: `${text.join('\n')}\n`, checks }
}

const up = relative(work, root)
const modules = all.map(moduleOf)

modules.forEach(({ text }, i) => writeFileSync(join(work, `example-${i}.mts`), text))
writeFileSync(
  join(work, 'same.mts'),
  `export const failures: string[] = []
export async function fails(run: () => unknown, place: string): Promise<void> {
  try {
    await run()
  } catch {
    return
  }
  failures.push(place + ' does not throw')
}
function keep(_: string, value: unknown): unknown {
  if (value === undefined) return '<undefined>'
  if (typeof value === 'number' && !Number.isFinite(value)) return '<' + value + '>'
  return ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value
}
/** Compares as JSON; numbers to twelve digits, as a comment shows them. */
export async function same(given: unknown, expected: string, place: string): Promise<void> {
  const value = JSON.parse(JSON.stringify({ v: await given }, keep))
  const round = (_: string, v: unknown): unknown => (typeof v === 'number' ? Number(v.toPrecision(12)) : v)
  const [is, be] = [value, JSON.parse(expected)].map((v) => JSON.stringify(v, round))
  if (is !== be) failures.push(place + ' gives ' + is + ', the comment says ' + be)
}
`,
)
writeFileSync(
  join(work, 'run.mts'),
  `import { runTests } from '${up}/${fixtures}'
import { failures } from './same.mts'
const places: string[] = ${JSON.stringify(all.map(({ place }) => place))}
for (let i = 0; i < places.length; i++) {
  const timer = setTimeout(() => { failures.push(places[i] + ' does not end'); report() }, 5_000)
  try {
    const { example } = await import('./example-' + i + '.mts')
    await example()
    await runTests()
  } catch (error) {
    failures.push(places[i] + ' throws ' + String((error as Error)?.stack) + ' ' + String((error as Error)?.cause ?? ''))
  }
  clearTimeout(timer)
}
function report(): never {
  process.stdout.write('\\n' + JSON.stringify(failures))
  process.exit()
}
report()
`,
)

test('every export has a docstring', () => {
  expect(names.length).toBeGreaterThan(200)
  expect(names.filter(({ doc }) => doc === '').map(({ name, file }) => `${file}: ${name}`)).toEqual([])
})

test('every option has a line that says what it does', () => {
  const bare = names
    .filter(({ name, kind }) => kind === 'interface' && name.endsWith('Options'))
    .flatMap(({ name, file }) => {
      const text = readFileSync(join(root, file), 'utf8')
      const [body = ''] = text
        .slice(text.search(new RegExp(`^export interface ${name}\\b`, 'm')))
        .split('\n}')
      // An option of a type that nothing fits is there for its message alone.
      const options = body.matchAll(/(\*\/)?\n {2}readonly (\w+)(?!\?: (?:'[^']*' \| )?undefined$)\??:/gm)
      return [...options]
        .filter(([, doc]) => doc === undefined)
        .map((match) => `${file}: ${name}.${match[2]}`)
    })
  expect(bare).toEqual([])
})

test('every exported function, class and constant has an example', () => {
  const values = names.filter(({ kind }) => kind !== 'interface' && kind !== 'type')
  const without = values.filter(({ doc }) => !doc.includes('@example'))
  expect(without.map(({ name, file }) => `${file}: ${name}`)).toEqual([])
})

test('every example compiles against the published entries', { timeout: 60_000 }, () => {
  writeFileSync(
    join(work, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.test.json'),
      compilerOptions: {
        types: ['node'],
        typeRoots: [join(root, 'node_modules/@types')],
        allowUnusedLabels: true,
      },
      include: ['example-*.mts', 'same.mts'],
      exclude: [],
    }),
  )
  let problems = ''
  try {
    execFileSync(
      process.execPath,
      [join(root, 'node_modules/typescript/bin/tsc'), '-p', work, '--pretty', 'false'],
      {
        encoding: 'utf8',
      },
    )
  } catch (error) {
    problems = (error as { stdout: string }).stdout
  }
  const told = problems.replace(/^.*example-(\d+)\.mts/gm, (_, i: string) => all[Number(i)]?.place ?? '')
  expect(told).toBe('')
})

test('every example runs, and gives the values that its comments show', { timeout: 60_000 }, async () => {
  const printed = await new Promise<string>((resolve) => {
    const env = { ...process.env, NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/programs') }
    const flags = ['--conditions=@plimsoll/source', '--no-warnings', join(work, 'run.mts')]
    execFile(process.execPath, flags, { encoding: 'utf8', env }, (error, stdout, stderr) =>
      resolve(error === null ? stdout : JSON.stringify([stderr])),
    )
  })
  expect(JSON.parse(printed.slice(printed.lastIndexOf('\n') + 1))).toEqual([])
  expect(all.length).toBeGreaterThan(80)
  expect(modules.reduce((sum, { checks }) => sum + checks, 0)).toBeGreaterThan(40)
})

test('a comment shows a value, or is prose', () => {
  for (const text of [
    "'hold'",
    '613153351',
    '0xba',
    '[ 1, 2 ]',
    '{ ok: false }',
    'true',
    'Float64Array [2]',
  ]) {
    expect(shown(text), text).toBeDefined()
  }
  for (const text of [
    '0 to 5',
    '0.42...',
    "'ok' | 'warn'",
    'about 12 events',
    'another { a: [1] }',
    '250 ms',
  ]) {
    expect(shown(text), text).toBeUndefined()
  }
})
