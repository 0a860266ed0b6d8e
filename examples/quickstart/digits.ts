// The data: UCI handwritten digits as CSV (source, licence and what was altered: data/README.md).
import { readFile } from 'node:fs/promises'
import type { Image } from './contract.ts'

/** One image with the digit that its writer meant. */
export interface Digit extends Image {
  readonly label: number
}

/** A chunk of production images, in order of arrival. */
export interface Chunk {
  readonly name: string
  /** What was done to the images, in a word. */
  readonly what: string
  readonly expect: 'quiet' | 'pixels move' | 'answers move'
  readonly digits: readonly Digit[]
}

const told: readonly Pick<Chunk, 'name' | 'what' | 'expect'>[] = [
  { name: 'c00', what: 'clean', expect: 'quiet' },
  { name: 'c01', what: 'clean', expect: 'quiet' },
  { name: 'c02', what: 'clean', expect: 'quiet' },
  { name: 'c03', what: 'dimmed', expect: 'pixels move' },
  { name: 'c04', what: 'noisy', expect: 'pixels move' },
  { name: 'c05', what: 'shifted', expect: 'pixels move' },
  { name: 'c06', what: 'rotated', expect: 'pixels move' },
  { name: 'c07', what: 'only 0–4', expect: 'answers move' },
]

/** Reads the images that the baseline is made from; every fifth was held out while the models learnt. */
export async function readReference(): Promise<{ readonly all: Digit[]; readonly heldOut: Digit[] }> {
  const rows = await readCsv('reference.csv')
  const all = rows.map(digitOf)
  return { all, heldOut: all.filter((_, i) => rows[i]?.get('split') === 'holdout') }
}

/** Reads the production images, chunk by chunk. */
export async function readProduction(): Promise<Chunk[]> {
  const rows = await readCsv('production.csv')
  return told.map((chunk) => ({
    ...chunk,
    digits: rows.filter((row) => row.get('chunk') === chunk.name).map(digitOf),
  }))
}

function digitOf(row: ReadonlyMap<string, string>): Digit {
  const pixels = pixelColumns.map((name) => Number(row.get(name)))
  return { pixels, label: Number(row.get('label')) }
}

const pixelColumns = Array.from({ length: 64 }, (_, i) => `p${Math.floor(i / 8)}${i % 8}`)

/** The file has neither quotes nor commas within a cell. */
async function readCsv(name: string): Promise<ReadonlyMap<string, string>[]> {
  const text = await readFile(new URL(`data/${name}`, import.meta.url), 'utf8')
  const [head = '', ...lines] = text.trimEnd().split('\n')
  const columns = head.split(',')
  return lines.map((line) => new Map(line.split(',').map((cell, i) => [columns[i] ?? '', cell])))
}
