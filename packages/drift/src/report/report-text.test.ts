import { expect, test } from 'vitest'
import { churnCase } from '../../test/report-cases.ts'
import { reportJson } from './report-json.ts'
import { reportText } from './report-text.ts'
import { fit, textWidth, wrap } from './text/text-width.ts'

const { baseline, snapshot } = churnCase()
const report = reportJson(snapshot, baseline)

test('keeps to the width it is given, and shows more where there is more room', () => {
  for (const width of [40, 60, 80, 100, 140]) {
    const lines = reportText(snapshot, baseline, { width }).split('\n')
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width)
    for (const { name } of report.columns)
      expect(lines.some((line) => line.startsWith(name.slice(0, 8), 2))).toBe(true)
  }
  expect(reportText(snapshot, baseline, { width: 140 })).toContain('over time')
  expect(reportText(snapshot, baseline, { width: 40 })).not.toContain('over time')
})

test('names every column once in the table, in the order of the data, and aligns it', () => {
  const lines = reportText(snapshot, baseline, { width: 120 }).split('\n')
  const head = lines.findIndex((line) => line.startsWith('  column'))
  const rows = lines.slice(head + 1, head + 1 + report.columns.length)
  expect(rows.map((row) => row.slice(2, 16).trimEnd())).toEqual(report.columns.map(({ name }) => name))
  const end = (lines[head] ?? '').indexOf('×least') + '×least'.length
  for (const row of rows) expect(row.slice(0, end)).toMatch(/(?:×|–)$/)
})

test('colours only when asked, and colour changes nothing else', () => {
  const plain = reportText(snapshot, baseline)
  const colour = reportText(snapshot, baseline, { color: true })
  expect(plain).not.toContain('\u001b')
  expect(colour).toContain('\u001b[31m')
  expect(colour.replace(/\p{Cc}\[\d+m/gu, '')).toBe(plain)
})

test('measures wide, joined and combining signs as terminals do', () => {
  expect(textWidth('abc')).toBe(3)
  expect(textWidth('日本')).toBe(4)
  expect(textWidth('e\u0301')).toBe(1)
  expect(textWidth('🎉')).toBe(2)
  expect(fit('日本語', 5)).toBe('日本…')
  expect(fit('日本語', 4)).toBe('日… ')
  expect(fit('ab', 4, 'right')).toBe('  ab')
  expect(wrap('one two abcdefghij', 4)).toEqual(['one', 'two', 'abcd', 'efgh', 'ij'])
})
