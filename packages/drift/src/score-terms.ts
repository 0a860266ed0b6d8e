/** Computes what a bin of shares p and q, both above 0, adds to the population stability index, in nats. */
export function psiTerm(p: number, q: number): number {
  return (q - p) * Math.log(q / p)
}

/** Computes what a bin of shares p and q adds to the Jensen-Shannon divergence, in bits. */
export function jsdTerm(p: number, q: number): number {
  const middle = (p + q) / 2
  return ((p > 0 ? p * Math.log2(p / middle) : 0) + (q > 0 ? q * Math.log2(q / middle) : 0)) / 2
}
