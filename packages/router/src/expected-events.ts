/** What a rollout would need to see, on average, before it takes a bad candidate back. */
export interface ExpectedEvents {
  /** Bad events of both arms together. */
  readonly events: number
  /** Those on the candidate. */
  readonly candidateEvents: number
}

/** The rollout that is being planned. */
export interface ExpectedEventsOptions {
  /** Percent of units on the candidate, above 0 and below 100. */
  readonly weight: number
  /** How many times as often as stable the candidate goes wrong. */
  readonly ratio: number
  /** @default 0.01 */
  readonly falseRollback?: number | undefined
  /** @default 1.1 */
  readonly toleratedRatio?: number | undefined
}

/**
 * Estimates how many bad events a judge with one signal needs before it rolls back.
 *
 * The information needed, `log(1 / falseRollback)` and about 2.7 nats for not knowing the ratio and the
 * start, over what one event gives: the divergence between the arms' odds under `ratio` and under the
 * tolerated one. An estimate within about a third, for planning; never used to decide. Divide `events` by
 * the bad events per second of both arms to get seconds.
 *
 * @returns `Infinity` when the ratio is tolerated.
 * @throws {RangeError} naming an argument out of range.
 * @example
 * expectedEvents({ weight: 10, ratio: 10 }) // about 12 events, 6 of them on the candidate
 */
export function expectedEvents(options: ExpectedEventsOptions): ExpectedEvents {
  const { weight, ratio, falseRollback = 0.01, toleratedRatio = 1.1 } = options
  if (!(weight > 0 && weight < 100)) throw new RangeError(`weight must be in (0, 100), got ${weight}`)
  if (!(ratio > 0 && ratio < Infinity)) throw new RangeError(`ratio must be above 0, got ${ratio}`)
  if (!(falseRollback > 0 && falseRollback <= 0.5)) {
    throw new RangeError(`falseRollback must be in (0, 0.5], got ${falseRollback}`)
  }
  if (!(toleratedRatio >= 1)) throw new RangeError(`toleratedRatio must be at least 1, got ${toleratedRatio}`)
  if (ratio <= toleratedRatio) return { events: Infinity, candidateEvents: Infinity }
  const odds = weight / (100 - weight)
  const actual = (ratio * odds) / (ratio * odds + 1)
  const tolerated = (toleratedRatio * odds) / (toleratedRatio * odds + 1)
  const perEvent =
    actual * Math.log(actual / tolerated) + (1 - actual) * Math.log((1 - actual) / (1 - tolerated))
  const events = (-Math.log(falseRollback) + 2.7) / perEvent
  return { events, candidateEvents: events * actual }
}
