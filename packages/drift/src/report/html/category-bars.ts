import type { ReportBin, ReportColumn } from '../report-types.ts'
import { named, shareHtml } from './escape-html.ts'
import { bar, silent } from './svg.ts'

const mostFrequent = 6
const mostRows = 9

/**
 * Draws categories as pairs of bars, the reference above the current: the most frequent ones and those that changed
 * most, 9 at most, and all others of the reference in one row.
 */
export function categoryBars(column: ReportColumn): string {
  const { bins } = column
  const shown = pickRows(column)
  const rest = bins.filter((bin, i) => !shown.has(i) && bin.reference + bin.current > 0)
  const rows = bins.filter((_, i) => shown.has(i)).map((bin) => ({ ...bin, label: otherWords(bin) }))
  if (rest.length > 0) {
    const add = (share: (bin: ReportBin) => number): number => rest.reduce((sum, bin) => sum + share(bin), 0)
    rows.push({
      label: rest.length === 1 ? '1 more value' : `${rest.length} more values`,
      is: 'other',
      from: null,
      to: null,
      reference: add((bin) => bin.reference),
      current: add((bin) => bin.current),
      referenceShare: add((bin) => bin.referenceShare),
      currentShare: add((bin) => bin.currentShare),
      contribution: null,
    })
  }
  const longest = Math.max(0.001, ...rows.map((row) => Math.max(row.referenceShare, row.currentShare)))
  return `<ul class="cats">${rows.map((row) => rowOf(row, longest)).join('')}</ul>`
}

function otherWords(bin: ReportBin): string {
  return bin.is === 'other' ? 'any other value' : bin.label
}

function rowOf({ label, is, referenceShare, currentShare }: ReportBin, longest: number): string {
  const length = (share: number): number => (100 * share) / longest
  const bars = bar(length(referenceShare), 0, 7, 'ref') + bar(length(currentShare), 8, 7, 'bar')
  const name = is === 'value' ? named(label, 60) : `<i>${label}</i>`
  // The shares stand beside the bars in words.
  const picture = silent(bars, 'pair')
  return `<li><span>${name}</span>${picture}<span class="n">${shareHtml(referenceShare)} → <b>${shareHtml(currentShare)}</b></span></li>`
}

function pickRows({ bins, changed }: ReportColumn): ReadonlySet<number> {
  const bySize = bins
    .map((_, i) => i)
    .filter((i) => (bins[i]?.reference ?? 0) + (bins[i]?.current ?? 0) > 0)
    .sort((a, b) => largest(bins[b]) - largest(bins[a]) || a - b)
  if (bySize.length <= mostRows + 1) return new Set(bySize)
  const shown = new Set(bySize.slice(0, mostFrequent))
  for (const i of [...changed, ...bySize]) if (shown.size < mostRows) shown.add(i)
  return shown
}

function largest(bin: ReportBin | undefined): number {
  return bin === undefined ? 0 : Math.max(bin.referenceShare, bin.currentShare)
}
