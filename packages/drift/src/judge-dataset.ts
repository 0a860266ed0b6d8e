import type { DriftVerdict } from '@plimsoll/core'
import type { JudgedColumn } from './judge-column.ts'
import type { DatasetVerdict } from './verdicts.ts'

/**
 * Judges a data set from its columns: `alarm` when at least `share` of the judged columns moved; `warn` from
 * half of that, or when columns that moved or warn make up `share`; `inconclusive` when the window is too small
 * or no column could be judged.
 */
export function judgeDataset(
  judged: readonly JudgedColumn[],
  rows: number,
  minRows: number,
  share: number,
): DatasetVerdict {
  const columns = judged.map((column) => column.verdict)
  const conclusive = columns.filter((column) => column.verdict !== 'inconclusive').length
  const moved = judged
    .filter((column) => column.verdict.verdict === 'alarm')
    .sort((a, b) => b.size - a.size)
    .map((column) => column.verdict.name)
  const uneasy = columns.filter(({ verdict }) => verdict === 'alarm' || verdict === 'warn').length
  const reached = conclusive === 0 ? 0 : moved.length / conclusive
  let verdict: DriftVerdict = 'ok'
  let reason = `${moved.length} of ${conclusive} columns moved; an alarm needs a share of ${share}`
  if (conclusive === 0) {
    verdict = 'inconclusive'
    reason = rows < minRows ? `${rows} rows, fewer than ${minRows}` : 'no column had enough values to judge'
  } else if (reached >= share) verdict = 'alarm'
  else if (reached >= share / 2 || uneasy / conclusive >= share) verdict = 'warn'
  return { verdict, reason, rows, share: reached, judged: conclusive, moved, columns }
}
