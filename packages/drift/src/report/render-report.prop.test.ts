import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkHtml } from '../../test/html-checker.ts'
import { namedCase } from '../../test/report-cases.ts'
import { renderReport } from './render-report.ts'
import { reportText } from './report-text.ts'
import { textWidth } from './text/text-width.ts'

const hostile = fc.oneof(
  fc.constantFrom(
    '<script>alert(1)</script>',
    '</style><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '--><svg onload=alert(1)>',
    '</title></svg></table>',
    '&lt;b&gt;&#60;script&#62;',
    '${alert(1)}`$&$1',
    'javascript:alert(1)',
    '\u001b[31mred\u001b]0;title\u0007',
    'a\nb\r\tc',
    '__proto__',
    'constructor',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom('<', '>', '&', '"', "'", '`', '/', '=', ' ', 'a', '\ud800', '\udc00'),
    minLength: 1,
    maxLength: 20,
  }),
)
const names = fc.uniqueArray(hostile, { minLength: 4, maxLength: 4 })
const values = fc.uniqueArray(hostile, { minLength: 5, maxLength: 5 })

const harmless = namedCase(['one', 'two', 'three', 'four'], ['a', 'b', 'c', 'd', 'e'])
const expected = checkHtml(renderReport(harmless.snapshot, harmless.baseline))

test('no name and no value changes what the page is made of', () => {
  fc.assert(
    fc.property(names, values, (columns, categories) => {
      const { baseline, snapshot } = namedCase(columns, categories)
      const checked = checkHtml(renderReport(snapshot, baseline, { title: categories[0] }))
      expect(checked.faults).toEqual([])
      expect([...checked.tags].sort()).toEqual([...expected.tags].sort())
      for (const { attributes } of checked.elements) {
        for (const name of attributes.keys()) expect(name).not.toMatch(/^on|^src|^style$/)
      }
    }),
    { numRuns: 60 },
  )
})

test('no name and no value steers the terminal or breaks the width of its lines', () => {
  fc.assert(
    fc.property(names, values, fc.integer({ min: 40, max: 160 }), (columns, categories, width) => {
      const { baseline, snapshot } = namedCase(columns, categories)
      const text = reportText(snapshot, baseline, { width, title: columns[0] })
      expect(text).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u)
      for (const line of text.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(width)
    }),
    { numRuns: 60 },
  )
})
