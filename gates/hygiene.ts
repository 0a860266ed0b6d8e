import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { command } from './command.ts'
import type { Gate } from './gate.ts'

/** Nothing published or committed tells of the machine it was made on. */
export const hygiene: Gate = {
  name: 'hygiene',
  holds: 'no machine path, registry host or workspace protocol in what is published or committed',
  async check(subject) {
    const problems = []
    for (const { name, path } of subject.packed().packages) {
      for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue
        const file = join(entry.parentPath, entry.name)
        problems.push(
          ...tracesIn(`${name}/${file.slice(path.length + 1)}`, readFileSync(file, 'utf8'), subject.root),
        )
      }
    }
    const tracked = await command('git', ['ls-files', '-z'], subject.root)
    if (tracked.code !== 0) problems.push(`git ls-files: ${tracked.stderr}`)
    for (const file of tracked.stdout.split('\0')) {
      if (!isText(file) || !existsSync(join(subject.root, file))) continue
      problems.push(...tracesIn(file, readFileSync(join(subject.root, file), 'utf8'), subject.root))
    }
    return problems
  },
}

const isText = (file: string): boolean =>
  /\.(\w*[jt]sx?|json|md|ya?ml|html|svg|txt)$|(^|\/)[.\w]+$/.test(file)

/** Names the traces in one file's text. */
export function tracesIn(name: string, text: string, root: string): readonly string[] {
  const traces: { readonly what: string; readonly text: RegExp }[] = [
    { what: 'a path of this machine', text: literal([root, homedir()]) },
    { what: 'a path of some machine', text: /(?<![\w.])\/(?:home|Users|work)\/[\w.-]+\// },
    { what: 'the host of a registry', text: /\bregistry\.[\w-]+\.(?:org|com|io|net)\b|https?:\/\/[\w.]*npm/ },
  ]
  // Docs and tests may speak of them; a manifest that is packed may not.
  if (/^(plimsoll|@plimsoll\/[\w-]+)\/package\.json$/.test(name)) {
    traces.push({ what: 'a protocol of the workspace', text: /"(?:workspace|catalog):/ })
    traces.push({ what: 'a condition of the workspace', text: /@plimsoll\/source/ })
  }
  return traces.flatMap(({ what, text: pattern }) => {
    const found = pattern.exec(text)
    return found === null ? [] : [`${name} holds ${what}: ${found[0]}`]
  })
}

function literal(paths: readonly string[]): RegExp {
  const escaped = paths
    // A single segment, like the home of root, is too common a word.
    .filter((path) => path.lastIndexOf('/') > 0)
    .map((path) => path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`(?<![\\w.])(?:${escaped.join('|')})/`)
}
