import { readFileSync } from 'node:fs'

export interface Digit {
  readonly pixels: readonly number[]
  readonly predicted: number
}

/** Reads the images of one chunk, or of the reference. */
export function digits(chunk: string): Digit[] {
  const lines = readFileSync(new URL('data/digits.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
  return lines
    .map((line) => line.split(','))
    .filter(([name]) => name === chunk)
    .map(([, pixels = '', predicted]) => ({
      pixels: Array.from(pixels, (level) => Number.parseInt(level, 17)),
      predicted: Number(predicted),
    }))
}
