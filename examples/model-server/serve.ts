// The call with everything that keeps it answering: this is the code to copy.
import { guard } from 'plimsoll'
import { fraud } from './contract.ts'
import { isServersFault, scoreAt } from './score.ts'

/** What must be the same here and in the acts, that wait for it. */
export const times = { deadline: 1_000, fresh: 800, openFor: 400 } as const

export function serve(url: string) {
  return guard(fraud, {
    model: scoreAt(url),
    deadline: times.deadline,
    retry: { attempts: 2, minDelay: 10, retryable: isServersFault },
    // '10s' by default, and fresh for minutes in a real service: short, so that the example need not wait.
    breaker: { openFor: times.openFor, isFailure: isServersFault },
    cache: { ttl: times.fresh, staleIfError: '1h' },
    fallback: (payment, failure) => {
      // A rule can't mend a payment that the server refused: throwing the failure lets it pass to the caller.
      if (!isServersFault(failure)) throw failure
      return { risk: payment.amount > 1_000 ? 0.9 : 0.1 }
    },
  })
}
