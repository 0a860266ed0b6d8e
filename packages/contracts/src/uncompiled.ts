import type { AnyContract } from './contract-types.ts'
import { readerOf } from './schema-reader.ts'

/**
 * Lists the places of a contract that the schemas read themselves, since they could not be compiled: such as
 * `input.table` for a `z.map()`, or `output` for all of a schema of another library. Empty where all is
 * compiled. Compiles what is not compiled yet.
 *
 * @example
 * uncompiled(defineContract('m@1', { input: z.object({ table: z.map(z.string(), z.number()) }), output: z.number() }))
 * // ['input.table']
 */
export function uncompiled(contract: AnyContract): readonly string[] {
  return (['input', 'output', 'label'] as const).flatMap((side) => {
    const schema = contract[side]
    if (schema === undefined) return []
    const left = readerOf(schema).left() ?? ['']
    return left.map((path) => side + (path === '' || path.startsWith('[') ? '' : '.') + path)
  })
}
