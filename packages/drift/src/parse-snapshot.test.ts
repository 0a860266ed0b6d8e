import { expect, test } from 'vitest'
import fc from 'fast-check'
import { sampleBaseline, sampleSnapshot, seasonalBaseline } from '../test/sample-snapshots.ts'
import { createBaseline } from './create-baseline.ts'
import { emptySnapshot } from './empty-snapshot.ts'
import { mergeSnapshots } from './merge-snapshots.ts'
import { parseSnapshot } from './parse-snapshot.ts'

type Json = Record<string, unknown>

const sample = mergeSnapshots(sampleSnapshot('a', 300), sampleSnapshot('b', 90))

/** A fresh copy of the sample as JSON gives it, changed by hand. */
function changed(change: (json: Json, part: Json) => unknown): unknown {
  const json = JSON.parse(JSON.stringify(sample)) as Json
  const replaced = change(json, (json['parts'] as Json[])[0] ?? {})
  return replaced === undefined ? json : replaced
}

/** An array of this length without items; takes no memory. */
function holes(length: number): unknown[] {
  const items: unknown[] = []
  items.length = length
  return items
}

function messageOf(json: unknown, baseline = sampleBaseline): string {
  try {
    parseSnapshot(json, baseline)
  } catch (error) {
    expect(error).toMatchObject({ code: 'PLIMSOLL_SNAPSHOT_INVALID' })
    return (error as Error).message
  }
  return 'nothing thrown'
}

test.each([sampleBaseline, seasonalBaseline])(
  'what JSON made of a snapshot is read back: $name',
  (baseline) => {
    const moments = fc.array(fc.tuple(fc.constantFrom('a', 'é\u{1f600}', '\ufeffx'), fc.nat(1300)), {
      minLength: 1,
    })
    fc.assert(
      fc.property(moments, (given) => {
        const snapshot = given
          .map(([replica, rows]) => sampleSnapshot(replica, rows, undefined, baseline))
          .reduce(mergeSnapshots)
        expect(parseSnapshot(JSON.parse(JSON.stringify(snapshot)), baseline)).toEqual(snapshot)
      }),
      { numRuns: 30 },
    )
  },
)

test('what is read has the order of a merge, whatever the order of the text, and nothing unknown', () => {
  const json = changed((given, part) => {
    for (const name of ['parts', 'earlier']) given[name] = (given[name] as unknown[]).toReversed()
    given['extra'] = part['extra'] = 'unknown'
  })
  expect(parseSnapshot(json, sampleBaseline)).toEqual(sample)
})

test('every broken rule is named with its place', () => {
  const first = 'parts[0]'
  const cases: [string, (json: Json, part: Json) => unknown][] = [
    ['snapshot must be an object', () => null],
    ['snapshot must be an object', () => []],
    ['snapshot must be an object', () => 'text'],
    [
      "format must be 'plimsoll-drift-snapshot/2'",
      (json) => void (json['format'] = 'plimsoll-drift-snapshot/3'),
    ],
    ['baseline must be an object', (json) => void delete json['baseline']],
    [
      'baseline must be the given one',
      (json) => void ((json['baseline'] as Json)['digest'] = '0'.repeat(64)),
    ],
    ['baseline must be the given one', (json) => void ((json['baseline'] as Json)['rows'] = 401)],
    ['columns must be an array', (json) => void (json['columns'] = 'load')],
    ['columns must hold at least one column', (json) => void (json['columns'] = [])],
    ['columns must hold at most 3 items', (json) => void (json['columns'] = ['load', 'seats', 'plan', 'x'])],
    [
      "columns[1] must be a column of the baseline, in the baseline's order",
      (json) => void (json['columns'] = ['seats', 'load']),
    ],
    [
      'window.kind must be tumbling, sliding, decayed, sinceDeploy',
      (json) => void ((json['window'] as Json)['kind'] = 'toString'),
    ],
    [
      'window.rows must be a whole number from 0 to 4294967295',
      (json) => void ((json['window'] as Json)['rows'] = 0.5),
    ],
    ['window.panes must be at least 1', (json) => void ((json['window'] as Json)['panes'] = 0)],
    ['parts must be an array', (json) => void (json['parts'] = { length: 1 })],
    ['parts must hold at most 4096 items', (json) => void (json['parts'] = holes(1e9))],
    ['earlier must hold at most 4096 items', (json) => void (json['earlier'] = holes(1e9))],
    ['parts[0] must be an object', (json) => void (json['parts'] = [null])],
    [`${first}.replica must be text of 1 to 200 characters`, (_, part) => void (part['replica'] = '')],
    [
      `${first}.replica must be text of 1 to 200 characters`,
      (_, part) => void (part['replica'] = 'x'.repeat(201)),
    ],
    [`${first}.replica must be well-formed text`, (_, part) => void (part['replica'] = 'a\ud83d')],
    [`${first}.seq must be a whole number from 0 to 9007199254740991`, (_, part) => void (part['seq'] = -1)],
    [`${first}.rows must be a whole number from 0 to 4294967295`, (_, part) => void (part['rows'] = 2 ** 32)],
    [`${first}.since must be a finite number`, (_, part) => void (part['since'] = null)],
    [`${first}.until must be a finite number`, (_, part) => void (part['until'] = Infinity)],
    [`${first}.counts must be an array`, (_, part) => void (part['counts'] = Int32Array.of(1))],
    [
      `${first}.counts[1] must be a whole number from 0 to rows`,
      (_, part) => void ((part['counts'] as number[])[1] = -1),
    ],
    [
      `${first}.counts[2] must be a whole number from 0 to rows`,
      (_, part) => void ((part['counts'] as number[])[2] = 0.5),
    ],
    [
      `${first}.counts[3] must be a whole number from 0 to rows`,
      (_, part) => void ((part['counts'] as number[])[3] = 1e9),
    ],
    [
      `${first}.counts must count every row once in column 0`,
      (_, part) => void ((part['counts'] as number[])[0] = 40),
    ],
    [`${first}.dependence must hold 9 figures`, (_, part) => void (part['dependence'] = [1])],
    [
      `${first}.dependence[1] must be a whole number within 2^52`,
      (_, part) => void ((part['dependence'] as number[])[1] = 2 ** 52),
    ],
    [
      `${first}.dependence[2] must be a whole number from 0 to rows`,
      (_, part) => void ((part['dependence'] as number[])[2] = -1),
    ],
    [
      `${first}.dependence[8] must be a whole number from 0 to rows`,
      (_, part) => void ((part['dependence'] as number[])[8] = 41),
    ],
    [`${first}.slots must be an array`, (_, part) => void delete part['slots']],
    [`${first}.slots must hold at most 0 items`, (_, part) => void (part['slots'] = [0])],
    [
      'parts[0] must not contradict another part of its replica and seq',
      (json, part) => void (json['parts'] = [part, { ...part, until: 0 }].toReversed()),
    ],
  ]
  for (const [message, change] of cases) {
    const told = messageOf(changed(change))
    expect(told.replace('parts[1] must not', 'parts[0] must not')).toBe(`not a snapshot: ${message}`)
  }
})

test('slots of a season are as many as the season has, and count each row at most once', () => {
  const seasonal = sampleSnapshot('a', 30, undefined, seasonalBaseline)
  const withSlots = (slots: unknown): unknown => ({
    ...seasonal,
    parts: seasonal.parts.map((part) => ({ ...part, slots })),
  })
  const only = (...first: readonly number[]): number[] =>
    Array.from({ length: 168 }, (_, slot) => first[slot] ?? 0)
  for (const slots of [only(), only(30), only(10, 20)]) {
    expect(parseSnapshot(withSlots(slots), seasonalBaseline)).toEqual(withSlots(slots))
  }
  const cases: [string, unknown][] = [
    [' must be an array', undefined],
    [' must hold 168 counts', []],
    [' must hold 168 counts', only().slice(1)],
    [' must hold at most 168 items', [...only(), 0]],
    [' must hold at most 168 items', holes(1e9)],
    [' must count no row twice', only(10, 21)],
    ['[0] must be a whole number from 0 to rows', only(31)],
    ['[1] must be a whole number from 0 to rows', only(5, -1)],
    ['[2] must be a whole number from 0 to rows', only(0, 0, 0.5)],
    ['[0] must be a whole number from 0 to rows', holes(168)],
  ]
  for (const [rule, slots] of cases) {
    expect(messageOf(withSlots(slots), seasonalBaseline)).toBe(`not a snapshot: parts[0].slots${rule}`)
  }
})

test('counts of another length are refused before any is read', () => {
  for (const length of [0, 1, 1e9]) {
    const told = messageOf(changed((_, part) => void (part['counts'] = holes(length))))
    expect(told).toMatch(/^not a snapshot: parts\[0\]\.counts must hold (?:at most )?\d+ (?:counts|items)$/)
  }
})

test('more than 2^24 counts are refused before any part is read', () => {
  const row = (i: number): object =>
    Object.fromEntries(Array.from({ length: 600 }, (_, j) => [`c${j}`, i * (j + 1)]))
  const wide = createBaseline(Array.from({ length: 200 }, (_, i) => row(i)))
  const columns = wide.columns.map(({ name }) => name)
  const none = emptySnapshot(wide, columns, { kind: 'tumbling', rows: 1, panes: 1 })
  expect(() => parseSnapshot({ ...none, parts: holes(500), earlier: holes(500) }, wide)).toThrow(
    'not a snapshot: parts and earlier must hold at most 16777216 counts together',
  )
})

test('holes, accessors and what is inherited are not data', () => {
  const sparse = messageOf(changed((_, part) => void Reflect.deleteProperty(part['counts'] as number[], 5)))
  expect(sparse).toContain('parts[0].counts[5] must be a whole number')
  let reads = 0
  const getter = changed((json) => {
    const { parts } = json
    Object.defineProperty(json, 'parts', { enumerable: true, get: () => (reads++, parts) })
  })
  expect(messageOf(getter)).toBe('not a snapshot: parts must be an array')
  expect(reads).toBe(0)
  const inherited: unknown = Object.create(changed(() => undefined) as object)
  expect(messageOf(inherited)).toContain('format must be')
  const text = JSON.stringify(sample)
  expect(messageOf(JSON.parse(`{"__proto__":${text}}`))).toContain('format must be')
  const polluting: unknown = JSON.parse(`${text.slice(0, -1)},"__proto__":{"polluted":true}}`)
  const read = parseSnapshot(polluting, sampleBaseline)
  expect(read).toEqual(sample)
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype)
})

test('proxies that throw, lie about a length or answer anew each time get a typed error at most', () => {
  const throwing = new Proxy(
    {},
    {
      getOwnPropertyDescriptor: () => {
        throw new Error('trap')
      },
    },
  )
  expect(messageOf(throwing)).toBe('not a snapshot: it could not be read')
  const { proxy, revoke } = Proxy.revocable([], {})
  revoke()
  expect(messageOf(changed((json) => void (json['parts'] = proxy)))).toBe(
    'not a snapshot: it could not be read',
  )
  for (const length of [-1, 0.5, Number.NaN, 1e9, '3']) {
    const lying = new Proxy([], { get: (_, key) => (key === 'length' ? length : undefined) })
    expect(messageOf(changed((json) => void (json['parts'] = lying)))).toContain('parts must hold at most')
  }
  let reads = 0
  const twice = changed((_, part) => {
    const counts = part['counts'] as number[]
    part['counts'] = new Proxy(counts, {
      get: (target, key, receiver) => (key === '0' && reads++ > 0 ? -1 : Reflect.get(target, key, receiver)),
    })
  })
  expect(parseSnapshot(twice, sampleBaseline)).toEqual(sample)
  expect(reads).toBe(1)
})

test('any JSON is read or refused with the typed error', () => {
  const keys = fc.constantFrom('format', 'baseline', 'columns', 'window', 'parts', 'earlier')
  fc.assert(
    fc.property(keys, fc.jsonValue(), (key, value) => {
      expect(messageOf(changed((json) => void (json[key] = value)))).toMatch(
        /^(?:not a snapshot: |nothing thrown)/,
      )
    }),
  )
})
