import { createHarmJudge } from '@plimsoll/router'
import type { Arm } from '@plimsoll/router'
import { mannWhitney, twoProportionZ } from '@plimsoll/stats'

/** Requests of one arm, and how many of them went wrong. */
export interface Counts {
  requests: number
  bad: number
}

/** Both arms over one minute. */
export type Minute = Readonly<Record<Arm, Readonly<Counts>>>

/** A rule that takes a candidate back; each method says whether it does so now. */
export interface Judge {
  /** Sees one bad event, `now` in milliseconds. */
  bad?(arm: Arm, now: number): boolean
  /** Sees the counts of a minute that has ended. */
  minute?(counts: Minute): boolean
}

/** The rules of canary tools, written anew from their documents, and ours. */
export const judges: Readonly<Record<string, (share: number) => Judge>> = {
  'Flagger, success rate 99%, threshold 1': () => failedChecks(1),
  'Flagger, threshold 5': () => failedChecks(5),
  'Argo Rollouts, failureLimit 3': () => failedChecks(4),
  'Kayenta, last 10 minutes, each minute': kayenta,
  'z-test at 5%, each minute': peekedZ,
  'ours, tolerated ratio 1': (share) => ours(share, 1),
  'ours, as shipped (tolerated 1.1)': (share) => ours(share, 1.1),
}

/** Rolls back at so many minutes, in all, in which under 99% of the candidate's requests succeeded. */
function failedChecks(most: number): Judge {
  let failed = 0
  return {
    minute: ({ candidate: { requests, bad } }) => {
      if (requests > 0 && bad / requests > 0.01) failed++
      return failed >= most
    },
  }
}

/**
 * Kayenta's Mann-Whitney classifier on error rates of ten one-minute points: rolls back when the 98% interval of the
 * shift lies above a quarter of stable's mean.
 */
function kayenta(): Judge {
  const points: Record<Arm, number[]> = { stable: [], candidate: [] }
  return {
    minute: (counts) => {
      for (const arm of ['stable', 'candidate'] as const) {
        const { requests, bad } = counts[arm]
        points[arm].push(requests === 0 ? 0 : bad / requests)
        if (points[arm].length > 10) points[arm].shift()
      }
      const { stable, candidate } = points
      if (stable.length < 10) return false
      const tolerance = 0.25 * (stable.reduce((sum, rate) => sum + rate, 0) / stable.length)
      const shifted = candidate.map((rate) => rate - tolerance)
      return mannWhitney(stable, shifted, { alternative: 'greater' }).pValue < 0.01
    },
  }
}

/** Tests all counts so far at 5% each minute, as if it were the only look. */
function peekedZ(): Judge {
  const all: Record<Arm, Counts> = { stable: { requests: 0, bad: 0 }, candidate: { requests: 0, bad: 0 } }
  return {
    minute: (counts) => {
      for (const arm of ['stable', 'candidate'] as const) {
        all[arm].requests += counts[arm].requests
        all[arm].bad += counts[arm].bad
      }
      const side = ({ requests, bad }: Counts): { successes: number; trials: number } => ({
        successes: bad,
        trials: requests,
      })
      const { stable, candidate } = all
      return twoProportionZ(side(stable), side(candidate), { alternative: 'greater' }).pValue < 0.05
    },
  }
}

function ours(share: number, toleratedRatio: number): Judge {
  const judge = createHarmJudge({ falseRollback: 0.01, toleratedRatio, signals: ['errors'] })
  return { bad: (arm, now) => judge.record({ signal: 'errors', arm, weight: share, now }) === 'rollback' }
}
