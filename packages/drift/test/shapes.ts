import type { Random } from '@plimsoll/stats'

/** The shapes that the promise is held on; null for a missing value. */
export const shapes: Readonly<Record<string, (random: Random) => number | null>> = {
  normal: (random) => random.normal(),
  uniform: (random) => random.next(),
  exponential: (random) => -Math.log(1 - random.next()),
  'lognormal(2)': (random) => Math.exp(2 * random.normal()),
  Cauchy: (random) => Math.tan(Math.PI * (random.next() - 0.5)),
  't, 3 degrees': (random) =>
    (random.normal() * Math.sqrt(3)) / Math.hypot(random.normal(), random.normal(), random.normal()),
  bimodal: (random) => random.normal() + (random.next() < 0.5 ? -3 : 3),
  'Bernoulli .01': (random) => (random.next() < 0.01 ? 1 : 0),
  'Poisson 3': (random) => {
    let count = 0
    for (let product = random.next(); product > Math.exp(-3); product *= random.next()) count++
    return count
  },
  '90% zeros': (random) => (random.next() < 0.9 ? 0 : -Math.log(1 - random.next())),
  'rounded to .1': (random) => Math.round(random.normal() * 10) / 10,
  '30% missing': (random) => (random.next() < 0.3 ? null : random.normal()),
}
