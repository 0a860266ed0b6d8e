// What the example says it shows, each held against what happened.
import type { OutageResult } from './acts/outage.ts'
import type { ReleaseResult } from './acts/release.ts'
import { earlyLook } from './acts/replay.ts'
import type { ChunkResult } from './acts/replay.ts'

/** One promise, whether it was kept, and the figures. */
export interface PromiseCheck {
  readonly says: string
  readonly kept: boolean
  readonly figures: string
}

/** Everything the three acts showed. */
export interface Acts {
  readonly chunks: readonly ChunkResult[]
  readonly outage: OutageResult
  readonly skewed: ReleaseResult
  readonly control: ReleaseResult
  /** Control rollouts under other salts: how many there were, and how many were taken back. */
  readonly controls: { readonly runs: number; readonly takenBack: number }
}

/** Checks every promise. */
export function checkPromises({ chunks, outage, skewed, control, controls }: Acts): PromiseCheck[] {
  const of = (expect: ChunkResult['chunk']['expect']): ChunkResult[] =>
    chunks.filter(({ chunk }) => chunk.expect === expect)
  const clean = of('quiet')
  const altered = of('pixels move')
  const onlyLow = of('answers move')
  const pixels = (results: readonly ChunkResult[]): string =>
    results.map((result) => `${result.chunk.what} ${percent(result.pixels.share)}`).join(', ')
  const sum = (read: (result: ChunkResult) => number): number =>
    chunks.reduce((total, result) => total + read(result), 0)
  const repeats = sum((result) => result.repeats)
  const hits = sum((result) => result.cacheHits)
  // None, unless the machine stalls so long that a healthy call passes its deadline.
  const late = sum((result) => result.degraded)
  const images = sum((result) => result.chunk.digits.length)
  const joined = sum((result) => result.labels.joined)
  const answered = outage.calls.filter((call) => call.by !== 'nobody').length
  const live = outage.calls.filter((call) => call.by === 'model').length
  const lesser = outage.calls.filter((call) => call.by === 'spare model' || call.by === 'default')
  const path = outage.transitions.join(' → ')
  const { rollback } = skewed

  return [
    {
      says: 'Clean chunks are quiet, pixels and answers',
      kept: clean.length === 3 && clean.every((r) => r.pixels.verdict === 'ok' && r.answers.verdict === 'ok'),
      figures: `pixels in alarm: ${pixels(clean)}`,
    },
    {
      says: 'Altered chunks raise an alarm',
      kept: altered.length === 4 && altered.every((r) => r.pixels.verdict === 'alarm'),
      figures: `pixels in alarm: ${pixels(altered)}`,
    },
    {
      says: 'The alarm comes within the chunk, not at its end',
      kept: altered.every((r) => r.alarmAfter !== undefined && r.alarmAfter < r.calls),
      figures: altered
        .map((r) => `${r.chunk.what} at image ${r.alarmAfter ?? 'none'} of ${r.calls}`)
        .join(', '),
    },
    {
      says: 'With digits 0 to 4 only, the answers warn though the pixels are quiet',
      kept:
        onlyLow.length === 1 &&
        onlyLow.every((r) => r.answers.verdict === 'warn' && r.pixels.verdict === 'ok'),
      figures: onlyLow
        .map(({ answers, pixels: quiet }) => {
          const p = answers.columns[0]?.windowPValue ?? 1
          return `pixels: ${quiet.verdict}; answers: p ${p.toExponential(0)} from ${answers.rows}, too few for an alarm that holds at every look`
        })
        .join(),
    },
    {
      says: `After ${earlyLook} images nothing is told but gross changes`,
      kept: chunks.every(
        ({ early, chunk }) =>
          early.verdict === 'inconclusive' || (early.verdict === 'alarm' && chunk.expect === 'pixels move'),
      ),
      figures: `'inconclusive' in ${chunks.filter((r) => r.early.verdict === 'inconclusive').length} of ${chunks.length} chunks, alarms in ${
        chunks
          .filter((r) => r.early.verdict === 'alarm')
          .map((r) => r.chunk.what)
          .join(', ') || 'none'
      }`,
    },
    {
      says: 'Images sent twice are answered from the cache',
      kept: hits > 0 && hits >= repeats - late,
      figures: `${hits} of ${repeats}`,
    },
    {
      says: "Late labels find the model's answer, once per image",
      kept:
        joined >= images - late &&
        sum((r) => r.labels.unknown) === 0 &&
        sum((r) => r.labels.ignored) === hits + late,
      figures: `${joined} of ${images} joined, ${sum((r) => r.labels.ignored)} of cached answers not counted`,
    },
    {
      says: 'In the outage every call is answered',
      kept: answered === outage.calls.length && live < answered,
      figures: `${answered} of ${outage.calls.length}, ${live} by the model`,
    },
    {
      says: 'The breaker opens, probes and closes again',
      kept: path === 'closed → open → half-open → open → half-open → closed',
      figures: path,
    },
    {
      says: 'Lesser answers are marked, and kept out of drift',
      kept: lesser.length > 0 && lesser.every((call) => call.degraded) && outage.counted === live,
      figures: `${lesser.length} marked; drift counted ${outage.counted} answers of ${outage.calls.length}`,
    },
    {
      says: 'The judge takes the skewed candidate back',
      kept: rollback !== undefined && rollback.evidence >= skewed.bound,
      figures:
        rollback === undefined
          ? skewed.reason
          : `evidence ${Math.round(rollback.evidence)} of ${skewed.bound} after ${skewed.callsBefore} calls, ${skewed.candidate.wrong} of the candidate's ${skewed.candidate.served} answers wrong`,
    },
    {
      says: 'Afterwards nothing reaches it',
      kept: skewed.after.rebuilt === 0 && skewed.after.v2 > 0,
      figures: `${skewed.after.v2} calls to v2, ${skewed.after.rebuilt} to the candidate`,
    },
    {
      says: 'A harmless candidate stays (same data, same split)',
      kept: control.rollback === undefined && control.candidate.wrong > 0,
      figures: `evidence at most ${Math.max(...control.looks.map((look) => look.evidence)).toFixed(1)} of ${control.bound}, ${control.candidate.wrong} wrong of ${control.candidate.served}`,
    },
    {
      says: `... and in ${controls.runs} more splits, with the 1% promised`,
      kept: controls.takenBack <= controls.runs * 0.01,
      figures: `taken back: ${controls.takenBack}`,
    },
  ]
}

/** A share as a whole percentage. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`
}
