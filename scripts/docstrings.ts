// The exports of the packages and the docstrings in front of them, read from the text of the sources: exports
// are named by hand and sources are formatted, so no compiler is needed to find them.
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { root } from './pages.ts'

/** One export of a public entry. */
export interface PublicName {
  readonly name: string
  readonly kind: 'function' | 'class' | 'const' | 'interface' | 'type'
  /** `@plimsoll/core/testing`. */
  readonly entry: string
  /** Where it is declared, from the root. */
  readonly file: string
  /** The text of its docstring; empty where there is none. */
  readonly doc: string
}

/** One `@example` of a docstring. */
export interface Example {
  /** `packages/core/src/compose.ts:52`. */
  readonly place: string
  readonly file: string
  /** The name declared behind the docstring; `undefined` for a member. */
  readonly name: string | undefined
  readonly code: string
}

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | { readonly '@plimsoll/source'?: string }>>
}

/** Lists what the public entries of the packages declare themselves; what they pass on is listed at its home. */
export function publicNames(): readonly PublicName[] {
  return readdirSync(join(root, 'packages')).flatMap((folder) => {
    const base = join(root, 'packages', folder)
    const manifest = JSON.parse(readFileSync(join(base, 'package.json'), 'utf8')) as Manifest
    return Object.entries(manifest.exports).flatMap(([subpath, conditions]) => {
      const source = typeof conditions === 'string' ? undefined : conditions['@plimsoll/source']
      if (source === undefined) return []
      return namesOf(join(base, source), manifest.name + subpath.slice(1))
    })
  })
}

function namesOf(path: string, entry: string): readonly PublicName[] {
  const text = readFileSync(path, 'utf8')
  const found: PublicName[] = []
  for (const [, names = '', from = ''] of text.matchAll(/^export (?:type )?\{([^}]*)\} from '([^']+)'/gm)) {
    if (!from.startsWith('.')) continue
    for (const part of names.split(',')) {
      const name =
        part
          .trim()
          .replace(/^type /, '')
          .split(' as ')[0] ?? ''
      if (name !== '') found.push(declared(join(dirname(path), from), name, entry))
    }
  }
  return found
}

const declaration = (name: string): RegExp =>
  new RegExp(
    `^export (?:declare )?(?:abstract )?(?:async )?(function|class|const|interface|type) ${name}\\b`,
    'm',
  )

function declared(path: string, name: string, entry: string): PublicName {
  const text = readFileSync(path, 'utf8')
  const match = declaration(name).exec(text)
  if (match === null) {
    const passed = namesOf(path, entry).find((one) => one.name === name)
    if (passed === undefined) throw new Error(`${path} does not declare ${name}`)
    return passed
  }
  const before = text.slice(0, match.index).trimEnd()
  const doc = before.endsWith('*/') ? plain(before.slice(before.lastIndexOf('/**'))) : ''
  return { name, kind: match[1] as PublicName['kind'], entry, file: relative(root, path), doc }
}

/** A docstring without its asterisks. */
function plain(comment: string): string {
  return comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim()
}

/** Lists every `@example` in the sources of the packages, those of unexported parts too. */
export function examples(): readonly Example[] {
  const files = readdirSync(join(root, 'packages'), { recursive: true })
    .map(String)
    .filter((path) => /^[\w-]+\/src\/.*\.ts$/.test(path) && !/\.test(-d)?\.ts$/.test(path))
    .toSorted()
  return files.flatMap((path) => {
    const file = join('packages', path)
    const text = readFileSync(join(root, file), 'utf8')
    return [...text.matchAll(/\/\*\*(?:(?!\*\/)[\s\S])*?@example[\s\S]*?\*\//g)].flatMap((comment) => {
      const behind = text.slice(comment.index + comment[0].length)
      const name = /^\s*export (?:abstract )?(?:async )?(?:function|class|const|interface|type) (\w+)/.exec(
        behind,
      )
      const line = text.slice(0, comment.index + comment[0].indexOf('@example')).split('\n').length
      const [, ...codes] = plain(comment[0]).split(/^@example[ \t]*\n?/m)
      return codes.map((code) => ({
        place: `${file}:${line}`,
        file,
        name: name?.[1],
        code: (code.split(/^@\w/m)[0] ?? '').trimEnd(),
      }))
    })
  })
}
