// An event sink: a line of JSON per record, appended to a file.
import { appendFile } from 'node:fs/promises'
import type { EventSink } from 'plimsoll/core'

/** Takes text at the far end; resolves when it is safe there. */
export type Append = (text: string) => Promise<void>

/** Appends to a file. */
export function toFile(path: string): Append {
  return (text) => appendFile(path, text)
}

/**
 * Queues records, and appends what is queued in one go while the next records come. `write` returns at once,
 * however slow the far end; past `maxRecords` records are lost, and `flush` tells so.
 */
export class JsonLinesSink implements EventSink {
  private readonly append: Append
  private readonly maxRecords: number
  private queue: string[] = []
  private isScheduled = false
  /** Settles when everything written so far has been appended, or was lost. */
  private last: Promise<void> = Promise.resolve()
  private lost = 0
  private cause: unknown

  /** @param maxRecords kept at most while the far end does not answer */
  constructor(append: Append, maxRecords = 10_000) {
    this.append = append
    this.maxRecords = maxRecords
  }

  write(record: Parameters<EventSink['write']>[0]): void {
    if (this.queue.length >= this.maxRecords) {
      this.lost++
      return
    }
    // Turned into text now: the record is not ours, and is whole at this moment.
    this.queue.push(`${JSON.stringify(record)}\n`)
    if (this.isScheduled) return
    this.isScheduled = true
    this.last = this.last.then(() => this.send())
  }

  async flush(): Promise<void> {
    await this.last
    const { lost, cause } = this
    if (lost === 0) return
    this.lost = 0
    throw new Error(`${lost} records were lost`, { cause })
  }

  private async send(): Promise<void> {
    const lines = this.queue
    this.queue = []
    this.isScheduled = false
    try {
      await this.append(lines.join(''))
    } catch (error) {
      this.lost += lines.length
      this.cause = error
    }
  }
}
