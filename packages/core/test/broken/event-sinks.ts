import type { EventSink, SinkRecord } from '../../src/index.ts'
import type { EventSinkKitOptions } from '../../src/testing/index.ts'
import { FarEnd, openSink } from '../far-end.ts'
import type { OpenSink } from '../far-end.ts'
import type { Broken } from './broken.ts'

type Fault = Broken<OpenSink, EventSinkKitOptions<OpenSink>>

const holding: Fault['options'] = { hold: (sink) => sink.end.hold() }
const bounded: Fault['options'] = { ...holding, maxRecords: 50 }
const failing: Fault['options'] = { fail: (sink) => sink.end.fail() }

/** A sound sink with some operations replaced. */
function but(change: (sink: OpenSink) => Partial<EventSink>, maxRecords?: number): Fault['make'] {
  return () => {
    const sink = openSink(maxRecords)
    return { ...sink, ...change(sink) }
  }
}

/** A sink that changes its records on their way. */
function changed(change: (record: SinkRecord) => unknown): Fault['make'] {
  return but((sink) => ({ write: (record) => sink.write(change(record) as SinkRecord) }))
}

const sharedEnd = new FarEnd()

export const brokenEventSinks: readonly Fault[] = [
  {
    fault: 'loses the order, as writes at once do',
    make: but(({ end }) => {
      const writes: Promise<void>[] = []
      return {
        write(record) {
          const late = writes.length % 3 === 0
          writes.push(
            (async () => {
              if (late) for (let i = 0; i < 5; i++) await Promise.resolve()
              await end.take(`${JSON.stringify(record)}\n`)
            })(),
          )
        },
        flush: async () => void (await Promise.all(writes)),
      }
    }),
  },
  {
    fault: 'delivers the newest first',
    make: but(({ end }) => {
      let waiting: string[] = []
      return {
        write: (record) => void waiting.unshift(`${JSON.stringify(record)}\n`),
        async flush() {
          const text = waiting.join('')
          waiting = []
          await end.take(text)
        },
      }
    }),
  },
  { fault: 'flushes before anything is safe', make: but(() => ({ flush: () => Promise.resolve() })) },
  {
    fault: 'flushes the batch under way, and not what waits behind it',
    make: but((sink) => {
      let first: Promise<void> | undefined
      const { end } = sink
      return {
        write(record) {
          const text = `${JSON.stringify(record)}\n`
          first = first === undefined ? end.take(text) : first
          if (end.lines.length > 0 || first !== undefined)
            void first.then(() => (isFirst(record) ? undefined : end.take(text)))
        },
        flush: async () => first,
      }
    }),
  },
  {
    fault: 'returns nothing from flush',
    make: but((sink) => ({ flush: () => void sink.flush() as unknown as Promise<void> })),
  },
  {
    fault: 'never ends a flush when nothing was written',
    make: but((sink) => {
      let written = 0
      return {
        write(record) {
          written++
          return sink.write(record)
        },
        flush: () => (written === 0 ? new Promise(() => undefined) : sink.flush()),
      }
    }),
  },
  {
    fault: 'drops what comes after its first flush',
    make: but((sink) => {
      let isClosed = false
      return {
        write: (record) => (isClosed ? undefined : sink.write(record)),
        flush() {
          isClosed = true
          return sink.flush()
        },
      }
    }),
  },
  {
    fault: 'delivers everything again with every flush',
    make: but(({ end }) => {
      const lines: string[] = []
      return {
        write: (record) => void lines.push(`${JSON.stringify(record)}\n`),
        flush: () => end.take(lines.join('')),
      }
    }),
  },
  {
    fault: 'serves one flush at a time and resolves the others at once',
    make: but((sink) => {
      let isBusy = false
      return {
        async flush() {
          if (isBusy) return
          isBusy = true
          await sink.flush()
          isBusy = false
        },
      }
    }),
  },
  {
    fault: 'drops what does not fit into a small queue, and does not tell',
    make: but((sink) => {
      let written = 0
      return {
        write: (record) => (written++ < 1_000 ? sink.write(record) : undefined),
      }
    }),
  },
  {
    fault: 'takes one record in ten of a burst',
    make: but((sink) => {
      let written = 0
      return { write: (record) => (written++ < 500 || written % 10 === 0 ? sink.write(record) : undefined) }
    }),
  },
  {
    fault: 'writes its own fields into the record',
    make: changed((record) => Object.assign(record, { sentAt: 1 })),
  },
  {
    fault: 'takes fields out of the record',
    make: changed((record) => {
      if ('columns' in record) (record.columns as string[]).sort().reverse()
      return record
    }),
  },
  { fault: 'adds fields of its own', make: changed((record) => ({ ...record, host: 'a' })) },
  {
    fault: 'delivers decisions alone',
    make: but((sink) => ({ write: (record) => ('id' in record ? sink.write(record) : undefined) })),
  },
  { fault: 'leaves nested fields out', make: changed((record) => ({ ...record, columns: undefined })) },
  {
    fault: 'rounds numbers',
    make: changed((record) =>
      JSON.parse(
        JSON.stringify(record, (_, value: unknown) =>
          typeof value === 'number' ? Math.round(value) : value,
        ),
      ),
    ),
  },
  {
    fault: 'writes text as it is, line breaks too',
    make: but(({ end }) => {
      let text = ''
      return {
        write: (record) => void (text += `${JSON.stringify(record).replaceAll('\\n', '')}\n`),
        async flush() {
          const ready = text
          text = ''
          await end.take(ready)
        },
      }
    }),
  },
  {
    fault: 'shares its far end with every other sink',
    make: () => {
      sharedEnd.lines.length = 0
      return openSink(10_000, sharedEnd)
    },
  },
  {
    fault: 'tells in flush that it is done while the far end does not answer',
    make: but(() => ({ flush: () => Promise.resolve() })),
    options: holding,
  },
  {
    fault: 'keeps everything while its far end does not answer',
    make: () => openSink(1e6),
    options: bounded,
  },
  {
    fault: 'drops what is past its bound and does not tell',
    make: but((sink) => ({ flush: () => sink.flush().catch(() => undefined) }), 50),
    options: bounded,
  },
  { fault: 'keeps less than it says', make: () => openSink(5), options: bounded },
  {
    fault: 'resolves flush though a record was refused',
    make: but((sink) => ({ flush: () => sink.flush().catch(() => undefined) })),
    options: failing,
  },
  {
    fault: 'tells again and again of one loss',
    make: but((sink) => {
      let failure: unknown
      return {
        async flush() {
          await sink.flush().catch((error: unknown) => {
            failure ??= error
          })
          if (failure !== undefined) throw failure
        },
      }
    }),
    options: failing,
  },
  {
    fault: 'gives up after one refusal',
    make: but((sink) => {
      let isBroken = false
      return {
        write: (record) => (isBroken ? undefined : sink.write(record)),
        async flush() {
          try {
            await sink.flush()
          } catch (error) {
            isBroken = true
            throw error
          }
        },
      }
    }),
    options: failing,
  },
  {
    fault: 'rejects flush with text',
    make: but((sink) => ({
      flush: () =>
        sink.flush().catch(() => {
          throw 'lost'
        }),
    })),
    options: failing,
  },
]

function isFirst(record: SinkRecord): boolean {
  return 'id' in record && record.id === 'id0'
}
