import { expect, test } from 'vitest'
import { createBaseline, defineContract, guard } from '../packages/plimsoll/src/index.ts'
import * as z from 'zod'
import { readPage } from './pages.ts'

/** The stages of a guard with every option, in the order in force. */
function stagesInForce(): readonly string[] {
  const contract = defineContract('x@1', {
    input: z.object({ x: z.number() }),
    output: z.object({ y: z.number() }),
  })
  const rows = Array.from({ length: 300 }, (_, i) => ({ x: i, y: i }))
  const baseline = createBaseline(rows, { columns: ['x'] })
  const answers = createBaseline(rows, { columns: ['y'] })
  const predict = guard(contract, {
    variants: { a: ({ x }) => ({ y: x }), b: ({ x }) => ({ y: x }) },
    rollout: { stable: 'a', candidate: 'b', weight: 5, rollbackIf: { errors: true } },
    deadline: '1s',
    retry: true,
    breaker: true,
    cache: { ttl: '5m', staleIfError: '1h' },
    fallback: () => ({ y: 0 }),
    drift: { baseline, output: { baseline: answers } },
    stages: [{ name: 'your stages', leave: () => undefined }],
  })
  return predict.explain().stages.map(({ name }) => name)
}

test('docs/explanation/stages.md tells of the stages in force, in their order', () => {
  const rows = [...readPage('docs/explanation/stages.md').matchAll(/^\| ([a-z ]+?) \| /gm)]
  expect(rows.map(([, name]) => name).slice(1)).toEqual(stagesInForce())
})

test('docs/explanation/stages.svg shows the stages in force, in their order', () => {
  const names = [...readPage('docs/explanation/stages.svg').matchAll(/class="name[^"]*"[^>]*>([^<]+)</g)]
  expect(names.map(([, name]) => name)).toEqual(stagesInForce())
})
