import { execFile } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'

const root = resolve(import.meta.dirname, '..')
const execute = promisify(execFile)

/** A bare project with the packed packages in it, and the cases as each kind of runtime takes them. */
export interface Project {
  readonly folder: string
  /** Imports stay as they are: Node, Bun and Deno resolve the packages by themselves. */
  readonly program: string
  /** One file for workerd, as its users bundle it, and a worker that calls it. */
  readonly worker: string
  readonly client: string
  /** One file for a page. */
  readonly page: string
}

/** Packs every package, installs the tarballs with npm in a folder outside this repository, and builds the cases. */
export async function makeProject(folder: string): Promise<Project> {
  await install(folder, await packAll(folder))
  const files = {
    program: join(folder, 'program.mjs'),
    worker: join(folder, 'worker.mjs'),
    client: join(folder, 'client-worker.mjs'),
    page: join(folder, 'page.mjs'),
  }
  const worker = join(folder, 'worker.imports.mjs')
  const page = join(folder, 'page.imports.mjs')
  await unbundled('worker', worker)
  await unbundled('page', page)
  await unbundled('program', files.program)
  await unbundled('client-worker', files.client)
  await bundled(worker, files.worker, ['workerd', 'worker', 'browser'])
  await bundled(page, files.page, ['browser'])
  return { folder, ...files }
}

async function packAll(folder: string): Promise<Readonly<Record<string, string>>> {
  const tarballs: Record<string, string> = {}
  const names = readdirSync(join(root, 'packages'))
  const packNext = async (): Promise<void> => {
    for (let name = names.pop(); name !== undefined; name = names.pop()) {
      const cwd = join(root, 'packages', name)
      const { stdout } = await execute('pnpm', ['pack', '--json', '--pack-destination', folder], { cwd })
      const { filename } = JSON.parse(stdout) as { readonly filename: string }
      tarballs[readJson<{ name: string }>(join(cwd, 'package.json')).name] = `file:${filename}`
    }
  }
  await Promise.all([packNext(), packNext()])
  return tarballs
}

async function install(folder: string, tarballs: Readonly<Record<string, string>>): Promise<void> {
  const dependencies = {
    ...tarballs,
    zod: catalogVersion('zod'),
    'onnxruntime-common': catalogVersion('onnxruntime-common'),
    'onnxruntime-node': catalogVersion('onnxruntime-node'),
  }
  // Overrides, so that the packages' own dependencies on each other are the tarballs too.
  const manifest = { name: 'bare', private: true, type: 'module', dependencies, overrides: tarballs }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2))
  const options = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  // Without this onnxruntime-node fetches what only graphics cards need.
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' }
  await execute('npm', ['install', ...options], { cwd: folder, env })
}

/** Joins our own files of one host, types erased; every package stays an import. */
async function unbundled(host: string, outfile: string): Promise<void> {
  const { metafile } = await build({
    entryPoints: [join(root, 'runtimes/hosts', `${host}.ts`)],
    outfile,
    bundle: true,
    packages: 'external',
    loader: { '.onnx': 'binary' },
    format: 'esm',
    target: 'es2023',
    logLevel: 'error',
    // The paths of our tsconfig lead to the sources, for the type check; here the tarballs are meant.
    tsconfigRaw: '{}',
    metafile: true,
  })
  const source = Object.keys(metafile.inputs).find((path) => /packages\/[^/]+\/src\//.test(path))
  if (source !== undefined) throw new Error(`${source} was bundled instead of a packed package`)
}

/** Bundles with everything it imports, found from the bare project. */
async function bundled(entry: string, outfile: string, conditions: string[]): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    conditions,
    mainFields: ['browser', 'module', 'main'],
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
  })
}

function catalogVersion(name: string): string {
  const table = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')
  const version = new RegExp(`^  '?${name}'?: (\\S+)$`, 'm').exec(table)?.[1]
  if (version === undefined) throw new Error(`pnpm-workspace.yaml has no version of ${name}`)
  return version
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T
}
