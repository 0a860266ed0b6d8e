// The digit reader in production: this is the code to copy.
import { guard } from 'plimsoll'
import { createBaseline } from 'plimsoll/drift'
import type { Baseline } from 'plimsoll/drift'
import { reading } from './contract.ts'
import type { Image, Reading } from './contract.ts'
import type { Reader } from './models.ts'

/** What the data looked like when the model was known to be good. */
export interface Baselines {
  readonly pixels: Baseline
  readonly answers: Baseline
}

/**
 * Counts reference images, and the model's own answers to them, into baselines. In a real service this runs
 * once after training, and the two are saved as JSON beside the model.
 */
export async function makeBaselines(images: readonly Image[], read: Reader): Promise<Baselines> {
  const answers: Reading[] = []
  for (const image of images) answers.push(await read(image))
  return {
    pixels: createBaseline(images, { name: 'reference images', columns: reading.inputColumns }),
    // Only the digit: a model is surer of images it learnt from, so its confidence there is no reference.
    answers: createBaseline(answers, {
      name: 'answers to the reference images',
      columns: reading.outputColumns.filter((column) => column.name === 'digit'),
    }),
  }
}

/**
 * When drift is called drift: as the default has it, at most one false alarm of all 64 pixels in a million images, in
 * one monitor of a hundred. Every tenth image comes twice, right after itself, and images come writer by writer:
 * `block: 2` takes two neighbours for one row of evidence.
 */
export const driftRule = { minRows: 40, block: 2 } as const

/** One model, with everything that keeps it answering. */
export function serve(model: Reader, spare: Reader, baselines: Baselines) {
  return guard(reading, {
    model,
    deadline: '250ms',
    breaker: { failures: 5, openFor: '300ms' }, // short, so that the example need not wait: '10s' by default
    cache: { ttl: '10m' },
    fallback: {
      model: spare,
      answer: () => ({ digit: null, confidence: 0, probabilities: Array<number>(10).fill(0.1) }),
    },
    drift: {
      baseline: baselines.pixels,
      ...driftRule,
      coolDown: 0, // the replay squeezes days into seconds: '10m' by default
      output: { baseline: baselines.answers, minRows: 40, coolDown: 0 },
    },
  })
}

/** The guard that `serve` makes: call it like the model. */
export type DigitReader = ReturnType<typeof serve>

/** A candidate beside the model, for a quarter of the documents, until its answers prove worse. */
export function release(v2: Reader, rebuilt: Reader, salt: string) {
  return guard(reading, {
    variants: { v2, rebuilt },
    rollout: {
      stable: 'v2',
      candidate: 'rebuilt',
      weight: 25,
      falseRollback: 0.01, // the chance of taking back a harmless candidate, however often we look
      rollbackIf: { loss: (answer, label) => answer.digit !== label },
      salt,
    },
  })
}
