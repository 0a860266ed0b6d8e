const none = /\p{M}|\p{Cf}/u
/** East Asian wide signs and emoji: two cells of a terminal each. */
const wide =
  /[\u1100-\u115f\u231a\u231b\u23e9-\u23f3\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]/u

/** Counts the cells that a text takes in a terminal; an approximation where signs join, as emoji do. */
export function textWidth(text: string): number {
  let width = 0
  for (const sign of text) width += signWidth(sign)
  return width
}

function signWidth(sign: string): number {
  return none.test(sign) ? 0 : wide.test(sign) ? 2 : 1
}

/** Makes a text exactly so many cells wide: cut with an ellipsis, or padded. */
export function fit(text: string, width: number, side: 'left' | 'right' = 'left'): string {
  const all = textWidth(text)
  if (all <= width) {
    const room = ' '.repeat(width - all)
    return side === 'left' ? text + room : room + text
  }
  let cut = ''
  let used = 0
  for (const sign of text) {
    const next = signWidth(sign)
    if (used + next > width - 1) break
    cut += sign
    used += next
  }
  return width < 1 ? '' : `${cut}…${' '.repeat(width - 1 - used)}`
}

/** Breaks a text into lines of at most so many cells; words that are longer are cut in pieces. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`
    if (textWidth(joined) <= width) {
      line = joined
      continue
    }
    if (line !== '') lines.push(line)
    line = ''
    for (const sign of word) {
      if (textWidth(line + sign) > width) {
        lines.push(line)
        line = ''
      }
      line += sign
    }
  }
  if (line !== '') lines.push(line)
  return lines
}
