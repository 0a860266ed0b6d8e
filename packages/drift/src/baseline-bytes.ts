import type { ColumnKind } from '@plimsoll/core'
import { need } from './baseline-rules.ts'
import type { BaselineColumn, ColumnPart, SeasonBy } from './baseline-types.ts'
import { embeddingParts } from './embedding-figures.ts'
import { textParts } from './text-figures.ts'
import { type ByteReader, type ByteWriter, unzigzag, zigzag } from './varint.ts'

/** First bytes of a baseline: `PLBL`. */
export const magic: readonly number[] = [0x50, 0x4c, 0x42, 0x4c]
/** Version of the bytes; the number at the end of the format of a baseline. */
export const bytesVersion = 2
/** Bytes of the digest. */
export const digestBytes = 32
/** Bytes of the checksum at the end. */
export const checksumBytes = 4
/** Most counts in the slots of a baseline: 168 slots of 4096 numeric columns have 25 million. */
export const maxSlotCounts: number = 2 ** 25

// Their places are what is written: add at the end only.
export const typeCodes: readonly BaselineColumn['type'][] = ['numeric', 'discrete', 'categorical']
export const seasonCodes: readonly (SeasonBy | undefined)[] = [
  undefined,
  'hourOfDay',
  'dayOfWeek',
  'hourOfWeek',
  'month',
]
/** The parts that columns of a kind can have. */
export function partsOf(kind: ColumnKind | undefined): readonly ColumnPart[] {
  return kind === 'text' ? textParts : kind === 'embedding' ? embeddingParts : []
}

/** Bits of a column's first byte. */
export const flags = { constant: 1, monotone: 2, ties: 4, duplicate: 8, ownPath: 16 } as const

/** Writes a text as its UTF-16 code units, one byte each where they allow it: lone surrogates survive. */
export function writeText(writer: ByteWriter, text: string): void {
  let isWide = false
  for (let i = 0; i < text.length; i++) isWide ||= text.charCodeAt(i) > 0xff
  writer.varint(2 * text.length + Number(isWide))
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    writer.byte(code & 0xff)
    if (isWide) writer.byte(code >>> 8)
  }
}

/** Reads a text. */
export function readText(reader: ByteReader): string {
  const head = reader.varint()
  const width = head % 2 === 1 ? 2 : 1
  const bytes = reader.bytes(Math.floor(head / 2) * width)
  let text = ''
  for (let i = 0; i < bytes.length; i += width) {
    text += String.fromCharCode((bytes[i] ?? 0) | (width === 2 ? (bytes[i + 1] ?? 0) << 8 : 0))
  }
  return text
}

/** Writes a path. */
export function writePath(writer: ByteWriter, path: readonly (string | number)[]): void {
  writer.varint(path.length)
  for (const key of path) {
    writer.byte(Number(typeof key === 'number'))
    if (typeof key === 'number') writer.varint(key)
    else writeText(writer, key)
  }
}

/** Reads a path. */
export function readPath(reader: ByteReader): (string | number)[] {
  return readList(reader, () => (reader.byte() === 1 ? reader.varint() : readText(reader)))
}

const isNarrow = (value: number): boolean => Number.isInteger(value) && Math.abs(value) <= 2 ** 51
const asDoubles = 0
const asFloats = 1
const asSteps = 2

/** Writes finite numbers: whole ones as steps from one to the next, others in 4 bytes where these are exact, or 8. */
export function writeNumbers(writer: ByteWriter, values: readonly number[]): void {
  const areNarrow = values.every(isNarrow)
  const areFloats = values.every((value) => Math.fround(value) === value)
  writer.varint(values.length)
  writer.byte(areNarrow ? asSteps : areFloats ? asFloats : asDoubles)
  let last = 0
  for (const value of values) {
    if (areNarrow) writer.varint(zigzag(value - last))
    else if (areFloats) writer.bytes(new Uint8Array(floatBytes(value)))
    else writer.double(value)
    last = value
  }
}

/** Reads numbers. */
export function readNumbers(reader: ByteReader): number[] {
  const length = reader.varint()
  const form = reader.byte()
  need(form <= asSteps, 'bytes', 'must have a known form of numbers')
  const values: number[] = []
  let last = 0
  for (let i = 0; i < length; i++) {
    if (form === asSteps) last += unzigzag(reader.varint())
    else if (form === asFloats) last = floatOf(reader.bytes(4))
    else last = reader.double()
    values.push(last)
  }
  return values
}

function floatBytes(value: number): ArrayBuffer {
  const buffer = new ArrayBuffer(4)
  new DataView(buffer).setFloat32(0, value, true)
  return buffer
}

function floatOf({ buffer, byteOffset }: Uint8Array): number {
  return new DataView(buffer, byteOffset, 4).getFloat32(0, true)
}

/** Reads items behind their number. Each takes a byte at least, so what is read is bounded by the bytes. */
export function readList<T>(reader: ByteReader, item: (index: number) => T): T[] {
  const length = reader.varint()
  const items: T[] = []
  for (let i = 0; i < length; i++) items.push(item(i))
  return items
}
