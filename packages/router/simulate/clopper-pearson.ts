/**
 * Computes the exact (Clopper-Pearson) upper bound of a proportion: the largest `p` under which seeing `hits`
 * or fewer of `runs` still has probability `1 - confidence`.
 */
export function clopperPearsonUpper(hits: number, runs: number, confidence: number): number {
  if (hits >= runs) return 1
  let low = hits / runs
  let high = 1
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (binomialCdf(hits, runs, middle) > 1 - confidence) low = middle
    else high = middle
  }
  return high
}

/** The probability of at most `k` hits in `n` draws of probability `p`. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (p <= 0) return 1
  if (p >= 1) return k >= n ? 1 : 0
  let logTerm = n * Math.log1p(-p)
  let sum = Math.exp(logTerm)
  for (let i = 0; i < k; i++) {
    logTerm += Math.log((n - i) / (i + 1)) + Math.log(p) - Math.log1p(-p)
    sum += Math.exp(logTerm)
  }
  return Math.min(1, sum)
}
