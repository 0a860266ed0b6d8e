import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { apiOf, compareApi } from './api.ts'
import { checkRepository } from '../scripts/check-boundaries.ts'
import { checkTypes } from './attw.ts'
import { copyManifests, releaseProblems } from './changesets.ts'
import { command } from './command.ts'
import { bundler, checkPrograms, nodenext } from './declarations.ts'
import type { Fault, Subject } from './gate.ts'
import { tracesIn } from './hygiene.ts'
import { importAlone } from './import-time.ts'
import { unusedIn } from './knip.ts'
import { copyPackage, entriesOf, readJson } from './pack.ts'
import type { Manifest, PackedPackage } from './pack.ts'
import { lintTarball } from './publint.ts'
import { referenceFault } from './reference.ts'
import { measure, overCeiling } from './sizes.ts'

/** One mistake or more for every gate: a gate that does not find its own has stopped working. */
export const faults: readonly Fault[] = [
  {
    gate: 'publint',
    mistake: 'an export whose file is not in the tarball',
    says: [/FILE_DOES_NOT_EXIST.*missing\.js/],
    find(subject) {
      const { tarball, manifest } = withMissingFiles(subject)
      return lintTarball(tarball, manifest)
    },
  },
  {
    gate: 'attw',
    mistake: 'an entry whose declarations are not in the tarball',
    says: [/@plimsoll\/stats: \w+ \. node16-esm/],
    find(subject) {
      const { tarball, manifest } = withMissingFiles(subject)
      return checkTypes(manifest.name, tarball)
    },
  },
  {
    gate: 'declarations',
    mistake:
      'an error in a declaration and wrong use that compiles, with every compiler and both resolutions',
    says: [
      /node_modules\/broken\/index\.d\.ts.*error TS2304: Cannot find name 'Missing'/,
      /error TS2578: Unused '@ts-expect-error' directive/,
    ],
    times: 6,
    find(subject) {
      const project = projectWithBrokenTypes(subject)
      const program = "import { x } from 'broken'\n// @ts-expect-error -- it should not compile\nvoid x\n"
      const files = { 'fault.mts': program }
      return checkPrograms(project, [
        { name: 'nodenext', options: nodenext, files },
        { name: 'bundler', options: bundler, files },
      ])
    },
  },
  sizeFault(
    'a locale of zod',
    "import { z } from 'zod'; export const name = z.locales.de",
    /holds a locale of zod: .*de\.js/,
  ),
  sizeFault(
    'a Node built-in',
    "import { readFileSync } from 'node:fs'; export const read = readFileSync",
    /holds a Node built-in: node:fs/,
  ),
  sizeFault(
    'cockatiel in the first chunk',
    "export { breaker } from '@plimsoll/resilience'; export { handleAll } from 'cockatiel'",
    /holds cockatiel/,
  ),
  sizeFault(
    'an ONNX runtime',
    "export { loadModel } from '@plimsoll/runtime-onnx'; export { Tensor } from 'onnxruntime-common'",
    /holds an ONNX runtime/,
  ),
  sizeFault('process', 'export const mode = process.env.MODE', /uses process/),
  sizeFault('eval', "export const two = eval('1 + 1')", /uses eval/),
  sizeFault('new Function', "export const two = new Function('return 2')", /uses new Function/),
  {
    gate: 'sizes',
    mistake: 'an entry over its ceiling',
    says: [/^@plimsoll\/stats is \d+ bytes, over its ceiling of 1000$/],
    async find(subject) {
      const { size } = await measure('', "export * from '@plimsoll/stats'", subject.packed().consumer)
      const row = { ...size, ceiling: 1_000, allCeiling: size.all.gzip }
      return overCeiling({ '@plimsoll/stats': size }, { '@plimsoll/stats': row })
    },
  },
  {
    gate: 'api',
    mistake: 'a changed signature and a new export',
    says: [
      /\n\+ declare const extra: number/,
      /\n- declare function psi\(.*\n\+ declare function psi\(fault/,
    ],
    async find(subject) {
      const packed = packageNamed(subject, '@plimsoll/stats')
      const path = copyPackage(packed, subject.work)
      edit(join(path, 'dist/divergence/psi.d.ts'), (text) =>
        text.replace('function psi(', 'function psi(fault: string, '),
      )
      edit(join(path, 'dist/index.d.ts'), (text) => `${text}\nexport declare const extra: number\n`)
      return compareApi('stats', await apiOf(packed.entries), await apiOf(entriesOf(path, packed.manifest)))
    },
  },
  {
    gate: 'knip',
    mistake: 'a file nobody imports',
    says: [/^files: packages\/stats\/src\/forgotten\.ts/],
    async find(subject) {
      const copy = await copyCheckout(subject)
      writeFileSync(join(copy, 'packages/stats/src/forgotten.ts'), 'export const forgotten = 1\n')
      return unusedIn(copy)
    },
  },
  {
    gate: 'boundaries',
    mistake: 'a package that imports its sibling',
    says: [/packages\/drift\/src\/index\.ts imports @plimsoll\/router: drift may not know router/],
    async find({ root, work }) {
      cpSync(join(root, 'packages/drift/package.json'), join(work, 'packages/drift/package.json'))
      mkdirSync(join(work, 'packages/drift/src'))
      writeFileSync(join(work, 'packages/drift/src/index.ts'), "export { assign } from '@plimsoll/router'\n")
      return checkRepository(work).problems
    },
  },
  ...[
    'setTimeout(() => undefined)',
    'Date.now()',
    'performance.now()',
    'Math.random()',
    'new AbortController()',
  ].map((code): Fault => ({
    gate: 'import-time',
    mistake: `${code} in a published file`,
    says: [/^@plimsoll\/stats: at import: /],
    find(subject) {
      const packed = packageNamed(subject, '@plimsoll/stats')
      const path = copyPackage(packed, subject.work)
      edit(join(path, 'dist/index.js'), (text) => `${text}\n${code}\n`)
      return importAlone(packed.name, join(path, 'dist/index.js'))
    },
  })),
  {
    gate: 'changesets',
    mistake: 'a package missing from `fixed`',
    says: [/^@plimsoll\/stats is not released with the others/],
    find({ root, work }) {
      copyManifests(root, work)
      edit(join(work, '.changeset/config.json'), (text) => text.replace(/,\s*"@plimsoll\/stats"/, ''))
      // The version it would be left behind at: the changesets of the checkout name every package.
      execFileSync('find', [join(work, '.changeset'), '-name', '*.md', '-delete'])
      return releaseProblems(work)
    },
  },
  {
    gate: 'changesets',
    mistake: 'a package published without provenance',
    says: [/packages\/stats\/package\.json .*publishConfig\.provenance is true/],
    find({ root, work }) {
      copyManifests(root, work)
      edit(join(work, 'packages/stats/package.json'), (text) =>
        text.replace('"provenance": true', '"tag": "x"'),
      )
      return releaseProblems(work)
    },
  },
  hygieneFault(
    'a path of this machine',
    'dist/index.js',
    ({ root }) => `${root}/packages`,
    /a path of this machine/,
  ),
  hygieneFault(
    'a home folder',
    'dist/index.js',
    () => ['', 'home', 'ada', 'x'].join('/'),
    /a path of some machine/,
  ),
  hygieneFault(
    'a registry',
    'README.md',
    () => ['registry', 'example', 'org'].join('.'),
    /the host of a registry/,
  ),
  hygieneFault('a workspace', 'package.json', () => '"workspace:*"', /a protocol of the workspace/),
  referenceFault,
]

function sizeFault(mistake: string, code: string, says: RegExp): Fault {
  return {
    gate: 'sizes',
    mistake,
    says: [says],
    async find(subject) {
      const { consumer, packages } = subject.packed()
      const project = join(subject.work, 'project')
      cpSync(consumer, project, { recursive: true, verbatimSymlinks: true })
      for (const name of ['cockatiel', 'onnxruntime-common']) {
        const owner = packages.find(
          ({ manifest }) => ({ ...manifest.dependencies, ...manifest.peerDependencies })[name] !== undefined,
        )
        if (owner === undefined) throw new Error(`nothing depends on ${name}`)
        copyLink(
          join(subject.root, 'packages', owner.folder, 'node_modules', name),
          join(project, 'node_modules', name),
        )
      }
      return (await measure('a program', code, project)).problems
    },
  }
}

function hygieneFault(
  mistake: string,
  file: string,
  trace: (subject: Subject) => string,
  says: RegExp,
): Fault {
  return {
    gate: 'hygiene',
    mistake,
    says: [says],
    find: async (subject) => tracesIn(`@plimsoll/stats/${file}`, `x = '${trace(subject)}/y'`, subject.root),
  }
}

function packageNamed(subject: Subject, name: string): PackedPackage {
  const found = subject.packed().packages.find((packed) => packed.name === name)
  if (found === undefined) throw new Error(`no package ${name}`)
  return found
}

/** Packs `@plimsoll/stats` again with its root entry pointing nowhere. */
function withMissingFiles(subject: Subject): { readonly tarball: string; readonly manifest: Manifest } {
  const path = copyPackage(packageNamed(subject, '@plimsoll/stats'), subject.work)
  edit(join(path, 'package.json'), (text) =>
    text.replace('./dist/index.js', './dist/missing.js').replace('./dist/index.d.ts', './dist/missing.d.ts'),
  )
  const tarball = join(subject.work, 'broken.tgz')
  execFileSync('tar', ['-czf', tarball, '--transform', 's,^stats,package,', '-C', dirname(path), 'stats'])
  return { tarball, manifest: readJson<Manifest>(join(path, 'package.json')) }
}

/** Makes a project whose only dependency has a declaration that names a type nobody has. */
function projectWithBrokenTypes(subject: Subject): string {
  const { work } = subject
  const broken = join(work, 'node_modules/broken')
  mkdirSync(broken, { recursive: true })
  writeFileSync(
    join(broken, 'package.json'),
    '{ "name": "broken", "type": "module", "exports": "./index.js" }',
  )
  writeFileSync(join(broken, 'index.js'), 'export const x = 1\n')
  writeFileSync(join(broken, 'index.d.ts'), 'export declare const x: Missing\n')
  copyLink(
    join(subject.packed().consumer, 'node_modules/@types/node'),
    join(work, 'node_modules/@types/node'),
  )
  return work
}

/** Copies what is tracked of the checkout, with its dependencies linked. */
async function copyCheckout({ root, work }: Subject): Promise<string> {
  const { stdout } = await command(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    root,
  )
  for (const file of stdout.split('\0').filter((name) => name !== '' && existsSync(join(root, name)))) {
    cpSync(join(root, file), join(work, file), { recursive: true, force: true })
    if (file.endsWith('package.json')) {
      copyLink(join(root, dirname(file), 'node_modules'), join(work, dirname(file), 'node_modules'))
    }
  }
  return work
}

function copyLink(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  try {
    symlinkSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function edit(path: string, change: (text: string) => string): void {
  const before = readFileSync(path, 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`the fault changed nothing in ${path}`)
  writeFileSync(path, after)
}
