/** Lists round numbers (1, 2 or 5 times a power of ten) within a range, about `most` of them. */
export function niceTicks(low: number, high: number, most: number): readonly number[] {
  const rough = (high - low) / most
  if (!(rough > 0) || !Number.isFinite(rough)) return []
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5].find((times) => times * power >= rough) ?? 10) * power
  const ticks: number[] = []
  for (let i = Math.ceil(low / step); i * step <= high && ticks.length <= 2 * most; i++) {
    ticks.push(Number((i * step).toPrecision(12)))
  }
  return ticks
}

/** Lists exponents of ten whose powers are round, for an axis of exponents from `low` to `high`. */
export function logTicks(low: number, high: number): readonly number[] {
  const step = Math.max(1, Math.ceil((high - low) / 5))
  const parts = high - low < 2 ? [1, 2, 5] : [1]
  const ticks: number[] = []
  for (let power = Math.floor(low); power <= high; power += step) {
    for (const part of parts) {
      const tick = power + Math.log10(part)
      if (tick >= low && tick <= high) ticks.push(tick)
    }
  }
  return ticks
}

/** Prints the ticks of one axis alike: with k, M or powers where the numbers are long. */
export function tickLabels(ticks: readonly number[]): readonly string[] {
  const largest = Math.max(...ticks.map(Math.abs))
  const [unit, sign]: readonly [number, string] =
    largest >= 1e15
      ? [1, '']
      : largest >= 1e9
        ? [1e9, 'G']
        : largest >= 1e6
          ? [1e6, 'M']
          : largest >= 1e4
            ? [1e3, 'k']
            : [1, '']
  return ticks.map((tick) => {
    const value = Number((tick / unit).toPrecision(6))
    const words = String(value)
    const short = words.length > 8 ? value.toExponential(2) : words
    return tick === 0 ? '0' : `${short.replace('-', '−')}${sign}`
  })
}
