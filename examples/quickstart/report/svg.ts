// Small pieces of SVG that the charts share. Colours are CSS variables, so that light and dark both work.

/** Escapes text for HTML and SVG. */
export function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** Rounds a coordinate to what an eye can tell. */
function at(value: number): string {
  return String(Math.round(value * 10) / 10)
}

/** How a text stands: its class decides size and colour. */
export interface TextStyle {
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly look?: 'axis' | 'value' | 'warn' | 'warn tight'
}

/** A text; `\n` starts a new line 12 units below. */
export function text(x: number, y: number, words: string, style: TextStyle = {}): string {
  const { anchor = 'middle', look = 'axis' } = style
  const lines = words
    .split('\n')
    .map((line, i) => `<tspan x="${at(x)}" dy="${i === 0 ? 0 : 12}">${escape(line)}</tspan>`)
  return `<text x="${at(x)}" y="${at(y)}" class="${look}" text-anchor="${anchor}">${lines.join('')}</text>`
}

/** A straight line; its class decides colour and dashes. */
export function line(x1: number, y1: number, x2: number, y2: number, look: string): string {
  return `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" class="${look}"/>`
}

/** A rectangle from a base line upwards, or any other. */
export function rect(x: number, y: number, width: number, height: number, look: string, opacity = 1): string {
  const faint = opacity === 1 ? '' : ` fill-opacity="${Math.round(opacity * 100) / 100}"`
  return `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(Math.max(0, height))}" class="${look}"${faint}/>`
}

/** A picture with a description for those who can't see it. */
export function svg(width: number, height: number, label: string, parts: readonly string[]): string {
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(label)}">${parts.join('')}</svg>`
}

/** A chart with its caption: a bold first sentence says what to see. */
export function figure(finding: string, detail: string, picture: string, look = ''): string {
  return `<figure class="${look}"><figcaption><b>${escape(finding)}</b> ${escape(detail)}</figcaption>${picture}</figure>`
}

/** An 8 by 8 image; `shade` gives 0 to 1 per pixel. `marked` pixels get a frame. */
export function pixels(
  shade: readonly number[],
  look: string,
  label: string,
  marked: ReadonlySet<number> = new Set(),
): string {
  const cells = shade.map((value, i) => {
    const x = (i % 8) * 10
    const y = Math.floor(i / 8) * 10
    const ink = value <= 0 ? '' : rect(x, y, 10, 10, look, Math.min(1, value))
    return ink + (marked.has(i) ? rect(x + 1, y + 1, 8, 8, 'mark') : '')
  })
  return `<svg viewBox="0 0 80 80" class="pixels" role="img" aria-label="${escape(label)}">${rect(0, 0, 80, 80, 'paper')}${cells.join('')}</svg>`
}
