import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cacheKey } from './cache-key.ts'

const text = fc.oneof(fc.string({ maxLength: 8 }), fc.stringMatching(/^[tv|:0-9]{0,8}$/))
const whose = fc.option(text, { nil: undefined })

test('two different triples never give the same key', () => {
  fc.assert(
    fc.property(text, whose, whose, text, whose, whose, (k1, t1, v1, k2, t2, v2) => {
      const isSame = k1 === k2 && t1 === t2 && v1 === v2
      expect(cacheKey(k1, t1, v1) === cacheKey(k2, t2, v2)).toBe(isSame)
    }),
    { numRuns: 5_000 },
  )
})
