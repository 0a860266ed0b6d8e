import { zodChecks, zodDef } from './zod-schema.ts'

const types = new Set(
  (
    'string number int boolean bigint symbol undefined null never void date array object tuple record map ' +
    'set file nan function promise nonoptional'
  ).split(' '),
)

/**
 * Says what a rule asks, in words made of what the schema declares.
 *
 * A bound or format is shown only when a check of one of `schemas` holds that very value: a refinement may
 * report an issue with anything in it, and that could come from the value.
 */
export function messageOf(rule: string, issue: object, schemas: readonly unknown[]): string {
  const told = issue as Readonly<Record<string, unknown>>
  switch (rule) {
    case 'invalid_type': {
      const { expected } = told
      return typeof expected === 'string' && types.has(expected)
        ? `must be of type ${expected}`
        : 'must be of another type'
    }
    case 'too_small':
      return sizeMessage('minimum', told, schemas)
    case 'too_big':
      return sizeMessage('maximum', told, schemas)
    case 'not_multiple_of': {
      const divisor = declared(told['divisor'], schemas)
      return divisor === undefined
        ? 'must be a multiple of a given number'
        : `must be a multiple of ${divisor}`
    }
    case 'invalid_format': {
      const format = declared(told['format'], schemas)
      return format === undefined ? 'must be of another format' : `must be of format ${format}`
    }
    case 'invalid_value':
      return 'must be one of the allowed values'
    case 'unrecognized_keys':
      return 'must not have keys that the schema does not declare'
    case 'invalid_union':
      return 'must be one of the allowed forms'
    case 'invalid_key':
      return 'must have allowed keys only'
    case 'invalid_element':
      return 'must have allowed elements only'
    case 'custom':
      return 'must satisfy a refinement'
    default:
      return 'does not satisfy the schema'
  }
}

const units: Readonly<Record<string, string>> = {
  string: ' characters',
  array: ' items',
  tuple: ' items',
  set: ' items',
  map: ' entries',
  object: ' keys',
  file: ' bytes',
}

function sizeMessage(
  side: 'minimum' | 'maximum',
  told: Readonly<Record<string, unknown>>,
  schemas: readonly unknown[],
): string {
  const isMinimum = side === 'minimum'
  const { origin } = told
  const unit = typeof origin === 'string' && Object.hasOwn(units, origin) ? (units[origin] ?? '') : ''
  const bound = declared(told[side], schemas)
  if (bound === undefined) return isMinimum ? 'is too small' : 'is too large'
  // zod also says `inclusive` for sizes, always true there.
  if (told['inclusive'] === false) return `must be ${isMinimum ? 'above' : 'below'} ${bound}${unit}`
  return `must be at ${isMinimum ? 'least' : 'most'} ${bound}${unit}`
}

/** The bounds of zod's integer formats are constants of the format, not written in its definition. */
const integerBounds: Readonly<Record<string, readonly (number | bigint)[]>> = {
  safeint: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  int32: [-2_147_483_648, 2_147_483_647],
  uint32: [0, 4_294_967_295],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
}

function declared(value: unknown, schemas: readonly unknown[]): string | undefined {
  if (value === undefined) return undefined
  for (const schema of schemas) {
    // A tuple's bounds are its own length.
    const items = zodDef(schema)?.['items']
    if (Array.isArray(items) && items.length === value) return String(value)
    for (const check of zodChecks(schema)) {
      for (const part of Object.values(check)) if (isSame(part, value)) return shown(part)
      const { format } = check
      if (typeof format === 'string' && integerBounds[format]?.includes(value as number)) return shown(value)
    }
  }
  return undefined
}

function isSame(a: unknown, b: unknown): boolean {
  // zod reports the bound of a date in milliseconds or as the date.
  return a instanceof Date ? a.getTime() === (b instanceof Date ? b.getTime() : b) : a === b
}

function shown(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value)
}
