// What the example says it shows, each held against what happened.
import type { PromiseCheck } from '../promises.ts'
import { tally } from '../promises.ts'
import type { ActResult, Play } from './acts.ts'
import type { Bundle } from './bundle.ts'

/** Where the answers of an act came from; for a refusal its status. */
export function sourcesOf(act: ActResult): string[] {
  return act.replies.map(({ source, status }) => source ?? String(status))
}

const all = (act: ActResult, source: string): boolean => sourcesOf(act).every((given) => given === source)
const reasonsOf = (act: ActResult): string => tally(act.replies.flatMap(({ because }) => because ?? []))

/** Checks every promise. */
export function checkPromises(play: Play, bundle: Bundle): PromiseCheck[] {
  const { first, concurrent, repeated, elsewhere, bad, hanging, down, probing, back } = play
  const lesser = Object.values(play).flatMap(({ replies }) =>
    replies.filter(({ source }) => source === 'fallback'),
  )
  return [
    {
      says: 'The worker starts with its guard at module scope, and answers requests at once',
      kept: all(first, 'live') && all(concurrent, 'live') && concurrent.asked === 10,
      figures: tally([first, concurrent].flatMap(sourcesOf)),
    },
    {
      says: 'The isolate remembers answers',
      kept: all(repeated, 'cache') && repeated.asked === 0,
      figures: `${tally(sourcesOf(repeated))}; the model was asked ${repeated.asked} times`,
    },
    {
      says: 'Another location finds them in KV, written after the responses were sent',
      kept: all(elsewhere, 'cache') && elsewhere.asked === 0,
      figures: `${tally(sourcesOf(elsewhere))}; the model was asked ${elsewhere.asked} times`,
    },
    {
      says: 'A bad input is refused with 400 and the path that broke the contract',
      kept: all(bad, '400') && bad.asked === 0 && (bad.replies[0]?.error ?? '').includes('message'),
      figures: bad.replies[0]?.error ?? 'no error',
    },
    {
      says: 'Deadlines of requests at the same time hold each by itself',
      kept:
        all(hanging, 'fallback') &&
        hanging.asked === 3 &&
        reasonsOf(hanging) === 'PLIMSOLL_DEADLINE_EXCEEDED 3',
      figures: reasonsOf(hanging),
    },
    {
      says: 'The breaker counts across requests: it opens, and the model is left alone',
      // Three deadlines came before, and nothing since: the next failure is the fourth.
      kept: all(down, 'fallback') && down.asked < 5 && down.breaker === 'open',
      figures: `asked ${down.asked} times in 10 requests; ${reasonsOf(down)}`,
    },
    {
      says: 'Half-open, one request probes; the others get the fallback at once, while the probe is still out',
      kept: tally(sourcesOf(probing)) === 'live 1, fallback 4' && probing.asked === 1,
      figures: `${tally(sourcesOf(probing))}; ${reasonsOf(probing)}`,
    },
    {
      says: 'When the model is back, so are its answers',
      kept: all(back, 'live') && back.breaker === 'closed',
      figures: `${tally(sourcesOf(back))}; breaker ${back.breaker}`,
    },
    {
      says: 'Lesser answers are marked',
      kept: lesser.length > 0 && lesser.every(({ degraded }) => degraded === true),
      figures: `${lesser.length} marked`,
    },
    {
      says: 'The bundle needs nothing but the runtime',
      kept: bundle.imports.join() === 'cloudflare:workers',
      figures: `it imports ${bundle.imports.join(', ')}`,
    },
  ]
}

/** Bytes for people. */
export function kb(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} kB`
}
