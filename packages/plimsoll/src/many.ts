import { checkOptions } from '@plimsoll/core'
import type { CallOptions } from '@plimsoll/core'
import type { ManyOptions } from './guard-type.ts'

const optionNames = {
  concurrency: true,
  signal: true,
  deadline: true,
  unit: true,
  tenant: true,
  priority: true,
  traceparent: true,
} satisfies Record<keyof ManyOptions, true>

/** Runs a call per input, at most `concurrency` at a time; the first failure abandons the rest. */
export async function runMany<Input, Output>(
  predict: (input: Input, options?: CallOptions) => Promise<Output>,
  inputs: Iterable<Input>,
  options: ManyOptions = {},
): Promise<Output[]> {
  const check = checkOptions('many', 'call')
  const areOptions = typeof options === 'object' && (options as unknown) !== null
  if (!check.require(areOptions, 'options', 'must be an object', options)) check.done()
  const { concurrency = 16, signal, ...shared } = options
  check.keys(options, Object.keys(optionNames))
  const isIterable = typeof (inputs as Partial<Iterable<Input>> | null)?.[Symbol.iterator] === 'function'
  check.require(isIterable, 'inputs', 'must be an array or another iterable', inputs)
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
    // Without the failure as its reason: it is the caller's, and one row's failure is none of another's.
    controller.abort()
    throw error
  }
  return outputs
}
