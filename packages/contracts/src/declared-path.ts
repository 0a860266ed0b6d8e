import { keyText } from './path-text.ts'
import { unwrapped, zodDef } from './zod-schema.ts'

/** A path as the schema knows it, and the schemas that may stand at its end. */
export interface DeclaredPath {
  readonly path: string
  readonly schemas: readonly unknown[]
}

/** Longest path that is written, and most schemas that are followed at once. */
const maxParts = 16
const maxSchemas = 64

type PathPart = PropertyKey | { readonly key: PropertyKey }

/**
 * Writes the path of an issue with declared names only: `user.tags[3]`.
 *
 * A part the schema does not declare (the key of a record or Map, any part under a schema of another
 * library than zod 4) came from the value, and is written `[*]`. Positions in arrays and tuples are written
 * as they are. After 16 parts the path ends in `…`.
 */
export function declaredPath(schema: unknown, path: readonly PathPart[]): DeclaredPath {
  let schemas = structures([schema])
  let text = ''
  for (const [i, part] of path.entries()) {
    if (i === maxParts) return { path: `${text}…`, schemas: [] }
    const key = typeof part === 'object' ? part.key : part
    const next = stepped(schemas, key)
    text += next.isDeclared ? partText(key, text === '') : '[*]'
    schemas = structures(next.schemas)
  }
  return { path: text, schemas }
}

function partText(key: PropertyKey, isFirst: boolean): string {
  return typeof key === 'number' ? `[${key}]` : keyText(String(key), isFirst)
}

/** Takes off wrappers and lays unions, intersections and pipes open: every schema that says what is here. */
function structures(schemas: readonly unknown[]): readonly unknown[] {
  const open = new Set(schemas)
  for (const schema of open) {
    if (open.size > maxSchemas) break
    for (const inner of insides(schema)) if (inner !== undefined) open.add(inner)
  }
  return [...open]
}

function insides(schema: unknown): readonly unknown[] {
  const def = zodDef(schema)
  switch (def?.type) {
    case 'union':
      return def['options'] as readonly unknown[]
    case 'intersection':
      return [def['left'], def['right']]
    case 'pipe':
      return [def['in'], def['out']]
    default:
      return [unwrapped(schema)]
  }
}

function stepped(schemas: readonly unknown[], key: PropertyKey): { isDeclared: boolean; schemas: unknown[] } {
  let isDeclared = false
  const next: unknown[] = []
  for (const schema of schemas) {
    const def = zodDef(schema)
    switch (def?.type) {
      case 'object': {
        const shape = def['shape'] as Readonly<Record<PropertyKey, unknown>>
        const isOwn = Object.hasOwn(shape, key)
        isDeclared ||= isOwn
        next.push(isOwn ? shape[key] : def['catchall'])
        break
      }
      case 'array':
      case 'tuple': {
        if (typeof key !== 'number') break
        isDeclared = true
        const items = def['items'] as readonly unknown[] | undefined
        next.push(def['element'] ?? items?.[key] ?? def['rest'])
        break
      }
      case 'record':
      case 'map':
      case 'set':
        next.push(def['valueType'])
        break
      default:
        break
    }
  }
  return { isDeclared, schemas: next }
}
