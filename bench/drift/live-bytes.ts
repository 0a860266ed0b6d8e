import { createBaseline, createMonitor } from '@plimsoll/drift'
import type { Monitor } from '@plimsoll/drift'
import { eventLoopTurn } from '../harness.ts'

/** Bytes that a monitor keeps alive, per feature. */
export interface LiveBytes {
  /** Of the typed arrays it holds and no other monitor of its baseline does. */
  readonly own: number
  /** By which heap and buffers grow per monitor, a reference prepared for each. */
  readonly grown: number
}

/** Weighs monitors of one window and the detector, on numeric features. */
export async function liveBytesPerFeature(rows: readonly Float64Array[]): Promise<LiveBytes> {
  const count = 50
  const baseline = createBaseline(rows)
  const endless = { window: 2 ** 30 }
  const kept: Monitor[] = [createMonitor(baseline, endless)]
  const before = await bytesAtRest()
  for (let i = 0; i < count; i++) {
    const monitor = createMonitor(baseline, endless)
    for (const row of rows) monitor.observe(row)
    kept.push(monitor)
  }
  const grown = (await bytesAtRest()) - before
  const [first, second] = kept
  const own = ownBuffers(first, second)
  if (kept.some(({ rows: seen }, i) => i > 0 && seen !== rows.length))
    throw new Error('kept alive until here')
  return { own: own / baseline.columns.length, grown: grown / (count * baseline.columns.length) }
}

/** Bytes of the typed arrays reachable from one monitor and not from the other. */
function ownBuffers(monitor: unknown, other: unknown): number {
  const shared = buffersOf(other)
  return [...buffersOf(monitor)].reduce(
    (sum, buffer) => sum + (shared.has(buffer) ? 0 : buffer.byteLength),
    0,
  )
}

function buffersOf(root: unknown): Set<ArrayBufferLike> {
  const buffers = new Set<ArrayBufferLike>()
  const seen = new Set<unknown>()
  const open = [root]
  for (let one = open.pop(); one !== undefined || open.length > 0; one = open.pop()) {
    if (typeof one !== 'object' || one === null || seen.has(one)) continue
    seen.add(one)
    if (ArrayBuffer.isView(one)) buffers.add(one.buffer)
    else if (one instanceof Map) open.push(...(one as ReadonlyMap<unknown, unknown>).values())
    else open.push(...(Object.values(one) as readonly unknown[]))
  }
  return buffers
}

async function bytesAtRest(): Promise<number> {
  for (let i = 0; i < 4; i++) {
    globalThis.gc?.()
    await eventLoopTurn()
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
