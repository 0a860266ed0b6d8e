import { isThenable } from './faults.ts'
import { checkOptions } from './options.ts'
import type { EventSink } from './ports.ts'

/** Options of `jsonLinesSink`. */
export interface JsonLinesSinkOptions {
  /** Records kept at most while a write is under way, 1 to 10 000 000; what comes past it is lost. @default 10 000 */
  readonly maxRecords?: number | undefined
}

/** A sink that writes JSON lines. */
export interface JsonLinesSink extends EventSink {
  /** Records lost since the start: past the bound, or in a write that failed. */
  readonly lost: number
}

/**
 * Creates a sink that writes each record as one line of JSON, its newline included.
 *
 * @param write takes text of whole lines: one, or all that came while an earlier write was under way. A promise
 * it returns is waited for before the next write; one that never settles holds the sink up until the end.
 * @throws {OptionsError} when an option can't work.
 * @example
 * const sink = jsonLinesSink((lines) => appendFile('decisions.jsonl', lines))
 * const predict = guard(churn, { model, sink })
 */
export function jsonLinesSink(
  write: (lines: string) => void | Promise<void>,
  options: JsonLinesSinkOptions = {},
): JsonLinesSink {
  const { maxRecords = 10_000 } = options
  const check = checkOptions('jsonLinesSink')
  check.keys(options, ['maxRecords'])
  check.require(typeof write === 'function', 'write', 'must be a function', write)
  const isCount = Number.isInteger(maxRecords) && maxRecords >= 1 && maxRecords <= 1e7
  check.require(isCount, 'maxRecords', 'must be a whole number from 1 to 10000000', maxRecords)
  check.done()
  let waiting: string[] = []
  let underWay: Promise<void> | undefined
  let lost = 0
  let told = 0
  let cause: unknown

  const lose = (count: number, error: unknown): void => {
    lost += count
    cause = error
  }
  const send = (lines: readonly string[]): void => {
    try {
      const pending: unknown = write(lines.join(''))
      if (isThenable(pending)) underWay = finish(pending, lines.length)
    } catch (error) {
      lose(lines.length, error)
    }
  }
  const finish = async (pending: PromiseLike<unknown>, count: number): Promise<void> => {
    try {
      await pending
    } catch (error) {
      lose(count, error)
    }
    underWay = undefined
    const next = waiting
    waiting = []
    if (next.length > 0) send(next)
  }
  return {
    get lost() {
      return lost
    },
    write(record) {
      const line = `${JSON.stringify(record)}\n`
      if (underWay === undefined) send([line])
      else if (waiting.length < maxRecords) waiting.push(line)
      else lose(1, new Error(`more than ${maxRecords} records waited`))
    },
    async flush() {
      // What is waiting when the first write ends goes with the second; what comes later isn't waited for.
      await underWay
      await underWay
      const count = lost - told
      told = lost
      if (count > 0) throw new Error(`records lost: ${count}`, { cause })
    },
  }
}
