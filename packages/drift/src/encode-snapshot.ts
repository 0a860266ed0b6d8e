import { crc32 } from '@plimsoll/stats'
import type { Baseline } from './baseline-types.ts'
import { parseSnapshot } from './parse-snapshot.ts'
import { type Snapshot, windowKinds } from './snapshot-types.ts'
import { ByteWriter, zigzag } from './varint.ts'

/** First bytes of a snapshot: `PLDS`. */
export const magic: readonly number[] = [0x50, 0x4c, 0x44, 0x53]
/** Version of the wire format; the number at the end of the format of {@link Snapshot}. */
export const wireVersion = 2
/** Bytes of the baseline's digest that are sent. */
export const digestBytes = 8
/** Bytes before the digest: magic and version. */
export const digestAt = 5
/** Bytes of the checksum at the end. */
export const checksumBytes = 4

/**
 * Writes a snapshot in its compact binary form, about 45 bytes for a numeric column and pane of 1,000 rows.
 *
 * Little-endian and versioned, with a CRC-32 at the end. Equal snapshots give equal bytes.
 * `docs/explanation/merging.md` has the layout byte by byte. O(parts x cells).
 *
 * @param baseline the one the snapshot was counted against; its columns are sent as one bit each
 * @throws {PlimsollError} `PLIMSOLL_SNAPSHOT_INVALID` for what {@link parseSnapshot} would refuse.
 * @example
 * const none = emptySnapshot(baseline, ['tenure'], { kind: 'tumbling', rows: 1000, panes: 1 })
 * encodeSnapshot(none, baseline).length // 25
 */
export function encodeSnapshot(snapshot: Snapshot, baseline: Baseline): Uint8Array<ArrayBuffer> {
  const { window, columns, parts, earlier } = parseSnapshot(snapshot, baseline)
  const writer = new ByteWriter()
  for (const byte of magic) writer.byte(byte)
  writer.byte(wireVersion)
  for (const byte of digestStart(baseline)) writer.byte(byte)
  writer.byte(windowKinds.indexOf(window.kind))
  writer.varint(window.rows)
  writer.varint(window.panes)
  const watched = new Set(columns)
  const bitmap = new Uint8Array(Math.ceil(baseline.columns.length / 8))
  baseline.columns.forEach(({ name }, i) => {
    if (watched.has(name)) bitmap[i >> 3] = (bitmap[i >> 3] ?? 0) | (1 << (i & 7))
  })
  writer.bytes(bitmap)
  const names = [...new Set([...parts, ...earlier].map(({ replica }) => replica))]
  const places = new Map(names.map((name, i) => [name, i]))
  writer.varint(names.length)
  const encoder = new TextEncoder()
  for (const name of names) {
    const bytes = encoder.encode(name)
    writer.varint(bytes.length)
    writer.bytes(bytes)
  }
  for (const list of [parts, earlier]) {
    writer.varint(list.length)
    for (const { replica, seq, rows, since, until, counts, dependence, slots } of list) {
      writer.varint(places.get(replica) ?? 0)
      writer.varint(seq)
      writer.varint(rows)
      writer.double(since)
      writer.double(until)
      writer.runs(counts)
      writer.runs(dependence.map(zigzag))
      writer.runs(slots)
    }
  }
  writer.uint32(crc32(writer.take()))
  return writer.take()
}

/** Reads the first bytes of a baseline's digest from its hexadecimal text. */
export function digestStart(baseline: Baseline): readonly number[] {
  return Array.from({ length: digestBytes }, (_, i) =>
    Number.parseInt(baseline.digest.slice(2 * i, 2 * i + 2), 16),
  )
}
