/** @throws RangeError for an alpha not in (0, below) */
export function checkAlpha(alpha: number, below = 1): void {
  if (!(alpha > 0 && alpha < below)) throw new RangeError(`alpha must be in (0, ${below}), got ${alpha}`)
}

/** @throws RangeError for a number that is not finite and above 0 */
export function checkPositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity))
    throw new RangeError(`${name} must be finite and above 0, got ${value}`)
}

/** @throws RangeError for a number not in (0, 1) */
export function checkShare(name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`${name} must be in (0, 1), got ${value}`)
}

/** @throws RangeError for a value not in [0, 1], NaN included; it does not tell the value */
export function checkBounded(value: number): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError('value must be in [0, 1]')
}

/** @throws RangeError for a plain state of another version, or without a part, which must not become a default */
export function checkForm(state: { readonly version: unknown }, ...parts: readonly string[]): void {
  if (state?.version !== 1) throw new RangeError('version must be 1')
  for (const part of parts) if (!(part in state)) throw new RangeError(`${part} is missing`)
}

/**
 * Copies finite numbers of a plain state into place.
 *
 * @throws RangeError when there are not as many, or one is not finite or below `least`
 */
export function loadNumbers(
  name: string,
  from: unknown,
  into: Float64Array,
  least: number = -Infinity,
): void {
  const isSound =
    Array.isArray(from) &&
    from.length === into.length &&
    from.every((x: unknown) => typeof x === 'number' && Number.isFinite(x) && x >= least)
  if (!isSound) throw new RangeError(`${name} must be ${into.length} finite numbers, each in its range`)
  into.set(from as number[])
}
