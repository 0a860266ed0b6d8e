import { createRandom } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { type Baseline, type BaselineColumn, maxCategories } from './baseline-types.ts'
import { createBaseline } from './create-baseline.ts'
import { parseBaseline } from './parse-baseline.ts'

const random = createRandom('parts')
const hour = 3_600_000
const start = Date.UTC(2026, 0, 1)
const words = (n: number): string => Array.from({ length: n }, () => `w${random.int(300)}`).join(' ')
const rows = Array.from({ length: 400 }, (_, i) => {
  const celsius = 10 * random.normal()
  const level = random.int(3)
  return {
    time: start + i * hour,
    celsius,
    fahrenheit: 32 + celsius * 1.8,
    below: -celsius,
    level,
    levelName: ['low', 'middle', 'high'][level],
    other: random.int(3),
    review: i % 50 === 0 ? null : words(1 + random.int(30)),
    vector: Array.from({ length: 64 }, () => random.normal()),
    score: random.next(),
    label: i % 3 === 0 ? 'yes' : 'no',
  }
})

function names(baseline: Baseline): string[] {
  return baseline.columns.map(({ name }) => name)
}

function find(baseline: Baseline, name: string): BaselineColumn | undefined {
  return baseline.columns.find((column) => column.name === name)
}

describe('a text', () => {
  const baseline = createBaseline(rows, { columns: ['review'] })

  it('becomes three columns with its path', () => {
    expect(names(baseline)).toEqual(['review.length', 'review.words', 'review.unknown'])
    for (const column of baseline.columns) {
      expect(column).toMatchObject({ kind: 'text', path: ['review'], missing: 8, wrongType: 0 })
    }
    expect(baseline.columns.map(({ part }) => part)).toEqual(['length', 'words', 'unknown'])
  })

  it('keeps hashes of words, rising, and none of the text', () => {
    const vocabulary = find(baseline, 'review.unknown')?.vocabulary ?? []
    expect(vocabulary.length).toBeGreaterThan(100)
    expect(vocabulary).toEqual(Array.from(new Set(vocabulary)).sort((a, b) => a - b))
    expect(find(baseline, 'review.length')).not.toHaveProperty('vocabulary')
    expect(JSON.stringify(baseline)).not.toContain('w1')
  })

  it('that is no text is mistyped in all parts', () => {
    const column = { name: 'x', path: ['x'], kind: 'text' } as const
    const odd = rows.map((_, i) => ({ x: i < 5 ? i : 'a b' }))
    for (const part of createBaseline(odd, { columns: [column] }).columns) {
      expect(part).toMatchObject({ wrongType: 5, constant: true, type: 'discrete' })
    }
  })
})

describe('an embedding', () => {
  const column = { name: 'vector', path: ['vector'], kind: 'embedding' } as const

  it('becomes a norm and 16 projections with its path', () => {
    const baseline = createBaseline(rows, { columns: [column] })
    expect(baseline.columns).toHaveLength(17)
    expect(names(baseline).slice(0, 3)).toEqual(['vector.norm', 'vector.p1', 'vector.p2'])
    for (const part of baseline.columns) {
      expect(part).toMatchObject({ type: 'numeric', kind: 'embedding', dimensions: 64, path: ['vector'] })
      expect(part).toMatchObject({ ties: false, missing: 0 })
    }
    const [norm, first] = baseline.columns
    expect(norm?.type === 'numeric' && norm.mean).toBeCloseTo(8, 0)
    expect(first?.type === 'numeric' && first.deviation).toBeCloseTo(1, 0)
  })

  it('of another length than the first, or none at all, is mistyped', () => {
    const mixed = rows.map(({ vector }, i) => ({ vector: i === 0 ? 'none' : i === 9 ? [1, 2] : vector }))
    expect(createBaseline(mixed, { columns: [column] }).columns[0]).toMatchObject({
      wrongType: 2,
      dimensions: 64,
    })
    const never = rows.map(() => ({ vector: 'none' }))
    expect(createBaseline(never, { columns: [column] }).columns[16]).toMatchObject({
      wrongType: 400,
      dimensions: 0,
      values: [],
      mean: 0,
      deviation: 0,
    })
  })

  it('is not guessed: an array of numbers stays pixels', () => {
    const pixels = rows.map(({ vector }) => ({ vector }))
    expect(names(createBaseline(pixels)).slice(0, 2)).toEqual(['vector[0]', 'vector[1]'])
  })
})

describe('a prediction', () => {
  it.each([
    ['score', 'numeric'],
    ['label', 'categorical'],
    ['level', 'discrete'],
  ])('that is a %s is counted as %s', (name, type) => {
    const [column] = createBaseline(rows, { columns: [{ name, path: [name], kind: 'prediction' }] }).columns
    expect(column).toMatchObject({ type, kind: 'prediction', wrongType: 0 })
  })
})

describe('a column', () => {
  const baseline = createBaseline(rows.map(({ review: _1, vector: _2, ...row }) => row))

  it('that runs in one direction is marked', () => {
    expect(baseline.columns.filter(({ monotone }) => monotone).map(({ name }) => name)).toEqual(['time'])
  })

  it('that splits the rows as an earlier one does is marked', () => {
    const found = baseline.columns.map(({ name, duplicateOf }) => [name, duplicateOf])
    expect(Object.fromEntries(found)).toMatchObject({
      celsius: undefined,
      fahrenheit: 'celsius',
      level: undefined,
      levelName: 'level',
      other: undefined,
      label: undefined,
    })
  })

  it('that is the same but for one row is no duplicate', () => {
    const near = rows.map(({ level }, i) => ({ level, near: i === 17 ? (level + 1) % 3 : level }))
    expect(find(createBaseline(near), 'near')).not.toHaveProperty('duplicateOf')
    const gone = rows.map(({ level }, i) => ({ level, gone: i === 17 ? null : level }))
    expect(find(createBaseline(gone), 'gone')).not.toHaveProperty('duplicateOf')
    const fixed = rows.map(() => ({ a: 1, b: 2 }))
    expect(find(createBaseline(fixed), 'b')).not.toHaveProperty('duplicateOf')
  })

  it('of numbers says where they lie', () => {
    const celsius = find(baseline, 'celsius')
    const mean = rows.reduce((sum, row) => sum + row.celsius, 0) / 400
    const square = rows.reduce((sum, row) => sum + (row.celsius - mean) ** 2, 0) / 400
    expect(celsius?.type === 'numeric' && celsius.mean).toBeCloseTo(mean, 12)
    expect(celsius?.type === 'numeric' && celsius.deviation).toBeCloseTo(Math.sqrt(square), 12)
  })

  it('of names keeps as many as there may be, exactly', () => {
    const many = rows.map((_, i) => ({ name: `n${i % 300}` }))
    const [column] = createBaseline(many, {
      columns: [{ name: 'name', path: ['name'], kind: 'categorical' }],
    }).columns
    if (column?.type !== 'categorical') throw new Error('not categorical')
    expect(column.values).toHaveLength(maxCategories)
    expect(column.counts.reduce((sum, count) => sum + count, column.other)).toBe(400)
  })

  it('cannot have the name that a part of another one gets', () => {
    const both = rows.map(({ review }) => ({ review: review ?? '', 'review.length': 5 }))
    expect(() => createBaseline(both)).toThrow('columns must not give two columns one name')
  })
})

describe('a season', () => {
  const season = { by: 'hourOfDay', time: 'time' } as const
  const baseline = createBaseline(rows, { columns: ['celsius', 'level', 'label', 'review'], season })

  it('splits every column into slots that add up to the whole', () => {
    expect(baseline.season).toEqual({ by: 'hourOfDay', path: ['time'] })
    for (const { slots } of baseline.columns) expect(slots).toHaveLength(24)
    const label = find(baseline, 'label')
    const inSlot = rows.filter((_, i) => i % 24 === 5).map((row) => row.label)
    const [yes, no] = ['yes', 'no'].map((text) => inSlot.filter((value) => value === text).length)
    expect(label?.slots?.[5]).toEqual([0, 0, 0, 0, no, yes, 0])
    const discrete = find(baseline, 'level')?.slots?.[0] ?? []
    expect(discrete).toHaveLength(4 + 7)
    expect(discrete.filter((_, cell) => cell >= 4 && cell % 2 === 0)).toEqual([0, 0, 0, 0])
    expect(parseBaseline(JSON.parse(JSON.stringify(baseline)))).toEqual(baseline)
  })

  it('leaves the time out of the columns unless it is named', () => {
    const plain = rows.map(({ time, score }) => ({ time, score }))
    expect(names(createBaseline(plain, { season }))).toEqual(['score'])
    expect(names(createBaseline(plain, { season, columns: ['time'] }))).toEqual(['time'])
    const nested = plain.map(({ time, score }) => ({ at: { time: new Date(time).toISOString() }, score }))
    const found = createBaseline(nested, { season: { by: 'hourOfDay', time: 'at.time' } })
    expect(found.season?.path).toEqual(['at', 'time'])
    expect(found.columns[0]?.slots).toEqual(createBaseline(plain, { season }).columns[0]?.slots)
  })

  it('needs the time of every row', () => {
    const gap = rows.map(({ time, score }, i) => ({ time: i === 3 ? null : time, score }))
    expect(() => createBaseline(gap, { season })).toThrow(
      'a seasonal baseline needs the time of every row; season.time could not be read in 1 of 400',
    )
  })

  it('checks its options', () => {
    const wrong = { by: 'hour', time: '' } as unknown as typeof season
    expect(() => createBaseline(rows, { season: wrong })).toThrow(
      /season.by must be one of hourOfDay, dayOfWeek, hourOfWeek, month, got "hour"\n.*season.time must name/,
    )
    expect(() => createBaseline(rows, { season: 'day' as unknown as typeof season })).toThrow(
      'season must be { by, time }',
    )
  })
})
