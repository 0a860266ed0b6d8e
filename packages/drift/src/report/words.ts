import { printCount, printExp, printMany, printNumber, printShare } from './print-number.ts'
import { printSpan } from './print-time.ts'
import type { DriftReport, ReportColumn } from './report-types.ts'

/** Sign and word of each verdict; the sign alone tells them apart without colour. */
export const verdictSigns: Readonly<Record<ReportColumn['verdict'], { sign: string; word: string }>> = {
  alarm: { sign: '▲', word: 'Alarm' },
  warn: { sign: '◆', word: 'Warning' },
  ok: { sign: '●', word: 'OK' },
  inconclusive: { sign: '○', word: 'Inconclusive' },
}

const effectNames: Readonly<Record<ReportColumn['effect']['method'], string>> = {
  psi: 'PSI',
  ks: 'KS distance',
  jsd: 'JS divergence',
  lInfinity: 'largest change of a share',
  missing: 'change of the missing share',
  invalid: 'change of the invalid share',
  unseen: 'rise of the unseen share',
}

/** Names what an effect measures. */
export function effectName(method: ReportColumn['effect']['method']): string {
  return effectNames[method]
}

/** Effects beyond this many times the least that counts fill their bar. */
const fullSize = 25

/** How much of its bar an effect fills, 0 to 1: by the square root, so that 1× and 20× can both be read; 1× is a fifth. */
export function sizeShare(size: number): number {
  return Math.sqrt(Math.min(1, Math.max(0, size) / fullSize))
}

/** Names a score. */
export function scoreName(method: ReportColumn['method']): string {
  return method === 'psi' ? 'PSI' : 'JS divergence'
}

/** Says what came of the columns: the verdict's own reason, and what could not be judged where it does not say so. */
export function columnsInWords({ columns, verdict, reason }: DriftReport): string {
  const open = columns.filter(
    (column) => column.verdict === 'inconclusive' && column.why !== 'dependent',
  ).length
  if (open === 0 || verdict === 'inconclusive') return sentence(reason)
  return `${sentence(reason)} ${printMany(open, 'column')} could not be judged.`
}

/** Writes words as a sentence: a capital in front, a full stop behind. */
export function sentence(words: string): string {
  if (words === '') return ''
  const [first = '', ...rest] = Array.from(words)
  return `${first.toUpperCase()}${rest.join('')}${/[.!?]$/.test(words) ? '' : '.'}`
}

/** Says what the alarm promises. */
export function promiseInWords({ promise }: DriftReport): string {
  const { falseAlarm, over, seen } = promise
  return `Without drift, at most ${Number((falseAlarm * 100).toPrecision(3))}% of monitors raise any alarm within ${printMany(over, 'row')}; ${printCount(seen)} seen so far.`
}

const windowNames: Readonly<Record<DriftReport['window']['kind'], string>> = {
  tumbling: 'tumbling',
  sliding: 'sliding',
  decayed: 'decayed',
  sinceDeploy: 'since deploy',
}

/** Says what the window is. */
export function windowInWords({ window, rows, panes, replicas }: DriftReport): string {
  const from = replicas > 1 ? ` of ${printCount(replicas)} replicas` : ''
  const span = printSpan(window.since, window.until)
  const when = span === undefined ? '' : `, ${span}`
  return `${printMany(rows, 'row')} in ${printMany(panes, 'pane')}${from}, ${windowNames[window.kind]}${when}`
}

/** Says how strong the evidence is. */
export function evidenceInWords({ logE, pValue, windowPValue }: ReportColumn): string {
  const strength = Math.abs(logE) < 690 ? printExp(logE) : logE > 0 ? '>10²⁹⁹' : '<10⁻²⁹⁹'
  return `e-value ${strength}, so p ≤ ${printChance(pValue)} at every look; this window alone: p ${printChance(windowPValue)}`
}

/** Prints the chance that holds at every look; a dash where nothing was judged. */
export function chanceInWords({ verdict, pValue }: ReportColumn): string {
  return verdict === 'inconclusive' ? '–' : printChance(pValue)
}

const shareEffects: readonly string[] = ['missing', 'invalid', 'unseen', 'lInfinity']

/** Prints a figure of an effect: changes of shares as percentages, distances as numbers. */
export function printEffect({ effect }: Pick<ReportColumn, 'effect'>, value: number): string {
  return shareEffects.includes(effect.method)
    ? printShare(Math.min(1, Math.max(0, value)))
    : printNumber(value)
}

const shortNames: Readonly<Record<ReportColumn['effect']['method'], string>> = {
  psi: 'PSI',
  ks: 'KS',
  jsd: 'JSD',
  lInfinity: 'share',
  missing: 'missing',
  invalid: 'invalid',
  unseen: 'unseen',
}

/** Prints an effect shortly: `KS 0.228`. */
export function effectInWords(column: ReportColumn): string {
  return `${shortNames[column.effect.method]} ${printEffect(column, column.effect.value)}`
}

/** Prints a score with the one to expect: `0.355 (0.0188)`. */
export function scoreInWords({ score, scoreNull }: ReportColumn): string {
  return `${printNumber(score)}${scoreNull === null ? '' : ` (${printNumber(scoreNull)})`}`
}

/** Prints a p-value; the least that verdicts tell of stands for all below it. */
function printChance(p: number): string {
  return p < 3e-300 ? '<10⁻²⁹⁹' : printNumber(p)
}
