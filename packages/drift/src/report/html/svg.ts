// Pieces that the charts share. Colours are CSS classes, so that light, dark and forced colours all work.
import { escapeHtml } from './escape-html.ts'

/** Prints a coordinate to what an eye can tell. */
export function at(value: number): string {
  return String(Math.round(value * 10) / 10)
}

/** A picture that says in words what it shows. */
export function svg(width: number, height: number, label: string, content: string, look = ''): string {
  const classes = look === '' ? '' : ` class="${look}"`
  return `<svg viewBox="0 0 ${at(width)} ${at(height)}" role="img" aria-label="${escapeHtml(label)}"${classes}>${content}</svg>`
}

/** A picture that stretches to the room it is given. */
export function stretched(
  width: number,
  height: number,
  label: string,
  content: string,
  look: string,
): string {
  return `<svg viewBox="0 0 ${at(width)} ${at(height)}" preserveAspectRatio="none" role="img" aria-label="${escapeHtml(label)}" class="${look}">${content}</svg>`
}

/** A path; nothing where there is nothing to draw. */
export function path(d: string, look: string): string {
  return d === '' ? '' : `<path class="${look}" d="${d}"/>`
}

/** A text and where it stands. */
export interface Label {
  readonly x: number
  readonly y: number
  readonly words: string
}

/** Texts that all end, or are centred, where they stand. */
export function texts(labels: readonly Label[], look: 'ends' | 'mids'): string {
  if (labels.length === 0) return ''
  const held = labels.map(({ x, y, words }) => `<text x="${at(x)}" y="${at(y)}">${escapeHtml(words)}</text>`)
  return `<g class="${look}">${held.join('')}</g>`
}

/** A filled rectangle as a piece of a path. */
export function box(x: number, y: number, width: number, height: number): string {
  return height <= 0 || width <= 0 ? '' : `M${at(x)} ${at(y)}h${at(width)}v${at(height)}h${at(-width)}z`
}

/** Levels of equal steps as a path from where the pen is; equal neighbours are joined. */
export function levels(heights: readonly number[], step: number): string {
  let d = ''
  let last = Number.NaN
  let run = 0
  for (const height of heights) {
    if (height !== last) d += `${run > 0 ? `h${at(run)}` : ''}V${at(height)}`
    run = height === last ? run + step : step
    last = height
  }
  return run > 0 ? `${d}h${at(run)}` : d
}

/** A horizontal bar as a share of the picture's width, 0 to 100; nothing where it has no length. */
export function bar(percent: number, y: number, height: number, look: string): string {
  return percent > 0 ? `<rect class="${look}" y="${y}" width="${at(percent)}%" height="${height}"/>` : ''
}

/** Bars of what stands beside them in words already. */
export function silent(content: string, look: string): string {
  return `<svg aria-hidden="true" class="${look}">${content}</svg>`
}

/** A bar on a track with a mark, all in shares of the width, 0 to 100. */
export function markedBar(percent: number, mark: number | undefined, look: string): string {
  const line = mark === undefined ? '' : `<rect class="mark" x="${at(mark)}%" width="2" height="12"/>`
  return silent(bar(100, 2, 8, 'track') + bar(percent, 2, 8, look) + line, 'size')
}

/** A chart under a title and a line of what is to be seen. */
export function figure(title: string, detail: string, content: string): string {
  const below = detail === '' ? '' : ` <span>${detail}</span>`
  return `<figure><figcaption><b>${title}</b>${below}</figcaption>${content}</figure>`
}
