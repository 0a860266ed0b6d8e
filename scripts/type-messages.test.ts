import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')

const prelude = `import * as z from 'zod'
import { defineContract, guard } from 'plimsoll'
const churn = defineContract('churn@4', {
  input: z.object({ tenure: z.number(), plan: z.enum(['free', 'pro']) }),
  output: z.object({ p: z.number() }),
})
const model = (x: { tenure: number }): { p: number } => ({ p: x.tenure })
`

/** What a user gets wrong, and the words that the last line of the compiler's message must hold. */
const mistakes: readonly (readonly [string, string, string])[] = [
  ['typo', 'guard(churn, { model, retyr: true })', "Did you mean to write 'retry'?"],
  [
    'typo inside',
    'guard(churn, { model, retry: { attemps: 2 } })',
    "'attemps' does not exist in type 'GuardRetry",
  ],
  [
    'wrong variant',
    "guard(churn, { variants: { v3: model, v4: model }, rollout: { stable: 'v3', candidate: 'v5', weight: 5, rollbackIf: { errors: true } } })",
    `Type '"v5"' is not assignable to type '"v3" | "v4"'.`,
  ],
  ['both', 'guard(churn, { model, variants: { v3: model } })', 'give either model or variants, not both'],
  [
    'rollout without variants',
    "guard(churn, { model, rollout: { stable: 'v3', candidate: 'v4', weight: 5, rollbackIf: { errors: true } } })",
    'a rollout needs variants: { ... } instead of model',
  ],
  [
    'loss without a label',
    "guard(churn, { variants: { a: model, b: model }, rollout: { stable: 'a', candidate: 'b', weight: 5, rollbackIf: { loss: () => true } } })",
    'a loss needs a label: give the contract a label schema',
  ],
  [
    'outcome without a label',
    "guard(churn, { model }).outcome('order-17', true)",
    'outcome needs a label: give the contract a label schema',
  ],
  ['neither', "guard(churn, { deadline: '250ms' })", "Property 'variants' is missing"],
  [
    'wrong output',
    'guard(churn, { model: (x) => ({ q: x.tenure }) })',
    "Type '{ q: number; }' is not assignable",
  ],
  [
    'wrong input',
    "void guard(churn, { model })({ tenure: 1, plan: 'gold' })",
    `Type '"gold"' is not assignable to type '"free" | "pro"'.`,
  ],
  [
    'wrong column',
    "guard(churn, { model, drift: { baseline: {}, columns: ['tenor'] } })",
    `Type '"tenor"' is not assignable to type`,
  ],
  [
    'duration',
    "guard(churn, { model, deadline: '250 milliseconds' })",
    `Type '"250 milliseconds"' is not assignable to type`,
  ],
]

test('wrong use fails to compile, and the last line says why', { timeout: 60_000 }, () => {
  const folder = join(root, 'docs', 'node_modules', '.mistakes')
  mkdirSync(folder, { recursive: true })
  const work = mkdtempSync(join(folder, 'x'))
  mistakes.forEach(([, code], i) => writeFileSync(join(work, `m${i}.ts`), `${prelude}${code}\n`))
  writeFileSync(
    join(work, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.test.json'),
      compilerOptions: { types: [] },
      include: ['*.ts'],
      exclude: [],
    }),
  )
  let printed = ''
  try {
    execFileSync(
      process.execPath,
      [join(root, 'node_modules/typescript/bin/tsc'), '-p', work, '--pretty', 'false'],
      {
        encoding: 'utf8',
      },
    )
  } catch (error) {
    printed = (error as { stdout: string }).stdout
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const lastLines = mistakes.map((_, i) => {
    // A message begins with its file; the lines below it are indented.
    const messages = printed.split(/\n(?=\S)/).filter((message) => message.includes(`m${i}.ts(`))
    return messages.map((message) => message.trim().split('\n').at(-1) ?? '')
  })
  mistakes.forEach(([name, , words], i) => {
    expect(lastLines[i]?.at(-1) ?? 'it compiled', name).toContain(words)
  })
})
