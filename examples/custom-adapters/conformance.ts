// Each part held against the kit of its port: in a project of yours, a test per case.
import type { CacheStore } from 'plimsoll/core'
import { cacheStoreCases, createFakeClock, eventSinkCases, stageCases } from 'plimsoll/testing'
import type { ConformanceCase } from 'plimsoll/testing'
import type { Append } from './json-lines-sink.ts'
import { JsonLinesSink } from './json-lines-sink.ts'
import { RegionPin } from './region-pin.ts'
import { SqliteStore } from './sqlite-store.ts'

/** The region pin, on every path a call can take: with a directory that answers later. */
export function regionPinCases(): readonly ConformanceCase[] {
  return stageCases(
    () =>
      new RegionPin({
        serves: ['eu'],
        lookUp: () => Promise.resolve('eu'),
        whose: () => 'acme', // the kit's calls have no tenant
      }).stage,
  )
}

/** The store, its expiry, its bound and its outage. `change` may spoil it. */
export function sqliteStoreCases(
  change: (store: CacheStore) => CacheStore = (store) => store,
): readonly ConformanceCase[] {
  const clock = createFakeClock()
  const opened = new Map<CacheStore, SqliteStore>()
  return cacheStoreCases(
    () => {
      const store = new SqliteStore({ path: ':memory:', maxEntries: 200, now: () => clock.wall() })
      const changed = change(store)
      opened.set(changed, store)
      return changed
    },
    {
      clock,
      maxEntries: 200,
      fail: (store) => opened.get(store)?.close(),
      close: (store) => opened.get(store)?.close(),
    },
  )
}

/** The sink, with a far end that can be slow and can refuse. */
export function jsonLinesSinkCases(): readonly ConformanceCase[] {
  const farEnds = new Map<JsonLinesSink, FarEnd>()
  const farEndOf = (sink: JsonLinesSink): FarEnd => farEnds.get(sink) ?? new FarEnd()
  return eventSinkCases(
    () => {
      const farEnd = new FarEnd()
      const sink = new JsonLinesSink(farEnd.append)
      farEnds.set(sink, farEnd)
      return sink
    },
    {
      delivered: (sink) => farEndOf(sink).records,
      hold: (sink) => farEndOf(sink).hold(),
      fail: (sink) => farEndOf(sink).fail(),
      maxRecords: 10_000,
    },
  )
}

/** Stands in for the file. */
class FarEnd {
  private text = ''
  private open: Promise<void> = Promise.resolve()
  private isBroken = false

  readonly append: Append = async (text) => {
    await this.open
    if (this.isBroken) throw new Error('disk full')
    this.text += text
  }

  get records(): unknown[] {
    const lines = this.text.split('\n').slice(0, -1)
    return lines.map((line) => JSON.parse(line) as unknown)
  }

  hold(): () => void {
    let release = (): void => undefined
    this.open = new Promise((resolve) => {
      release = resolve
    })
    return release
  }

  fail(): () => void {
    this.isBroken = true
    return () => {
      this.isBroken = false
    }
  }
}
