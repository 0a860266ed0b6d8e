import { isPlimsollError } from '@plimsoll/core'
import { crc32 } from '@plimsoll/stats'
import type { Baseline } from './baseline-types.ts'
import { cellCount } from './cells.ts'
import { checksumBytes, digestAt, digestBytes, digestStart, magic, wireVersion } from './encode-snapshot.ts'
import { parseSnapshot } from './parse-snapshot.ts'
import {
  type Snapshot,
  type SnapshotPart,
  columnFigures,
  maxCounts,
  maxParts,
  maxReplica,
  need,
  slotsOf,
  snapshotError,
  snapshotFormat,
  windowKinds,
} from './snapshot-types.ts'
import { sum } from './sum.ts'
import { ByteReader, unzigzag } from './varint.ts'

// Index of the replica, seq, rows, two times, and at least one run of zeros each for the counts and the dependence.
const leastPartBytes = 23

/**
 * Reads a snapshot from its binary form ({@link encodeSnapshot}) and checks all that {@link parseSnapshot} checks.
 *
 * The checksum finds damage, not forgery: take snapshots only from whom you trust, over a channel that
 * authenticates. Bytes are never read past their end, nothing is allocated by an unchecked length, and time and
 * memory are O(bytes + parts x cells) with at most 2^24 counts. `bytes` is not changed and not kept.
 *
 * @param baseline the one the snapshot was counted against
 * @throws {PlimsollError} `PLIMSOLL_SNAPSHOT_INVALID` for damaged, truncated or longer bytes, for those of another
 * version of the format, and for a snapshot of another baseline.
 * @example
 * const none = emptySnapshot(baseline, ['tenure'], { kind: 'tumbling', rows: 1000, panes: 1 })
 * decodeSnapshot(encodeSnapshot(none, baseline), baseline).parts // []
 */
export function decodeSnapshot(bytes: Uint8Array, baseline: Baseline): Snapshot {
  try {
    return read(bytes, baseline)
  } catch (error) {
    if (isPlimsollError(error, 'PLIMSOLL_SNAPSHOT_INVALID')) throw error
    throw snapshotError('bytes', 'could not be read', error)
  }
}

function read(bytes: Uint8Array, baseline: Baseline): Snapshot {
  const isBytes = Object.prototype.toString.call(bytes) === '[object Uint8Array]'
  need(isBytes, 'bytes', 'must be a Uint8Array')
  const end = bytes.length - checksumBytes
  need(end >= digestAt + digestBytes, 'bytes', 'must not end early')
  need(
    magic.every((byte, i) => bytes[i] === byte),
    'bytes',
    "must start with 'PLDS'",
  )
  need(bytes[magic.length] === wireVersion, 'version', `must be ${wireVersion}: another release wrote it`)
  const checksum = new ByteReader(bytes, end, bytes.length).uint32()
  need(crc32(bytes.subarray(0, end)) === checksum, 'checksum', 'must fit the bytes: they are damaged')
  const isSame = digestStart(baseline).every((byte, i) => bytes[digestAt + i] === byte)
  need(isSame, 'baseline', 'must be the given one')

  const reader = new ByteReader(bytes, digestAt + digestBytes, end)
  const window = { kind: windowKinds[reader.byte()], rows: reader.varint(), panes: reader.varint() }
  const watched = readColumns(reader, baseline)
  const names = readNames(reader)
  const shape = {
    cells: sum(watched.map(cellCount)),
    figures: columnFigures * watched.length,
    slots: slotsOf(baseline),
  }
  const parts = readParts(reader, names, shape, 0)
  const earlier = readParts(reader, names, shape, parts.length)
  need(reader.left === 0, 'bytes', 'must end with the last part')
  const { name, digest, rows } = baseline
  const columns = watched.map((column) => column.name)
  const content = { baseline: { name, digest, rows }, columns, window, parts, earlier }
  return parseSnapshot({ format: snapshotFormat, ...content }, baseline)
}

function readColumns(reader: ByteReader, baseline: Baseline): Baseline['columns'] {
  const { columns } = baseline
  const bitmap = reader.bytes(Math.ceil(columns.length / 8))
  const isSet = (i: number): boolean => ((bitmap[i >> 3] ?? 0) & (1 << (i & 7))) !== 0
  for (let i = columns.length; i < 8 * bitmap.length; i++) {
    need(!isSet(i), 'columns', 'must be columns of the baseline')
  }
  return columns.filter((_, i) => isSet(i))
}

function readNames(reader: ByteReader): readonly string[] {
  const length = reader.varint()
  // Each name takes two bytes or more.
  need(length <= Math.min(2 * maxParts, reader.left / 2), 'replicas', 'must not be more than there are parts')
  // Without ignoreBOM a name that begins with U+FEFF would lose it.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  return Array.from({ length }, () => {
    const size = reader.varint()
    need(size <= 3 * maxReplica, 'replica', `must be text of 1 to ${maxReplica} characters`)
    return decoder.decode(reader.bytes(size))
  })
}

/** How many numbers of each sort every part has. */
interface PartShape {
  readonly cells: number
  readonly figures: number
  readonly slots: number
}

function readParts(
  reader: ByteReader,
  names: readonly string[],
  { cells, figures, slots }: PartShape,
  before: number,
): readonly SnapshotPart[] {
  const length = reader.varint()
  need(length <= maxParts, 'parts', `must hold at most ${maxParts} parts`)
  need(length * leastPartBytes <= reader.left, 'bytes', 'must not end early')
  need((before + length) * cells <= maxCounts, 'parts', `must hold at most ${maxCounts} counts together`)
  return Array.from({ length }, () => {
    const replica = names[reader.varint()]
    need(replica !== undefined, 'replica', 'must be one of those listed')
    return {
      replica,
      seq: reader.varint(),
      rows: reader.varint(),
      since: reader.double(),
      until: reader.double(),
      counts: reader.runs(cells),
      dependence: reader.runs(figures).map(unzigzag),
      slots: reader.runs(slots),
    }
  })
}
