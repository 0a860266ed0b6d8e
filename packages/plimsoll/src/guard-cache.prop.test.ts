import { canonicalKey, defineContract, inputMatch } from '@plimsoll/contracts'
import { compose } from '@plimsoll/core'
import { cache } from '@plimsoll/resilience'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { guard } from './guard.ts'

const name = fc.constantFrom('a', 'b', '__proto__', 'constructor')
const leaf = fc.constantFrom<unknown>(0, -0, 1, 0.5, Number.NaN, '', '1', 'a', true, null, undefined, 1n)
const input: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('node'), { maxLength: 2 }),
    fc.array(fc.tuple(name, tie('node')), { maxLength: 3 }).map((entries) => Object.fromEntries(entries)),
    fc.array(tie('node'), { maxLength: 2 }).map((parts) => new Set(parts)),
    fc.constantFrom(() => 1, Symbol('x')),
  ),
})).node
const calls = fc.array(
  fc.record({
    which: fc.nat(7),
    tenant: fc.constantFrom('a', 'b'),
    // What happens to the very object that was given, and when.
    spoils: fc.constantFrom('never', 'target', 'later'),
    part: leaf,
    key: name,
  }),
  { minLength: 10, maxLength: 40 },
)

interface Asked {
  readonly key: string | undefined
  readonly tenant: string | undefined
}
type Predict = (given: unknown, options: { tenant: string }) => Promise<{ output: unknown; source: string }>

/** Changes an object in place: keys anew in another order, then one more. */
function spoil(given: unknown, key: string, part: unknown): void {
  if (typeof given !== 'object' || given === null) return
  if (given instanceof Set) {
    given.add(part)
    return
  }
  const record = given as Record<string, unknown>
  if (!Array.isArray(given)) {
    for (const [own, value] of Object.entries(record).toReversed()) {
      delete record[own]
      Object.defineProperty(record, own, { value, enumerable: true, configurable: true, writable: true })
    }
  }
  Object.defineProperty(record, key, { value: part, enumerable: true, configurable: true, writable: true })
}

async function play(
  make: (target: (given: unknown, tenant: string | undefined) => Promise<Asked>) => Predict,
  inputs: readonly unknown[],
  steps: readonly { which: number; tenant: string; spoils: string; part: unknown; key: string }[],
): Promise<number> {
  let onTarget = (): void => undefined
  let hits = 0
  const predict = make(async (given, tenant) => {
    const asked = { key: canonicalKey(given), tenant }
    await Promise.resolve()
    onTarget()
    return asked
  })
  for (const { which, tenant, spoils, part, key } of steps) {
    const given = inputs[which % inputs.length]
    const asked = { key: canonicalKey(given), tenant }
    onTarget = () => (spoils === 'target' ? spoil(given, key, part) : undefined)
    const { output, source } = await predict(given, { tenant })
    expect(output).toEqual(asked)
    if (asked.key === undefined) expect(source).toBe('live')
    if (source === 'cache') hits++
    if (spoils === 'later') spoil(given, key, part)
  }
  return hits
}

/** A hash of two bits, so that nearly all inputs meet under one another's. */
const crowded = {
  ...inputMatch,
  hash: (given: unknown, seed: number): number | undefined => {
    const hash = inputMatch.hash(given, seed)
    return hash === undefined ? undefined : hash & 3
  },
}

test.each([
  ['inputMatch', inputMatch],
  ['a crowded hash', crowded],
])('under %s no call gets an answer computed for another input or tenant', async (_, match) => {
  let hits = 0
  await fc.assert(
    fc.asyncProperty(fc.array(input, { minLength: 1, maxLength: 8 }), calls, async (inputs, steps) => {
      const make = (target: (given: unknown, tenant: string | undefined) => Promise<Asked>): Predict => {
        const stage = cache<unknown, Asked>({ ttl: '1h', match })
        const predict = compose<unknown, Asked>((given, call) => target(given, call.tenant), [stage])
        return (given, options) => predict.detailed(given, options)
      }
      hits += await play(make, inputs, steps)
    }),
    { numRuns: 500 },
  )
  expect(hits).toBeGreaterThan(500)
})

test('nor from a guard whose schema hands inputs on as they are', async () => {
  const anything = defineContract('anything@1', { input: z.any(), output: z.any() })
  let hits = 0
  await fc.assert(
    fc.asyncProperty(fc.array(input, { minLength: 1, maxLength: 8 }), calls, async (inputs, steps) => {
      const make = (target: (given: unknown, tenant: string | undefined) => Promise<Asked>): Predict => {
        const predict = guard(anything, {
          model: (given, call) => target(given, call.tenant),
          cache: { ttl: '1h' },
        })
        return (given, options) => predict.detailed(given, options)
      }
      hits += await play(make, inputs, steps)
    }),
    { numRuns: 200 },
  )
  expect(hits).toBeGreaterThan(200)
})
