import { jsonLinesSink } from '../src/index.ts'
import type { EventSink } from '../src/index.ts'

/** Where lines arrive: takes them late, or holds, or refuses, as told. */
export class FarEnd {
  readonly lines: string[] = []
  private held: Promise<void> | undefined
  private isDown = false

  /** Takes text of whole lines; resolves when they are safe. */
  async take(text: string): Promise<void> {
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    await this.held
    if (this.isDown) throw new Error('the far end refused')
    this.lines.push(...text.split('\n').slice(0, -1))
  }

  get records(): readonly unknown[] {
    return this.lines.map((line): unknown => JSON.parse(line))
  }

  hold(): () => void {
    let release: (() => void) | undefined
    this.held = new Promise((resolve) => {
      release = resolve
    })
    return () => {
      this.held = undefined
      release?.()
    }
  }

  fail(): () => void {
    this.isDown = true
    return () => {
      this.isDown = false
    }
  }
}

/** A sink and where its records arrive. */
export interface OpenSink extends EventSink {
  readonly end: FarEnd
}

/** A sound sink: JSON lines to an end that is asynchronous. */
export function openSink(maxRecords?: number, end: FarEnd = new FarEnd()): OpenSink {
  const sink = jsonLinesSink((text) => end.take(text), { maxRecords })
  return Object.assign(sink, { end })
}
