import { checkOptions } from '@plimsoll/core'
import { describe, expect, it } from 'vitest'

import { bindInputs } from './bind.ts'
import type { DType } from './dtype.ts'
import { TensorError } from './errors.ts'
import { planModel } from './plan.ts'
import { type Dim, type TensorDeclarations, tensor } from './tensor.ts'

function planOf(input: TensorDeclarations) {
  return planModel({ input, output: { y: tensor('float32', []) } }, checkOptions('test'))
}

/** Binds one input called `x`; returns what would be fed, or the error. */
function bind(dtype: DType, dims: readonly Dim[], x: unknown): { dims: readonly number[]; data: unknown } {
  const [bound] = bindInputs(planOf({ x: tensor(dtype, dims) }), { x }).tensors
  if (bound === undefined) throw new Error('nothing bound')
  return { dims: bound.dims, data: bound.data }
}

function refusal(act: () => unknown): Pick<TensorError, 'tensor' | 'rule' | 'expected' | 'got'> {
  try {
    act()
  } catch (error) {
    if (!(error instanceof TensorError)) throw error
    const { tensor: name, rule, expected, got } = error
    for (const part of [name, rule, expected, got]) expect(error.message).toContain(part)
    return { tensor: name, rule, expected, got }
  }
  throw new Error('was taken')
}

describe('shapes', () => {
  const image = ['batch', 1, 2, 2]
  const a = [1, 2, 3, 4]
  const b = [5, 6, 7, 8]
  const both = { dims: [2, 1, 2, 2], data: new Float32Array([...a, ...b]) }

  it.each([
    ['one flat list', [...a, ...b]],
    ['one typed array', new Float32Array([...a, ...b])],
    ['a list of flat rows', [a, b]],
    ['a list of typed rows', [new Float32Array(a), b]],
    ['lists half way down', [[a], [b]]],
    ['lists all the way down', [[[a.slice(0, 2), a.slice(2)]], [[b.slice(0, 2), b.slice(2)]]]],
    ['data with dims', { data: [...a, ...b], dims: [2, 1, 2, 2] }],
  ])('takes %s', (_, given) => {
    expect(bind('float32', image, given)).toEqual(both)
  })

  it('takes one flat row as a batch of one', () => {
    expect(bind('float32', image, a)).toEqual({ dims: [1, 1, 2, 2], data: new Float32Array(a) })
  })

  it('takes a bare element, or a list of one, for a scalar', () => {
    expect(bind('float64', [], 4.5)).toEqual({ dims: [], data: new Float64Array([4.5]) })
    expect(bind('int64', [], [4n])).toEqual({ dims: [], data: new BigInt64Array([4n]) })
    expect(refusal(() => bind('float64', [], [1, 2]))).toMatchObject({ rule: 'length', got: '2 elements' })
    expect(refusal(() => bind('float64', [], [[1]]))).toMatchObject({ rule: 'shape' })
  })

  it('binds a name that stands twice in a tensor', () => {
    expect(bind('int32', ['k', 'k'], [1, 2, 3, 4]).dims).toEqual([2, 2])
    expect(refusal(() => bind('int32', ['k', 'k'], [1, 2, 3])).rule).toBe('length')
    expect(refusal(() => bind('int32', ['k', 'k'], [[1, 2, 3]])).rule).toBe('length')
  })

  it('shares names between tensors, whichever binds them first', () => {
    const plan = planOf({
      ids: tensor('int64', ['n', 't']),
      mask: tensor('bool', ['n', 't']),
      w: tensor('float32', ['t']),
    })
    const bound = bindInputs(plan, { ids: [1, 2, 3, 4, 5, 6], mask: new Uint8Array(6), w: [1, 2, 3] })
    expect(bound.tensors.map((t) => t.dims)).toEqual([[2, 3], [2, 3], [3]])
    const given = { ids: [[1, 2]], mask: [[true, false]], w: [1, 2, 3] }
    expect(refusal(() => bindInputs(plan, given))).toEqual({
      tensor: 'w',
      rule: 'length',
      expected: 'dims [t=2]',
      got: '3 elements',
    })
  })

  it('asks for nesting or dims where a length leaves several names open', () => {
    expect(refusal(() => bind('float32', ['n', 't'], [1, 2, 3, 4]))).toMatchObject({
      rule: 'shape',
      got: 'flat data',
    })
    expect(bind('float32', ['n', 't'], [[1, 2, 3, 4]]).dims).toEqual([1, 4])
    expect(bind('float32', ['n', 't'], { data: [1, 2, 3, 4], dims: [2, 2] }).dims).toEqual([2, 2])
  })

  it('takes no elements only when the dims say so', () => {
    expect(bind('float32', ['n', 2], { data: [], dims: [0, 2] })).toEqual({
      dims: [0, 2],
      data: new Float32Array(0),
    })
    expect(refusal(() => bind('float32', ['n', 2], [])).rule).toBe('length')
    expect(refusal(() => bind('float32', ['n', 2], [[], []])).rule).toBe('length')
    expect(refusal(() => bind('float32', ['n', 2], new Float32Array(0))).rule).toBe('length')
  })

  it.each([
    ['a length that is no multiple', ['n', 4], [1, 2, 3], 'length', '3 elements'],
    ['a wrong fixed length', [4], [1, 2, 3], 'length', '3 elements'],
    ['a wrong number of rows', [2, 2], [[1, 2]], 'shape', '1 for dims[0]'],
    ['rows of different lengths', ['n', 'k'], [[1, 2], [3]], 'shape', '1'],
    ['lists of different lengths', ['n', 'k', 'j'], [[[1], [2]], [[3]]], 'shape', '1'],
    [
      'unequal depth',
      ['n', 2, 2],
      [
        [1, 2, 3, 4],
        [
          [1, 2],
          [3, 4],
        ],
      ],
      'shape',
      'a mix',
    ],
    [
      'unequal depth, deep first',
      ['n', 2, 2],
      [
        [
          [1, 2],
          [3, 4],
        ],
        [1, 2, 3, 4],
      ],
      'shape',
      'a mix',
    ],
    ['an element among rows', ['n', 2], [[1, 2], 3], 'shape', 'a mix'],
    ['lists too deep', ['n'], [[1], [2]], 'shape', 'more'],
    ['dims of another rank', ['n', 2], { data: [1, 2], dims: [2] }, 'shape', '1 of them'],
    ['dims that are none', ['n', 2], { data: [1, 2], dims: [1.5, 2] }, 'shape', 'something else'],
    ['dims that break a fixed size', ['n', 2], { data: [1, 2], dims: [2, 1] }, 'shape', '1 for dims[1]'],
    ['dims of other data', ['n', 2], { data: [1, 2], dims: [2, 2] }, 'length', '2'],
  ])('refuses %s', (_, dims, given, rule, got) => {
    expect(refusal(() => bind('float32', dims, given))).toMatchObject({ tensor: 'x', rule, got })
  })
})

describe('elements', () => {
  it.each([
    ['float32', [0.5, -1], new Float32Array([0.5, -1])],
    ['float64', [0.1, 2], new Float64Array([0.1, 2])],
    ['int32', [-2147483648, 2147483647], new Int32Array([-2147483648, 2147483647])],
    [
      'int64',
      [1, -9007199254740991, 2n ** 63n - 1n],
      new BigInt64Array([1n, -9007199254740991n, 2n ** 63n - 1n]),
    ],
    ['uint8', [0, 255], new Uint8Array([0, 255])],
    ['int8', [-128, 127], new Int8Array([-128, 127])],
    ['bool', [true, false], new Uint8Array([1, 0])],
  ] as const)('copies %s from plain and typed arrays', (dtype, plain, typed) => {
    expect(bind(dtype, ['n'], plain).data).toEqual(typed)
    const { data } = bind(dtype, ['n'], typed)
    expect(data).toEqual(typed)
    expect((data as Uint8Array).buffer).not.toBe(typed.buffer)
  })

  it('lets NaN and infinity through in floats', () => {
    expect(bind('float32', [3], [Number.NaN, Infinity, -Infinity]).data).toEqual(
      new Float32Array([Number.NaN, Infinity, -Infinity]),
    )
  })

  it.each([
    ['float32', [1, '2']],
    ['float32', [1, 2n]],
    ['float32', [1, undefined]],
    ['int32', [1, 1.5]],
    ['int32', [1, Number.NaN]],
    ['int32', [1, 2147483648]],
    ['uint8', [1, -1]],
    ['int8', [1, 128]],
    ['int64', [1, 2 ** 53]],
    ['int64', [1n, 2n ** 63n]],
    ['int64', [1n, Number.NaN]],
    ['bool', [true, 1]],
    ['bool', new Uint8Array([1, 2])],
  ] as const)('refuses an element %s cannot hold, by position', (dtype, given) => {
    expect(refusal(() => bind(dtype, ['n'], given))).toMatchObject({
      rule: 'element',
      got: 'something else at position 1 of 2',
    })
  })

  it('counts the position over all rows', () => {
    const given = [
      [1, 2],
      [3, null],
    ]
    expect(refusal(() => bind('float32', ['n', 2], given)).got).toBe('something else at position 3 of 4')
  })

  it.each([
    ['float32', new Float64Array(2), 'Float64Array'],
    ['float32', [new Int8Array(2)], 'Int8Array'],
    ['int64', new BigUint64Array(2), 'BigUint64Array'],
    ['uint8', new DataView(new ArrayBuffer(2)), 'DataView'],
    ['float32', 'text', 'string'],
    ['float32', 1, 'number'],
    ['float32', null, 'null'],
    ['float32', undefined, 'undefined'],
    ['float32', { data: 1, dims: [1] }, 'number'],
    ['float32', {}, 'an object'],
  ] as const)('refuses for %s another type of data, by name', (dtype, given, got) => {
    expect(refusal(() => bind(dtype, ['n', 2], given))).toMatchObject({ rule: 'type', got })
  })

  it('never names a value', () => {
    const secret = 'Ada Lovelace'
    for (const given of [
      secret,
      [secret],
      [[secret]],
      { data: [secret], dims: [1] },
      { data: secret, dims: [] },
    ]) {
      try {
        bind('float32', ['n'], given)
        throw new Error('was taken')
      } catch (error) {
        expect((error as Error).message).toMatch(/^input x/)
        expect((error as Error).message).not.toContain(secret)
      }
    }
  })
})

describe('names', () => {
  const plan = planOf({ x: tensor('float32', ['n']), constructor: tensor('float32', ['n']) })

  it('refuses a missing input, inherited names included', () => {
    expect(refusal(() => bindInputs(plan, { x: [1] }))).toMatchObject({
      tensor: 'constructor',
      rule: 'missing',
    })
    expect(refusal(() => bindInputs(plan, undefined))).toMatchObject({ tensor: 'x', rule: 'missing' })
  })

  it('refuses an input that is not declared, which the runtime would ignore', () => {
    const given = { x: [1], constructor: [2], y: [1] }
    expect(refusal(() => bindInputs(plan, given))).toMatchObject({ tensor: 'y', rule: 'unknown' })
  })
})
