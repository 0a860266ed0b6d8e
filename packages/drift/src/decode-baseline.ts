import { PlimsollError, isPlimsollError } from '@plimsoll/core'
import { crc32 } from '@plimsoll/stats'
import {
  bytesVersion,
  checksumBytes,
  digestBytes,
  flags,
  magic,
  maxSlotCounts,
  partsOf,
  readList,
  readNumbers,
  readPath,
  readText,
  seasonCodes,
  typeCodes,
} from './baseline-bytes.ts'
import { need } from './baseline-rules.ts'
import { type Baseline, baselineFormat, columnKinds, maxColumns } from './baseline-types.ts'
import { parsePath } from './column-path.ts'
import { parseBaseline } from './parse-baseline.ts'
import { slotCount } from './season.ts'
import { ByteReader, unzigzag } from './varint.ts'

/**
 * Reads a baseline from its binary form ({@link encodeBaseline}) and checks all that {@link parseBaseline} checks,
 * the digest included.
 *
 * Bytes are never read past their end, and time and memory are bounded whatever they claim. Checksum and digest
 * find damage, not forgery: anyone can compute them. `bytes` is not changed and not kept.
 *
 * @throws {PlimsollError} `PLIMSOLL_BASELINE_INVALID` for damaged, truncated or longer bytes and for those of a later
 * version.
 * @example
 * const kept = encodeBaseline(baseline)
 * decodeBaseline(kept).rows === baseline.rows // true
 */
export function decodeBaseline(bytes: Uint8Array): Baseline {
  try {
    return parseBaseline(read(bytes))
  } catch (error) {
    if (isPlimsollError(error, 'PLIMSOLL_BASELINE_INVALID')) throw error
    throw new PlimsollError('PLIMSOLL_BASELINE_INVALID', {
      message: 'not a baseline: bytes could not be read',
      cause: error,
    })
  }
}

function read(bytes: Uint8Array): unknown {
  const isBytes = Object.prototype.toString.call(bytes) === '[object Uint8Array]'
  need(isBytes, 'bytes', 'must be a Uint8Array')
  const end = bytes.length - checksumBytes
  const start = magic.length + 1
  need(end >= start + digestBytes, 'bytes', 'must not end early')
  const isOwn = magic.every((byte, i) => bytes[i] === byte)
  need(isOwn, 'bytes', "must start with 'PLBL'")
  need(bytes[magic.length] === bytesVersion, 'version', `must be ${bytesVersion}: another release wrote it`)
  const checksum = new ByteReader(bytes, end, bytes.length).uint32()
  need(crc32(bytes.subarray(0, end)) === checksum, 'checksum', 'must fit the bytes: they are damaged')

  const reader = new ByteReader(bytes, start, end)
  const digest = Array.from(reader.bytes(digestBytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
  const name = readText(reader)
  const version = readText(reader)
  const rows = reader.varint()
  const approx = readFlag(reader)
  const code = reader.byte()
  need(code < seasonCodes.length, 'season', 'must be known')
  const by = seasonCodes[code]
  const path = by !== undefined && readFlag(reader) ? { path: readPath(reader) } : {}
  const slots = by === undefined ? 0 : slotCount(by)
  const names: string[] = []
  let slotCounts = 0
  const columns = readList(reader, (i) => {
    need(i < maxColumns, 'columns', `must be at most ${maxColumns}`)
    const { size, ...column } = readColumn(reader, names)
    if (slots === 0) return column
    const cells = 4 + (column.type === 'discrete' ? 2 * size + 1 : size)
    slotCounts += slots * cells
    need(slotCounts <= maxSlotCounts, 'slots', `must hold at most ${maxSlotCounts} counts in all`)
    const counts = reader.runs(slots * cells)
    const split = Array.from({ length: slots }, (_, s) => counts.slice(s * cells, (s + 1) * cells))
    return { ...column, slots: split }
  })
  need(reader.left === 0, 'bytes', 'must end with the last column')
  return {
    format: baselineFormat,
    name,
    ...(version === '' ? {} : { version }),
    rows,
    approx,
    ...(by === undefined ? {} : { season: { by, ...path } }),
    columns,
    digest,
  }
}

/** A column as plain data, and how many bins it has. */
interface ReadColumn {
  readonly type: string
  readonly size: number
  readonly [field: string]: unknown
}

function readColumn(reader: ByteReader, names: string[]): ReadColumn {
  const mask = reader.byte()
  need(mask < 32, 'columns', 'must have known flags')
  const type = typeCodes[reader.byte()]
  const kind = columnKinds[reader.byte()]
  need(type !== undefined && kind !== undefined, 'columns', 'must have known types and kinds')
  const name = readText(reader)
  const path = (mask & flags.ownPath) === 0 ? parsePath(name) : readPath(reader)
  const parts = partsOf(kind)
  const part = parts.length === 0 ? undefined : parts[reader.byte()]
  const vocabulary = part === 'unknown' ? { vocabulary: readNumbers(reader) } : {}
  const dimensions = kind === 'embedding' ? { dimensions: reader.varint() } : {}
  const duplicate = (mask & flags.duplicate) === 0 ? {} : { duplicateOf: names[reader.varint()] }
  names.push(name)
  const [missing, nan, infinite, wrongType] = reader.runs(4)
  const column = {
    type,
    name,
    path,
    kind,
    ...(part === undefined ? {} : { part }),
    ...vocabulary,
    ...dimensions,
    constant: (mask & flags.constant) !== 0,
    monotone: (mask & flags.monotone) !== 0,
    ...duplicate,
    missing,
    nan,
    infinite,
    wrongType,
  }
  if (type === 'categorical') {
    const values = readList(reader, () => readValue(reader))
    const other = reader.varint()
    return { ...column, values, other, counts: reader.runs(values.length), size: values.length + 1 }
  }
  const moments = { mean: reader.double(), deviation: reader.double() }
  const numbers = readNumbers(reader)
  const size = numbers.length + Number(type === 'numeric')
  const bins = type === 'numeric' ? { edges: numbers, ties: (mask & flags.ties) !== 0 } : { values: numbers }
  return { ...column, ...moments, ...bins, counts: reader.runs(size), size }
}

function readFlag(reader: ByteReader): boolean {
  const byte = reader.byte()
  need(byte <= 1, 'bytes', 'must have 0 or 1 for false or true')
  return byte === 1
}

function readValue(reader: ByteReader): string | number | boolean {
  const tag = reader.byte()
  need(tag <= 4, 'columns', 'must have known values')
  if (tag < 2) return tag === 1
  if (tag === 2) return readText(reader)
  return tag === 3 ? unzigzag(reader.varint()) : reader.double()
}
