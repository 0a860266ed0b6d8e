import type { ZodDef } from '../zod-schema.ts'
import { lengthBounds, patternOf, takeBounds } from './checks.ts'
import type { Check } from './checks.ts'
import { Leaf, integer, number, pattern, string } from './leaf.ts'

/** Makes the leaf of a `z.number()`, and takes from its checks what the leaf decides. */
export function numberLeaf(checks: Check[]): Leaf {
  let kind = number
  const bounds = takeBounds(checks, (def) => {
    const range = def.check === 'number_format' ? formatRange(def.format) : numberBounds(def)
    if (range !== undefined && String(def['format']).includes('int')) kind = integer
    return range
  })
  // Infinity is no number to zod.
  const { min, max } = bounds
  return new Leaf(kind, { min: Math.max(min, -Number.MAX_VALUE), max: Math.min(max, Number.MAX_VALUE) })
}

/** Makes the leaf of a `z.string()`, and takes from its checks what the leaf decides. */
export function stringLeaf(checks: Check[]): Leaf {
  const { min, max } = takeBounds(checks, lengthBounds)
  const regex = checks[0] === undefined ? undefined : patternOf(checks[0].def)
  if (regex === undefined) return new Leaf(string, { min, max })
  checks.shift()
  return new Leaf(pattern, { min, max, pattern: regex })
}

/** zod's ranges; an integer is a safe one. */
function formatRange(format: unknown): readonly [number, number] | undefined {
  switch (format) {
    case 'safeint':
      return [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]
    case 'int32':
      return [-2147483648, 2147483647]
    case 'uint32':
      return [0, 4294967295]
    case 'float32':
      return [-3.4028234663852886e38, 3.4028234663852886e38]
    case 'float64':
      return [-Number.MAX_VALUE, Number.MAX_VALUE]
    default:
      return undefined
  }
}

function numberBounds({ check, value, inclusive }: ZodDef): readonly [number, number] | undefined {
  if (typeof value !== 'number') return undefined
  if (check === 'greater_than') return [inclusive === true ? value : above(value), Infinity]
  return check === 'less_than' ? [-Infinity, inclusive === true ? value : -above(-value)] : undefined
}

/** The next number above: to be more than `value` is to be at least this. */
function above(value: number): number {
  if (!Number.isFinite(value)) return value === -Infinity ? -Number.MAX_VALUE : value
  if (value === 0) return Number.MIN_VALUE
  const floats = new Float64Array([value])
  const bits = new BigInt64Array(floats.buffer)
  bits[0] = (bits[0] ?? 0n) + (value > 0 ? 1n : -1n)
  return floats[0] ?? value
}

/** The bounds of a `z.date()` are compared by value, as zod does. */
export function isDate(value: unknown): boolean {
  return value instanceof Date && !Number.isNaN(value.getTime())
}
