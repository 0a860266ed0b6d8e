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
})
