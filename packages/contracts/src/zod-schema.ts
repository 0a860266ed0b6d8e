/** What zod 4 says of one schema or check; read by duck typing, so that zod is never imported. */
export interface ZodDef {
  readonly type?: unknown
  readonly check?: unknown
  readonly [key: string]: unknown
}

/** Reads the definition of a zod 4 schema or check; `undefined` for anything else. */
export function zodDef(schema: unknown): ZodDef | undefined {
  if ((typeof schema !== 'object' && typeof schema !== 'function') || schema === null) return undefined
  const internals = (schema as { readonly _zod?: { readonly def?: unknown } })._zod
  const def = internals?.def
  return typeof def === 'object' && def !== null ? (def as ZodDef) : undefined
}

/** Whether zod 4 marked the schema with a trait, such as `$ZodExactOptional`. */
export function hasZodTrait(schema: unknown, trait: string): boolean {
  const internals = (schema as { readonly _zod?: { readonly traits?: unknown } })._zod
  return internals?.traits instanceof Set && internals.traits.has(trait)
}

/** The schema behind `z.lazy`; zod keeps it, so that two readings give the same one. */
export function lazyInner(schema: unknown): unknown {
  return (schema as { readonly _zod?: { readonly innerType?: unknown } })._zod?.innerType
}

/** The checks of a schema, its own (`z.email()` is one) first. */
export function zodChecks(schema: unknown): readonly ZodDef[] {
  const def = zodDef(schema)
  if (def === undefined) return []
  const checks: ZodDef[] = def.check === undefined ? [] : [def]
  if (Array.isArray(def['checks'])) {
    for (const check of def['checks'] as readonly unknown[]) {
      const checkDef = zodDef(check)
      if (checkDef !== undefined) checks.push(checkDef)
    }
  }
  return checks
}

const wrappers = new Set(['optional', 'nullable', 'default', 'prefault', 'nonoptional', 'readonly', 'catch'])

/** The schema inside a wrapper that changes no structure (optional, default, lazy ...), if it is one. */
export function unwrapped(schema: unknown): unknown {
  const def = zodDef(schema)
  if (def === undefined) return undefined
  if (def.type === 'lazy') return lazyInner(schema)
  return wrappers.has(String(def.type)) ? def['innerType'] : undefined
}
