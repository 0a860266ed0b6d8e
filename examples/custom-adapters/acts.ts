// The script: a service with the three parts, its restart, and each part on a bad day.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CallOptions } from 'plimsoll'
import { JsonLinesSink, toFile } from './json-lines-sink.ts'
import { RegionError, RegionPin } from './region-pin.ts'
import { serve } from './serve.ts'
import { SqliteStore } from './sqlite-store.ts'

/** One call, and where its answer came from; for a refusal the name of the error. */
export interface CallResult {
  readonly id: string
  readonly from: string
}

/** What the acts showed. */
export interface Play {
  readonly first: readonly CallResult[]
  readonly restarted: readonly CallResult[]
  readonly storeDown: readonly CallResult[]
  readonly directoryDown: readonly CallResult[]
  /** Regions whose model was asked, in order. */
  readonly asked: readonly string[]
  /** Kinds of faults told by the guards. */
  readonly faults: readonly string[]
  /** The sink's file. */
  readonly lines: readonly string[]
  readonly explained: string
}

const homes: Readonly<Record<string, string>> = { acme: 'eu', globex: 'eu', initech: 'us' }
export const applicants = ['Ada Lovelace', 'Grace Hopper', 'Katherine Johnson']

export async function play(): Promise<Play> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-example-'))
  const file = join(folder, 'decisions.jsonl')
  const asked: string[] = []
  const faults: string[] = []
  let explained = ''
  let isDirectoryDown = false

  /** One life of the service. */
  const live = async (
    calls: readonly (readonly [applicant: string, tenant: string | undefined])[],
    before: (store: SqliteStore) => void = () => undefined,
  ): Promise<CallResult[]> => {
    const store = new SqliteStore({ path: join(folder, 'answers.db') })
    const pin = new RegionPin({
      serves: ['eu'],
      lookUp: async (tenant) => {
        if (isDirectoryDown) throw new Error('directory: connection refused')
        return homes[tenant]
      },
    })
    const model = async (region: string, input: { readonly income: number }): Promise<number> => {
      asked.push(region)
      return input.income / 4
    }
    const predict = serve(model, pin, store, new JsonLinesSink(toFile(file)))
    predict.on('fault', ({ kind }) => faults.push(kind))
    explained = String(predict.explain())
    before(store)
    const results: CallResult[] = []
    for (const [applicant, tenant] of calls) {
      const id = `${applicant} at ${tenant ?? 'nobody'}`
      const options: CallOptions = tenant === undefined ? {} : { tenant }
      const from = await predict.detailed({ applicant, income: 40_000, amount: 5_000 }, options).then(
        ({ source }): string => source,
        (error: unknown) => (error instanceof RegionError ? error.name : String(error)),
      )
      results.push({ id, from })
    }
    // Every answer is on its way to the file, and the file has them when this resolves.
    await predict.drain()
    store.close()
    return results
  }

  const europeans = applicants.flatMap((name) => [[name, 'acme'] as const, [name, 'globex'] as const])
  const first = await live([
    ...europeans,
    ['Ada Lovelace', 'initech'],
    ['Ada Lovelace', 'nowhere'],
    ['Ada Lovelace', undefined],
  ])
  const restarted = await live(europeans)
  const storeDown = await live(europeans, (store) => store.close())
  isDirectoryDown = true
  const directoryDown = await live([['Ada Lovelace', 'acme']])
  const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1)
  await rm(folder, { recursive: true })
  return { first, restarted, storeDown, directoryDown, asked, faults, lines, explained }
}
