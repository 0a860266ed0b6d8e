/**
 * Compares the compiled checker with zod, in pairs of rounds next to each other, so that what else the
 * machine does falls on both. Run by `node --conditions=@plimsoll/source packages/contracts/bench/checker.ts`.
 */
import { inputCheck, createVerdict, defineContract } from '@plimsoll/contracts'
import * as z from 'zod'

const endings = ['', 'B', 'C', 'D', 'E', 'F']
const plans = ['free', 'pro', 'team', 'enterprise'] as const
const countries = ['de', 'es', 'fr', 'gb', 'in', 'jp', 'us'] as const

// Several schemas in the process, so that no code is made for one of them alone.
function schemas(): z.ZodType[] {
  return endings.map((ending) =>
    z.object(
      renamed(ending, {
        userId: z.string().min(1),
        tenure: z.number().min(0),
        age: z.number().min(0).max(130),
        balance: z.number(),
        charges: z.number().min(0),
        visits: z.number().int().min(0),
        score: z.number().min(0).max(1),
        plan: z.enum(plans),
        country: z.enum(countries),
        active: z.boolean(),
      }),
    ),
  )
}

function renamed<T>(ending: string, fields: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key + ending, value]))
}

function row(ending: string, i: number, extra: object): object {
  return renamed<unknown>(ending, {
    userId: `user-${100_000 + i}`,
    tenure: i % 120,
    age: 18 + (i % 70),
    balance: i / 100 - 20,
    charges: i * 1.37,
    visits: i % 400,
    score: (i % 1000) / 1000,
    plan: plans[i % 4],
    country: countries[i % 7],
    active: i % 3 > 0,
    ...extra,
  })
}

const rowsOf = (make: (ending: string, i: number) => object): object[][] =>
  endings.map((ending) => Array.from({ length: 64 }, (_, i) => make(ending, i * 37)))

const rows = {
  'keys as declared': rowsOf((ending, i) => row(ending, i, {})),
  'a key more': rowsOf((ending, i) => row(ending, i, { extra: i })),
  'from JSON': rowsOf((ending, i) => JSON.parse(JSON.stringify(row(ending, i, {}))) as object),
}

type Take = (value: unknown) => unknown

const jit = schemas()
z.config({ jitless: true })
const jitless = schemas()
z.config({ jitless: false })
const contracts = schemas().map((input, i) => defineContract(`m${i}@1`, { input, output: z.unknown() }))

const takers: Readonly<Record<string, readonly Take[]>> = {
  'zod JIT': jit.map((schema) => (value) => schema.safeParse(value)),
  'zod jitless': jitless.map((schema) => (value) => schema.safeParse(value)),
  output: contracts.map((contract) => inputCheck(contract)),
  verdict: contracts.map((contract) => createVerdict(contract.input)),
}

let sink: unknown

function nanoseconds(takes: readonly Take[], values: readonly (readonly object[])[], calls: number): number {
  const from = process.hrtime.bigint()
  for (let i = 0; i < calls; i++) {
    const k = i % endings.length
    sink = (takes[k] as Take)(values[k]?.[(i >> 3) & 63])
  }
  return Number(process.hrtime.bigint() - from) / calls
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(q * (sorted.length - 1))] ?? Number.NaN
}

const rounds = 41
for (const [name, values] of Object.entries(rows)) {
  const times: Record<string, number[]> = {}
  for (let round = 0; round < rounds; round++) {
    for (const [taker, takes] of Object.entries(takers)) {
      const time = nanoseconds(takes, values, taker === 'zod jitless' ? 12_000 : 48_000)
      if (round >= 8) (times[taker] ??= []).push(time)
    }
  }
  for (const own of ['output', 'verdict']) {
    for (const peer of ['zod JIT', 'zod jitless']) {
      const [mine, theirs] = [times[own] ?? [], times[peer] ?? []]
      const ratios = mine.map((time, i) => (theirs[i] ?? Number.NaN) / time)
      const [low, middle, high] = [0.1, 0.5, 0.9].map((q) => quantile(ratios, q).toFixed(2))
      // The fastest rounds are those that nothing else on the machine disturbed.
      const [fast, slow] = [mine, theirs].map((all) => quantile(all, 0.05)) as [number, number]
      // oxlint-disable-next-line no-console -- what the bench is for
      console.log(
        `${name}: ${own} ${fast.toFixed(0)} ns, ${peer} ${slow.toFixed(0)} ns at their fastest: ` +
          `${(slow / fast).toFixed(2)}x; pair by pair ${middle}x (${low} to ${high})`,
      )
    }
  }
}
if (sink === undefined) throw new Error('a value was refused')
