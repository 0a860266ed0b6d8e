/** Riemann's zeta function for s above 1, by Euler and Maclaurin; relative error below 1e-14. */
export function zeta(s: number): number {
  const n = 16
  let sum = 0
  for (let k = n - 1; k >= 1; k--) sum += k ** -s
  let term = s * n ** (-s - 1)
  let rest = n ** (1 - s) / (s - 1) + 0.5 * n ** -s
  // Bernoulli numbers over factorials: B2 / 2!, B4 / 4!, ...
  const coefficients = [1 / 12, -1 / 720, 1 / 30_240, -1 / 1_209_600, 1 / 47_900_160]
  coefficients.forEach((coefficient, k) => {
    rest += coefficient * term
    term *= ((s + 2 * k + 1) * (s + 2 * k + 2)) / (n * n)
  })
  return sum + rest
}
