import { checkOptions } from '@plimsoll/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'

import { bindInputs } from './bind.ts'
import { planModel } from './plan.ts'
import { tensor } from './tensor.ts'

type Nested = number[] | Nested[]

/** Splits flat data into lists along the first `levels` dimensions. */
function nest(flat: number[], dims: readonly number[], levels: number): Nested {
  const [outer = 1, ...inner] = dims
  if (levels === 0) return flat
  const size = flat.length / outer
  return Array.from({ length: outer }, (_, i) =>
    nest(flat.slice(i * size, (i + 1) * size), inner, levels - 1),
  ) as Nested
}

it('reads the same tensor from any depth of nesting and any one open dimension', () => {
  const cases = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }).chain((dims) =>
    fc.record({
      dims: fc.constant(dims),
      open: fc.integer({ min: 0, max: dims.length - 1 }),
      levels: fc.integer({ min: 0, max: dims.length - 1 }),
      flat: fc.array(fc.float(), {
        minLength: dims.reduce((a, b) => a * b, 1),
        maxLength: dims.reduce((a, b) => a * b, 1),
      }),
    }),
  )
  fc.assert(
    fc.property(cases, ({ dims, open, levels, flat }) => {
      const declared = dims.map((dim, i) => (i === open ? 'open' : dim))
      const options = { input: { x: tensor('float32', declared) }, output: { y: tensor('float32', []) } }
      const plan = planModel(options, checkOptions('test'))
      const [bound] = bindInputs(plan, { x: nest(flat, dims, levels) }).tensors
      expect(bound?.dims).toEqual(dims)
      expect(bound?.data).toEqual(new Float32Array(flat))
    }),
  )
})
