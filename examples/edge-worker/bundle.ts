// The worker in one file, as a deploy would make it.
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** The bundle and what it weighs, in bytes. */
export interface Bundle {
  readonly code: string
  readonly bytes: number
  readonly gzip: number
  /** Modules it leaves to the runtime. */
  readonly imports: readonly string[]
  /** Bytes by where they come from. */
  readonly parts: Readonly<Record<string, number>>
}

export async function bundleWorker(): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [new URL('worker.ts', import.meta.url).pathname],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*'],
    metafile: true,
    write: false,
  })
  const code = outputFiles[0]?.text ?? ''
  const imports = new Set(
    Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path)),
  )
  const parts: Record<string, number> = {}
  for (const output of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
      const part = partOf(path)
      parts[part] = (parts[part] ?? 0) + bytesInOutput
    }
  }
  return {
    code,
    bytes: Buffer.byteLength(code),
    gzip: gzipSync(code).byteLength,
    imports: Array.from(imports),
    parts,
  }
}

function partOf(path: string): string {
  const dependency = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]
  if (dependency !== undefined) return dependency
  return path.includes('packages/') ? 'plimsoll' : 'the worker itself'
}
