// The images that look least like the reference, as pictures.
import type { Baseline, BaselineColumn } from 'plimsoll/drift'
import type { ChunkResult } from '../acts/replay.ts'
import type { Digit } from '../digits.ts'
import { figure, pixels } from './svg.ts'

const perChunk = 4

/** The most moved images of every altered chunk, below a row of usual ones from the first chunk. */
export function movedImages(results: readonly ChunkResult[], baseline: Baseline): string {
  const rows = results
    .filter(({ chunk }, i) => i === 0 || chunk.expect === 'pixels move')
    .map((result, i) => {
      const ranked = result.chunk.digits
        .map((digit, at) => ({
          digit,
          read: result.read[at] ?? null,
          bits: surprise(digit, baseline.columns),
        }))
        .sort((a, b) => b.bits - a.bits)
      // For comparison: the middle of the clean chunk, neither unusual nor the most usual.
      const from = i === 0 ? Math.floor(ranked.length / 2) : 0
      const shown = ranked.slice(from, from + perChunk)
      const title = i === 0 ? 'clean, for comparison' : result.chunk.what
      return `<div class="row"><h4>${title}</h4><div class="images">${shown.map(picture).join('')}</div></div>`
    })
  return figure(
    'The most moved images: grey strokes, noise in the margins, strokes against the edge.',
    'How unlike the reference an image is: the surprise of its 64 values under the baseline, in bits per pixel. Below each: what the writer meant, what the model read, and the bits.',
    `<div class="rows">${rows.join('')}</div>`,
    'wide',
  )
}

function picture({ digit, read, bits }: { digit: Digit; read: number | null; bits: number }): string {
  const isRight = read === digit.label
  const label = `a ${digit.label}, read as ${read ?? 'nothing'}`
  const shade = digit.pixels.map((pixel) => pixel / 16)
  return `<div class="image">${pixels(shade, 'ink', label)}<p class="${isRight ? '' : 'wrong'}">${digit.label} ${isRight ? '✓ read' : `✗ read ${read ?? '–'}`}</p><p>${bits.toFixed(1)} bits</p></div>`
}

function surprise(digit: Digit, columns: readonly BaselineColumn[]): number {
  let bits = 0
  for (const [i, column] of columns.entries()) {
    if (column.type !== 'discrete') continue
    const counted = column.counts.reduce((sum, count) => sum + count, 0)
    const place = column.values.indexOf(digit.pixels[i] ?? -1)
    // Half a row for every value, seen or not, so that a value new to the pixel is rare and not impossible.
    bits -= Math.log2(((column.counts[place] ?? 0) + 0.5) / (counted + 8.5))
  }
  return bits / columns.length
}
