// Act 1: production images come chunk by chunk, and the guard says which chunks look unlike the reference.
import { explainScore } from 'plimsoll/drift'
import type { ColumnExplanation, DatasetVerdict, Monitor } from 'plimsoll/drift'
import type { Chunk, Digit } from '../digits.ts'
import type { DigitReader } from '../serve.ts'

/** What one chunk showed. */
export interface ChunkResult {
  readonly chunk: Chunk
  /** Calls made: every image once, and every tenth once more. */
  readonly calls: number
  readonly repeats: number
  readonly cacheHits: number
  readonly degraded: number
  /** The verdict on the pixels, and after the first images only. */
  readonly pixels: DatasetVerdict
  readonly early: DatasetVerdict
  /** Rows of the chunk that had come when the pixels raised an alarm. */
  readonly alarmAfter: number | undefined
  readonly answers: DatasetVerdict
  /** Counts beside the reference's, per pixel and for the digit answered. */
  readonly pixelCounts: readonly ColumnExplanation[]
  readonly answerCounts: readonly ColumnExplanation[]
  /** What the model read, in the order of the chunk's images. */
  readonly read: readonly (number | null)[]
  /** Filled in when the labels have come, one chunk later. */
  readonly labels: { joined: number; right: number; ignored: number; unknown: number }
}

/** After how many calls of a chunk the drift verdict is looked at too early. */
export const earlyLook = 20
const repeatEvery = 10

/**
 * Sends every image, and every tenth a second time: the cache answers that one.
 *
 * What is counted: the pixels of every accepted image, so a repeated one counts twice (its pixels did come
 * twice, and the rule takes neighbours for one row of evidence). Answers are counted
 * for drift, and labels for accuracy, only where the model itself answered: once per image.
 */
export async function replay(
  predict: DigitReader,
  chunks: readonly Chunk[],
  onCall: (chunk: Chunk, calls: number) => void,
): Promise<ChunkResult[]> {
  const { input, output } = predict.monitors
  if (input === undefined || output === undefined) throw new Error('the replay needs drift monitors')
  const results: ChunkResult[] = []
  let waiting: (() => void)[] = []
  let alarmAfter: number | undefined
  predict.on('drift', ({ side, verdict, rows }) => {
    if (side === 'input' && verdict === 'alarm') alarmAfter ??= rows
  })

  for (const chunk of chunks) {
    const labels = { joined: 0, right: 0, ignored: 0, unknown: 0 }
    const arriving: (() => void)[] = []
    const read: (number | null)[] = []
    let early = input.verdict()
    alarmAfter = undefined
    let calls = 0
    let cacheHits = 0
    let degraded = 0

    const send = async (digit: Digit): Promise<number | null> => {
      const answer = await predict.detailed({ pixels: digit.pixels })
      calls++
      if (answer.source === 'cache') cacheHits++
      if (answer.degraded) degraded++
      if (calls === earlyLook) early = input.verdict()
      arriving.push(() => {
        const joined = predict.outcome(answer.id, digit.label)
        labels[joined]++
        if (joined === 'joined' && answer.output.digit === digit.label) labels.right++
      })
      onCall(chunk, calls)
      return answer.output.digit
    }

    for (const [i, digit] of chunk.digits.entries()) {
      read.push(await send(digit))
      if (i % repeatEvery === repeatEvery - 1) await send(digit)
    }
    // The labels of the chunk before this one arrive only now.
    for (const arrive of waiting) arrive()
    waiting = arriving

    const repeats = calls - chunk.digits.length
    const pixelCounts = countsOf(input)
    const answerCounts = countsOf(output)
    const verdicts = { early, pixels: input.roll(), answers: output.roll() }
    // Whoever is on duty has looked at the chunk: the next one is watched afresh.
    input.reset()
    output.reset()
    results.push({
      chunk,
      alarmAfter,
      calls,
      repeats,
      cacheHits,
      degraded,
      ...verdicts,
      pixelCounts,
      answerCounts,
      read,
      labels,
    })
  }
  for (const arrive of waiting) arrive()
  return results
}

/** The window's counts beside the reference's, for every column. */
function countsOf(monitor: Monitor): readonly ColumnExplanation[] {
  const snapshot = monitor.snapshot()
  return monitor.columns.map((name) => explainScore(snapshot, monitor.baseline, name))
}
