// What the example says it shows, each held against what happened.
import { isPlimsollError } from 'plimsoll'
import type { PromiseCheck } from '../promises.ts'
import { tally } from '../promises.ts'
import { rush } from './acts.ts'
import type { ActResult, CallResult, Play } from './acts.ts'
import { ProviderError } from './complete.ts'
import { BudgetSpentError } from './cost-budget.ts'
import { ShedError } from './priority-gate.ts'
import { pause } from './provider.ts'
import type { Provider } from './provider.ts'
import { limits, prices } from './triage.ts'

/** Which model answered each call of an act, or what the caller saw instead. */
export function outcomesOf(calls: readonly CallResult[]): string[] {
  return calls.map(({ answer, failure }) => {
    if (answer !== undefined) return answer.source === 'live' ? 'large' : 'small'
    return failure instanceof Error ? failure.name : typeof failure
  })
}

const all = (act: ActResult, outcome: string): boolean =>
  outcomesOf(act.calls).every((given) => given === outcome)
const namesOf = (calls: readonly CallResult[]): string => calls.map(({ id }) => id).join(' ')

/** Checks every promise. */
export function checkPromises(play: Play, provider: Provider): PromiseCheck[] {
  const { acts, stats } = play
  const { ordinary, sloppy, limited, exhausted, stalls, spending } = acts
  const calls = Object.values(acts).flatMap((act) => act.calls)
  const shed = acts.rush.calls.filter(({ failure }) => failure instanceof ShedError)
  const served = acts.rush.calls.filter(({ answer }) => answer?.source === 'live')
  const critical = acts.rush.calls.filter(({ id }) => id.startsWith('c'))
  const waits = limited.calls.map(({ id }) => {
    const [first, second] = provider.seen.filter((request) => request.id === id)
    return first === undefined || second === undefined ? 0 : second.at - first.at
  })
  const leaver = stalls.calls.find(({ id }) => id === 'leaver')
  const staying = stalls.calls.filter(({ id }) => id !== 'leaver')
  const refused = spending.calls.filter(
    ({ failure, answer }) => answer === undefined && failure instanceof BudgetSpentError,
  )
  const billed =
    provider.billed('acme', 'large') * prices.large + provider.billed('acme', 'small') * prices.small

  return [
    {
      says: 'Every answer that anybody got is what the contract says',
      kept: calls.every(
        ({ answer }) => answer === undefined || (answer.output.urgency <= 5 && answer.output.reply !== ''),
      ),
      figures: `${calls.filter(({ answer }) => answer !== undefined).length} answers`,
    },
    {
      says: 'Malformed JSON and an impossible urgency are asked for again',
      kept: all(ordinary, 'large') && all(sloppy, 'large') && sloppy.large === sloppy.calls.length + 2,
      figures: `${sloppy.calls.length} calls, ${sloppy.large} requests`,
    },
    {
      says: 'A short Retry-After is waited for',
      // A timer may count its milliseconds from a moment ago.
      kept: all(limited, 'large') && waits.every((wait) => wait > pause - 5),
      figures: `asked again after ${waits.map((wait) => wait.toFixed(0)).join(' and ')} ms`,
    },
    {
      says: 'A long one is not: the small model answers at once, marked as degraded',
      kept:
        all(exhausted, 'small') &&
        exhausted.large === exhausted.calls.length &&
        exhausted.calls.every(
          ({ answer, failure }) =>
            answer?.degraded === true && failure instanceof ProviderError && failure.retryAfter === 60_000,
        ),
      figures: `${exhausted.large} requests to the large model for ${exhausted.calls.length} calls`,
    },
    {
      says: 'When tokens come to a halt, the small model answers in the slice kept for it',
      kept: staying.every(
        ({ answer, failure }) =>
          answer?.source === 'fallback' && isPlimsollError(failure, 'PLIMSOLL_DEADLINE_EXCEEDED'),
      ),
      figures: tally(outcomesOf(staying)),
    },
    {
      says: '... and the provider was told to stop',
      kept: provider.hungUp > 0 && provider.hungUp === stalls.large,
      figures: `hung up on ${provider.hungUp} of ${stalls.large} streams`,
    },
    {
      says: 'A caller who leaves while waiting for a permit gets its own reason',
      kept: leaver !== undefined && leaver.failure === play.reason,
      figures: leaver?.failure instanceof Error ? leaver.failure.message : 'nothing',
    },
    {
      says: 'In the rush only background and sheddable calls are shed, and nobody asks a model for them',
      kept:
        namesOf(shed) === 'b2 s2 s3 b3 b4' &&
        served.length === rush.length - shed.length &&
        acts.rush.large === served.length &&
        acts.rush.small === 0,
      figures: `shed: ${namesOf(shed) || 'none'}`,
    },
    {
      says: 'Critical calls come before others that waited longer',
      kept:
        play.order.join(' ') === 'b1 s1 d1 c1 c2 d2 d3' &&
        critical.every(({ answer }) => answer?.source === 'live'),
      figures: play.order.join(' '),
    },
    {
      says: `Never more than ${limits.permits} calls at once, and every permit came back`,
      kept: play.peak === limits.permits && play.leftovers === 0,
      figures: `${play.peak} at most, ${play.leftovers} left over`,
    },
    {
      says: 'A tenant that runs out of budget gets the small model, then a typed refusal; others are unharmed',
      kept:
        /^(large )+(small )+(BudgetSpentError )+large$/.test(outcomesOf(spending.calls).join(' ')) &&
        refused.every(({ failure }) => failure instanceof BudgetSpentError && failure.retryAfter > 0),
      figures: tally(outcomesOf(spending.calls)),
    },
    {
      says: 'What was booked is what the provider bills, within the budget',
      kept:
        billed > 0 && play.spender.spent === billed && billed <= limits.credits && play.spender.held === 0,
      figures: `${play.spender.spent} credits booked, ${billed} billed, of ${limits.credits}`,
    },
    {
      says: 'No observer and no rung of the ladder failed',
      kept: Object.keys(stats.faults).length === 0,
      figures: tally(Object.keys(stats.faults)),
    },
  ]
}
