/**
 * Shows how one list of lines differs from another: what is gone with `-`, what is new with `+`, and two
 * lines around each for orientation. Longest common subsequence: quadratic in the lines that differ.
 */
export function difference(before: readonly string[], now: readonly string[]): string {
  let start = 0
  while (start < before.length && start < now.length && before[start] === now[start]) start++
  let end = 0
  while (
    end < before.length - start &&
    end < now.length - start &&
    before[before.length - 1 - end] === now[now.length - 1 - end]
  ) {
    end++
  }
  const a = before.slice(start, before.length - end)
  const b = now.slice(start, now.length - end)
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1))
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i--) {
    const row = common[i]
    if (row === undefined) continue
    for (let j = b.length - 1; j >= 0; j--) {
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const lines: string[] = before.slice(0, start).map((line) => `  ${line}`)
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(`  ${a[i++] ?? ''}`)
      j++
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1)))
      lines.push(`- ${a[i++] ?? ''}`)
    else lines.push(`+ ${b[j++] ?? ''}`)
  }
  lines.push(...now.slice(now.length - end).map((line) => `  ${line}`))
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - 2), index + 3).some((line) => !line.startsWith(' '))
  return lines
    .map((line, index) => (isNear(index) ? line : undefined))
    .filter((line, index, all) => line !== undefined || all[index - 1] !== undefined)
    .map((line) => line ?? '  ...')
    .join('\n')
}
