// A stage, a cache store and an event sink of our own, each held against the kit of its port, and in a service.
// Run it with `node examples/custom-adapters/main.ts`.
import type { CacheStore } from 'plimsoll/core'
import { checkCases, say, tell, title } from '../promises.ts'
import { play } from './acts.ts'
import { jsonLinesSinkCases, regionPinCases, sqliteStoreCases } from './conformance.ts'
import { checkPromises } from './promises.ts'

/** Keeps every entry for a minute, whatever it was told. */
const spoil = (store: CacheStore): CacheStore => ({
  get: (key) => store.get(key),
  set: (key, entry) => store.set(key, entry, 60_000),
  delete: (key) => store.delete(key),
})
// `BREAK_PROMISES=1` spoils the store, to show that its kit finds out.
const isSpoilt = process.env['BREAK_PROMISES'] === '1'
const kits = [
  await checkCases('The region pin', regionPinCases()),
  await checkCases('The store in a file', sqliteStoreCases(isSpoilt ? spoil : undefined)),
  await checkCases('The sink of JSON lines', jsonLinesSinkCases()),
]
const result = await play()

say(title('The guard'), result.explained, title('The file of the sink'))
say(...result.lines.slice(0, 3).map((line) => `  ${line}`), `  ... ${result.lines.length} lines`)
tell([...kits, ...checkPromises(result)])
