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
  /** Bytes after minification by package, or by file where there is one package; largest first. */
  readonly minified: readonly (readonly [name: string, bytes: number])[]
}

/** The programs whose size is promised, as an application would write them. */
export const programs = {
  core: "export * from '@plimsoll/core'",
  guard: "export { defineContract, guard } from 'plimsoll'",
  compose: [
    "export { compose } from '@plimsoll/core'",
    "export { InputContractStage, defineContract, inputMatch, outputCheck } from '@plimsoll/contracts'",
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
  const files = Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .map(([path, { bytesInOutput }]) => {
      const [, owner = 'own', file = path] = /packages\/([^/]+)\/(?:src|dist)\/(.+)\.[jt]s$/.exec(path) ?? []
      return { owner, file, bytes: bytesInOutput }
    })
    .filter(({ bytes }) => bytes > 0)
  const isOne = new Set(files.map(({ owner }) => owner)).size === 1
  const shares = new Map<string, number>()
  for (const { owner, file, bytes } of files) {
    const name = isOne ? file : owner
    shares.set(name, (shares.get(name) ?? 0) + bytes)
  }
  const minified = Array.from(shares).sort(([, a], [, b]) => b - a)
  return { gzip: gzipSync(file.contents, { level: 9 }).length, minified }
}

function loadEsbuild(): Esbuild {
  const tsup = realpathSync(new URL('../../node_modules/tsup/package.json', import.meta.url))
  return createRequire(tsup)('esbuild') as Esbuild
}
