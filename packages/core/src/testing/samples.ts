/** Names that every plain object has, found where a store keeps its entries in one. */
export const inheritedNames: readonly string[] = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'prototype',
  'toString',
  'then',
]

/** Keys that stores have confused with one another, or with commands, paths and patterns. Made when asked for. */
export function awkwardKeys(): readonly string[] {
  const long = 'k'.repeat(10_000)
  const looks = [
    'a',
    'A',
    ' a',
    'a ',
    'a\n',
    'a\0',
    'a\0b',
    'a b',
    'a+b',
    'a%20b',
    'a,b',
    'a;b',
    'a|b',
    '1',
    '01',
  ]
  const paths = ['1.0', 'a/b', 'a//b', 'a/b/', './a/b', '../a/b', 'a\\b', 'a:b', 'a.b', 'a[b]', '%', '_']
  const patterns = ['*', 'a*', 'a?', '{a}', '$a', '"a"', "'a'", '`a`', '<a>', '&amp;']
  const words = ['null', 'undefined', 'true', 'NaN', '[object Object]']
  // The same letter composed and decomposed; letters whose cases differ in length; halves of pairs.
  const letters = [
    '\u00e9',
    'e\u0301',
    'ß',
    'SS',
    'İ',
    'i',
    '\u200b',
    '日本',
    '👩‍🔬',
    '👩',
    '\ud83d',
    '\ud83e',
    '\ufffd',
  ]
  const longs = [long, `${long}1`, `${long}2`, `1${long}`, `2${long}`, `${long}1${long}`, `${long}2${long}`]
  return [inheritedNames, looks, paths, patterns, words, letters, longs].flat()
}

/** Shows a key of the kit's in a message, the long ones cut off. */
export function shown(key: string): string {
  const text = JSON.stringify(key.slice(0, 24))
  return key.length > 24 ? `${text} (${key.length} long)` : text
}

/** Plain data: what JSON can hold. Made when asked for. */
export function plainSamples(): readonly { readonly what: string; readonly value: unknown }[] {
  return [
    { what: 'null', value: null },
    { what: 'false', value: false },
    { what: 'zero', value: 0 },
    { what: 'empty text', value: '' },
    { what: 'an empty list', value: [] },
    { what: 'an empty object', value: {} },
    { what: 'numbers', value: [0.1 + 0.2, -1.5, 5e-324, 1.7976931348623157e308, 2 ** 53 - 1, 2 ** 53, 1e-7] },
    { what: 'numbers as text', value: ['1', '01', '1e3', '9007199254740993', '0x10'] },
    {
      what: 'odd text',
      value: ['\0', '\n', '"', '\\', '\u2028', '\ud800', '👩‍🔬', 'e\u0301', '</script>', '${a}'],
    },
    { what: 'text that looks like a date', value: '2026-01-01T00:00:00.000Z' },
    { what: 'text that looks like JSON', value: '{"p":1}' },
    { what: 'a nested object', value: { p: 0.5, of: [{ label: 'a', scores: [1, null, [true]] }] } },
    { what: 'a field that is undefined', value: { p: 1, note: undefined } },
    {
      what: 'fields with names of every object',
      value: JSON.parse('{"__proto__":{"p":1},"constructor":2,"toString":"x","then":null,"length":0}'),
    },
    { what: 'a list of 10,000 numbers', value: Array.from({ length: 10_000 }, (_, i) => i / 3) },
  ]
}

/** Data that JSON would change. Made when asked for. */
export function otherSamples(): readonly { readonly what: string; readonly value: unknown }[] {
  return [
    { what: 'NaN', value: { p: Number.NaN } },
    { what: 'Infinity', value: [Infinity, -Infinity] },
    { what: 'undefined in a list', value: [1, undefined, 2] },
    { what: 'a Date', value: { at: new Date(1_700_000_000_000) } },
    { what: 'a typed array', value: { scores: Float32Array.of(0.25, 0.5) } },
    { what: 'bytes', value: Uint8Array.of(1, 2, 255) },
    { what: 'a Map', value: new Map([['a', 1]]) },
    { what: 'a Set', value: new Set(['a']) },
    { what: 'a bigint', value: { n: 2n ** 60n } },
  ]
}

/** Freezes plain data all the way down, so that who writes to it throws. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  for (const name of Object.keys(value)) frozen((value as Record<string, unknown>)[name])
  return Object.freeze(value)
}
