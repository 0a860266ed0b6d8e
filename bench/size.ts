import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Figure } from './report.ts'

/** A bundle's size. */
interface Size {
  /** Bytes after minification and gzip. */
  readonly gzip: number
  /** Bytes after minification by package, or by file where there is one package; largest first. */
  readonly minified: readonly (readonly [name: string, bytes: number])[]
}

const thirdParties = ['zod', 'cockatiel', 'p-retry', 'lru-cache', '@opentelemetry/api']

/**
 * Bundles a program with esbuild, minified, third parties left out.
 *
 * @param program as an application would write it
 */
async function gzipSize(program: string): Promise<Size> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
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

/** Tells what a bundle is made of, largest first. */
function sharesOf({ minified }: Size): string {
  const shares = minified.slice(0, 8).map(([name, bytes]) => `${name} ${(bytes / 1_000).toFixed(1)}`)
  return `what the import reaches, minified and before gzip, in KB: ${shares.join(', ')}`
}

/** The size of a program as a figure in KB. */
export async function sizeFigure(program: string): Promise<Figure> {
  const size = await gzipSize(program)
  const measured = size.gzip / 1_000
  return { measured, shown: `${measured.toFixed(1)} KB`, why: sharesOf(size) }
}
