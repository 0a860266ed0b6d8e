import { createBaseline, createMonitor } from '@plimsoll/drift'
import type { Monitor } from '@plimsoll/drift'
import { eventLoopTurn } from '../harness.ts'

/** Bytes that a monitor keeps alive, per feature. */
export interface LiveBytes {
  /** Of the typed arrays that rows change: counts, stakes and whatever else is not the reference. */
  readonly state: number
  /** Of all its typed arrays: with the reference, laid out for counting, which is the same in all monitors of a baseline. */
  readonly arrays: number
  /** By which heap and buffers grow per monitor. */
  readonly grown: number
}

/** Weighs monitors of one window and the detector, on numeric features. */
export async function liveBytesPerFeature(rows: readonly Float64Array[]): Promise<LiveBytes> {
  const count = 50
  const baseline = createBaseline(rows)
  const endless = { window: 2 ** 30 }
  const fresh = createMonitor(baseline, endless)
  const kept: Monitor[] = []
  const before = await bytesAtRest()
  for (let i = 0; i < count; i++) {
    const monitor = createMonitor(baseline, endless)
    // Not a whole number of the blocks in which neighbours are compared: nothing is back at zero then.
    for (const row of rows.slice(0, 1_000)) monitor.observe(row)
    kept.push(monitor)
  }
  const grown = (await bytesAtRest()) - before
  const [fed] = kept
  if (kept.some((monitor) => monitor.rows !== 1_000)) throw new Error('kept alive until here')
  const [held, unfed] = [arraysOf(fed), arraysOf(fresh)]
  const sizes = held.map(({ byteLength }) => byteLength)
  const changed = held.map((array, i) => (isEqual(array, unfed[i]) ? 0 : array.byteLength))
  const perFeature = (bytes: readonly number[]): number =>
    bytes.reduce((sum, each) => sum + each, 0) / baseline.columns.length
  return {
    state: perFeature(changed),
    arrays: perFeature(sizes),
    grown: grown / (count * baseline.columns.length),
  }
}

/** The typed arrays that can be reached, in an order that is the same for like monitors. */
function arraysOf(root: unknown): readonly ArrayBufferView[] {
  const arrays: ArrayBufferView[] = []
  const seen = new Set<unknown>()
  const walk = (one: unknown): void => {
    if (typeof one !== 'object' || one === null || seen.has(one)) return
    seen.add(one)
    if (ArrayBuffer.isView(one)) arrays.push(one)
    else Object.values(one).forEach(walk)
  }
  walk(root)
  return arrays
}

function isEqual(a: ArrayBufferView, b: ArrayBufferView | undefined): boolean {
  if (b?.byteLength !== a.byteLength) return false
  const bytes = (view: ArrayBufferView): Uint8Array =>
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
  const other = bytes(b)
  return bytes(a).every((byte, i) => byte === other[i])
}

async function bytesAtRest(): Promise<number> {
  for (let i = 0; i < 4; i++) {
    globalThis.gc?.()
    await eventLoopTurn()
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
