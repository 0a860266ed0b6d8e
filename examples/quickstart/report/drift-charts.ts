// Act 1 in pictures: accuracy, share of moved pixels, which pixels they are, and how their values changed.
import type { ColumnExplanation } from 'plimsoll/drift'
import type { ChunkResult } from '../acts/replay.ts'
import { percent } from '../promises.ts'
import { figure, line, pixels, rect, svg, text } from './svg.ts'

const width = 380
const height = 246
const left = 44
const right = width - 6
const top = 24
const bottom = height - 66

/** Accuracy by chunk, with the interval that so few labels leave open. */
export function accuracyChart(results: readonly ChunkResult[]): string {
  const y = (share: number): number => bottom - (bottom - top) * share
  const parts = shareAxis(y, 'images read correctly')
  for (const [i, { chunk, labels, pixels: moved, answers }] of results.entries()) {
    const x = centre(i, results.length)
    const share = labels.right / labels.joined
    const [low, high] = wilson(labels.right, labels.joined)
    const look = moved.verdict !== 'ok' || answers.verdict !== 'ok' ? 'orange' : 'blue'
    parts.push(
      line(x, y(low), x, y(high), `range ${look}`),
      `<circle cx="${x}" cy="${y(share)}" r="4.5" class="${look}"/>`,
      text(x, y(low) + 13, percent(share), { look: 'value' }),
      chunkName(x, i, chunk.what),
    )
  }
  const worst = results.reduce((a, b) =>
    b.labels.right / b.labels.joined < a.labels.right / a.labels.joined ? b : a,
  )
  return figure(
    `Accuracy falls to ${percent(worst.labels.right / worst.labels.joined)} on the ${worst.chunk.what} images, and labels say so one chunk late.`,
    'Dots: share of images read correctly, by the labels joined. Bars: 95% interval (Wilson). Orange: a chunk on which pixels or answers raised an alarm or a warning. Dimmed and noisy images look different, yet are read nearly as well: drift is not damage.',
    svg(width, height, 'Accuracy by chunk', parts),
  )
}

/** The share of pixels that moved, against the rule. */
export function shareChart(results: readonly ChunkResult[]): string {
  const y = (share: number): number => bottom - (bottom - top) * share
  const parts = shareAxis(y, 'pixels in alarm, share of 64')
  const half = (right - left) / results.length / 2 - 5
  for (const [i, { chunk, pixels: seen, answers }] of results.entries()) {
    const x = centre(i, results.length)
    const look = seen.verdict === 'alarm' ? 'orange' : 'blue'
    parts.push(
      rect(x - half, y(seen.share), half * 2, bottom - y(seen.share), look),
      text(x, y(seen.share) - 5, percent(seen.share), { look: 'value' }),
      chunkName(x, i, chunk.what),
      text(x, bottom + 44, answers.verdict, {
        look: answers.verdict === 'ok' ? 'axis' : 'warn tight',
      }),
    )
  }
  parts.push(text(left - 4, bottom + 44, 'answers', { anchor: 'end' }))
  return figure(
    'The alarm needs no label: it comes with the chunk itself.',
    'Bars: share of the 64 pixels in alarm: moved by enough to count, and surely enough for the promise. Bottom row: the verdict on the digits answered. With only 0 to 4 the pixels stay quiet and the answers warn.',
    svg(width, height, 'Share of pixels in alarm by chunk', parts),
  )
}

/** Each chunk's average image, and which of its pixels moved. */
export function pixelMaps(results: readonly ChunkResult[]): string {
  const maps = results.map(({ chunk, pixels: seen }) => {
    const mean = Array.from({ length: 64 }, (_, i) => {
      let ink = 0
      for (const digit of chunk.digits) ink += digit.pixels[i] ?? 0
      return ink / chunk.digits.length / 16
    })
    const moved = new Set(seen.moved.map(pixelIndex))
    const psi = seen.columns.map((column) => Math.min(1, (column.score ?? 0) / 2))
    return `<div class="map"><h4>${chunk.name} ${chunk.what}</h4><div class="pair">${pixels(mean, 'ink', `average image, ${chunk.what}`)}${pixels(psi, 'heat', `pixels that moved, ${chunk.what}`, moved)}</div><p>${moved.size} in alarm</p></div>`
  })
  return figure(
    'What happened can be read from where it moved.',
    'Left: the average image of each chunk. Right: how far each pixel moved (PSI, full colour from 2); a frame marks those in alarm. Noise shows at the edges, where there never was ink (a frame without colour: values new to the pixel); a shift shows on both sides of the strokes.',
    `<div class="maps">${maps.join('')}</div>`,
    'wide',
  )
}

/** Reference against current, for the most moved pixel of each altered chunk and for the answers of the last. */
export function histograms(results: readonly ChunkResult[]): string[] {
  const charts: string[] = []
  const usual = results[0]
  const sameAs = results.find(({ chunk }) => chunk.expect === 'pixels move')
  const column = usual?.pixelCounts.find((counts) => counts.name === sameAs?.pixels.moved[0])
  if (usual !== undefined && sameAs !== undefined && column !== undefined) {
    const finding = `${capital(usual.chunk.what)}, for comparison: ${column.name}.`
    const detail = `The pixel of the next chart in an unaltered chunk: ${byChance(usual, column.name)}.`
    charts.push(figure(finding, detail, histogram(column, 'ink, 0 (paper) to 16')))
  }
  for (const result of results) {
    const { chunk, pixels: seen, pixelCounts, answers, answerCounts } = result
    if (chunk.expect === 'pixels move') {
      const name = seen.moved[0] ?? ''
      const column = pixelCounts.find((counts) => counts.name === name)
      if (column === undefined) continue
      const i = pixelIndex(name)
      const where = `row ${Math.floor(i / 8) + 1}, column ${(i % 8) + 1}`
      charts.push(
        figure(
          `${capital(chunk.what)}: ${name}, ${where}.`,
          `The pixel that moved most: ${effectOf(result, name)}.`,
          histogram(column, 'ink, 0 (paper) to 16'),
        ),
      )
    } else if (chunk.expect === 'answers move') {
      const column = answerCounts[0]
      if (column === undefined) continue
      charts.push(
        figure(
          `${capital(chunk.what)}: the digit answered.`,
          `Jensen-Shannon divergence ${(answers.columns[0]?.score ?? 0).toFixed(2)} bits where 0.02 counts, from ${answers.rows} answers.`,
          histogram(column, 'digit'),
        ),
      )
    }
  }
  return charts
}

/** The score of a pixel beside what chance gives. */
function byChance(result: ChunkResult, name: string): string {
  const { score = 0, scoreNull = 0 } = result.pixels.columns.find((column) => column.name === name) ?? {}
  return `PSI ${score.toFixed(2)}, where chance gives about ${scoreNull.toFixed(2)} with so few images`
}

/** What moved furthest beyond the least that counts. */
function effectOf(result: ChunkResult, name: string): string {
  const effect = result.pixels.columns.find((column) => column.name === name)?.effect
  if (effect === undefined) return 'nothing'
  const { method, value, least } = effect
  if (method === 'unseen')
    return `${percent(value)} of its values are new to it, where ${least * 100}% counts`
  return `${method === 'psi' ? 'PSI' : 'KS distance'} ${value.toFixed(2)} where ${least} counts`
}

function histogram(column: ColumnExplanation, unit: string): string {
  // Bins between exact values are there for values the reference never had; here they are empty.
  const bins = column.bins
    .filter((bin) => bin.reference + bin.current > 0 || /^"?\d+"?$/.test(bin.label))
    .filter((bin) => bin.label !== 'other')
    .map((bin) => ({ ...bin, label: bin.label.replaceAll('"', '').replace('above ', '> ') }))
  // Pixel values come in order; digits come by how frequent they are.
  if (column.method === 'jsd') bins.sort((a, b) => Number(a.label) - Number(b.label))
  const sum = (read: (bin: (typeof bins)[number]) => number): number =>
    Math.max(
      1,
      bins.reduce((n, bin) => n + read(bin), 0),
    )
  const reference = sum((bin) => bin.reference)
  const current = sum((bin) => bin.current)
  const shares = bins.map((bin) => [bin.reference / reference, bin.current / current] as const)
  const most = Math.max(0.1, ...shares.flat())
  const step = most > 0.5 ? 0.25 : most > 0.2 ? 0.1 : 0.05
  const high = 190
  const base = high - 34
  const y = (share: number): number => base - ((base - 24) * share) / most
  const parts: string[] = []
  for (let share = 0; share <= most + 1e-9; share += step) {
    parts.push(
      line(left, y(share), right, y(share), 'grid'),
      text(left - 4, y(share) + 4, percent(share), { anchor: 'end' }),
    )
  }
  const band = (right - left) / bins.length
  for (const [i, bin] of bins.entries()) {
    const x = left + band * i + band * 0.12
    const bar = band * 0.38
    const [before, now] = shares[i] ?? [0, 0]
    parts.push(
      rect(x, y(before), bar, base - y(before), 'before'),
      rect(x + bar, y(now), bar, base - y(now), 'orange'),
      text(left + band * (i + 0.5), base + 13, bin.label),
    )
  }
  parts.push(
    text((left + right) / 2, high - 4, unit),
    rect(right - 172, 2, 9, 9, 'before'),
    text(right - 160, 10, 'reference', { anchor: 'start' }),
    rect(right - 96, 2, 9, 9, 'orange'),
    text(right - 84, 10, 'this chunk', { anchor: 'start' }),
    text(left - 4, 10, 'share', { anchor: 'end' }),
  )
  return svg(width, high, `Reference and current shares of ${column.name}`, parts)
}

/** The index in `pixels[12]`. */
function pixelIndex(name: string): number {
  return Number(/\d+/.exec(name)?.[0] ?? -1)
}

function shareAxis(y: (share: number) => number, unit: string): string[] {
  const parts = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    line(left, y(share), right, y(share), 'grid'),
    text(left - 4, y(share) + 4, percent(share), { anchor: 'end' }),
  ])
  parts.push(
    text(left, 12, unit, { anchor: 'start' }),
    text((left + right) / 2, height - 4, 'chunk, in order of arrival'),
  )
  return parts
}

function centre(i: number, count: number): number {
  return left + ((right - left) * (i + 0.5)) / count
}

/** Neighbours stand on different heights, so that names have room on a phone too. */
function chunkName(x: number, i: number, what: string): string {
  return text(x, bottom + 14 + (i % 2) * 13, what)
}

/** The 95% interval of a share by Wilson's formula, which holds for few rows and shares near 1. */
function wilson(hits: number, rows: number): [number, number] {
  const z = 1.96
  const share = hits / rows
  const middle = share + (z * z) / (2 * rows)
  const spread = z * Math.sqrt((share * (1 - share)) / rows + (z * z) / (4 * rows * rows))
  const scale = 1 + (z * z) / rows
  return [(middle - spread) / scale, (middle + spread) / scale]
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
