import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { spreadOf } from '../harness.ts'

/** Seconds, median over the runs. */
export interface TypeCheckTime {
  readonly without: number
  readonly with: number
  readonly added: number
  readonly guards: number
}

/**
 * Type-checks one file of 200 contracts and models, with and without a guard around each.
 *
 * @throws when either file does not type-check: an error would make it look fast
 */
export function typeCheckTime(runs: number): TypeCheckTime {
  const guards = 200
  const folder = new URL('../out/types/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  const measure = (name: string, hasGuards: boolean): (() => number) => {
    writeFileSync(new URL(`${name}.ts`, folder), program(guards, hasGuards))
    const config = new URL(`${name}.json`, folder)
    writeFileSync(config, JSON.stringify(configOf(name)))
    return () => checkOnce(fileURLToPath(config))
  }
  const plain = measure('plain', false)
  const guarded = measure('guarded', true)
  const times = { plain: [] as number[], guarded: [] as number[] }
  for (let run = 0; run < runs; run++) {
    times.plain.push(plain())
    times.guarded.push(guarded())
  }
  rmSync(folder, { recursive: true, force: true })
  const without = spreadOf(times.plain).median
  const withGuards = spreadOf(times.guarded).median
  return { without, with: withGuards, added: withGuards - without, guards }
}

function program(guards: number, hasGuards: boolean): string {
  const one = (i: number): string => `
const contract${i} = defineContract('model-${i}@1', {
  input: z.object({ userId: z.string(), a${i}: z.number().min(0), plan: z.enum(['free', 'pro']), on: z.boolean() }),
  output: z.object({ p: z.number().min(0).max(1), tag: z.literal('t${i}') }),
  label: z.boolean(),
})
type Input${i} = z.output<(typeof contract${i})['input']>
const model${i} = async (x: Input${i}) => ({ p: x.a${i} / 100, tag: 't${i}' as const })
${
  hasGuards
    ? `export const predict${i} = guard(contract${i}, {
  variants: { v3: (x, { signal }) => (signal.aborted ? Promise.reject(signal.reason) : model${i}(x)), v4: (x) => model${i}(x) },
  rollout: { stable: 'v3', candidate: 'v4', weight: 10, unit: (x) => x.userId, rollbackIf: { errors: true, loss: (y, truth) => (y.p > 0.5) !== truth } },
  deadline: '250ms', retry: { attempts: 2 }, breaker: true, cache: { ttl: '5m' },
  fallback: () => ({ p: 0.5, tag: 't${i}' as const }),
})
export const answer${i} = async (): Promise<number> => (await predict${i}({ userId: 'u', a${i}: 1, plan: 'pro', on: true })).p`
    : `export const answer${i} = async (): Promise<number> => (await model${i}({ userId: 'u', a${i}: 1, plan: 'pro', on: true })).p`
}
`
  const used = hasGuards ? '' : 'void guard\n'
  return `import { defineContract, guard } from 'plimsoll'\nimport * as z from 'zod'\n${used}${Array.from({ length: guards }, (_, i) => one(i)).join('')}`
}

function configOf(name: string): object {
  return {
    compilerOptions: {
      target: 'ES2023',
      lib: ['ES2023', 'ESNext.Disposable', 'DOM'],
      types: [],
      module: 'NodeNext',
      moduleResolution: 'NodeNext',
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      // Declarations, as an application sees them; sources only while the packages are not built.
      ...(process.execArgv.includes('--conditions=@plimsoll/source')
        ? { customConditions: ['@plimsoll/source'], allowImportingTsExtensions: true }
        : {}),
    },
    files: [`${name}.ts`],
  }
}

function checkOnce(config: string): number {
  const tsc = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url))
  const output = execFileSync(tsc, ['-p', config, '--extendedDiagnostics'], { encoding: 'utf8' })
  const seconds = /^Total time:\s+([\d.]+)s/m.exec(output)?.[1]
  if (seconds === undefined) throw new Error('tsc printed no total time')
  return Number(seconds)
}
