// Writes docs/reference: one page per package, from the declarations and docstrings of its entries.
//
//   node gates/reference.ts          fails, with a diff, where a committed page is not what would be written
//   node gates/reference.ts --write  writes the pages
//
// A generator of its own, over the parser alone: typedoc spreads a package over hundreds of headings, where
// an engineer wants the signature as it is written, what the docstring says, and the defaults in one table.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import ts from 'typescript'
import { command } from './command.ts'
import type { Fault, Gate } from './gate.ts'

type Declared =
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.VariableStatement

/** One export of an entry: its own declarations, or the package it comes from. */
interface Export {
  readonly name: string
  readonly declarations: readonly Declared[]
  readonly from: string | undefined
}

interface Entry {
  /** `@plimsoll/core/testing`. */
  readonly name: string
  readonly exports: readonly Export[]
}

interface Page {
  readonly package: string
  readonly folder: string
  readonly description: string
  readonly entries: readonly Entry[]
}

/** A docstring, taken apart. */
interface Doc {
  /** Paragraphs of Markdown, unwrapped. */
  readonly text: string
  readonly tags: readonly { readonly name: string; readonly text: string }[]
}

const parsed = new Map<string, ts.SourceFile>()

function parse(path: string): ts.SourceFile {
  let file = parsed.get(path)
  if (file === undefined) {
    file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext, true)
    parsed.set(path, file)
  }
  return file
}

/** Finds the declarations of an exported name, through files that pass it on. */
function declarationsOf(path: string, name: string): readonly Declared[] {
  const found: Declared[] = []
  for (const statement of parse(path).statements) {
    if (ts.isVariableStatement(statement)) {
      const names = statement.declarationList.declarations.map((declaration) => declaration.name.getText())
      if (names.includes(name)) found.push(statement)
    } else if (
      (ts.isFunctionDeclaration(statement) ||
        ts.isClassDeclaration(statement) ||
        ts.isInterfaceDeclaration(statement) ||
        ts.isTypeAliasDeclaration(statement)) &&
      statement.name?.text === name
    ) {
      found.push(statement)
    }
  }
  if (found.length > 0) return found
  const passed = readExports(path).find((one) => one.name === name)
  if (passed === undefined || passed.declarations.length === 0) {
    throw new Error(`${path} does not declare ${name}`)
  }
  return passed.declarations
}

/** Reads what a file exports by `export { ... } from`, in the order written. */
function readExports(path: string): readonly Export[] {
  const exports: Export[] = []
  for (const statement of parse(path).statements) {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) continue
    const from = (statement.moduleSpecifier as ts.StringLiteral).text
    const { exportClause } = statement
    if (exportClause === undefined || !ts.isNamedExports(exportClause)) {
      throw new Error(`${path} exports without names from ${from}`)
    }
    for (const { name, propertyName } of exportClause.elements) {
      const declarations = from.startsWith('.')
        ? declarationsOf(resolve(dirname(path), from), (propertyName ?? name).text)
        : []
      exports.push({ name: name.text, declarations, from: from.startsWith('.') ? undefined : from })
    }
  }
  return exports
}

function readPage(root: string, folder: string): Page {
  const manifest = JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8')) as {
    readonly name: string
    readonly description: string
    readonly exports: Readonly<Record<string, string | { readonly '@plimsoll/source'?: string }>>
  }
  const entries: Entry[] = []
  for (const [subpath, conditions] of Object.entries(manifest.exports)) {
    const source = typeof conditions === 'string' ? undefined : conditions['@plimsoll/source']
    if (source === undefined) continue
    const path = join(root, 'packages', folder, source)
    entries.push({ name: manifest.name + subpath.slice(1), exports: readExports(path) })
  }
  return { package: manifest.name, folder, description: manifest.description, entries }
}

/** Takes apart the docstring in front of a node. */
function docOf(node: ts.Node): Doc {
  const text = node.getSourceFile().text
  const ranges = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []
  const last = ranges.map((range) => text.slice(range.pos, range.end)).findLast((t) => t.startsWith('/**'))
  if (last === undefined) return { text: '', tags: [] }
  const body = last
    .slice(3, -2)
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
  // A tag begins a line; `@default` may also end one.
  const [summary = '', ...tags] = body.split(/(?:^|\n)[ \t]*(?=@[a-z])|(?<=\s)(?=@default\s)/)
  return {
    text: unwrap(summary),
    tags: tags.map((tag) => {
      const [, name = '', rest = ''] = /^@(\w+)[ \t]*([\s\S]*)$/.exec(tag) ?? []
      return { name, text: name === 'example' ? rest.replace(/^\n+|\s+$/g, '') : unwrap(rest) }
    }),
  }
}

/** Puts the lines of a paragraph on one, and keeps lists and paragraphs apart. */
function unwrap(text: string): string {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\n(?!\s*(?:[-|]|\d+\.) ?)\s*/g, ' ').trim())
    .join('\n\n')
}

function firstSentence(text: string): string {
  const paragraph = text.split('\n\n')[0] ?? ''
  return /^[\s\S]*?[.](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph
}

function isHidden(member: ts.ClassElement | ts.TypeElement): boolean {
  const flags = ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : []
  return flags.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)
}

/** Writes a node's text without leading `export`, indented as if it stood at the left edge. */
function textOf(node: ts.Node, end: number = node.getEnd()): string {
  const { text } = node.getSourceFile()
  const start = node.getStart()
  const column = start - (text.lastIndexOf('\n', start - 1) + 1)
  return text
    .slice(start, end)
    .replaceAll(`\n${' '.repeat(column)}`, '\n')
    .replace(/^export (?:declare )?(?:async )?/, '')
    .trimEnd()
}

/** Writes a member of a class or an interface with its docstring, without its body. */
function memberText(member: ts.ClassElement | ts.TypeElement): string {
  const doc = docOf(member)
  const body = 'body' in member ? (member.body as ts.Node | undefined) : undefined
  const initializer = ts.isPropertyDeclaration(member) ? member.initializer : undefined
  let text = textOf(member, (body ?? initializer)?.getFullStart())
  if (initializer !== undefined) text = text.replace(/\s*=$/, '')
  if (ts.isPropertyDeclaration(member) && member.type === undefined && initializer !== undefined) {
    text += `: ${inferred(initializer)}`
  }
  text = text.replace(/^(?:async|override) /gm, '')
  return [...commentOf(doc), text].map((line) => line.replace(/^(?=.)/gm, '  ')).join('\n')
}

/** The type of an initial value, where it needs no checker. */
function inferred(value: ts.Expression): string {
  if (ts.isNumericLiteral(value)) return 'number'
  if (ts.isStringLiteralLike(value)) return 'string'
  const isBoolean = value.kind === ts.SyntaxKind.TrueKeyword || value.kind === ts.SyntaxKind.FalseKeyword
  return isBoolean ? 'boolean' : 'unknown'
}

function commentOf(doc: Doc): readonly string[] {
  const tags = doc.tags
    .filter(({ name }) => name !== 'example')
    .map(({ name, text }) => `@${name} ${text}`.trim())
  const parts = [doc.text, ...tags].filter((part) => part !== '').join('\n')
  if (parts === '') return []
  return [wrap(plain(parts), 100).replace(/^/gm, '// ').replace(/ +$/gm, '')]
}

/** Breaks lines at a width, for comments. */
function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => {
      let length = 0
      return line
        .split(' ')
        .map((word, i) => {
          const breaks = i > 0 && length + 1 + word.length > width
          length = breaks || i === 0 ? word.length : length + 1 + word.length
          return (i === 0 ? '' : breaks ? '\n' : ' ') + word
        })
        .join('')
    })
    .join('\n')
}

/** Reads `{@link x}` as the name alone. */
function plain(text: string): string {
  return text.replace(/\{@link ([^}\s]+)[^}]*\}/g, '`$1`')
}

type Members = ts.NodeArray<ts.TypeElement>

/** The members of what is a set of options: properties alone, some with a default. */
function optionsOf(node: Declared): Members | undefined {
  if (!ts.isInterfaceDeclaration(node)) return undefined
  const { members } = node
  const areProperties = members.length > 0 && members.every((member) => ts.isPropertySignature(member))
  const isTable =
    /(?:Options|Settings|Definition|Limits)$/.test(node.name.text) ||
    members.some((member) => docOf(member).tags.some(({ name }) => name === 'default'))
  return areProperties && isTable ? members : undefined
}

function cell(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|')
}

/** Writes options as a table, types as they are written. */
function optionsTable(members: Members, link: (text: string) => string): string {
  const rows = members.map((member) => {
    const doc = docOf(member)
    const name = member.name?.getText() ?? ''
    const type = ts.isPropertySignature(member) ? (member.type?.getText() ?? '') : ''
    const shown = cell(type.replace(/^\|\s*/, '').replace(/\s*\|\s*undefined\b|\bundefined\s*\|\s*/g, ''))
    const isRequired = !(ts.isPropertySignature(member) && member.questionToken !== undefined)
    const given = doc.tags.find((tag) => tag.name === 'default')?.text
    const usual = given ?? (isRequired ? 'required' : '')
    return `| \`${name}\` | \`${shown}\` | ${cell(usual)} | ${cell(link(doc.text))} |`
  })
  return ['| option | type | default | |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

/** Writes the declaration as a user sees it: signatures, public members, no bodies. */
function declarationText(node: Declared): string {
  if (ts.isFunctionDeclaration(node)) return textOf(node, node.body?.getFullStart())
  if (ts.isClassDeclaration(node)) {
    const open = node.members.pos
    const members = node.members.filter((member) => !isHidden(member)).map(memberText)
    return [textOf(node, open), ...members, '}'].join('\n')
  }
  if (ts.isInterfaceDeclaration(node)) {
    if (node.members.length === 0) return textOf(node)
    return [textOf(node, node.members.pos), ...node.members.map(memberText), '}'].join('\n')
  }
  if (ts.isVariableStatement(node)) {
    const [declaration] = node.declarationList.declarations
    const { name, type, initializer } = declaration ?? {}
    if (type === undefined && initializer !== undefined && ts.isAsExpression(initializer)) {
      return `const ${name?.getText() ?? ''} = ${keysOf(initializer.expression)}`
    }
    const written = type?.getText() ?? (initializer === undefined ? 'unknown' : inferred(initializer))
    return `const ${name?.getText() ?? ''}: ${written}`
  }
  return textOf(node).replace(/\/\*\*([\s\S]*?)\*\//g, (_, body: string) => {
    return `// ${plain(body.replace(/\n\s*\* ?/g, ' ').trim())}`
  })
}

/** Writes a constant object by its keys alone. */
function keysOf(value: ts.Expression): string {
  if (!ts.isObjectLiteralExpression(value)) return `${value.getText()} as const`
  const keys = value.properties.map((property) => `  ${property.name?.getText() ?? ''}: …,`)
  return ['{', ...keys, '} as const'].join('\n')
}

function kindOf(node: Declared): 'function' | 'class' | 'constant' | 'type' {
  if (ts.isFunctionDeclaration(node)) return 'function'
  if (ts.isClassDeclaration(node)) return 'class'
  return ts.isVariableStatement(node) ? 'constant' : 'type'
}

/** Writes what one export is. */
function section(one: Export, link: (text: string) => string): string {
  const [first] = one.declarations
  if (first === undefined) throw new Error(`${one.name} has no declaration`)
  // Of a function with overloads, the last declaration is not for users.
  const bodiless = one.declarations.filter((node) => ts.isFunctionDeclaration(node) && !node.body)
  const shown = bodiless.length > 0 ? bodiless : one.declarations.slice(0, 1)
  const doc = docOf(first)
  const options = optionsOf(first)
  const parts = [`### ${one.name}`]
  if (doc.text !== '' && options !== undefined) parts.push(link(doc.text))
  if (options === undefined) {
    parts.push(`\`\`\`typescript\n${shown.map(declarationText).join('\n')}\n\`\`\``)
    if (doc.text !== '') parts.push(link(doc.text))
  } else {
    const head = textOf(first, (first as ts.InterfaceDeclaration).members.pos)
    const rest = /^interface \w+(.*?)\s*\{$/s.exec(head)?.[1]?.trim() ?? ''
    if (rest !== '') parts.push(`\`${rest.replace(/\s+/g, ' ')}\``)
    parts.push(optionsTable(options, link))
  }
  const list = (name: string, write: (text: string) => string): void => {
    const lines = doc.tags.filter((tag) => tag.name === name).map(({ text }) => `- ${write(link(text))}`)
    if (lines.length > 0) parts.push(lines.join('\n'))
  }
  list('param', (text) => text.replace(/^(\S+)\s+(?:- )?/, '`$1`: '))
  list('returns', (text) => `Returns ${text}`)
  list('throws', (text) => `Throws ${text.replace(/^\{(\w+)\}/, '`$1`')}`)
  for (const { name, text } of doc.tags) {
    if (name === 'example') parts.push(`\`\`\`typescript\n${text}\n\`\`\``)
  }
  return parts.join('\n\n')
}

const headings = { function: 'Functions', class: 'Classes', constant: 'Constants', type: 'Types' } as const

/** The anchors of a page as GitHub makes them: later headings of the same text get a number. */
class Anchors {
  private readonly taken = new Set<string>()

  next(heading: string): string {
    const slug = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-')
    let anchor = slug
    for (let n = 1; this.taken.has(anchor); n++) anchor = `${slug}-${n}`
    this.taken.add(anchor)
    return anchor
  }
}

/** Orders the exports of an entry: what is called first, types last; within a kind, by name. */
function grouped(entry: Entry): readonly (readonly [keyof typeof headings, readonly Export[]])[] {
  const own = entry.exports.filter((one) => one.from === undefined)
  return (['function', 'class', 'constant', 'type'] as const)
    .map((kind) => {
      const ofKind = own.filter(({ declarations: [first] }) => first !== undefined && kindOf(first) === kind)
      return [kind, ofKind.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))] as const
    })
    .filter(([, ofKind]) => ofKind.length > 0)
}

/** Entries that have exports of their own; those of the umbrella's subpaths are elsewhere. */
function ownEntries(page: Page): readonly Entry[] {
  return page.entries.filter((entry) => entry.exports.some((one) => one.from === undefined))
}

/** Where each export of a page stands on it. */
function anchorsOf(page: Page): ReadonlyMap<string, string> {
  const anchors = new Anchors()
  const places = new Map<string, string>()
  anchors.next(page.package)
  for (const entry of ownEntries(page)) {
    if (entry.name !== page.package) anchors.next(entry.name)
    for (const [kind, exports] of grouped(entry)) {
      anchors.next(headings[kind])
      for (const { name } of exports) places.set(name, anchors.next(name))
    }
  }
  return places
}

function writePage(page: Page, places: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  const own = places.get(page.folder) ?? new Map<string, string>()
  const link = (text: string): string =>
    text.replace(/\{@link ([^}\s]+)[^}]*\}/g, (_, name: string) => {
      const anchor = own.get(name)
      if (anchor !== undefined) return `[\`${name}\`](#${anchor})`
      const elsewhere = [...places].find(([, names]) => names.has(name))
      return elsewhere === undefined
        ? `\`${name}\``
        : `[\`${name}\`](${elsewhere[0]}.md#${elsewhere[1].get(name) ?? ''})`
    })
  const lines = [
    `# ${page.package}`,
    '<!-- Written by `npm run reference` from the docstrings. Do not edit. -->',
    `${page.description} How to use it: [its README](../../packages/${page.folder}/README.md).`,
  ]
  for (const entry of ownEntries(page)) {
    if (entry.name !== page.package) lines.push(`## ${entry.name}`)
    const groups = grouped(entry)
    const rows = groups.flatMap(([, exports]) =>
      exports.map(({ name, declarations: [first] }) => {
        const summary = first === undefined ? '' : cell(link(firstSentence(docOf(first).text)))
        return `| [\`${name}\`](#${own.get(name) ?? ''}) | ${summary} |`
      }),
    )
    lines.push(['| export | |', '| --- | --- |', ...rows].join('\n'))
    const passed = entry.exports.filter((one) => one.from !== undefined)
    if (passed.length > 0) {
      const packages = [...new Set(passed.map((one) => one.from ?? ''))]
      const items = packages.map((from) => {
        const exports = passed.filter((one) => one.from === from)
        const folder = from.split('/')[1] ?? from
        const names = exports.map(({ name }) => {
          const anchor = places.get(folder)?.get(name)
          return anchor === undefined ? `\`${name}\`` : `[\`${name}\`](${folder}.md#${anchor})`
        })
        return `- [${from}](${folder}.md): ${names.join(', ')}`
      })
      lines.push(`Also exported, from the packages behind it:\n\n${items.join('\n')}`)
    }
    for (const [kind, exports] of groups) {
      lines.push(`## ${headings[kind]}`)
      for (const one of exports) lines.push(section(one, link))
    }
  }
  const mirrors = page.entries.filter((entry) => !ownEntries(page).includes(entry))
  if (mirrors.length > 0) {
    const rows = mirrors.map(({ name, exports }) => {
      const from = [...new Set(exports.map((one) => one.from ?? ''))]
      const links = from.map((one) => `[${one}](${one.split('/')[1] ?? one}.md)`)
      return `| \`${name}\` | everything of ${links.join(', ')} |`
    })
    lines.push('## Subpaths', ['| entry | |', '| --- | --- |', ...rows].join('\n'))
  }
  return `${lines.join('\n\n')}\n`
}

/** Writes the list of pages. */
function writeIndex(pages: readonly Page[]): string {
  const rows = pages.map((page) => {
    const entries = page.entries.map(({ name }) => `\`${name}\``).join(', ')
    return `| [${page.package}](${page.folder}.md) | ${cell(page.description)} | ${entries} |`
  })
  return [
    '# Reference',
    '<!-- Written by `npm run reference` from the docstrings. Do not edit. -->',
    'Every export of every package, written from the sources. The examples are compiled and run by `scripts/docstrings.test.ts`.',
    ['| package | | entries |', '| --- | --- | --- |', ...rows].join('\n'),
    'Beside it: [every default](../defaults.md), [every error code](../failure-modes.md), [the words](../glossary.md).\n',
  ].join('\n\n')
}

/** Writes all pages of a checkout, by file name. */
function pagesOf(root: string): ReadonlyMap<string, string> {
  const order = ['plimsoll', 'contracts', 'drift', 'resilience', 'router', 'runtime-onnx', 'core', 'stats']
  const folders = readdirSync(join(root, 'packages')).filter((name) => !order.includes(name))
  const pages = [...order, ...folders.toSorted()]
    .filter((name) => existsSync(join(root, 'packages', name, 'package.json')))
    .map((name) => readPage(root, name))
  const places = new Map(pages.map((page) => [page.folder, anchorsOf(page)]))
  const files = pages.map((page) => [`${page.folder}.md`, writePage(page, places)] as const)
  return new Map([['README.md', writeIndex(pages)], ...files])
}

/** Tells how the committed pages of a checkout differ from what its sources say. */
async function problemsOf(root: string, work: string): Promise<readonly string[]> {
  const target = join(root, 'docs/reference')
  const pages = pagesOf(root)
  const existing = existsSync(target) ? readdirSync(target).filter((name) => name.endsWith('.md')) : []
  const stale = existing.filter((name) => !pages.has(name))
  const problems = stale.map((name) => `docs/reference/${name} is of no package`)
  for (const [name, text] of pages) {
    const committed = existing.includes(name) ? join(target, name) : '/dev/null'
    const written = join(work, `reference-${name}`)
    writeFileSync(written, text)
    const labels = ['--label', `docs/reference/${name}`, '--label', 'the sources']
    const { code, stdout } = await command('diff', ['-u', ...labels, committed, written], work)
    if (code !== 0) problems.push(stdout.trimEnd())
    rmSync(written)
  }
  return problems
}

/** The pages of the reference are what the sources say. */
export const reference: Gate = {
  name: 'reference',
  holds: 'docs/reference is what the docstrings say',
  check: ({ root, work }) => problemsOf(root, work),
}

/** A docstring that changed after the reference was written. */
export const referenceFault: Fault = {
  gate: 'reference',
  mistake: 'a docstring changes and its page does not',
  says: [/^-Hashes .*\n?\+Hashes, perhaps, /m],
  find: async ({ root, work }) => {
    for (const folder of readdirSync(join(root, 'packages'))) {
      for (const part of ['src', 'package.json']) {
        const path = join('packages', folder, part)
        cpSync(join(root, path), join(work, path), { recursive: true })
      }
    }
    cpSync(join(root, 'docs/reference'), join(work, 'docs/reference'), { recursive: true })
    const file = join(work, 'packages/stats/src/hash/murmur3.ts')
    writeFileSync(file, readFileSync(file, 'utf8').replace(' * Hashes ', ' * Hashes, perhaps, '))
    return problemsOf(work, work)
  },
}

function write(root: string): void {
  const target = join(root, 'docs/reference')
  const pages = pagesOf(root)
  mkdirSync(target, { recursive: true })
  for (const name of readdirSync(target)) {
    if (name.endsWith('.md') && !pages.has(name)) rmSync(join(target, name))
  }
  for (const [name, text] of pages) writeFileSync(join(target, name), text)
  process.stdout.write(`reference: ${pages.size} pages written\n`)
}

async function main(): Promise<void> {
  const root = resolve(import.meta.dirname, '..')
  if (process.argv.includes('--write')) {
    write(root)
    return
  }
  const work = mkdtempSync(join(tmpdir(), 'plimsoll-reference-'))
  const problems = await problemsOf(root, work).finally(() => rmSync(work, { recursive: true }))
  if (problems.length === 0) {
    process.stdout.write('reference: the pages are what the sources say\n')
    return
  }
  process.stderr.write(`${problems.join('\n')}\nreference: stale; write it with: npm run reference\n`)
  process.exitCode = 1
}

if (import.meta.main) await main()
