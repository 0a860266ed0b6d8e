/** Risk ratios that are weighed against the tolerated one, as multiples of it. */
const grid = [1.25, 1.5, 2, 3, 4, 6, 10, 20, 50, 150, 400, 1000] as const

/** What one bad event adds to the log-likelihood ratio of each point of the grid, at one share. */
export interface Increments {
  readonly share: number
  readonly onCandidate: Float64Array
  readonly onStable: Float64Array
}

/**
 * Computes what one bad event is worth for and against each risk ratio of the grid.
 *
 * With risk ratio `r` and share `w`, a bad event lies on the candidate with probability
 * `q(r, w) = r w / (r w + 1 - w)`. Grid point `j` compares `r_j = toleratedRatio * grid_j` with the tolerated
 * ratio: `log q(r_j) / q(r_0)` for the candidate, `log (1 - q(r_j)) / (1 - q(r_0))` for stable.
 *
 * @param share of units on the candidate, in (0, 1)
 * @param toleratedRatio at least 1
 */
export function incrementsAt(share: number, toleratedRatio: number): Increments {
  const onCandidate = new Float64Array(grid.length)
  const onStable = new Float64Array(grid.length)
  grid.forEach((multiple, j) => {
    const down = Math.log(
      (toleratedRatio * share + 1 - share) / (toleratedRatio * multiple * share + 1 - share),
    )
    onStable[j] = down
    onCandidate[j] = down + Math.log(multiple)
  })
  return { share, onCandidate, onStable }
}

/**
 * The evidence of one signal that the candidate is worse than tolerated: a test martingale over bad events.
 *
 * **What it is.** For each ratio `r_j` of the grid and each start time `s_k`, the product over the bad
 * events since `s_k` of the likelihood ratio of `r_j` against the tolerated ratio. The evidence is their
 * mixture: equal weights over the grid of 12 ratios from 1.25 to 1000, and `g_k = 1 / (k (k + 1))` over
 * starts one `restartEvery` apart. A start still to come counts as 1.
 *
 * **Why it is valid at every look.** Given everything seen before, and given that a bad event happened, it
 * lies on the candidate with probability `q(r, w) <= q(r_0, w)` while the candidate is no worse than
 * tolerated, whatever the error rate that both arms share does. The factor is above 1 on the candidate and
 * below 1 on stable, so its mean grows with `q` and is exactly 1 at `q(r_0, w)`: each product is a
 * nonnegative supermartingale from 1. Starts are fixed multiples of a time known when the first event
 * comes, so a start looks at nothing it will weigh, and `sum g_k = 1`: the mixture is a nonnegative
 * supermartingale from 1 as well. By Ville's inequality it ever reaches `1 / alpha` with probability at most
 * `alpha`. Skipping an event by a rule that does not look at its arm multiplies by 1 and keeps this.
 *
 * **Why it needs no list of starts.** All products of one grid point grow by the same factor, whenever they
 * started. So their weighted sum `S_j = sum_k g_k prod` follows `S_j <- S_j * factor` at an event and
 * `S_j <- S_j + g_k` at a start. That is the mixture itself: no start is merged, dropped or approximated, and
 * memory is one number per grid point for ever. Starts that fall between two events telescope:
 * `g_a + ... + g_b = 1 / a - 1 / (b + 1)`, and all that are to come weigh `1 / (n + 1)` after the n-th.
 *
 * Everything is kept as logarithms. An event costs one addition of a precomputed number per grid point.
 *
 * Sources: Ville 1939; Lindon and Malek, Anytime-valid inference for multinomial count data, 2022; Shin,
 * Ramdas and Rinaldo, E-detectors, 2023 (the recursion over starts).
 */
export class HarmProcess {
  private readonly logSums: Float64Array
  private readonly restartEvery: number
  private started = 0
  private origin = 0

  /** @param restartEvery milliseconds between starts; `Infinity` for a single start of weight 1 */
  constructor(restartEvery: number) {
    this.restartEvery = restartEvery
    this.logSums = new Float64Array(grid.length).fill(-Infinity)
  }

  /** Weighs one bad event. Starts due by `now` begin first; a clock that steps back starts nothing. */
  record(steps: Float64Array, now: number): void {
    this.start(now)
    const { logSums } = this
    for (let j = 0; j < logSums.length; j++) logSums[j] = (logSums[j] ?? 0) + (steps[j] ?? 0)
  }

  /** An upper bound of `logEvidence()`, without exponentials. */
  get logCeiling(): number {
    let most = 0
    for (const logSum of this.logSums) if (logSum > most) most = logSum
    // The mixture is at most its largest sum plus the starts to come, and log(S + 1) <= log S + 1 for S >= 1.
    return most + 1
  }

  /** The logarithm of the evidence; 0 before the first event. */
  logEvidence(): number {
    if (this.started === 0) return 0
    const logPrior = -Math.log(grid.length)
    const toCome = this.restartEvery === Infinity ? -Infinity : -Math.log(this.started + 1)
    let most = toCome
    for (const logSum of this.logSums) most = Math.max(most, logSum + logPrior)
    let sum = Math.exp(toCome - most)
    for (const logSum of this.logSums) sum += Math.exp(logSum + logPrior - most)
    return most + Math.log(sum)
  }

  private start(now: number): void {
    if (this.started === 0) this.origin = now
    const due = this.restartEvery === Infinity ? 1 : 1 + Math.floor((now - this.origin) / this.restartEvery)
    if (!(due > this.started)) return
    const weight = this.restartEvery === Infinity ? 1 : 1 / (this.started + 1) - 1 / (due + 1)
    const logWeight = Math.log(weight)
    for (let j = 0; j < this.logSums.length; j++) {
      this.logSums[j] = logAdd(this.logSums[j] ?? -Infinity, logWeight)
    }
    this.started = due
  }
}

function logAdd(a: number, b: number): number {
  const high = Math.max(a, b)
  return high === -Infinity ? -Infinity : high + Math.log1p(Math.exp(-Math.abs(a - b)))
}
