import type { FastRandom } from './fast-random.ts'

/** Draws one value of a shape of data; NaN for one that is missing. */
export type Shape = (random: FastRandom) => number

/** The shapes that monitors must bear without a false alarm. */
export const shapes: Readonly<Record<string, Shape>> = {
  normal: (random) => random.normal(),
  uniform: (random) => random.next(),
  exponential: (random) => -Math.log(random.next()),
  'lognormal(2)': (random) => Math.exp(2 * random.normal()),
  Cauchy: (random) => Math.tan(Math.PI * (random.next() - 0.5)),
  // Two of the three squares come from one exponential number.
  't, 3 degrees': (random) =>
    (random.normal() * Math.sqrt(3)) / Math.sqrt(random.normal() ** 2 - 2 * Math.log(random.next())),
  bimodal: (random) => random.normal() + (random.next() < 0.5 ? -3 : 3),
  'Bernoulli .01': (random) => (random.next() < 0.01 ? 1 : 0),
  'Poisson 3': (random) => {
    let count = 0
    for (let product = random.next(); product > noneOfThree; product *= random.next()) count++
    return count
  },
  '90% zeros': (random) => (random.next() < 0.9 ? 0 : -Math.log(random.next())),
  'rounded to .1': (random) => Math.round(random.normal() * 10) / 10,
  '30% missing': (random) => (random.next() < 0.3 ? Number.NaN : random.normal()),
}

const noneOfThree = Math.exp(-3)

export const shapeNames: readonly string[] = Object.keys(shapes)

/** Draws a row with a column of every shape. */
export function drawShapes(random: FastRandom): (number | null)[] {
  return Object.values(shapes).map((draw) => {
    const value = draw(random)
    return Number.isNaN(value) ? null : value
  })
}
