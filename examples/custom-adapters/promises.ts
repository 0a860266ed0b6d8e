// What the example says it shows, each held against what happened.
import type { PromiseCheck } from '../promises.ts'
import { tally } from '../promises.ts'
import { applicants } from './acts.ts'
import type { CallResult, Play } from './acts.ts'

const from = (calls: readonly CallResult[]): string => tally(calls.map((call) => call.from))

/** Checks every promise but those of the kits. */
export function checkPromises(play: Play): PromiseCheck[] {
  const { first, restarted, storeDown, directoryDown, asked, faults, lines } = play
  const records = lines.map((line) => JSON.parse(line) as { readonly source?: string; readonly id?: string })
  const calls = [first, restarted, storeDown, directoryDown].flat()
  const sources = calls.map(({ from }) => (from === 'RegionError' ? 'none' : from))
  return [
    {
      says: 'Calls for another region, an unknown tenant or nobody are refused, and no fallback answers them',
      kept: from(first) === 'live 6, RegionError 3',
      figures: from(first),
    },
    {
      says: 'No data went to another region',
      kept: asked.length > 0 && asked.every((region) => region === 'eu'),
      figures: `models asked: ${tally(asked)}`,
    },
    {
      says: 'Answers outlive the process',
      kept: from(restarted) === 'cache 6',
      figures: from(restarted),
    },
    {
      says: 'With the store gone calls are answered all the same, and the fault is told once per kind',
      kept: from(storeDown) === 'live 6' && faults.toSorted().join() === 'cache store, get,cache store, set',
      figures: `${from(storeDown)}; faults: ${faults.join(', ')}`,
    },
    {
      says: 'With the directory gone the pin stays closed',
      kept: from(directoryDown) === 'RegionError 1',
      figures: from(directoryDown),
    },
    {
      says: 'Every call is one line of the file, a refused one too, and nothing of what was in it',
      kept:
        tally(records.map(({ source }) => source ?? 'no call')) === tally(sources) &&
        new Set(records.map(({ id }) => id)).size === calls.length &&
        applicants.every((name) => !lines.join().includes(name)),
      figures: `${lines.length} lines for ${calls.length} calls`,
    },
  ]
}
