import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type DatasetVerdict, createBaseline, createMonitor } from '../src/index.ts'

interface Digit {
  readonly pixels: readonly number[]
  readonly predicted: number
}

function digits(chunk: string): Digit[] {
  return readFileSync(new URL('data/digits.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','))
    .filter(([name]) => name === chunk)
    .map(([, levels = '', predicted]) => ({
      pixels: Array.from(levels, (level) => Number.parseInt(level, 17)),
      predicted: Number(predicted),
    }))
}

const reference = digits('reference')
const pixels = createBaseline(reference, {
  columns: Array.from({ length: 64 }, (_, i) => `pixels[${i}]`),
  name: 'digits',
})
const predicted = createBaseline(
  reference.map((digit) => digit.predicted),
  { columns: [{ name: 'digit', path: [], kind: 'categorical' }] },
)

function ofPixels(chunk: string): DatasetVerdict {
  const monitor = createMonitor(pixels)
  for (const digit of digits(chunk)) monitor.observe(digit)
  return monitor.verdict()
}

function ofAnswers(chunk: string): DatasetVerdict {
  const monitor = createMonitor(predicted)
  for (const digit of digits(chunk)) monitor.observe(digit.predicted)
  return monitor.verdict()
}

describe('images of digits under the default rule', () => {
  it.each([
    ['c00', 0],
    ['c01', 0.063],
    ['c02', 0.078],
  ])('stays quiet on untouched images (%s)', (chunk, moved) => {
    const { verdict, share } = ofPixels(chunk)
    expect(verdict).toBe('ok')
    expect(share).toBeCloseTo(moved, 2)
  })

  it.each([
    ['dimmed', 'c03', 0.594],
    ['noisy', 'c04', 0.484],
    ['shifted', 'c05', 0.625],
    ['rotated', 'c06', 0.703],
  ])('alarms on %s images', (_, chunk, moved) => {
    const { verdict, share } = ofPixels(chunk)
    expect(verdict).toBe('alarm')
    expect(share).toBeCloseTo(moved, 2)
  })

  it('alarms on the answers when only the digits 0 to 4 come, though the pixels stay quiet', () => {
    expect(ofAnswers('c07').verdict).toBe('alarm')
    expect(ofAnswers('c07').rows).toBe(49)
    expect(ofPixels('c07').verdict).toBe('ok')
  })

  it.each(['c00', 'c01', 'c02'])('stays quiet on the answers to untouched images (%s)', (chunk) => {
    expect(ofAnswers(chunk).verdict).toBe('ok')
  })
})
