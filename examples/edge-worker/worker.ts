// The worker: one guard for the isolate, around a fetch to the model. This is the code to copy.
import { env, waitUntil } from 'cloudflare:workers'
import { guard, isPlimsollError } from 'plimsoll'
import { createMemoryStore } from 'plimsoll/resilience'
import { spam } from './contract.ts'
import { kvStore } from './kv-store.ts'
import { tieredStore } from './tiered-store.ts'

// At module scope: breaker, retry budget and memory are shared by all requests of this isolate. Nothing of it
// starts a timer or draws a random number before the first request, which workers forbid.
const predict = guard(spam, {
  model: async (message, { signal }) => {
    const response = await fetch(env.MODEL_URL, { method: 'POST', body: JSON.stringify(message), signal })
    if (!response.ok) {
      await response.body?.cancel()
      const { status } = response
      // With its status, metrics can tell a 503 from a 429.
      throw Object.assign(new Error(`the model answered ${status}`), { status })
    }
    // A Response can be read once, and belongs to this request: its data go on.
    return (await response.json()) as { spam: number }
  },
  deadline: '1s',
  retry: { attempts: 2, minDelay: 10 },
  breaker: { failures: 4, openFor: '500ms' }, // short, so that the example need not wait: '10s' by default
  cache: {
    ttl: '5m',
    store: tieredStore(createMemoryStore({ maxEntries: 1_000 }), kvStore(env.ANSWERS, { waitUntil }), 60_000),
    storeTimeout: '200ms', // 50 by default; KV may be on the other side of a continent
  },
  fallback: () => ({ spam: 0.5 }),
})

const worker = {
  async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname === '/health') return Response.json(predict.health())
    try {
      const input = (await request.json()) as Parameters<typeof predict>[0]
      // A caller who leaves ends the call; for that the worker needs the flag `enable_request_signal`.
      const answer = await predict.detailed(input, { signal: request.signal })
      const { output, source, degraded, attempts, failure } = answer
      const because = isPlimsollError(failure) ? failure.code : undefined
      return Response.json({ ...output, source, degraded, attempts, because })
    } catch (error) {
      if (isPlimsollError(error, 'PLIMSOLL_INPUT_VIOLATION')) {
        return Response.json({ error: error.message }, { status: 400 })
      }
      return Response.json({ error: 'no answer' }, { status: 503, headers: { 'retry-after': '1' } })
    }
  },
}

// oxlint-disable-next-line import/no-default-export -- the form workers have
export default worker
