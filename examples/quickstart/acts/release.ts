// Act 3: the same weights in a rebuilt service that divides pixels by 16 before a model that does so itself.
import type { RolloutEvent } from 'plimsoll'
import type { Digit } from '../digits.ts'
import type { Reader } from '../models.ts'
import { release } from '../serve.ts'

/** The judge's evidence when one more label had come. */
export interface Look {
  readonly evidence: number
  readonly variant: 'v2' | 'rebuilt'
  readonly wrong: boolean
}

/** What one rollout showed. */
export interface ReleaseResult {
  readonly looks: readonly Look[]
  readonly bound: number
  readonly rollback: RolloutEvent | undefined
  /** Calls made when the rollback came; all of them when it did not. */
  readonly callsBefore: number
  readonly candidate: { readonly served: number; readonly wrong: number }
  readonly stable: { readonly served: number; readonly wrong: number }
  /** Calls after the rollback, by variant. */
  readonly after: { readonly v2: number; readonly rebuilt: number }
  readonly reason: string
}

/** The bug: pixels scaled twice, the most common kind of training-serving skew. No error, just wrong answers. */
export function scaleTwice(read: Reader): Reader {
  return ({ pixels }, context) => read({ pixels: pixels.map((pixel) => pixel / 16) }, context)
}

/** Labels come this many calls after their answers. */
const labelDelay = 20

/**
 * Reads the images in order, three quarters by v2 and a quarter by the candidate.
 *
 * Each image is a document of its own, and its unit: which variant reads it is a hash of its name, the same
 * in every run.
 */
export async function tryRelease(
  v2: Reader,
  candidate: Reader,
  digits: readonly Digit[],
  salt: string,
  onCall: (call: number) => void = () => undefined,
): Promise<ReleaseResult> {
  const predict = release(v2, candidate, salt)
  const { rollout } = predict
  if (rollout === undefined) throw new Error('the guard has no rollout')
  const looks: Look[] = []
  const served = { v2: 0, rebuilt: 0 }
  const wrong = { v2: 0, rebuilt: 0 }
  const after = { v2: 0, rebuilt: 0 }
  const labels: (() => void)[] = []
  let rollback: RolloutEvent | undefined
  let callsBefore = digits.length
  predict.on('rollback', (event) => {
    rollback = event
  })

  for (const [i, digit] of digits.entries()) {
    if (i >= labelDelay) labels[i - labelDelay]?.()
    if (rollback !== undefined) callsBefore = Math.min(callsBefore, i)
    const answer = await predict.detailed({ pixels: digit.pixels }, { unit: `document ${i}` })
    const isWrong = answer.output.digit !== digit.label
    served[answer.variant]++
    if (isWrong) wrong[answer.variant]++
    if (rollback !== undefined) after[answer.variant]++
    labels.push(() => {
      predict.outcome(answer.id, digit.label)
      looks.push({ evidence: rollout.status().verdict.evidence, variant: answer.variant, wrong: isWrong })
    })
    onCall(i + 1)
  }
  for (const label of labels.slice(-labelDelay)) label()
  await predict.drain()
  const { bound, reason } = rollout.status().verdict
  return {
    looks,
    bound,
    rollback,
    callsBefore,
    candidate: { served: served.rebuilt, wrong: wrong.rebuilt },
    stable: { served: served.v2, wrong: wrong.v2 },
    after,
    reason,
  }
}

/** Answers from memory what `read` has answered before; for the many control rollouts. */
export function remember(read: Reader): Reader {
  const known = new Map<string, ReturnType<Reader>>()
  return (image) => {
    const key = image.pixels.join()
    const answer = known.get(key) ?? read(image)
    known.set(key, answer)
    return answer
  }
}
