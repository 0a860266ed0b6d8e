interface Internals {
  readonly version?: { readonly major?: unknown; readonly minor?: unknown }
  readonly constr?: { readonly prototype?: unknown }
  readonly traits?: unknown
  readonly run?: unknown
  readonly parse?: unknown
}

const name = /^[$_]?Zod/

/**
 * Whether a schema does what zod's own code says it does: made by zod 4.6, whose source the checkers follow,
 * by none but zod's constructors, and not put under another `run`, as `z.compile` does.
 */
export function isOwnMake(schema: unknown): boolean {
  const zod = (schema as { readonly _zod?: Internals })._zod
  if (zod?.version?.major !== 4 || zod.version.minor !== 6) return false
  if (Object.getPrototypeOf(schema) !== zod.constr?.prototype) return false
  if (!(zod.traits instanceof Set)) return false
  for (const trait of zod.traits) if (!name.test(String(trait))) return false
  return typeof zod.run === 'function'
}

/** Whether a schema without checks is read by zod as it parses. */
export function isRunAsParsed(schema: unknown): boolean {
  const zod = (schema as { readonly _zod?: Internals })._zod
  return zod !== undefined && zod.run === zod.parse
}
