import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A package.json, as far as the gates read it. */
export interface Manifest {
  readonly name: string
  readonly version?: string
  readonly private?: boolean
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

/** One package as it would be published. */
export interface PackedPackage {
  readonly name: string
  /** Its folder under `packages`. */
  readonly folder: string
  readonly tarball: string
  /** Where the tarball is unpacked, with its declared dependencies beside it. */
  readonly path: string
  /** The manifest in the tarball. */
  readonly manifest: Manifest
  /** What can be imported: `@plimsoll/core`, `@plimsoll/core/testing`. */
  readonly entries: readonly Entry[]
}

/** A module that can be imported. */
export interface Entry {
  readonly specifier: string
  /** Absolute paths in the unpacked tarball. */
  readonly types: string
  readonly file: string
}

/** Every package packed, and a project that has them all installed. */
export interface Packed {
  readonly packages: readonly PackedPackage[]
  /** A user's project: an empty folder whose `node_modules` hold the tarballs, zod and Node's types. */
  readonly consumer: string
}

/** Makes a folder for one run under the system's temporary folder. */
export function scratch(name: string): string {
  return realpathSync(mkdtempSync(join(tmpdir(), `plimsoll-gates-${name}-`)))
}

export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T
}

/** Reads the manifests of everything that is published, by folder. */
export function publishedManifests(root: string): ReadonlyMap<string, Manifest> {
  const folders = readdirSync(join(root, 'packages')).filter((folder) =>
    existsSync(join(root, 'packages', folder, 'package.json')),
  )
  return new Map(
    folders
      .map((folder) => [folder, readJson<Manifest>(join(root, 'packages', folder, 'package.json'))] as const)
      .filter(([, manifest]) => manifest.private !== true),
  )
}

/**
 * Packs every package and lays the tarballs out as pnpm would: each unpacked in a folder of its own that
 * holds what its manifest declares and nothing else, so that an undeclared import does not resolve.
 * Third parties are those of the checkout: nothing is downloaded.
 */
export function pack(root: string, work: string): Packed {
  const tarballs = join(work, 'tarballs')
  const store = join(work, 'store')
  const consumer = join(work, 'consumer')
  execFileSync(
    join(root, 'node_modules/.bin/pnpm'),
    ['-r', '--filter', './packages/*', 'pack', '--json', '--pack-destination', tarballs],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const published = publishedManifests(root)
  const home = (name: string): string => join(store, name.replace('/', '+'), 'node_modules')
  const packages: PackedPackage[] = []
  for (const [folder, { name, version }] of published) {
    const tarball = join(tarballs, `${name.replace('@', '').replace('/', '-')}-${version ?? ''}.tgz`)
    const path = join(home(name), name)
    mkdirSync(path, { recursive: true })
    execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', path])
    const manifest = readJson<Manifest>(join(path, 'package.json'))
    packages.push({ name, folder, tarball, path, manifest, entries: entriesOf(path, manifest) })
  }
  for (const { folder, manifest } of packages) {
    for (const dependency of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      const own = packages.find(({ name }) => name === dependency)
      const target = own?.path ?? join(root, 'packages', folder, 'node_modules', dependency)
      link(target, join(home(manifest.name), dependency))
    }
  }
  for (const { name, path } of packages) link(path, join(consumer, 'node_modules', name))
  for (const name of ['zod', '@types/node']) {
    link(join(root, 'node_modules', name), join(consumer, 'node_modules', name))
  }
  return { packages, consumer }
}

/** Lists what a manifest lets be imported. */
export function entriesOf(path: string, { name, exports = {} }: Manifest): Entry[] {
  return Object.entries(exports).flatMap(([key, target]) =>
    typeof target === 'string'
      ? []
      : [
          {
            specifier: name + key.slice(1),
            types: join(path, target['types'] ?? ''),
            file: join(path, target['default'] ?? ''),
          },
        ],
  )
}

/** Copies one unpacked package and its neighbours, so that a fault can be made in it. */
export function copyPackage(packed: PackedPackage, to: string): string {
  const modules = packed.path.slice(0, -packed.name.length)
  cpSync(modules, to, { recursive: true, verbatimSymlinks: true })
  return join(to, packed.name)
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(realpathSync(target), path)
}
