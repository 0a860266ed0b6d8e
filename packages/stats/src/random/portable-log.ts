const ln2High = 6.9314718036912381649e-1
const ln2Low = 1.90821492927058770002e-10
// Coefficients of the minimax polynomial for log(1 + f) in (f / (2 + f))^2.
const c1 = 6.66666666666673513e-1
const c2 = 3.999999999940941908e-1
const c3 = 2.857142874366239149e-1
const c4 = 2.222219843214978396e-1
const c5 = 1.818357216161805012e-1
const c6 = 1.531383769920937332e-1
const c7 = 1.479819860511658591e-1

/**
 * Computes the natural logarithm of a number in (0, 1), the same to the last bit everywhere: `Math.log` is not,
 * since engines link different mathematics libraries. Only additions, multiplications and divisions, which
 * IEEE 754 rounds correctly; within 1 unit in the last place, equal to `Math.log` of V8.
 *
 * @param x above 0 and below 1; takes one step per halving from 1, so it is for numbers that are not tiny
 * @see FreeBSD msun, e_log.c (Sun Microsystems, 1993), its words written as comparisons
 */
export function portableLog(x: number): number {
  let y = x
  let k = 0
  while (y < 1) {
    y *= 2
    k--
  }
  // Now 1 <= y < 2; above about the root of 2 half of it is nearer to 1.
  const isHigh = y >= 1 + 0x6a09c / 0x100000
  const f = (isHigh ? y / 2 : y) - 1
  if (isHigh) k++
  if (y < 1 + 1 / 0x100000 || y >= 1 + 0xffffe / 0x100000) {
    const rest = f * f * (0.5 - (1 / 3) * f)
    return k * ln2High - (rest - k * ln2Low - f)
  }
  const s = f / (2 + f)
  const z = s * s
  const w = z * z
  const rest = z * (c1 + w * (c3 + w * (c5 + w * c7))) + w * (c2 + w * (c4 + w * c6))
  if (y >= 1 + 0x6147a / 0x100000 && y < 1 + 0x6b852 / 0x100000) {
    const half = 0.5 * f * f
    return k * ln2High - (half - (s * (half + rest) + k * ln2Low) - f)
  }
  return k * ln2High - (s * (f - rest) - k * ln2Low - f)
}
