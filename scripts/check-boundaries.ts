// Which package may import what. Run by itself it checks the repository and exits 1 on a broken rule;
// `checkFile` is the rule for one file, so that a test can show it failing.
import { readFileSync, readdirSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const siblings = ['contracts', 'drift', 'resilience', 'router', 'runtime-onnx']

interface Rule {
  readonly own: readonly string[]
  readonly third: readonly string[]
}

/** Own packages and third parties that each package's sources may import. */
export const rules: Readonly<Record<string, Rule | undefined>> = {
  stats: { own: [], third: [] },
  core: { own: ['stats'], third: ['@opentelemetry/api'] },
  contracts: { own: ['core', 'stats'], third: [] },
  drift: { own: ['core', 'stats'], third: [] },
  resilience: { own: ['core', 'stats'], third: ['cockatiel', 'lru-cache', 'p-retry'] },
  router: { own: ['core', 'stats'], third: [] },
  'runtime-onnx': { own: ['core', 'stats'], third: ['onnxruntime-common'] },
  plimsoll: { own: ['core', 'stats', ...siblings.filter((name) => name !== 'runtime-onnx')], third: [] },
}

const importPattern =
  /(?:^|[\n;])\s*(import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g

/**
 * Names every import of one source file that its package may not make.
 *
 * @param name the package's folder
 * @param path the file, from the package's `src`
 */
export function checkFile(name: string, path: string, text: string): readonly string[] {
  const rule = rules[name]
  if (rule === undefined) return [`${name} is not in the table of packages`]
  const isTest = /\.test(-d)?\.ts$/.test(path)
  const mayUseNode = isTest || /^(node|bin)\//.test(path)
  const found: string[] = []
  // Without comments: an example in a docstring is not an import.
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  for (const match of code.matchAll(importPattern)) {
    const isType = match[2] !== undefined
    const specifier = match[3] ?? match[4] ?? ''
    const isDynamic = match[4] !== undefined
    const complain = (why: string): void => {
      found.push(`packages/${name}/src/${path} imports ${specifier}: ${why}`)
    }
    if (specifier.startsWith('.')) {
      if (relative('/p/src', resolve('/p/src', dirname(path), specifier)).startsWith('..') && !isTest) {
        complain('it leaves the package')
      }
      if (!isTest && specifier.includes('/testing/') && !path.startsWith('testing/')) {
        complain('shipped code does not use test kits')
      }
    } else if (specifier.startsWith('node:') || builtinModules.includes(specifier)) {
      if (!mayUseNode) complain('Node built-ins are for ./node and bin alone')
    } else if (specifier === 'plimsoll' || specifier.startsWith('@plimsoll/')) {
      const target = specifier === 'plimsoll' ? 'plimsoll' : (specifier.split('/')[1] ?? '')
      if (!rule.own.includes(target)) complain(`${name} may not know ${target}`)
    } else if (!isTest) {
      const third = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/')
      if (!rule.third.includes(third)) complain(`${third} is not a dependency that ${name} may have`)
      if (third === 'cockatiel' && !isType && !isDynamic) {
        complain('it makes an AbortController while loading: import it lazily')
      }
      if (third === 'onnxruntime-common' && !isType) complain('types only: the runtime is injected')
    }
  }
  return found
}

/**
 * Names every broken rule under a repository's `packages`.
 */
export function checkRepository(root: string): {
  readonly files: number
  readonly problems: readonly string[]
} {
  const problems: string[] = []
  let files = 0
  for (const name of readdirSync(join(root, 'packages'))) {
    const src = join(root, 'packages', name, 'src')
    for (const entry of readdirSync(src, { recursive: true })) {
      const path = String(entry)
      if (!path.endsWith('.ts')) continue
      files++
      problems.push(...checkFile(name, path, readFileSync(join(src, path), 'utf8')))
    }
    const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as {
      readonly dependencies?: Readonly<Record<string, string>>
      readonly peerDependencies?: Readonly<Record<string, string>>
    }
    for (const dependency of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      const isOwn = dependency.startsWith('@plimsoll/')
      const allowed = isOwn
        ? rules[name]?.own.includes(dependency.split('/')[1] ?? '')
        : rules[name]?.third.includes(dependency)
      // zod is a peer of the packages that show its types to users; their sources never import it.
      if (!allowed && dependency !== 'zod')
        problems.push(`packages/${name}/package.json depends on ${dependency}`)
    }
  }
  return { files, problems }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
  const { files, problems } = checkRepository(root)
  for (const problem of problems) console.error(problem)
  console.log(`boundaries: ${files} files, ${problems.length} problems`)
  process.exit(problems.length === 0 && files > 0 ? 0 : 1)
}
