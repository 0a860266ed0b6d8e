import type { ColumnKind, ColumnShape, OptionCheck } from '@plimsoll/core'
import { pathText } from './path-text.ts'
import { unwrapped, zodChecks, zodDef } from './zod-schema.ts'

const kinds: readonly string[] = [
  'numeric',
  'categorical',
  'boolean',
  'text',
  'embedding',
  'prediction',
] satisfies ColumnKind[]
const maxArrayLength = 1024
const maxColumns = 4096
const maxDepth = 16

/**
 * Reads the columns of a zod 4 schema: the scalar places of the value it gives back, in schema order.
 *
 * Numbers are numeric, enums and literals of strings categorical, booleans boolean, strings text. Objects,
 * tuples and arrays of a fixed length (at most 1024) are entered, at most 16 deep; at most 4096 columns are
 * made. `.meta({ plimsoll: { kind: 'categorical' } })` decides the kind of any place. What is none of these
 * makes no column, nor does a schema of another library. A wrong kind is noted in `check`.
 */
export function columnsOf(schema: unknown, side: string, check: OptionCheck): ColumnShape[] {
  const columns: ColumnShape[] = []
  collect(schema, [], columns, (path, kind) => {
    const option = `${pathText([side, ...path])}.meta.plimsoll.kind`
    check.require(false, option, `must be one of ${kinds.join(', ')}`, kind)
  })
  return columns
}

type Path = readonly (string | number)[]
type OnWrongKind = (path: Path, kind: unknown) => void

function collect(schema: unknown, path: Path, columns: ColumnShape[], onWrongKind: OnWrongKind): void {
  if (columns.length >= maxColumns || path.length > maxDepth) return
  let inner = schema
  // A chain of wrappers and pipes longer than this is a lazy schema that names itself.
  for (let layers = 0; layers < 64; layers++) {
    const declared = declaredKind(inner)
    if (isKind(declared)) {
      columns.push({ name: pathText(path), path, kind: declared })
      return
    }
    if (declared !== undefined) onWrongKind(path, declared)
    const next = zodDef(inner)?.type === 'pipe' ? zodDef(inner)?.['out'] : unwrapped(inner)
    if (next === undefined) break
    inner = next
  }
  const def = zodDef(inner)
  if (def === undefined) return
  if (def.type === 'object') {
    const shape = def['shape'] as Readonly<Record<string, unknown>>
    for (const key of Object.keys(shape)) collect(shape[key], [...path, key], columns, onWrongKind)
  } else if (def.type === 'tuple') {
    const items = def['items'] as readonly unknown[]
    for (const [i, item] of items.entries()) collect(item, [...path, i], columns, onWrongKind)
  } else if (def.type === 'array') {
    const length = fixedLength(inner)
    for (let i = 0; i < length; i++) collect(def['element'], [...path, i], columns, onWrongKind)
  } else {
    const kind = scalarKind(inner)
    if (kind !== undefined) columns.push({ name: pathText(path), path, kind })
  }
}

function scalarKind(schema: unknown): ColumnKind | undefined {
  const def = zodDef(schema)
  switch (def?.type) {
    case 'number':
      return 'numeric'
    case 'boolean':
      return 'boolean'
    case 'string':
    case 'template_literal':
      return 'text'
    case 'enum':
      return 'categorical'
    case 'literal': {
      const values = def['values'] as readonly unknown[]
      return values.every((value) => typeof value === 'string') ? 'categorical' : undefined
    }
    case 'union':
      return unionKind(def['options'] as readonly unknown[])
    default:
      return undefined
  }
}

function unionKind(options: readonly unknown[]): ColumnKind | undefined {
  let kind: ColumnKind | undefined
  for (const option of options) {
    const { type } = zodDef(option) ?? {}
    if (type === 'null' || type === 'undefined') continue
    const own = scalarKind(option)
    if (own === undefined || (kind !== undefined && kind !== own)) return undefined
    kind = own
  }
  return kind
}

function fixedLength(schema: unknown): number {
  for (const check of zodChecks(schema)) {
    const { length } = check
    if (check.check === 'length_equals' && typeof length === 'number' && length <= maxArrayLength)
      return length
  }
  return 0
}

function declaredKind(schema: unknown): unknown {
  const { meta } = schema as { readonly meta?: unknown }
  if (zodDef(schema) === undefined || typeof meta !== 'function') return undefined
  const declared: unknown = meta.call(schema)
  return (declared as { readonly plimsoll?: { readonly kind?: unknown } } | undefined)?.plimsoll?.kind
}

function isKind(kind: unknown): kind is ColumnKind {
  return typeof kind === 'string' && kinds.includes(kind)
}
