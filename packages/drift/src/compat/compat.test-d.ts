import { expectTypeOf, test } from 'vitest'
import { evidently, nannyml } from './index.ts'
import type { EvidentlyColumn, EvidentlyInput, NannymlColumn, NannymlColumnOptions } from './index.ts'

const tool = evidently('0.7')
const other = nannyml('0.13')

test('a kind takes its own values and methods', () => {
  expectTypeOf(
    tool.column([1, null], Float64Array.of(2), { kind: 'numeric' }),
  ).toEqualTypeOf<EvidentlyColumn>()
  expectTypeOf(
    other.column(['a', 1, true], ['b', undefined], { kind: 'categorical' }),
  ).toEqualTypeOf<NannymlColumn>()
  tool.column([1], [2], { kind: 'numeric', method: 'ks' })
  tool.column(['a'], ['b'], { kind: 'categorical', method: 'chisquare' })
  // @ts-expect-error a method of categories
  tool.column([1], [2], { kind: 'numeric', method: 'chisquare' })
  // @ts-expect-error a method of numbers
  tool.column(['a'], ['b'], { kind: 'categorical', method: 'ks' })
  // @ts-expect-error text among numbers
  tool.column(['a'], [2], { kind: 'numeric' })
  // @ts-expect-error NannyML's name, not Evidently's
  tool.column([1], [2], { kind: 'numeric', method: 'jensen_shannon' })
  // @ts-expect-error a method of categories
  other.column([1], [2], { kind: 'numeric', method: 'l_infinity' })
  // @ts-expect-error no kind
  other.column([1], [2], {})
  // @ts-expect-error another version
  evidently('0.6')
  // @ts-expect-error another version
  nannyml('0.12')
})

test('the columns of a data set keep their names, and their kinds', () => {
  const found = tool.dataset({
    age: { kind: 'numeric', reference: [1], current: [2], method: 'psi' },
    plan: { kind: 'categorical', reference: ['a'], current: ['b'] },
  })
  expectTypeOf(found.columns).toEqualTypeOf<Readonly<Record<'age' | 'plan', EvidentlyColumn>>>()
  // @ts-expect-error no such column
  void found.columns.tenure
  // @ts-expect-error text among numbers
  tool.dataset({ age: { kind: 'numeric', reference: ['a'], current: [2] } })
  // @ts-expect-error a method of numbers
  tool.dataset({ plan: { kind: 'categorical', reference: ['a'], current: ['b'], method: 'ed' } })
})

test('an option may be undefined, as it is where it is written as a condition', () => {
  const is = Math.random() > 1
  const input: EvidentlyInput = {
    kind: 'numeric',
    reference: [1],
    current: [2],
    method: is ? 'ks' : undefined,
    threshold: is ? 0.1 : undefined,
  }
  tool.dataset({ input }, { share: is ? 0.3 : undefined })
  const options: NannymlColumnOptions<'numeric'> = {
    kind: 'numeric',
    method: is ? 'wasserstein' : undefined,
    chunks: is
      ? { size: is ? 10 : undefined, number: undefined, incomplete: is ? 'drop' : undefined }
      : undefined,
  }
  expectTypeOf(options.chunks?.incomplete).toEqualTypeOf<'keep' | 'append' | 'drop' | undefined>()
})
