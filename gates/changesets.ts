import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { command } from './command.ts'
import type { Gate } from './gate.ts'
import { publishedManifests, readJson, scratch } from './pack.ts'
import type { Manifest } from './pack.ts'

/** Every published package is released with the others, at one version, as its manifest has to say. */
export const changesets: Gate = {
  name: 'changesets',
  holds: 'packages are released together, with provenance',
  check: ({ root }) => releaseProblems(root),
}

/** Reads the manifests, and asks changesets for a plan, in a copy: it needs a branch `main` and no network. */
export async function releaseProblems(root: string): Promise<readonly string[]> {
  const published = publishedManifests(root)
  const problems = Array.from(published).flatMap(([folder, manifest]) => manifestProblems(folder, manifest))
  const versions = new Set(Array.from(published.values(), ({ version }) => version))
  if (versions.size !== 1) problems.push(`packages have more than one version: ${[...versions].join(', ')}`)

  const copy = scratch('changesets')
  copyManifests(root, copy)
  const names = Array.from(published.values(), ({ name }) => name)
  // One package alone is said to change: the others have to come along.
  writeFileSync(join(copy, '.changeset/gate.md'), `---\n'${names[0] ?? ''}': patch\n---\n\nA change.\n`)
  await commitAll(copy)
  const bin = join(import.meta.dirname, 'node_modules/@changesets/cli/bin.js')
  const { code, stdout, stderr } = await command(
    process.execPath,
    [bin, 'status', '--output', 'plan.json'],
    copy,
  )
  if (code === 0) problems.push(...planProblems(readJson<Plan>(join(copy, 'plan.json')), names))
  else problems.push(`changeset status fails: ${stdout}${stderr}`)
  rmSync(copy, { recursive: true })
  return problems
}

/** What of a release plan is read. */
interface Plan {
  readonly releases: readonly { readonly name: string; readonly type: string; readonly newVersion: string }[]
}

function planProblems({ releases }: Plan, names: readonly string[]): readonly string[] {
  const planned = releases.filter(({ type }) => type !== 'none')
  const versions = new Set(planned.map(({ newVersion }) => newVersion))
  return [
    ...names
      .filter((name) => !planned.some((release) => release.name === name))
      .map((name) => `${name} is not released with the others: it is missing from "fixed"`),
    ...planned
      .filter(({ name }) => !names.includes(name))
      .map(({ name }) => `${name} is in the plan of releases and is not published`),
    ...(versions.size > 1 ? [`the plan has more than one version: ${[...versions].join(', ')}`] : []),
  ]
}

function manifestProblems(folder: string, manifest: Manifest): string[] {
  const { name, publishConfig = {}, engines = {}, repository = {}, files = [] } = manifest as Fields
  const wanted: Readonly<Record<string, boolean>> = {
    'publishConfig.access is public': publishConfig.access === 'public',
    'publishConfig.provenance is true': publishConfig.provenance === true,
    'sideEffects is false': manifest['sideEffects'] === false,
    'engines.node is >=22': engines.node === '>=22',
    'license is Apache-2.0': manifest['license'] === 'Apache-2.0',
    'type is module': manifest['type'] === 'module',
    'it has a description': typeof manifest['description'] === 'string',
    'repository names its folder': repository.directory === `packages/${folder}`,
    'files has dist and src': files.includes('dist') && files.includes('src'),
  }
  return Object.entries(wanted)
    .filter(([, holds]) => !holds)
    .map(([rule]) => `packages/${folder}/package.json (${name}): not so that ${rule}`)
}

interface Fields {
  readonly name: string
  readonly publishConfig?: { readonly access?: string; readonly provenance?: boolean }
  readonly engines?: { readonly node?: string }
  readonly repository?: { readonly directory?: string }
  readonly files?: readonly string[]
}

/** Copies what changesets reads: manifests, workspaces and its own folder. */
export function copyManifests(root: string, to: string): void {
  const workspaces = ['packages', 'examples'].flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${folder}/${entry.name}`),
  )
  for (const folder of ['.', 'docs', 'bench', 'gates', 'runtimes', ...workspaces]) {
    const path = join(to, folder, 'package.json')
    mkdirSync(dirname(path), { recursive: true })
    cpSync(join(root, folder, 'package.json'), path)
  }
  cpSync(join(root, 'pnpm-workspace.yaml'), join(to, 'pnpm-workspace.yaml'))
  cpSync(join(root, '.changeset'), join(to, '.changeset'), { recursive: true })
}

async function commitAll(folder: string): Promise<void> {
  const who = ['-c', 'user.name=gates', '-c', 'user.email=gates@localhost', '-c', 'commit.gpgsign=false']
  for (const args of [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '--all'],
    [...who, 'commit', '--quiet', '--no-verify', '--message=copy'],
  ]) {
    const { code, stderr } = await command('git', args, folder)
    if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`)
  }
}
