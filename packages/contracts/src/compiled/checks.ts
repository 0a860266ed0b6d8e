import { hasZodTrait, zodDef } from '../zod-schema.ts'
import type { ZodDef } from '../zod-schema.ts'
import { invalid } from './checker.ts'
import type { Checker } from './checker.ts'
import { runCheck } from './island.ts'
import type { ZodCheckable } from './island.ts'
import { matches } from './leaf.ts'

/** A check of zod's: a rule beside the type, such as a bound. */
export interface Check {
  readonly def: ZodDef
  readonly zod: ZodCheckable
  /** Whether the check says itself when it runs, and not only by zod's own rule for lengths. */
  readonly isConditional: boolean
}

/** Gives the value as the check leaves it, or `invalid`. */
export type Step = (value: unknown) => unknown

/** The checks of a schema in their order, its own (`z.email()` is one) first. */
export function checksOf(schema: unknown): readonly Check[] {
  const { checks } = zodDef(schema) as ZodDef
  const all: unknown[] = hasZodTrait(schema, '$ZodCheck') ? [schema] : []
  if (Array.isArray(checks)) all.push(...(checks as readonly unknown[]))
  return all.map((check) => {
    const def = zodDef(check) as ZodDef
    const zod = (check as { readonly _zod: ZodCheckable })._zod
    return { def, zod, isConditional: check !== schema && isConditional(check, def) }
  })
}

// zod gives checks of lengths a `when` of its own. Another check of their making tells whether this is it.
function isConditional(check: unknown, def: ZodDef): boolean {
  const { when } = def
  if (when === undefined) return false
  const { constr } = (check as { readonly _zod: { readonly constr?: unknown } })._zod
  if (typeof constr !== 'function' || !lengths.has(String(def.check))) return true
  const Same = constr as new (def: object) => unknown
  return zodDef(new Same({ check: def.check }))?.['when'] !== when
}

const lengths = new Set(['max_length', 'min_length', 'length_equals', 'max_size', 'min_size', 'size_equals'])

/** Takes the checks that are inclusive bounds from the front of a list, and gives what they come to. */
export function takeBounds(
  checks: Check[],
  boundsOf: (def: ZodDef) => readonly [min: number, max: number] | undefined,
): { min: number; max: number } {
  const bounds = { min: -Infinity, max: Infinity }
  for (let next = checks[0]; next !== undefined; next = checks[0]) {
    const found = boundsOf(next.def)
    if (found === undefined || Number.isNaN(found[0]) || Number.isNaN(found[1])) break
    bounds.min = Math.max(bounds.min, found[0])
    bounds.max = Math.min(bounds.max, found[1])
    checks.shift()
  }
  return bounds
}

/** The bounds that a check sets to a length. */
export function lengthBounds(def: ZodDef): readonly [number, number] | undefined {
  const { check, minimum, maximum, length } = def
  if (check === 'min_length' && typeof minimum === 'number') return [minimum, Infinity]
  if (check === 'max_length' && typeof maximum === 'number') return [-Infinity, maximum]
  return check === 'length_equals' && typeof length === 'number' ? [length, length] : undefined
}

/** Formats that zod checks by a pattern and nothing else. */
const patterned = new Set(
  'cuid cuid2 ulid xid ksuid nanoid guid uuid email emoji ipv4 mac cidrv4 e164 date time datetime duration regex lowercase uppercase'.split(
    ' ',
  ),
)

/** The pattern of a check that tests one and nothing else. */
export function patternOf({ check, format, pattern }: ZodDef): RegExp | undefined {
  if (check !== 'string_format' || !patterned.has(String(format))) return undefined
  return pattern instanceof RegExp ? pattern : undefined
}

/** Makes a step of a check; what is not known here is run by zod. */
export function stepOf({ def, zod }: Check): Step {
  const regex = patternOf(def)
  if (regex !== undefined) return (value) => (matches(regex, value as string) ? value : invalid)
  const step = boundStep(def)
  if (step !== undefined) return step
  const { tx } = def
  if (def.check === 'overwrite' && typeof tx === 'function') return tx as Step
  return (value) => runCheck(zod, value)
}

// Bounds of dates and bigints, compared by value as zod does.
function boundStep(def: ZodDef): Step | undefined {
  const isInclusive = def['inclusive'] === true
  const bound = def as { readonly value: number }
  if (def.check === 'greater_than') {
    return (value) => {
      const isKept = isInclusive ? (value as number) >= bound.value : (value as number) > bound.value
      return isKept ? value : invalid
    }
  }
  if (def.check !== 'less_than') return undefined
  return (value) => {
    const isKept = isInclusive ? (value as number) <= bound.value : (value as number) < bound.value
    return isKept ? value : invalid
  }
}

/** A checker and what is checked after it. */
export class SteppedChecker implements Checker {
  private readonly inner: Checker
  private readonly steps: readonly Step[]

  constructor(inner: Checker, steps: readonly Step[]) {
    this.inner = inner
    this.steps = steps
  }

  check(value: unknown): unknown {
    const { steps } = this
    let parsed = this.inner.check(value)
    for (let i = 0; i < steps.length && parsed !== invalid; i++) parsed = (steps[i] as Step)(parsed)
    return parsed
  }

  accepts(value: unknown): boolean {
    return this.check(value) !== invalid
  }
}
