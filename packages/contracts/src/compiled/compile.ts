// One thing: which checker stands for which kind of zod schema.
import { dropsPromises } from '../may-be-async.ts'
import { keyText } from '../path-text.ts'
import { hasZodTrait, lazyInner, zodDef } from '../zod-schema.ts'
import type { ZodDef } from '../zod-schema.ts'
import { ArrayChecker } from './array.ts'
import { CatchChecker } from './catch.ts'
import type { Checker } from './checker.ts'
import { SteppedChecker, checksOf, lengthBounds, stepOf, takeBounds } from './checks.ts'
import type { Check } from './checks.ts'
import { Island } from './island.ts'
import type { ZodRunnable } from './island.ts'
import { Leaf, anything, boolean, matches, values } from './leaf.ts'
import { Field, ObjectChecker } from './object.ts'
import { isOwnMake, isRunAsParsed } from './own-make.ts'
import { ListedRecordChecker, RecordChecker } from './record.ts'
import { isDate, numberLeaf, stringLeaf } from './scalars.ts'
import { TestChecker } from './test-checker.ts'
import { TupleChecker } from './tuple.ts'
import { DiscriminatedChecker, UnionChecker } from './union.ts'
import {
  CoerceChecker,
  DefaultChecker,
  NonOptionalChecker,
  NullableChecker,
  OptionalChecker,
  PipeChecker,
  PrefaultChecker,
  ReadonlyChecker,
} from './wrappers.ts'
import type { Defaulted } from './wrappers.ts'

/** A schema made ready to check many values. */
export interface Compiled {
  readonly checker: Checker
  /** Places that the schema itself reads, such as `tags[*]`. */
  readonly left: readonly string[]
  /** Whether some parts are run by zod, and need its context. */
  readonly hasIslands: boolean
}

/** Depth and number of schemas compiled, so that a schema that unfolds without end ends. */
const maxDepth = 64
const maxNodes = 20_000

/**
 * Compiles a zod schema into functions made once: `undefined` for one that its own library has to read as a
 * whole, such as one of another library or of a zod whose source was not looked at.
 *
 * What is inside it that can't be compiled is run by zod in place. May call getters of lazy schemas.
 *
 * @param isSynchronous whether reading with the schema can come to no promise
 */
export function compile(schema: unknown, isSynchronous: boolean): Compiled | undefined {
  try {
    if (!isSynchronous && dropsPromises(schema)) return undefined
    const compiler = new Compiler()
    const checker = compiler.schema(schema, '')
    const { left, hasIslands } = compiler
    return checker instanceof Island ? undefined : { checker, left, hasIslands }
  } catch {
    return undefined
  }
}

/** What zod keeps under `_zod` of a schema, as far as checkers are made from it. */
interface Internals extends ZodRunnable {
  readonly optin?: unknown
  readonly optout?: unknown
  readonly values?: ReadonlySet<unknown>
  readonly pattern?: RegExp
  readonly propValues?: Readonly<Record<string, ReadonlySet<unknown>>>
}

function internals(schema: unknown): Internals {
  return (schema as { readonly _zod: Internals })._zod
}

class Compiler {
  readonly left: string[] = []
  hasIslands = false
  private readonly ancestors: unknown[] = []
  /** The outermost ancestor that what is being compiled refers back to. */
  private recursesTo = Infinity
  private nodes = 0

  schema(schema: unknown, path: string): Checker {
    const depth = this.ancestors.length
    const above = this.ancestors.indexOf(schema)
    this.recursesTo = Math.min(this.recursesTo, above === -1 ? Infinity : above)
    const isFollowed = above === -1 && depth < maxDepth && ++this.nodes <= maxNodes
    const known = this.left.length
    let made: Checker | undefined
    if (isFollowed && isOwnMake(schema)) {
      this.ancestors.push(schema)
      made = this.withChecks(schema, path)
      this.ancestors.pop()
    }
    // Only zod can tell where a value that refers to itself closes its circle.
    if (this.recursesTo === depth) {
      this.recursesTo = Infinity
      made = undefined
    }
    if (made !== undefined) return made
    this.left.length = known
    this.left.push(path)
    return this.island(schema)
  }

  private island(schema: unknown): Island {
    this.hasIslands = true
    return new Island(internals(schema))
  }

  private withChecks(schema: unknown, path: string): Checker | undefined {
    const checks = [...checksOf(schema)]
    if (checks.some((check) => check.isConditional)) return undefined
    if (checks.length === 0 && !isRunAsParsed(schema)) return undefined
    const checker = this.bare(schema, path, checks)
    if (checker === undefined || checks.length === 0) return checker
    return new SteppedChecker(checker, checks.map(stepOf))
  }

  /** The checker of a schema without the checks that are left in the list. */
  private bare(schema: unknown, path: string, checks: Check[]): Checker | undefined {
    const def = zodDef(schema) as ZodDef
    const zod = internals(schema)
    const inner = (): Checker => this.schema(def['innerType'], path)
    const coerced = (turn: (value: unknown) => unknown, checker: Checker): Checker =>
      def['coerce'] === true ? new CoerceChecker(turn, checker) : checker
    switch (def.type) {
      case 'string':
        return coerced(String, stringLeaf(checks))
      case 'number':
        return coerced(Number, numberLeaf(checks))
      case 'boolean':
        return coerced(Boolean, new Leaf(boolean))
      case 'bigint':
        return coerced(toBigInt, new TestChecker((value) => typeof value === 'bigint'))
      case 'date':
        return coerced(toDate, new TestChecker(isDate))
      case 'symbol':
        return new TestChecker((value) => typeof value === 'symbol')
      case 'nan':
        return new TestChecker(Number.isNaN)
      case 'undefined':
      case 'void':
        return new Leaf(values, { values: new Set([undefined]) })
      case 'null':
        return new Leaf(values, { values: new Set([null]) })
      case 'never':
        return new Leaf(values)
      case 'any':
      case 'unknown':
      case 'custom':
        return new Leaf(anything)
      case 'enum':
      case 'literal':
        return zod.values instanceof Set ? new Leaf(values, { values: zod.values }) : undefined
      case 'template_literal': {
        const { pattern } = zod
        return new TestChecker((value) => typeof value === 'string' && matches(pattern, value))
      }
      case 'object':
        return this.object(def, path)
      case 'array': {
        const { min, max } = takeBounds(checks, lengthBounds)
        return new ArrayChecker(this.schema(def['element'], `${path}[*]`), min, max)
      }
      case 'tuple':
        return this.tuple(def, path)
      case 'record':
        return this.record(def, path)
      case 'union':
        return this.union(schema, def, path)
      case 'optional': {
        const checker = inner()
        if (hasZodTrait(schema, '$ZodExactOptional')) return checker
        const isSubstituted = internals(def['innerType']).optin === 'defaulted'
        if (checker instanceof Leaf && !isSubstituted) return checker.with({ isOptional: true })
        return new OptionalChecker(checker, isSubstituted)
      }
      case 'nullable': {
        const checker = inner()
        return checker instanceof Leaf ? checker.with({ isNullable: true }) : new NullableChecker(checker)
      }
      case 'default':
        return new DefaultChecker(inner(), def as unknown as Defaulted)
      case 'prefault':
        return new PrefaultChecker(inner(), def as unknown as Defaulted)
      case 'nonoptional':
        return new NonOptionalChecker(inner())
      case 'readonly':
        return new ReadonlyChecker(inner())
      case 'catch': {
        const checker = inner()
        return checker instanceof Leaf ? new CatchChecker(checker, this.island(schema)) : undefined
      }
      case 'lazy':
        return this.schema(lazyInner(schema), path)
      case 'pipe':
        if (hasZodTrait(schema, '$ZodCodec')) return undefined
        return new PipeChecker(this.end(def['in'], path), this.end(def['out'], path))
      default:
        return undefined
    }
  }

  // A transform on its own is a function, which zod calls with what it expects: nothing is left out.
  private end(schema: unknown, path: string): Checker {
    return zodDef(schema)?.type === 'transform' ? this.island(schema) : this.schema(schema, path)
  }

  private object(def: ZodDef, path: string): Checker | undefined {
    const shape = def['shape'] as Readonly<Record<string, unknown>>
    if (Object.getOwnPropertySymbols(shape).length > 0 || Object.hasOwn(shape, '__proto__')) return undefined
    const fields = Object.keys(shape).map((key) => {
      const part = shape[key]
      return new Field(key, this.schema(part, path + keyText(key, path === '')), internals(part))
    })
    const { catchall } = def
    if (catchall === undefined) return new ObjectChecker(fields, 'strip')
    const isStrict = zodDef(catchall)?.type === 'never'
    return new ObjectChecker(fields, isStrict ? 'refuse' : this.schema(catchall, `${path}[*]`))
  }

  private tuple(def: ZodDef, path: string): Checker {
    const items = (def['items'] as readonly unknown[]).map((item, i) => {
      const { optin, optout } = internals(item)
      return { checker: this.schema(item, `${path}[${i}]`), optin, optout }
    })
    const { rest } = def
    return new TupleChecker(items, zodDef(rest) === undefined ? undefined : this.schema(rest, `${path}[*]`))
  }

  private record(def: ZodDef, path: string): Checker {
    const { keyType, mode } = def
    const key = this.schema(keyType, `${path}[*]`)
    const value = this.schema(def['valueType'], `${path}[*]`)
    const listed = internals(keyType).values
    if (listed === undefined || def['partial'] === true)
      return new RecordChecker(key, value, mode === 'loose')
    return new ListedRecordChecker(listed, key, value, mode === 'loose')
  }

  private union(schema: unknown, def: ZodDef, path: string): Checker | undefined {
    if (hasZodTrait(schema, '$ZodXor')) return undefined
    const schemas = def['options'] as readonly unknown[]
    const options = schemas.map((option) => this.schema(option, path))
    const any = new UnionChecker(options)
    if (!hasZodTrait(schema, '$ZodDiscriminatedUnion')) return any
    const key = def['discriminator'] as string
    const byValue = new Map<unknown, Checker>()
    let hasAmbiguous = false
    for (const [i, option] of schemas.entries()) {
      const tags = internals(option).propValues?.[key]
      if (tags === undefined || tags.size === 0) return undefined
      for (const tag of tags) {
        if (byValue.has(tag) && tag !== undefined) return undefined
        hasAmbiguous ||= byValue.has(tag)
        byValue.set(tag, options[i] as Checker)
      }
    }
    if (hasAmbiguous) byValue.delete(undefined)
    return new DiscriminatedChecker(key, byValue, def['unionFallback'] === true ? any : undefined)
  }
}

function toBigInt(value: unknown): unknown {
  return BigInt(value as string)
}

function toDate(value: unknown): unknown {
  return new Date(value as string)
}
