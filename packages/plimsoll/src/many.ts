import { checkOptions } from '@plimsoll/core'
import type { CallOptions } from '@plimsoll/core'
import type { ManyOptions } from './guard-type.ts'

/** Runs a call per input, at most `concurrency` at a time; the first failure abandons the rest. */
export async function runMany<Input, Output>(
  predict: (input: Input, options?: CallOptions) => Promise<Output>,
  inputs: Iterable<Input>,
  options: ManyOptions = {},
): Promise<Output[]> {
  const { concurrency = 16, signal, ...shared } = options
  const check = checkOptions('many')
  const isCount = Number.isInteger(concurrency) && concurrency >= 1
  check.require(isCount, 'concurrency', 'must be a whole number of at least 1', concurrency)
  check.done()
  const controller = new AbortController()
  const given = {
    ...shared,
    signal: signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal]),
  }
  const rows = Array.from(inputs)
  const outputs: Output[] = []
  outputs.length = rows.length
  let next = 0
  const work = async (): Promise<void> => {
    while (next < rows.length && !controller.signal.aborted) {
      const index = next++
      outputs[index] = await predict(rows[index] as Input, given)
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, rows.length) }, work))
  } catch (error) {
    controller.abort(error)
    throw error
  }
  return outputs
}
