import { need, snapshotError } from './snapshot-types.ts'

// Whole numbers up to 2^53 - 1 as LEB128: seven bits a byte, the lowest first, the top bit set on all but the last.
// Arithmetic instead of shifts, which would cut numbers to 32 bits.

/** Writes bytes behind each other into a buffer that grows. */
export class ByteWriter {
  private buffer = new Uint8Array(1024)
  private length = 0

  byte(value: number): void {
    this.reserve(1)
    this.buffer[this.length++] = value
  }

  bytes(values: Uint8Array): void {
    this.reserve(values.length)
    this.buffer.set(values, this.length)
    this.length += values.length
  }

  /** Writes a whole number from 0 to 2^53 - 1. */
  varint(value: number): void {
    let left = value
    while (left >= 128) {
      this.byte((left % 128) | 128)
      left = Math.floor(left / 128)
    }
    this.byte(left)
  }

  /** Writes four bytes, the lowest first. */
  uint32(value: number): void {
    this.reserve(4)
    new DataView(this.buffer.buffer).setUint32(this.length, value, true)
    this.length += 4
  }

  /** Writes the eight bytes of a double, the lowest first. */
  double(value: number): void {
    this.reserve(8)
    new DataView(this.buffer.buffer).setFloat64(this.length, value, true)
    this.length += 8
  }

  /** Writes whole numbers from 0 to 2^53 - 1; a run of zeros as a zero and how many follow it. */
  runs(values: readonly number[]): void {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? 0
      this.varint(value)
      if (value !== 0) continue
      const from = i
      while (i + 1 < values.length && values[i + 1] === 0) i++
      this.varint(i - from)
    }
  }

  /** A copy of what was written. */
  take(): Uint8Array<ArrayBuffer> {
    return this.buffer.slice(0, this.length)
  }

  private reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return
    const grown = new Uint8Array(Math.max(2 * this.buffer.length, this.length + more))
    grown.set(this.buffer)
    this.buffer = grown
  }
}

/** Reads what a {@link ByteWriter} wrote. Never reads past the end, and allocates nothing by a length it was told. */
export class ByteReader {
  private readonly source: Uint8Array
  private at: number
  private readonly end: number

  constructor(source: Uint8Array, from: number, end: number) {
    this.source = source
    this.at = from
    this.end = end
  }

  /** Bytes not read yet. */
  get left(): number {
    return this.end - this.at
  }

  byte(): number {
    need(this.at < this.end, 'bytes', 'must not end early')
    return this.source[this.at++] ?? 0
  }

  /** Gives a view of the next bytes. */
  bytes(length: number): Uint8Array {
    need(length <= this.left, 'bytes', 'must not end early')
    this.at += length
    return this.source.subarray(this.at - length, this.at)
  }

  varint(): number {
    let value = 0
    for (let scale = 1; scale <= 2 ** 49; scale *= 128) {
      const byte = this.byte()
      value += (byte & 127) * scale
      if (byte < 128) {
        const isShortest = byte > 0 || scale === 1
        need(
          isShortest && Number.isSafeInteger(value),
          'varint',
          'must be below 2^53 and as short as it can be',
        )
        return value
      }
    }
    throw snapshotError('varint', 'must have at most 8 bytes')
  }

  uint32(): number {
    const { buffer, byteOffset } = this.bytes(4)
    return new DataView(buffer, byteOffset, 4).getUint32(0, true)
  }

  double(): number {
    const { buffer, byteOffset } = this.bytes(8)
    return new DataView(buffer, byteOffset, 8).getFloat64(0, true)
  }

  /** Reads `length` whole numbers written as runs. */
  runs(length: number): number[] {
    const values: number[] = []
    while (values.length < length) {
      const value = this.varint()
      values.push(value)
      if (value !== 0) continue
      const more = this.varint()
      need(more <= length - values.length, 'run of zeros', 'must end with the counts')
      for (let i = 0; i < more; i++) values.push(0)
    }
    return values
  }
}

/** Folds a signed whole number within 2^52 into an unsigned one: 0, -1, 1, -2 become 0, 1, 2, 3. */
export function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

/** Undoes {@link zigzag}. */
export function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}
