import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

/** What of esbuild is used: it comes with tsup and is not a dependency of its own. */
interface Esbuild {
  build(options: object): Promise<{
    readonly outputFiles: readonly { readonly contents: Uint8Array }[]
    readonly metafile: {
      readonly outputs: Readonly<
        Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
      >
    }
  }>
}

/** A bundle's size. */
export interface Size {
  /** Bytes after minification and gzip. */
  readonly gzip: number
  /** Bytes after minification by package, largest first. */
  readonly minified: readonly (readonly [name: string, bytes: number])[]
}

/** The programs whose size is promised, as an application would write them. */
export const programs = {
  core: "export * from '@plimsoll/core'",
  guard: "export { defineContract, guard } from 'plimsoll'",
  compose: [
    "export { compose } from '@plimsoll/core'",
    "export { InputContractStage, canonicalKey, defineContract, outputCheck } from '@plimsoll/contracts'",
    "export { cache } from 'plimsoll/resilience'",
  ].join('\n'),
} as const

const thirdParties = ['zod', 'cockatiel', 'p-retry', 'lru-cache', '@opentelemetry/api']

/** Bundles a program with esbuild, minified, third parties left out. */
export async function gzipSize(program: keyof typeof programs): Promise<Size> {
  const esbuild = loadEsbuild()
  const { outputFiles, metafile } = await esbuild.build({
    stdin: { contents: programs[program], resolveDir: fileURLToPath(new URL('..', import.meta.url)) },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2023',
    external: thirdParties,
    legalComments: 'none',
    ...(process.execArgv.includes('--conditions=@plimsoll/source')
      ? { conditions: ['@plimsoll/source'] }
      : {}),
  })
  const [file] = outputFiles
  if (file === undefined) throw new Error(`${program}: nothing was bundled`)
  const byPackage = new Map<string, number>()
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const name = /packages\/([^/]+)\//.exec(path)?.[1] ?? 'own'
      byPackage.set(name, (byPackage.get(name) ?? 0) + bytesInOutput)
    }
  }
  const minified = Array.from(byPackage).sort(([, a], [, b]) => b - a)
  return { gzip: gzipSync(file.contents, { level: 9 }).length, minified }
}

function loadEsbuild(): Esbuild {
  const tsup = realpathSync(new URL('../../node_modules/tsup/package.json', import.meta.url))
  return createRequire(tsup)('esbuild') as Esbuild
}
