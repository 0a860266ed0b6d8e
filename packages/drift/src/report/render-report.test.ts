import { expect, test } from 'vitest'
import { checkHtml } from '../../test/html-checker.ts'
import { churnCase, namedCase, wideCase } from '../../test/report-cases.ts'
import { renderReport } from './render-report.ts'
import { reportJson } from './report-json.ts'
import { style } from './html/style.ts'

const { baseline, snapshot } = churnCase()
const html = renderReport(snapshot, baseline)
const page = checkHtml(html)

test('is well-formed, and its form is checked by something that finds faults', () => {
  expect(page.faults).toEqual([])
  expect(page.elements.length).toBeGreaterThan(500)
  expect(checkHtml('<!doctype html>\n<p>a < b</p>').faults).not.toEqual([])
  expect(checkHtml('<!doctype html>\n<p><b>a</p></b>').faults).not.toEqual([])
  expect(checkHtml('<!doctype html>\n<p>a & b</p>').faults).not.toEqual([])
  expect(checkHtml('<!doctype html>\n<p class=a>b</p>').faults).not.toEqual([])
})

test('runs no script and loads nothing', () => {
  expect(page.tags.filter((tag) => /^(?:script|link|iframe|img|object|embed|base|form)$/.test(tag))).toEqual(
    [],
  )
  expect(/<script|https?:|\/\/[a-z]|url\(|@import|javascript:/i.exec(html)).toBeNull()
  for (const { attributes } of page.elements) {
    for (const name of attributes.keys()) expect(name).not.toMatch(/^on|^src|^style$/)
    expect(attributes.get('href') ?? '#').toMatch(/^#/)
  }
})

test('can be read without seeing the pictures', () => {
  const headings = page.tags.filter((tag) => /^h\d$/.test(tag)).map((tag) => Number(tag[1]))
  expect(headings[0]).toBe(1)
  headings.reduce((last, level) => {
    expect(level).toBeLessThanOrEqual(last + 1)
    return level
  })
  const of = (tag: string) => page.elements.filter((element) => element.tag === tag)
  for (const { attributes } of of('svg')) {
    const isSilent = attributes.get('aria-hidden') === 'true'
    expect(
      isSilent || ((attributes.get('aria-label') ?? '') !== '' && attributes.get('role') === 'img'),
    ).toBe(true)
  }
  for (const { attributes } of of('th')) expect(attributes.get('scope')).toMatch(/^(?:col|row)$/)
  const ids = page.elements.flatMap(({ attributes }) => attributes.get('id') ?? [])
  expect(new Set(ids).size).toBe(ids.length)
  for (const { attributes } of page.elements) {
    const target = attributes.get('href')?.slice(1) ?? attributes.get('aria-labelledby')
    if (target !== undefined) expect(ids).toContain(target)
  }
  expect(of('html')[0]?.attributes.get('lang')).toBe('en')
})

test('has text of enough contrast, light and dark', () => {
  const themes = [...style.matchAll(/:root\{(?:color-scheme:light dark;)?(--paper:#[^}]*)\}/g)].map(
    ([, rules = '']) => new Map(rules.split(';').map((rule) => rule.split(':') as [string, string])),
  )
  expect(themes).toHaveLength(2)
  for (const theme of themes) {
    for (const ink of ['--ink', '--soft', '--alarm', '--warn', '--ok', '--none']) {
      for (const ground of ['--paper', '--card', '--back']) {
        expect(
          contrast(theme.get(ink) ?? '', theme.get(ground) ?? ''),
          `${ink} on ${ground}`,
        ).toBeGreaterThan(4.5)
      }
    }
    // What is drawn needs 3 to 1 against the page (WCAG 1.4.11).
    for (const ink of ['--cur', '--edge', '--h4']) {
      expect(contrast(theme.get(ink) ?? '', theme.get('--card') ?? ''), ink).toBeGreaterThan(3)
    }
  }
  expect(style).toMatch(/prefers-color-scheme:dark/)
  expect(style).toMatch(/forced-colors:active/)
})

test('says what the data say, and no more', () => {
  const report = reportJson(snapshot, baseline)
  const text = page.text.replace(/\s+/g, ' ')
  expect(text).toContain(report.baseline.name)
  expect(text).toContain(report.baseline.digest)
  expect(text).toContain(`${report.reason}.`)
  let at = 0
  for (const column of report.columns) {
    // In the table, in the order of the data.
    at = text.indexOf(column.name, at)
    expect(at, column.name).toBeGreaterThan(0)
    expect(text).toContain(column.meaning)
    const [first] = column.changed
    if (first !== undefined) expect(text).toContain(column.bins[first]?.label)
  }
  expect(page.tags.filter((tag) => tag === 'details')).toHaveLength(report.columns.length)
})

test('is the same bytes for the same input', () => {
  const again = churnCase()
  expect(renderReport(again.snapshot, again.baseline)).toBe(html)
  const { parts, earlier } = snapshot
  const turned = { ...snapshot, parts: parts.toReversed(), earlier: earlier.toReversed() }
  expect(renderReport(turned, baseline)).toBe(html)
})

test('stays small and folded with a hundred columns', () => {
  const wide = wideCase()
  const large = renderReport(wide.snapshot, wide.baseline)
  expect(new TextEncoder().encode(large).length).toBeLessThan(620_000)
  const checked = checkHtml(large)
  expect(checked.faults).toEqual([])
  const folds = checked.elements.filter(({ tag }) => tag === 'details')
  expect(folds).toHaveLength(100)
  expect(folds.filter(({ attributes }) => attributes.has('open')).length).toBeLessThanOrEqual(4)
})

test('shows names in any script so that they keep to themselves', () => {
  const names = [
    'עמודה ארוכה',
    'مبلغ',
    'emoji 👩‍👩‍👧',
    'x\u202Egnp.exe',
    'nul\u0000',
    `long${'_name'.repeat(90)}`,
  ]
  const { baseline: odd, snapshot: seen } = namedCase(names, ['שלום', 'مرحبا', '', ' ', 'other', '1'])
  const checked = checkHtml(renderReport(seen, odd))
  expect(checked.faults).toEqual([])
  expect(checked.text).toContain('עמודה ארוכה')
  expect(checked.text).toContain('emoji 👩‍👩‍👧')
  expect(checked.text).toContain('x�gnp.exe')
  expect(checked.text).toContain('nul�')
  // Values that could be taken for other things are quoted.
  for (const label of ['""', '" "', '"other"', '"1"']) expect(checked.text).toContain(label)
})

test('draws a page where nothing was seen', () => {
  const empty = renderReport({ ...snapshot, parts: [], earlier: [] }, baseline)
  const checked = checkHtml(empty)
  expect(checked.faults).toEqual([])
  expect(checked.text).toContain('Inconclusive')
  for (const { attributes } of [...checked.elements, ...page.elements]) {
    for (const [name, value] of attributes)
      if (name !== 'aria-label') expect(value).not.toMatch(/NaN|Infinity|undefined/)
  }
})

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

/** Relative luminance of a colour, by WCAG 2. */
function luminance(colour: string): number {
  const hex = colour.length === 4 ? colour.replace(/[\da-f]/gi, '$&$&') : colour
  expect(hex).toMatch(/^#[\da-f]{6}$/)
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
