// The script: how the model is, which requests come meanwhile, and what the worker said.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Miniflare } from 'miniflare'
import type { Mood, Upstream } from './upstream.ts'

/** What the worker said to one request. */
export interface Reply {
  readonly status: number
  readonly source?: string
  readonly degraded?: boolean
  readonly attempts?: number
  readonly because?: string
  readonly error?: string
}

/** What one act showed. */
export interface ActResult {
  readonly name: string
  readonly replies: readonly Reply[]
  /** Requests that reached the model. */
  readonly asked: number
  /** The breaker as /health tells it, in the location that was asked. */
  readonly breaker: string
}

const names = {
  first: '1 the first request of the isolate',
  concurrent: '2 ten requests at once',
  repeated: '3 the same ten again: this isolate remembers',
  elsewhere: '4 the same ten in another location: KV remembers',
  bad: '5 a request that breaks the contract',
  hanging: '6 the model hangs, three requests at once',
  down: '7 it is down',
  probing: '8 it is back: one request probes it, four come meanwhile',
  back: '9 ten more at once',
} as const

/** As the worker has it. */
const openFor = 500

type ActName = keyof typeof names
export type Play = Readonly<Record<ActName, ActResult>>

/** Plays all acts. `recovers` is false to see promises broken. */
export async function play(miniflare: Miniflare, upstream: Upstream, recovers: boolean): Promise<Play> {
  const ask = async (location: string, path: string, body?: object): Promise<unknown> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    const response = await miniflare.dispatchFetch(`http://${location}.example${path}`, init)
    return { ...((await response.json()) as object), status: response.status }
  }
  const act = async (
    name: ActName,
    mood: Mood,
    send: (score: (message: object) => Promise<Reply>) => Promise<Reply[]>,
    location = 'paris',
  ): Promise<ActResult> => {
    upstream.mood = mood
    const { asked } = upstream
    const replies = await send(async (message) => (await ask(location, '/score', message)) as Reply)
    const health = (await ask(location, '/health')) as { parts: { state?: string }[] }
    const breaker = health.parts[0]?.state ?? 'unknown'
    return { name: names[name], replies, asked: upstream.asked - asked, breaker }
  }
  const atOnce =
    (messages: readonly object[]) =>
    (score: (message: object) => Promise<Reply>): Promise<Reply[]> =>
      Promise.all(messages.map(score))

  const ten = messages('hello', 10)
  const first = await act('first', 'well', atOnce(messages('first', 1)))
  const concurrent = await act('concurrent', 'well', atOnce(ten))
  const repeated = await act('repeated', 'well', atOnce(ten))
  await written(miniflare, 11)
  const elsewhere = await act('elsewhere', 'well', atOnce(ten), 'tokyo')
  const bad = await act('bad', 'well', atOnce([{ message: '', language: 'english' }]))
  const hanging = await act('hanging', 'hangs', atOnce(messages('slow', 3)))
  const down = await act('down', 'down', async (score) => {
    const replies: Reply[] = []
    for (const message of messages('lost', 10)) replies.push(await score(message))
    return replies
  })
  await sleep(openFor + 50)
  // The probe is held until the others have come and gone.
  const probing = await act('probing', recovers ? 'hangs' : 'down', async (score) => {
    const arrival = upstream.arrival()
    const probe = score({ message: 'probe', language: 'en' })
    await arrival
    const others = await atOnce(messages('meanwhile', 4))(score)
    upstream.release()
    return [await probe, ...others]
  })
  const back = await act('back', recovers ? 'well' : 'down', atOnce(messages('again', 10)))
  return { first, concurrent, repeated, elsewhere, bad, hanging, down, probing, back }
}

interface Listed {
  list(): Promise<{ readonly keys: readonly unknown[] }>
}

/** Waits until KV has so many answers, 5 s at most: they are written after the responses. */
async function written(miniflare: Miniflare, count: number): Promise<void> {
  // Cloudflare's own types of it are not installed here.
  const answers = (await miniflare.getKVNamespace('ANSWERS', 'paris')) as unknown as Listed
  for (let i = 0; i < 500 && (await answers.list()).keys.length < count; i++) await sleep(10)
}

function messages(text: string, count: number): object[] {
  return Array.from({ length: count }, (_, i) => ({ message: `${text} ${i}`, language: 'en' }))
}
