import type { EventSink, SinkRecord } from '../ports.ts'
import type { Decision } from '../shapes.ts'
import { CaseList, must, mustReject, turn } from './case-list.ts'
import type { Bench, KitOptions } from './case-list.ts'
import type { ConformanceCase } from './conformance.ts'
import { settle } from './fake-clock.ts'
import { difference } from './same-data.ts'
import { frozen } from './samples.ts'

/** What the kit for event sinks must and can be told of a sink. */
export interface EventSinkKitOptions<Sink extends EventSink = EventSink> extends KitOptions<Sink> {
  /** Reads back the records that are safe at the sink's far end, in their order there. */
  readonly delivered: (sink: Sink) => readonly unknown[] | Promise<readonly unknown[]>
  /** Records the sink promises to take at one go. @default 10 000 */
  readonly burst?: number | undefined
  /**
   * Makes the far end stop answering, until the function returned is called: what is written meanwhile is not
   * safe. @default none: the cases of a slow far end are skipped
   */
  readonly hold?: ((sink: Sink) => () => void) | undefined
  /** Records the sink keeps at most while its far end does not answer. @default not known: the case is skipped */
  readonly maxRecords?: number | undefined
  /**
   * Makes the far end refuse, until the function returned is called. @default none: the case is skipped
   */
  readonly fail?: ((sink: Sink) => () => void) | undefined
}

/**
 * Lists what an `EventSink` must do. Each case makes a sink of its own with `make`, whose far end must be empty.
 *
 * @example
 * for (const c of eventSinkCases(recordingSink, { delivered: (sink) => sink.records })) test(c.name, c.run)
 */
export function eventSinkCases<Sink extends EventSink>(
  make: () => Sink | Promise<Sink>,
  options: EventSinkKitOptions<Sink>,
): readonly ConformanceCase[] {
  const { burst = 10_000, hold, maxRecords, fail, delivered } = options
  const list = new CaseList<Sink>(make, options)
  const it = (
    name: string,
    body: (sink: TriedSink, bench: Bench<Sink>, made: Sink) => Promise<void>,
    missing?: string,
  ): void => {
    const tried = (made: Sink, { within }: Bench<Sink>): TriedSink =>
      new TriedSink(made, within, () => delivered(made))
    list.add(name, (made, bench) => body(tried(made, bench), bench, made), missing)
  }

  it('has every record at its far end when flush resolves', async (sink) => {
    const records = decisions(3)
    for (const record of records) sink.write(record)
    await sink.flush()
    await sink.mustHave(records)
  })
  it('delivers in the order of writing', async (sink) => {
    const records = decisions(200)
    for (const [i, record] of records.entries()) {
      sink.write(record)
      // Some at once and some apart, so that batches begin and end anywhere.
      if (i % 7 === 0) await settle()
    }
    await sink.flush()
    await sink.mustHave(records)
  })
  it('delivers every kind of record as it was given', async (sink) => {
    const records = everyKind()
    for (const record of records) sink.write(record)
    await sink.flush()
    await sink.mustHave(records)
  })
  it(`takes a burst of ${burst} records`, async (sink) => {
    const records = decisions(burst)
    for (const record of records) sink.write(record)
    await sink.flush()
    await sink.mustHave(records)
  })
  it('writes nothing into a record', async (sink) => {
    const records = everyKind()
    for (const record of records) sink.write(frozen(record))
    await sink.flush()
    await sink.mustHave(records)
  })
  it('flushes when nothing was written', async (sink) => {
    await sink.flush()
    await sink.mustHave([])
  })
  it('goes on after a flush, and delivers nothing twice', async (sink) => {
    const records = decisions(6)
    for (const [i, record] of records.entries()) {
      sink.write(record)
      if (i % 2 === 0) await sink.flush()
    }
    await sink.flush()
    await sink.flush()
    await sink.mustHave(records)
  })
  it('flushes several times at once, each for what was written before', async (sink) => {
    const records = decisions(6)
    const flushes = records.map(async (record, i) => {
      sink.write(record)
      await sink.flush()
      await sink.mustHaveFirst(records.slice(0, i + 1))
    })
    await Promise.all(flushes)
    await sink.mustHave(records)
  })
  it('shares nothing with another sink', async (sink, bench) => {
    const made = await bench.make()
    const other = new TriedSink(made, bench.within, () => delivered(made))
    const records = decisions(4)
    for (const [i, record] of records.entries()) (i < 2 ? sink : other).write(record)
    await sink.flush()
    await other.flush()
    await sink.mustHave(records.slice(0, 2))
    await other.mustHave(records.slice(2))
  })

  const noHold = hold === undefined ? 'hold was not given' : undefined
  it(
    'returns from write at once, and waits in flush, while its far end does not answer',
    async (sink, bench, made) => {
      const records = decisions(5)
      const release = hold?.(made)
      for (const record of records) sink.write(record)
      let isFlushed = false
      const flushed = sink.flush().then(() => {
        isFlushed = true
      })
      await settle()
      await turn()
      must(!isFlushed, 'flush must wait until the far end has confirmed: it resolved before')
      release?.()
      await flushed
      await sink.mustHave(records)
    },
    noHold,
  )
  it(
    'keeps a bounded number of records while its far end does not answer, and flush tells that the rest is lost',
    async (sink, bench, made) => {
      const most = maxRecords ?? 0
      const release = hold?.(made)
      for (const record of decisions(4 * most)) sink.write(record)
      await settle()
      release?.()
      await mustReject('flush, after records past the bound,', () => sink.flush())
      // A batch under way may be counted apart from those that wait for it.
      const kept = (await sink.read()).length
      must(kept <= 2 * most, `the sink must keep at most ${most} records: it kept ${kept}`)
      must(kept >= most, `the sink must keep ${most} records, and lose what is past them: it kept ${kept}`)
    },
    noHold ?? (maxRecords === undefined ? 'maxRecords was not given' : undefined),
  )
  it(
    'tells in flush, once, that its far end refused records, and goes on',
    async (sink, bench, made) => {
      const [first, lost, after] = decisions(3)
      must(first !== undefined && lost !== undefined && after !== undefined, 'the kit needs three records')
      sink.write(first)
      await sink.flush()
      const mend = fail?.(made)
      sink.write(lost)
      await mustReject('flush, after a record was refused,', () => sink.flush())
      mend?.()
      sink.write(after)
      await sink.flush()
      const back = await sink.read()
      const wrong = difference([first, after], [back[0], back.at(-1)], 'the records')
      must(wrong === undefined, `the sink must deliver what came before and after an outage: ${wrong}`)
    },
    fail === undefined ? 'fail was not given' : undefined,
  )
  return list.cases
}

function decisions(count: number): readonly Decision[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `id${i}`,
    contract: 'churn@4',
    variant: i % 2 === 0 ? 'v3' : undefined,
    unit: `u${i % 5}`,
    source: 'live',
    degraded: false,
    attempts: 1,
    at: 1_700_000_000_000 + i,
  }))
}

/** One record of each kind, with text that breaks lines, quotes and markup. */
function everyKind(): readonly SinkRecord[] {
  const at = 1_700_000_000_123
  const [decision] = decisions(1)
  must(decision !== undefined, 'the kit needs a record')
  const counts = { evidence: 12.5, bound: 100, stableEvents: 1, candidateEvents: 9 }
  const arms = { stable: 'v3', candidate: 'v4' }
  return [
    { ...decision, variant: undefined, unit: undefined, source: 'none', failure: 'aborted' },
    {
      ...decision,
      id: 'a\nb\r\n\u2028"c"\\ \0',
      unit: '👩‍🔬 <b>&amp;',
      tenant: 'é',
      priority: 'critical',
      source: 'fallback',
      degraded: true,
      failure: '_OTHER',
    },
    { kind: 'breaker', variant: undefined, from: 'closed', to: 'open', at },
    {
      kind: 'drift',
      side: 'input',
      verdict: 'alarm',
      previous: 'ok',
      columns: ['tenure', 'address.zip', 'pixels[12]'],
      share: 2 / 3,
      rows: 5_000,
      finished: true,
      logE: 12.5,
      pValue: Math.exp(-12.5),
      baseline: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
      at,
    },
    { kind: 'rollout', decision: 'rollback', ...arms, signal: 'errors', ...counts, at },
    { kind: 'rollout', decision: 'promote', ...arms, signal: 'manual', reason: 'by hand\n', ...counts, at },
  ]
}

/** A sink whose operations must end in time, and what must be true of its far end. */
class TriedSink {
  private readonly sink: EventSink
  private readonly within: Bench<unknown>['within']
  private readonly delivered: () => readonly unknown[] | Promise<readonly unknown[]>

  constructor(
    sink: EventSink,
    within: Bench<unknown>['within'],
    delivered: () => readonly unknown[] | Promise<readonly unknown[]>,
  ) {
    this.sink = sink
    this.within = within
    this.delivered = delivered
  }

  /** As a guard writes: the promise is not waited for. Its rejection is the guard's to count. */
  write(record: SinkRecord): void {
    const pending: unknown = this.sink.write(record)
    Promise.resolve(pending).catch(() => undefined)
  }

  flush(): Promise<void> {
    return this.within('flush', async () => {
      const flushed: unknown = this.sink.flush()
      must(flushed instanceof Promise, 'flush must return a promise')
      await flushed
    })
  }

  read(): Promise<readonly unknown[]> {
    return this.within('delivered', this.delivered)
  }

  async mustHave(records: readonly unknown[]): Promise<void> {
    const wrong = difference(records, await this.read(), 'the list of records')
    must(wrong === undefined, `the far end must have what was written, in its order: ${wrong}`)
  }

  async mustHaveFirst(records: readonly unknown[]): Promise<void> {
    const back = await this.read()
    const wrong = difference(records, back.slice(0, records.length), 'the list of records')
    must(wrong === undefined, `flush must wait for what was written before it: ${wrong}`)
  }
}
