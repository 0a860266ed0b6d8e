import { isPlimsollError } from '@plimsoll/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Baseline } from './baseline-types.ts'
import { baselineDigest } from './canonical-json.ts'
import { createBaseline } from './create-baseline.ts'
import { parseBaseline } from './parse-baseline.ts'

const rows = Array.from({ length: 300 }, (_, i) => ({ x: i, level: i % 4, plan: i % 2 === 0 ? 'a' : 'b' }))
const baseline = createBaseline(rows)

/** A changed copy with a digest that fits, so that only the structure can be at fault. */
function changed(
  change: (copy: Record<string, never> & { columns: Record<string, unknown>[] }) => void,
): unknown {
  const copy = JSON.parse(JSON.stringify(baseline))
  change(copy)
  return { ...copy, digest: baselineDigest(copy as Baseline) }
}

describe('parseBaseline', () => {
  it('gives back what was written', () => {
    const read = parseBaseline(JSON.parse(JSON.stringify(baseline)))
    expect(read).toEqual(baseline)
    expect(Object.isFrozen(read.columns[0]?.counts)).toBe(true)
  })

  it('refuses a baseline changed by hand', () => {
    expect(() => parseBaseline({ ...baseline, name: 'other' })).toThrow(
      'not a baseline: digest does not fit the content: the baseline was changed',
    )
  })

  it.each([
    [
      'rising edges',
      'columns[0].edges[1] must be above',
      (c: Record<string, unknown>) => (c['edges'] = [5, 5]),
    ],
    [
      'counts that add up',
      'columns[0] must count 300 rows, counts 301',
      (c: Record<string, unknown>) => (c['missing'] = 1),
    ],
    [
      'whole counts',
      'columns[0].missing must be a whole number',
      (c: Record<string, unknown>) => (c['missing'] = 0.5),
    ],
    [
      'a count per bin',
      'columns[0].counts must hold 32 counts, holds 1',
      (c: Record<string, unknown>) => (c['counts'] = [300]),
    ],
    ['a known kind', 'columns[0].kind must be', (c: Record<string, unknown>) => (c['kind'] = 'colour')],
    [
      'a type that fits the kind',
      'columns[0].type must be categorical for kind boolean',
      (c: Record<string, unknown>) => (c['kind'] = 'boolean'),
    ],
    [
      'a bounded list',
      'columns[0].edges must hold at most 31 items',
      (c: Record<string, unknown>) => (c['edges'] = Array.from({ length: 1e4 }, (_, i) => i)),
    ],
    [
      'truth about constancy',
      'columns[0].constant must be false',
      (c: Record<string, unknown>) => (c['constant'] = true),
    ],
    ['names apart', 'columns[1].name must not repeat', (c: Record<string, unknown>) => (c['name'] = 'level')],
  ])('asks for %s', (_, message, change) => {
    const json = changed((copy) => change(copy.columns[0] ?? {}))
    expect(() => parseBaseline(json)).toThrow(message)
  })

  it('refuses an unknown format', () => {
    expect(() => parseBaseline({ ...baseline, format: 'plimsoll-baseline/3' })).toThrow(
      "not a baseline: format must be 'plimsoll-baseline/2'",
    )
    expect(() => parseBaseline({ ...baseline, format: 'plimsoll-baseline/1' })).toThrow(
      'format is of an earlier version: build the baseline anew from its rows',
    )
  })

  it('takes nothing from __proto__', () => {
    const json: unknown = JSON.parse(`{"__proto__": ${JSON.stringify(baseline)}}`)
    expect(() => parseBaseline(json)).toThrow('format must be')
    expect(() => parseBaseline(Object.create(baseline))).toThrow('format must be')
  })

  it('answers anything else with its own error', () => {
    const columns = fc.array(
      fc.record({ name: fc.string(), path: fc.anything(), kind: fc.constant('numeric') }),
    )
    const near = fc.record({
      format: fc.constant(baseline.format),
      name: fc.anything(),
      rows: fc.anything(),
      columns,
    })
    fc.assert(
      fc.property(fc.oneof(fc.anything(), near), (json) => {
        try {
          parseBaseline(json)
          expect.unreachable()
        } catch (error) {
          expect(isPlimsollError(error, 'PLIMSOLL_BASELINE_INVALID')).toBe(true)
        }
      }),
    )
    const throwing = (): never => {
      throw new Error('trap')
    }
    const trap = new Proxy({}, { getOwnPropertyDescriptor: throwing })
    expect(() => parseBaseline(trap)).toThrow('the baseline could not be read')
  })

  describe('of parts and seasons', () => {
    const time = Date.UTC(2026, 0, 1)
    const rich = createBaseline(
      rows.map((row, i) => ({
        ...row,
        time: time + i * 3_600_000,
        note: `a${i % 9} b${i}`,
        v: [i, 1],
        twice: 2 * row.x,
      })),
      {
        season: { by: 'dayOfWeek', time: 'time' },
        columns: [
          { name: 'x', path: ['x'], kind: 'numeric' },
          { name: 'level', path: ['level'], kind: 'numeric' },
          { name: 'twice', path: ['twice'], kind: 'numeric' },
          { name: 'note', path: ['note'], kind: 'text' },
          { name: 'v', path: ['v'], kind: 'embedding' },
        ],
      },
    )
    type Fields = Record<string, unknown>
    const at = (name: string): number => rich.columns.findIndex((column) => column.name === name)

    it('gives back what was written', () => {
      expect(rich.columns.map(({ name }) => name).slice(0, 7)).toEqual([
        'x',
        'level',
        'twice',
        'note.length',
        'note.words',
        'note.unknown',
        'v.norm',
      ])
      expect(parseBaseline(JSON.parse(JSON.stringify(rich)))).toEqual(rich)
    })

    it.each<[string, string, string, (column: Fields) => void]>([
      ['every slot', 'x', 'slots must hold 7 slots, holds 6', (c) => (c['slots'] as []).pop()],
      ['every cell of a slot', 'x', 'slots[2] must hold 36 counts', (c) => (c['slots'] as [][])[2]?.pop()],
      [
        'slots that add up',
        'level',
        'slots must add up to 75 rows in cell 5',
        (c) => (c['slots'] as number[][])[0]?.splice(5, 1, 70) ?? 0,
      ],
      ['slots at all', 'x', 'slots belong to a baseline with a season', (c) => delete c['slots']],
      ['a known part', 'note.words', 'part is not a part of kind text', (c) => (c['part'] = 'letters')],
      ['no part of a number', 'x', 'part is not a part of kind numeric', (c) => (c['part'] = 'length')],
      ['a projection that there is', 'v.p3', 'part is not a part', (c) => (c['part'] = 17)],
      ['a vocabulary', 'note.unknown', 'vocabulary belongs', (c) => delete c['vocabulary']],
      ['none elsewhere', 'x', 'vocabulary belongs to the part unknown', (c) => (c['vocabulary'] = [])],
      ['hashes in order', 'note.unknown', 'vocabulary[1] must be above', (c) => (c['vocabulary'] = [2, 1])],
      [
        'hashes of 32 bits',
        'note.unknown',
        'vocabulary[0] must be a whole',
        (c) => (c['vocabulary'] = [2 ** 32]),
      ],
      ['dimensions', 'v.norm', 'dimensions belong to an embedding', (c) => delete c['dimensions']],
      [
        'dimensions in bounds',
        'v.norm',
        'dimensions must be at most 65536',
        (c) => (c['dimensions'] = 65_537),
      ],
      ['an earlier original', 'x', 'duplicateOf must name an earlier', (c) => (c['duplicateOf'] = 'level')],
      ['a finite mean', 'x', 'mean must be a finite number', (c) => (c['mean'] = null)],
      ['a deviation', 'x', 'deviation must be at least 0', (c) => (c['deviation'] = -1)],
      ['ties said', 'x', 'ties must be true or false', (c) => delete c['ties']],
      ['monotone only with bins', 'level', 'monotone must be false', (c) => (c['monotone'] = true)],
    ])('asks for %s', (_, name, message, change) => {
      const copy = JSON.parse(JSON.stringify(rich)) as { columns: Fields[] }
      change(copy.columns[at(name)] ?? {})
      const json = { ...copy, digest: baselineDigest(copy as unknown as Baseline) }
      expect(() => parseBaseline(json)).toThrow(`columns[${at(name)}].${message}`)
    })

    it('asks for a season that there is', () => {
      const wrong = { ...rich, season: { by: 'year' } }
      expect(() => parseBaseline(wrong)).toThrow('season.by must be one of hourOfDay')
      expect(() => parseBaseline({ ...rich, season: undefined })).toThrow('slots belong to a baseline')
      expect(() => parseBaseline({ ...rich, approx: 1 })).toThrow('approx must be true or false')
      expect(() => parseBaseline({ ...rich, version: '' })).toThrow('version must be text of 1 to 200')
    })
  })

  it('reads every field once and no list beyond its bound', () => {
    let reads = 0
    const once = {
      get format(): string {
        reads++
        return reads === 1 ? baseline.format : 'other'
      },
    }
    const { format: _, ...rest } = baseline
    expect(
      parseBaseline(Object.defineProperties({ ...rest }, Object.getOwnPropertyDescriptors(once))),
    ).toEqual(baseline)
    const endless = Object.assign([1], {
      *[Symbol.iterator]() {
        for (;;) yield 1
      },
    })
    const columns = [{ ...baseline.columns[0], edges: endless }]
    expect(() => parseBaseline({ ...baseline, columns })).toThrow('counts must hold at most 2 items')
    const huge = new Array<unknown>(2 ** 32 - 1)
    expect(() => parseBaseline({ ...baseline, columns: huge })).toThrow(
      'columns must hold at most 4096 items',
    )
    const lying = new Proxy([], { get: (list, key) => (key === 'length' ? 3 : Reflect.get(list, key)) })
    expect(() => parseBaseline({ ...baseline, columns: lying })).toThrow('columns[0] must be an object')
  })
})
