import { lgamma, stirlingRest } from '../special/gamma.ts'

const halfLogTwoPi = 0.9189385332046728

/** lgamma(x) - (x - 1/2) log x + x - log(2 pi) / 2 for every x above 0: what is left where the rest cancels. */
export function stirlingRemainder(x: number): number {
  return x >= 10 ? stirlingRest(x) : lgamma(x) - (x - 0.5) * Math.log(x) + x - halfLogTwoPi
}
