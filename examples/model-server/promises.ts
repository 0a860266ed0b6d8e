// What the example says it shows, each held against what happened.
import { CircuitOpenError, isPlimsollError } from 'plimsoll'
import type { PromiseCheck } from '../promises.ts'
import { tally } from '../promises.ts'
import { nameOf } from './acts.ts'
import type { ActResult, CallResult, Play } from './acts.ts'
import { slowness } from './model-server.ts'
import type { ModelServer } from './model-server.ts'
import { ModelServerError } from './score.ts'

/** Where the answers of an act came from, in order. */
export function sourcesOf(calls: readonly CallResult[]): string[] {
  return calls.map(({ answer }) => answer?.source ?? 'refused')
}

const failuresOf = (act: ActResult): string =>
  tally(act.calls.filter((call) => call.failure !== undefined).map((call) => nameOf(call.failure)))
const all = (act: ActResult, source: string): boolean =>
  sourcesOf(act.calls).every((given) => given === source)

/** Checks every promise. */
export function checkPromises(
  { acts, transitions, stats, seconds }: Play,
  server: ModelServer,
): PromiseCheck[] {
  const { well, flaky, overloaded, wrong, refusing, slow, down, hanging, back } = acts
  const calls = Object.values(acts).flatMap((act) => act.calls)
  const path = transitions.join(' → ')
  const [badInput, badCountry, good] = refusing.calls
  const shown = down.calls.map((call) => call.failure).find((failure) => failure instanceof CircuitOpenError)

  return [
    {
      says: 'A payment that comes again is answered from the cache',
      kept: tally(sourcesOf(well.calls)) === 'live 10, cache 10' && well.asked === 10,
      figures: `${tally(sourcesOf(well.calls))}; the server was asked ${well.asked} times`,
    },
    {
      says: 'Failed requests are tried again while the budget lasts: a tenth of the calls, and 3 in 10 s',
      kept:
        stats.retries.made >= 3 &&
        stats.retries.made <= 0.1 * calls.length + 3.01 * (1 + seconds / 10) &&
        stats.retries.refused > 0 &&
        flaky.asked === attemptsIn(flaky) &&
        flaky.calls.every(({ answer }) => answer !== undefined),
      figures: `${tally(sourcesOf(flaky.calls))} with ${flaky.asked} requests; ${stats.retries.made} retries in all, ${stats.retries.refused} refused`,
    },
    {
      says: 'A server that asks for half a minute of peace gets it: no retry',
      kept:
        all(overloaded, 'fallback') &&
        overloaded.asked === 1 &&
        overloaded.calls.every(
          ({ failure }) => failure instanceof ModelServerError && failure.retryAfter === 30_000,
        ),
      figures: `${failuresOf(overloaded)}, asked ${overloaded.asked} time`,
    },
    {
      says: 'An answer that breaks the contract is a failure, and reaches nobody',
      kept: all(wrong, 'fallback') && failuresOf(wrong) === 'PLIMSOLL_OUTPUT_VIOLATION 1',
      figures: failuresOf(wrong),
    },
    {
      says: 'What can only be refused is refused, with a typed error and no rule in its place',
      kept:
        badInput !== undefined &&
        isPlimsollError(badInput.failure, 'PLIMSOLL_INPUT_VIOLATION') &&
        badInput.answer === undefined &&
        badCountry?.failure instanceof ModelServerError &&
        badCountry.answer === undefined &&
        good?.answer?.source === 'live' &&
        refusing.asked === 2,
      figures: `${failuresOf(refusing)}; the server saw only the second`,
    },
    {
      says: 'At the deadline the rule answers, and the server is told to stop',
      kept:
        all(slow, 'fallback') &&
        slow.calls.every((call) => call.took < slowness) &&
        failuresOf(slow) === `PLIMSOLL_DEADLINE_EXCEEDED ${slow.calls.length}` &&
        server.abandoned === slow.calls.length + hanging.asked,
      figures: `${failuresOf(slow)}; ${server.abandoned} requests hung up on, the one that hangs later included`,
    },
    {
      says: 'While it is down every call is answered: known payments by the last answer, others by the rule',
      kept: tally(sourcesOf(down.calls)) === 'stale 10, fallback 10',
      figures: tally(sourcesOf(down.calls)),
    },
    {
      says: 'The breaker opens after five failures in a row, and leaves the server alone',
      // Three were the deadlines just before: no success came between.
      kept: down.asked > 0 && down.asked < 5 && shown !== undefined && (shown.retryAfter ?? 0) > 0,
      figures: `asked ${down.asked} times in ${down.calls.length} calls; ${failuresOf(down)}`,
    },
    {
      says: 'Half-open, one call asks and the others are refused at once',
      kept:
        hanging.asked === 1 &&
        all(hanging, 'fallback') &&
        failuresOf(hanging) === 'PLIMSOLL_DEADLINE_EXCEEDED 1, PLIMSOLL_CIRCUIT_OPEN 2',
      figures: `asked ${hanging.asked} time; ${failuresOf(hanging)}`,
    },
    {
      says: 'When the server is back, so are its answers',
      kept: all(back, 'live') && /^closed → open( → half-open → open)+ → half-open → closed$/.test(path),
      figures: `${tally(sourcesOf(back.calls))}; breaker ${path}`,
    },
    {
      says: 'Lesser answers are marked, and tell what they stand in for',
      kept: calls.every(
        ({ answer }) => answer === undefined || answer.degraded === (answer.failure !== undefined),
      ),
      figures: `${stats.degraded} of ${calls.length} degraded`,
    },
  ]
}

function attemptsIn(act: ActResult): number {
  return act.calls.reduce((sum, { answer }) => sum + (answer?.attempts ?? 0), 0)
}
