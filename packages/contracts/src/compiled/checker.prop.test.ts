import { inspect } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type * as z from 'zod'
import { reads, samples } from '../../test/random-schemas.ts'
import type { Make, Sample } from '../../test/random-schemas.ts'
import { difference } from '../../test/same-output.ts'
import { mayBeAsync, someSchema } from '../may-be-async.ts'
import { invalid } from './checker.ts'
import { compile } from './compile.ts'
import type { Compiled } from './compile.ts'
import { asynchronous, beginReading, endReading } from './island.ts'

const valuesEach = 40
/** Pairs of a schema and a value; a million by `CHECKER_PAIRS=1000000`. */
const pairs = Number(process.env['CHECKER_PAIRS'] ?? 20_000)

const replayed = JSON.parse(process.env['CHECKER_REPLAY'] ?? '{}') as { seed?: number; path?: string }

interface Answer {
  readonly kind: 'taken' | 'refused' | 'thrown' | 'asynchronous'
  readonly value?: unknown
  readonly reads: readonly string[]
}

function answer(read: () => unknown): Answer {
  reads.length = 0
  try {
    const value = read()
    return value === invalid
      ? { kind: 'refused', reads: [] }
      : { kind: 'taken', value, reads: reads.toSorted() }
  } catch (thrown) {
    return { kind: thrown === asynchronous ? 'asynchronous' : 'thrown', reads: [] }
  }
}

function byZod(schema: z.ZodType, value: unknown): unknown {
  const payload = schema._zod.run({ value, issues: [] }, { async: false })
  if (payload instanceof Promise) throw new Error('asynchronous')
  return payload.issues.length === 0 ? payload.value : invalid
}

function compiledly(isSynchronous: boolean, read: () => unknown): unknown {
  const outer = beginReading(isSynchronous)
  try {
    return read()
  } finally {
    endReading(outer)
  }
}

const tally = {
  pairs: 0,
  taken: 0,
  refused: 0,
  thrown: 0,
  asynchronous: 0,
  unthrown: 0,
  whole: 0,
  partly: 0,
  not: 0,
}

function tryPair(schema: z.ZodType, compiled: Compiled, make: Make): string | undefined {
  const isSynchronous = !mayBeAsync(schema)
  const [first, second, third] = [make(), make(), make()]
  const zod = answer(() => byZod(schema, first))
  const own = answer(() => compiledly(isSynchronous, () => compiled.checker.check(second)))
  const verdict = answer(() => compiledly(isSynchronous, () => compiled.checker.accepts(third)))
  // A promise among the values, met by a transform: the reader has zod read all from here on.
  if (own.kind === 'asynchronous' || verdict.kind === 'asynchronous') {
    tally.asynchronous++
    return undefined
  }
  tally.pairs++
  tally[zod.kind]++
  // Left at the first rule that is broken, an option of a union does not come to what throws further on.
  if (zod.kind === 'thrown' && own.kind === 'taken' && someSchema(schema, (def) => def.type === 'union')) {
    tally.unthrown++
    return undefined
  }
  // What does not pass is read again by zod, so that refused and thrown come to the same.
  if ((zod.kind === 'taken') !== (own.kind === 'taken')) return `zod: ${zod.kind}, compiled: ${own.kind}`
  if ((zod.kind === 'taken') !== (verdict.kind === 'taken' && verdict.value === true))
    return 'another verdict alone'
  if (zod.kind !== 'taken') return undefined
  // Within a union, an option that does not fit is left at the first rule it breaks: fewer reads, never more.
  for (const key of new Set(own.reads)) {
    const [more, less] = [own.reads, zod.reads].map((all) => all.filter((read) => read === key).length)
    if ((more ?? 0) > (less ?? 0)) return `read ${key} more often`
  }
  return difference(zod.value, own.value, [first, second])
}

test('a compiled schema takes and gives what zod takes and gives', () => {
  fc.assert(
    fc.property(
      samples.chain(({ schema, values }: Sample) =>
        fc.tuple(fc.constant(schema), fc.array(values, { minLength: valuesEach, maxLength: valuesEach })),
      ),
      ([schema, makes]) => {
        const compiled = compile(schema, !mayBeAsync(schema))
        tally[compiled === undefined ? 'not' : compiled.left.length === 0 ? 'whole' : 'partly']++
        if (compiled === undefined) return
        for (const [i, make] of makes.entries()) {
          const found = tryPair(schema, compiled, make)
          if (found !== undefined)
            throw new Error(`value ${i}, ${inspect(make(), { depth: 4, breakLength: Infinity })}: ${found}`)
        }
      },
    ),
    { numRuns: Math.ceil(pairs / valuesEach), endOnFailure: true, ...replayed },
  )
  // A property that tries nothing would pass.
  expect(tally.taken).toBeGreaterThan(pairs / 20)
  expect(tally.refused).toBeGreaterThan(pairs / 20)
  expect(tally.whole).toBeGreaterThan(pairs / valuesEach / 4)
  if (process.env['CHECKER_PAIRS'] !== undefined) process.stdout.write(`${JSON.stringify(tally)}\n`)
}, 3_600_000)
