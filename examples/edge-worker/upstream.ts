// Stands in for the model behind the worker: what the worker fetches comes here.
import { Response } from 'miniflare'

/** How the model is. */
export type Mood = 'well' | 'down' | 'hangs'

export interface Upstream {
  mood: Mood
  /** Requests that came. */
  readonly asked: number
  readonly answer: () => Promise<Response>
  /** Resolves when the next request comes. */
  arrival(): Promise<void>
  /** Answers what hangs. */
  release(): void
}

export function createUpstream(): Upstream {
  let asked = 0
  let waiting: (() => void)[] = []
  let onArrival = (): void => undefined
  const upstream: Upstream = {
    mood: 'well',
    get asked() {
      return asked
    },
    async answer() {
      asked++
      onArrival()
      if (upstream.mood === 'hangs') await new Promise<void>((resolve) => waiting.push(resolve))
      if (upstream.mood === 'down') return new Response('out of memory', { status: 500 })
      return new Response(JSON.stringify({ spam: 0.03 }))
    },
    arrival: () =>
      new Promise((resolve) => {
        onArrival = resolve
      }),
    release() {
      for (const letGo of waiting) letGo()
      waiting = []
    },
  }
  return upstream
}
