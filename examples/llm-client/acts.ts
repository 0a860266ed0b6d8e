// The script: how the provider is, which calls come meanwhile, and what became of each.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, CallOptions, OutputOf, Priority } from 'plimsoll'
import type { triage } from './contract.ts'
import type { Mood, Provider } from './provider.ts'
import { createTriage } from './triage.ts'

/** What became of one call. */
export interface CallResult {
  readonly id: string
  readonly answer: Answer<OutputOf<typeof triage>> | undefined
  /** What the caller saw thrown, or what a lesser answer stood in for. */
  readonly failure: unknown
}

/** What one act showed. */
export interface ActResult {
  readonly name: string
  readonly calls: readonly CallResult[]
  /** Requests to each model, as the provider saw them. */
  readonly large: number
  readonly small: number
}

const names = {
  ordinary: '1 an ordinary day',
  sloppy: '2 now and then the JSON is cut short, or urgency is 11',
  limited: '3 each call is told once: 429, try again in 120 ms',
  exhausted: '4 429, try again in a minute',
  stalls: '5 tokens come to a halt; more calls than permits, one caller leaves',
  rush: '6 twelve calls at once, for three permits and four places',
  spending: '7 one tenant spends its budget',
} as const
type ActName = keyof typeof names

/** What all acts showed. */
export interface Play {
  readonly acts: Readonly<Record<ActName, ActResult>>
  /** Ids of the rush, in the order they were let through to the large model. */
  readonly order: readonly string[]
  /** Requests to the large model at the same time, at most. */
  readonly peak: number
  /** Permits and places still taken when every act was over. */
  readonly leftovers: number
  readonly reason: Error
  readonly spender: { readonly spent: number; readonly held: number }
  readonly stats: ReturnType<ReturnType<typeof createTriage>['predict']['stats']>
  readonly explained: string
}

/** Who sends what in the rush, in this order; named by priority and number. */
export const rush: readonly (readonly [string, Priority])[] = [
  ['b1', 'background'],
  ['s1', 'sheddable'],
  ['d1', 'default'], // these three have the permits
  ['b2', 'background'],
  ['s2', 'sheddable'],
  ['d2', 'default'],
  ['s3', 'sheddable'], // these four wait, and the queue is full
  ['c1', 'critical'],
  ['d3', 'default'],
  ['c2', 'critical'],
  ['b3', 'background'],
  ['b4', 'background'],
]

/** Plays all acts. `sheds` is false to see promises broken: everybody calls as if critical. */
export async function play(provider: Provider, sheds: boolean): Promise<Play> {
  const asked: string[] = []
  const { predict, gate, budget } = createTriage(provider.url, ({ model, id }) => {
    if (model === 'large') asked.push(id)
  })

  const call = async (id: string, options: CallOptions): Promise<CallResult> => {
    const ticket = `${tickets[id.length % tickets.length] ?? ''} (${id})`
    try {
      const answer = await predict.detailed({ ticket }, { ...options, id })
      return { id, answer, failure: answer.failure }
    } catch (failure) {
      return { id, answer: undefined, failure }
    }
  }
  const act = async (name: ActName, mood: Mood, run: () => Promise<CallResult[]>): Promise<ActResult> => {
    provider.mood = mood
    const before = provider.seen.length
    const calls = await run()
    const models = provider.seen.slice(before).map(({ model }) => model)
    const count = (model: string): number => models.filter((given) => given === model).length
    return { name: names[name], calls, large: count('large'), small: count('small') }
  }
  const inTurn = (count: number, name: string, options: CallOptions) => async (): Promise<CallResult[]> => {
    const calls: CallResult[] = []
    for (let i = 0; i < count; i++) calls.push(await call(`${name} ${i}`, options))
    return calls
  }

  const ordinary = await act('ordinary', 'well', async () => [
    ...(await inTurn(4, 'ordinary', { tenant: 'initech' })()),
    ...(await inTurn(4, 'ordinary day', { tenant: 'umbrella' })()),
  ])
  const sloppy = await act('sloppy', 'sloppy', async () => [
    ...(await inTurn(4, 'sloppy', { tenant: 'hooli' })()),
    ...(await inTurn(4, 'sloppy day', { tenant: 'stark' })()),
  ])
  const limited = await act('limited', 'limited', inTurn(2, 'limited', { tenant: 'wayne' }))
  const exhausted = await act('exhausted', 'exhausted', inTurn(2, 'exhausted', { tenant: 'wayne' }))

  const reason = new Error('the user closed the page')
  const stalls = await act('stalls', 'stalls', async () => {
    const leaving = new AbortController()
    const calls = ['st 1', 'st 2', 'st 3', 'st 4'].map((id) => call(id, { tenant: 'tyrell' }))
    calls.push(call('leaver', { tenant: 'cyberdyne', signal: leaving.signal }))
    await sleep(50)
    leaving.abort(reason)
    return Promise.all(calls)
  })

  asked.length = 0
  const rushed = await act('rush', 'well', () =>
    Promise.all(
      rush.map(([id, priority], i) =>
        call(id, { tenant: `tenant ${i % 4}`, priority: sheds ? priority : 'critical' }),
      ),
    ),
  )
  const order = [...asked]

  const spending = await act('spending', 'well', async () => [
    ...(await inTurn(24, 'acme', { tenant: 'acme' })()),
    await call('globex', { tenant: 'globex' }),
  ])

  await predict.drain()
  return {
    acts: { ordinary, sloppy, limited, exhausted, stalls, rush: rushed, spending },
    order,
    peak: provider.peak,
    leftovers: gate.inUse + gate.waiting,
    reason,
    spender: { spent: budget.spent('acme'), held: budget.held('acme') },
    stats: predict.stats(),
    explained: String(predict.explain()),
  }
}

const tickets: readonly string[] = [
  'I was charged twice for the invoice of March.',
  'I can no longer log in, my password is refused.',
  'Where can I export the report as a file?',
  'My account is locked since this morning.',
]
