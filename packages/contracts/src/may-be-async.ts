import { hasZodTrait, lazyInner, zodDef } from './zod-schema.ts'
import type { ZodDef } from './zod-schema.ts'

const maxNodes = 20_000

/** Parts of a definition that zod calls and never awaits, or calls only to report. */
const neverAwaited = new Set(['catchValue', 'defaultValue', 'error', 'getter', 'tx', 'when'])

/**
 * Tells whether reading with a zod 4 schema may come to a promise, for some value: it holds a refinement, a
 * transform or another function that zod awaits, a promise, or a schema that is not zod's.
 *
 * That the functions are synchronous can't be seen from outside, not even by a value that passed: it may not
 * have reached them. May call the getters of lazy schemas, and throw what they throw.
 */
export function mayBeAsync(schema: unknown): boolean {
  return someSchema(schema, (def) => {
    return def.check === 'custom' || def.type === 'custom' || def.type === 'promise' || holdsAwaited(def)
  })
}

/**
 * Tells whether zod may drop a promise that reading one of the schema's parts on its own comes to: that of a
 * `z.promise`, or of a transform of `zod/mini`.
 */
export function dropsPromises(schema: unknown): boolean {
  return someSchema(schema, (def, one) => {
    return def.type === 'promise' || (def.type === 'transform' && !hasZodTrait(one, 'ZodTransform'))
  })
}

/** Whether a test holds for a schema or one within it, or one of them can't be looked at. */
export function someSchema(schema: unknown, test: (def: ZodDef, one: unknown) => boolean): boolean {
  const seen = new Set<unknown>()
  const pending = [schema]
  // Grows while it is walked, and the loop with it.
  for (const one of pending) {
    if (seen.has(one)) continue
    seen.add(one)
    const def = zodDef(one)
    if (def === undefined || seen.size > maxNodes || test(def, one)) return true
    if (def.type === 'lazy') pending.push(lazyInner(one))
    pending.push(...schemasIn(def))
  }
  return false
}

function holdsAwaited(def: ZodDef): boolean {
  return Object.keys(def).some((key) => {
    if (neverAwaited.has(key) || (key === 'fn' && def.check === 'string_format')) return false
    // Some schemas are functions too, so that they can be called.
    return typeof def[key] === 'function' && zodDef(def[key]) === undefined
  })
}

function schemasIn(def: ZodDef): unknown[] {
  return Object.keys(def)
    .filter((key) => !neverAwaited.has(key))
    .flatMap((key) => {
      const value = def[key]
      if (zodDef(value) !== undefined) return [value]
      if (typeof value !== 'object' || value === null) return []
      const parts: unknown[] = Object.values(value)
      return parts.filter((part) => zodDef(part) !== undefined)
    })
}
