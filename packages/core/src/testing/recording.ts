import type { EventSink } from '../ports.ts'
import type { Stage } from '../stage.ts'

/**
 * A stage that writes what happens to it into `log`: `+name`, `-name`, `!name`.
 *
 * @example
 * const log: string[] = []
 * await compose(model, [recordingStage('a', log)])(input)
 * log // ['+a', '-a']
 */
export function recordingStage(name: string, log: string[], hooks: Partial<Stage> = {}): Stage {
  return {
    name,
    enter(call) {
      log.push(`+${name}`)
      return hooks.enter?.(call)
    },
    leave(call) {
      log.push(`-${name}`)
      return hooks.leave?.(call)
    },
    error(call) {
      log.push(`!${name}`)
      return hooks.error?.(call)
    },
  }
}

/** A sink that keeps what is written to it. */
export interface RecordingSink extends EventSink {
  readonly records: Parameters<EventSink['write']>[0][]
}

/**
 * Creates a sink that keeps every record in memory; for tests.
 *
 * @example
 * const sink = recordingSink()
 * await guard(churn, { model, sink })(input)
 * sink.records.length // 1
 */
export function recordingSink(): RecordingSink {
  const records: Parameters<EventSink['write']>[0][] = []
  return {
    records,
    write(record) {
      records.push(record)
    },
    flush: () => Promise.resolve(),
  }
}
