import { canonicalKey } from './canonical-key.ts'
import { byCodeUnit } from './key-shapes.ts'
import { keyText } from './path-text.ts'
import { hasZodTrait, lazyInner, zodDef } from './zod-schema.ts'
import type { ZodDef } from './zod-schema.ts'

/** A schema's rules as plain JSON, with the places that could not be read. */
export interface SchemaDescription {
  readonly description: Json
  readonly opaque: readonly string[]
}

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Depth and number of schemas read, so that a schema that unfolds without end ends. */
const maxDepth = 64
const maxNodes = 20_000

/**
 * Describes the rules of a zod 4 schema as JSON that is equal for equal rules.
 *
 * The order of object keys, enum values and literals does not count; that of checks and union options does.
 * Functions (refinements, transforms, defaults that may come from a clock) and schemas of other libraries
 * are written as `opaque`, and their paths listed. Error messages and `.meta()` are not rules and left out.
 */
export function describeSchema(schema: unknown, root: string): SchemaDescription {
  const reader = new Reader()
  const description = reader.schema(schema, root)
  return { description, opaque: [...reader.opaque] }
}

/** Keys of a definition that say how a failure is reported, or when a check runs, but not what passes. */
const unsaid = new Set(['type', 'check', 'checks', 'error', 'abort', 'when'])

class Reader {
  readonly opaque: Set<string> = new Set()
  private readonly ancestors: unknown[] = []
  private nodes = 0

  schema(schema: unknown, path: string): Json {
    const def = zodDef(schema)
    if (def === undefined || ++this.nodes > maxNodes || this.ancestors.length >= maxDepth) {
      return this.unread(path)
    }
    const above = this.ancestors.lastIndexOf(schema)
    if (above !== -1) return { recursive: this.ancestors.length - above }
    this.ancestors.push(schema)
    const described = this.rules(schema, def, path)
    this.ancestors.pop()
    return described
  }

  private rules(schema: unknown, def: ZodDef, path: string): Json {
    if (def.type === 'lazy') return this.schema(lazyInner(schema), path)
    const described: [string, Json][] = []
    for (const key of Object.keys(def).toSorted(byCodeUnit)) {
      if (unsaid.has(key)) continue
      const value = this.part(def, key, path)
      if (value !== undefined) described.push([key, value])
    }
    if (hasZodTrait(schema, '$ZodExactOptional')) described.push(['exact', true])
    const checks = Array.isArray(def['checks']) ? (def['checks'] as readonly unknown[]) : []
    if (checks.length > 0) described.push(['checks', checks.map((check) => this.schema(check, path))])
    // A refinement says nothing but that it is one, whatever its function is called here.
    if (def.check === 'custom') this.opaque.add(path)
    return { type: text(def.type), check: text(def.check), rules: described }
  }

  private part(def: ZodDef, key: string, path: string): Json | undefined {
    if (key === 'defaultValue') return this.defaultValue(def, path)
    const value = def[key]
    if (value === undefined || value === null || value === false) return undefined
    switch (`${String(def.type)}.${key}`) {
      case 'object.shape':
        return this.shape(value, path)
      case 'enum.entries':
        return sorted(Object.values(value))
      case 'literal.values':
        return sorted(value as readonly unknown[])
      case 'tuple.items':
        return (value as readonly unknown[]).map((item, i) => this.schema(item, `${path}[${i}]`))
      case 'tuple.rest':
      case 'array.element':
      case 'set.valueType':
      case 'map.valueType':
      case 'record.valueType':
        return this.schema(value, `${path}[*]`)
      default:
        return this.value(value, path)
    }
  }

  private shape(shape: unknown, path: string): Json {
    const fields = shape as Readonly<Record<string, unknown>>
    return Object.keys(fields)
      .toSorted(byCodeUnit)
      .map((key) => [key, this.schema(fields[key], path + keyText(key, false))])
  }

  private value(value: unknown, path: string): Json {
    if (value instanceof RegExp) return { pattern: value.source, flags: value.flags }
    if (Array.isArray(value)) return value.map((item: unknown) => this.value(item, path))
    if (zodDef(value) !== undefined) return this.schema(value, path)
    return canonicalKey(value) ?? this.unread(path)
  }

  // zod shows a default as a getter, which may call the user's function: what differs between two readings,
  // or may have come from a clock, would differ between two processes too.
  private defaultValue(def: ZodDef, path: string): Json {
    const first = canonicalKey(def['defaultValue'])
    if (first === undefined || first !== canonicalKey(def['defaultValue'])) return this.unread(path)
    return mayBeTime.test(first) ? this.unread(path) : first
  }

  private unread(path: string): Json {
    this.opaque.add(path)
    return { opaque: true }
  }
}

/** A date, the text of one, or milliseconds since 1970 between 2001 and 2286. */
const mayBeTime = /D\(|\d{4}-\d\d-\d\d|\b\d{13}\b/

function sorted(values: readonly unknown[]): Json {
  return values.map((value) => canonicalKey(value) ?? 'opaque').toSorted(byCodeUnit)
}

function text(value: unknown): Json {
  return typeof value === 'string' ? value : null
}
