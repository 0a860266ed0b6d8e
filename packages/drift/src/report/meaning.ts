import type { ColumnVerdict } from '../verdicts.ts'

const meanings: Readonly<Record<ColumnVerdict['why'], string>> = {
  same: 'It looks like the reference.',
  small: 'It differs from the reference, but by less than counts.',
  moved: 'It moved. An alarm that keeps the promise needs more evidence.',
  alarm: 'It moved, and the evidence is enough for an alarm that keeps the promise.',
  'few rows': 'Too few rows were seen to tell.',
  dependent: 'It can not be told: neighbouring rows are alike, so chance alone can look like drift.',
  monotone: 'It rises from row to row, as a counter or a time does. Not judged.',
}

/** Says in a sentence what a verdict's `why` means. */
export function meaningOf(why: ColumnVerdict['why']): string {
  return meanings[why]
}

const conditions: Readonly<Record<string, string>> = {
  ties: 'Where values come more than once, evidence is counted on the safe side.',
  'approximate reference': 'The reference was made from ready histograms, so the promise holds only about.',
  season: 'The window is compared with what the reference held in the same part of the season.',
}

/** Says in a sentence what a verdict rests on; a condition without words of its own stays as it is. */
export function conditionInWords(condition: string): string {
  const blocks = /^blocks of (\d+)$/.exec(condition)?.[1]
  if (blocks !== undefined) return `Neighbouring rows are alike, so ${blocks} of them count as one.`
  return Object.hasOwn(conditions, condition) ? (conditions[condition] ?? condition) : condition
}
