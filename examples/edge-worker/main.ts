// A worker with a guard at module scope, bundled as for a deploy and run in Cloudflare's runtime on this machine.
// Run it with `node examples/edge-worker/main.ts`.
import type { KVNamespace } from 'cloudflare:workers'
import { Miniflare } from 'miniflare'
import { checkCases, say, table, tally, tell, title } from '../promises.ts'
import { play } from './acts.ts'
import { bundleWorker } from './bundle.ts'
import { kvStoreCases, tieredStoreCases } from './conformance.ts'
import { checkPromises, kb, sourcesOf } from './promises.ts'
import { createUpstream } from './upstream.ts'

const bundle = await bundleWorker()
const upstream = createUpstream()
/** Two locations of the same worker: each has its own isolate and memory, KV is shared. */
const locations = ['paris', 'tokyo'].map((name) => ({
  name,
  routes: [`${name}.example/*`],
  modules: true as const,
  script: bundle.code,
  compatibilityDate: '2026-05-01',
  compatibilityFlags: ['enable_request_signal'],
  bindings: { MODEL_URL: 'https://model.example/spam' },
  kvNamespaces: { ANSWERS: 'answers' },
  outboundService: () => upstream.answer(),
}))
const miniflare = new Miniflare({ workers: locations, cf: false })
// `BREAK_PROMISES=1` leaves the model down for ever, to show that promises can be broken.
const result = await play(miniflare, upstream, process.env['BREAK_PROMISES'] !== '1')
upstream.release()
// Cloudflare's own types of it are not installed here.
const namespace = (await miniflare.getKVNamespace('ANSWERS', 'paris')) as unknown as KVNamespace
const stores = [
  await checkCases('The store over KV', kvStoreCases(namespace)),
  await checkCases('The store of two tiers', tieredStoreCases()),
]
await miniflare.dispose()

const parts = Object.entries(bundle.parts).toSorted(([, a], [, b]) => b - a)
say(
  title('The bundle'),
  `  ${kb(bundle.bytes)} minified, ${kb(bundle.gzip)} gzip: ${parts.map(([part, bytes]) => `${part} ${kb(bytes)}`).join(', ')}`,
  title('What happened'),
)
say(
  ...table(
    Object.values(result).map((act) => ({
      act: act.name,
      requests: act.replies.length,
      'model asked': act.asked,
      breaker: act.breaker,
      answers: tally(sourcesOf(act)),
    })),
  ),
)
tell([...checkPromises(result, bundle), ...stores])
