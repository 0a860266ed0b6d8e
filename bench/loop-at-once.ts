/** Where answers go, so that no engine may leave out the work they come from. */
export const seen = { sum: 0, last: undefined as unknown }

/**
 * Makes `count` calls one after the other, without awaiting, and returns how many answered.
 *
 * Imported once per subject under a query of its own, as `loop.ts` is.
 *
 * @param inputs as many as a power of two
 */
export function loop<Input>(
  call: (input: Input) => unknown,
  inputs: readonly Input[],
  from: number,
  count: number,
): number {
  const mask = inputs.length - 1
  let answered = 0
  let sum = 0
  for (let i = from; i < from + count; i++) {
    const answer = call(inputs[i & mask] as Input)
    if (typeof answer === 'number') sum += answer
    else seen.last = answer
    if (answer !== undefined) answered++
  }
  seen.sum += sum
  return answered
}
