import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { rollup } from 'rollup'
import type { Plugin } from 'rollup'
import { dts } from 'rollup-plugin-dts'
import ts from 'typescript'
import { twoAtATime } from './command.ts'
import { difference } from './difference.ts'
import type { Gate, Subject } from './gate.ts'
import type { Entry, PackedPackage } from './pack.ts'

/** What users can write against is what `packages/<name>/api.d.ts` says, so that every change of it is seen. */
export const api: Gate = {
  name: 'api',
  holds: 'the public declarations are those that were reviewed',
  async check(subject) {
    const found = await twoAtATime(subject.packed().packages, async (packed) =>
      compareApi(packed.folder, committed(subject, packed), await apiOf(packed.entries)),
    )
    return found.flat()
  },
}

const pathOf = ({ root }: Subject, { folder }: PackedPackage): string =>
  join(root, 'packages', folder, 'api.d.ts')

function committed(subject: Subject, packed: PackedPackage): string {
  const path = pathOf(subject, packed)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

export function compareApi(folder: string, before: string, now: string): readonly string[] {
  if (before === now) return []
  const changes = difference(before.split('\n'), now.split('\n'))
  return [
    `packages/${folder}/api.d.ts is not what is built (accept with npm run gates -- api --write):\n${changes}`,
  ]
}

/** Accepts the declarations as they are built. */
export async function writeApi(subject: Subject): Promise<void> {
  for (const packed of subject.packed().packages) {
    writeFileSync(pathOf(subject, packed), await apiOf(packed.entries))
  }
}

const heading = `// The public declarations of this package, entry by entry, without comments and sorted by name.
// Written by \`npm run gates -- api --write\`; what changes here changes for users. Not a module to import.
`

/** Bundles the declarations of a package's entries into one page. */
export async function apiOf(entries: readonly Entry[]): Promise<string> {
  const parts = []
  for (const { specifier, types } of entries) {
    const bundle = await rollup({
      input: types,
      external: (id) => !id.startsWith('.') && !isAbsolute(id),
      plugins: [declarationsOfSources, dts({ compilerOptions: { skipLibCheck: true, types: [] } })],
      onwarn(warning) {
        if (warning.code !== 'EMPTY_BUNDLE') throw new Error(`${specifier}: ${warning.message}`)
      },
    })
    const { output } = await bundle.generate({ format: 'es' })
    await bundle.close()
    parts.push(`// ${specifier}\n\n${sorted(output[0].code, typesOnly(types))}`)
  }
  return `${heading}\n${parts.join('\n')}`
}

/** Declarations name each other as the sources do: `./call.ts` stands for `./call.d.ts`. */
const declarationsOfSources: Plugin = {
  name: 'declarations of sources',
  resolveId: (id, importer) =>
    id.startsWith('.') && importer !== undefined
      ? resolve(dirname(importer), id.replace(/\.ts$/, '.d.ts'))
      : undefined,
}

/** Prints declarations without comments, imports first and the rest by name, so that a move is no change. */
function sorted(code: string, types: ReadonlySet<string>): string {
  const file = parse(code)
  const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed })
  const lines = file.statements.map((statement) => ({
    key: keyOf(statement),
    text:
      exportsOf(statement, types) ?? printer.printNode(ts.EmitHint.Unspecified, publicPart(statement), file),
  }))
  // Overloads keep their order: it has a meaning.
  return lines
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ text }) => `${text}\n`)
    .join('')
}

function keyOf(statement: ts.Statement): string {
  if (ts.isImportDeclaration(statement)) return `0 ${statement.moduleSpecifier.getText()}`
  if (ts.isExportDeclaration(statement)) return `2 ${statement.moduleSpecifier?.getText() ?? ''}`
  const named = ts.isVariableStatement(statement) ? statement.declarationList.declarations[0] : statement
  const name = named === undefined ? undefined : ts.getNameOfDeclaration(named as ts.Declaration)
  return `1 ${name?.getText() ?? ''}`
}

/** Leaves of a class's private members that there are any, which is all that users can notice. */
function publicPart(statement: ts.Statement): ts.Statement {
  if (!ts.isClassDeclaration(statement)) return statement
  const isPrivate = (member: ts.ClassElement): boolean =>
    ts.canHaveModifiers(member) &&
    ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) === true
  if (!statement.members.some(isPrivate)) return statement
  const { factory } = ts
  const some = factory.createPropertyDeclaration(
    [],
    factory.createPrivateIdentifier('#private'),
    undefined,
    undefined,
    undefined,
  )
  return factory.updateClassDeclaration(
    statement,
    statement.modifiers,
    statement.name,
    statement.typeParameters,
    statement.heritageClauses,
    [some, ...statement.members.filter((member) => !isPrivate(member))],
  )
}

/** Prints a list of exports one a line. */
function exportsOf(statement: ts.Statement, types: ReadonlySet<string>): string | undefined {
  if (!ts.isExportDeclaration(statement) || statement.exportClause === undefined) return undefined
  if (!ts.isNamedExports(statement.exportClause)) return undefined
  const names = statement.exportClause.elements
    .map((element) => ({ name: element.name.text, text: element.getText() }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, text }) => `    ${types.has(name) ? 'type ' : ''}${text.replace(/^type /, '')},\n`)
  const from = statement.moduleSpecifier === undefined ? '' : ` from ${statement.moduleSpecifier.getText()}`
  return `export {\n${names.join('')}}${from};`
}

/** Names what an entry exports as a type alone, which bundling forgets. */
function typesOnly(path: string): ReadonlySet<string> {
  const names = parse(readFileSync(path, 'utf8')).statements.flatMap((statement) =>
    ts.isExportDeclaration(statement) &&
    statement.exportClause !== undefined &&
    ts.isNamedExports(statement.exportClause)
      ? statement.exportClause.elements
          .filter((element) => statement.isTypeOnly || element.isTypeOnly)
          .map((element) => element.name.text)
      : [],
  )
  return new Set(names)
}

function parse(code: string): ts.SourceFile {
  return ts.createSourceFile('api.d.ts', code, ts.ScriptTarget.Latest, true)
}
