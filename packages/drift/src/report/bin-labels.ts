/**
 * Prints a category as a report shows it: plain where that can't be mistaken, quoted where it is empty, looks like a
 * number or like one of the words that reports use themselves.
 */
export function categoryLabel(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value)
  const isPlain =
    value.trim() === value && value !== '' && !ownWords.test(value) && Number.isNaN(Number(value))
  return isPlain ? value : JSON.stringify(value)
}

const ownWords = /^(?:"|(?:true|false|null|undefined|other|new|all)$)/u

/** Prints rising numbers with 3 digits, or as many as leave each within a tenth of the gap to its neighbours. */
export function edgeLabels(edges: readonly number[]): readonly string[] {
  for (let digits = 3; digits <= 16; digits++) {
    const rounded = edges.map((edge) => Number(edge.toPrecision(digits)))
    const isClose = edges.every((edge, i) => {
      const gap = Math.min(edge - (edges[i - 1] ?? -Infinity), (edges[i + 1] ?? Infinity) - edge)
      return Math.abs((rounded[i] ?? 0) - edge) <= 0.1 * gap
    })
    if (isClose) return rounded.map(String)
  }
  return edges.map(String)
}
