// The script: how the server is, which payments come meanwhile, and what became of each.
import { setTimeout as sleep } from 'node:timers/promises'
import { isPlimsollError } from 'plimsoll'
import type { Answer, BreakerEvent } from 'plimsoll'
import type { ModelServer, Mood } from './model-server.ts'
import { serve, times } from './serve.ts'

/** A payment as the acts make them. */
export interface Payment {
  readonly account: string
  readonly amount: number
  readonly country: string
}

/** What became of one call. */
export interface CallResult {
  readonly answer: Answer<{ readonly risk: number }> | undefined
  /** What the caller saw thrown, or what a lesser answer stood in for. */
  readonly failure: unknown
  readonly took: number
}

/** What one act showed. */
export interface ActResult {
  readonly name: string
  readonly calls: readonly CallResult[]
  /** Requests that reached the server. */
  readonly asked: number
  readonly breaker: BreakerEvent['to']
}

/** What all acts showed. */
export interface Play {
  readonly acts: Readonly<Record<ActName, ActResult>>
  readonly transitions: readonly string[]
  readonly stats: ReturnType<ReturnType<typeof serve>['stats']>
  readonly explained: string
  readonly seconds: number
}

const names = {
  well: '1 the server is well; each payment comes twice',
  flaky: '2 it fails every third request',
  overloaded: '3 it is overloaded: 503, Retry-After 30 s',
  wrong: '4 it answers with risks above 1',
  refusing: '5 two payments that can only be refused',
  slow: '6 it takes 3 s, the deadline is 1 s',
  down: '7 it is down',
  hanging: '8 it hangs when it is probed',
  back: '9 it is back',
} as const
type ActName = keyof typeof names

/** Plays all acts against a server. `recovers` is false to see promises broken. */
export async function play(server: ModelServer, recovers: boolean): Promise<Play> {
  const started = performance.now()
  const predict = serve(server.url)
  const transitions: BreakerEvent['to'][] = ['closed']
  predict.on('breaker', (event) => {
    transitions.push(event.to)
  })

  const call = async (payment: Payment): Promise<CallResult> => {
    const begun = performance.now()
    const took = (): number => performance.now() - begun
    try {
      const answer = await predict.detailed(payment)
      return { answer, failure: answer.failure, took: took() }
    } catch (failure) {
      return { answer: undefined, failure, took: took() }
    }
  }
  const act = async (
    name: ActName,
    mood: Mood,
    payments: readonly Payment[],
    concurrency = 1,
  ): Promise<ActResult> => {
    server.mood = mood
    const { asked } = server
    const calls: CallResult[] = []
    for (let i = 0; i < payments.length; i += concurrency) {
      calls.push(...(await Promise.all(payments.slice(i, i + concurrency).map(call))))
    }
    const breaker = transitions.at(-1) ?? 'closed'
    return { name: names[name], calls, asked: server.asked - asked, breaker }
  }

  const regulars = payments('regular', 10)
  const well = await act(
    'well',
    'well',
    regulars.flatMap((payment) => [payment, payment]),
  )
  const flaky = await act('flaky', 'flaky', payments('flaky', 20))
  const overloaded = await act('overloaded', 'overloaded', payments('overloaded', 1))
  const wrong = await act('wrong', 'wrong', payments('wrong', 1))
  const refusing = await act('refusing', 'well', [
    { account: 'a', amount: -1, country: 'DE' },
    { account: 'a', amount: 10, country: 'ZZ' },
    ...payments('good', 1),
  ])
  const slow = await act('slow', 'slow', payments('slow', 3), 3)
  // Meanwhile the answers to the regulars have expired: they may only stand in for a failure now.
  const down = await act('down', 'down', [...regulars, ...payments('new', 10)])
  await sleep(times.openFor + 20)
  const hanging = await act('hanging', 'hangs', payments('probe', 3), 3)
  await sleep(times.openFor + 20)
  const back = await act('back', recovers ? 'well' : 'down', payments('back', 10))
  await predict.drain()
  return {
    acts: { well, flaky, overloaded, wrong, refusing, slow, down, hanging, back },
    transitions,
    stats: predict.stats(),
    explained: String(predict.explain()),
    seconds: (performance.now() - started) / 1_000,
  }
}

/** Payments that differ from all others; every third is a large one. */
function payments(account: string, count: number): Payment[] {
  return Array.from({ length: count }, (_, i) => ({
    account: `${account} ${i}`,
    amount: i % 3 === 2 ? 1_500 : 20,
    country: 'DE',
  }))
}

/** A failure by its code, or for an error that is not plimsoll's by its name and status. */
export function nameOf(failure: unknown): string {
  if (isPlimsollError(failure)) return failure.code
  if (!(failure instanceof Error)) return typeof failure
  return 'status' in failure ? `${failure.name} ${String(failure.status)}` : failure.name
}
