/**
 * Awaits `count` calls one after the other and returns how many answered.
 *
 * Imported once per subject, under a query of its own (`./loop.ts?name`), so that each subject has a copy
 * with type feedback of its own: a call site that has seen twenty functions would tax the fastest most.
 *
 * @param inputs as many as a power of two
 */
export async function loop<Input>(
  call: (input: Input) => unknown,
  inputs: readonly Input[],
  from: number,
  count: number,
): Promise<number> {
  const mask = inputs.length - 1
  let answered = 0
  for (let i = from; i < from + count; i++) {
    const answer = await call(inputs[i & mask] as Input)
    if (answer !== undefined) answered++
  }
  return answered
}
