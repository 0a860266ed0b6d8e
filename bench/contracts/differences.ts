import { isDeepStrictEqual } from 'node:util'
import { validate } from '@plimsoll/contracts'
import { createRandom } from '@plimsoll/stats'
import { drawSchema, drawValue } from './random-schemas.ts'

/** How many pairs were compared, and how many did not come to the same. */
export interface Differences {
  readonly pairs: number
  readonly accepted: number
  readonly different: number
}

/** Draws schemas and values, and compares `validate` with zod's own `safeParse`: verdict and output. */
export async function differencesFromZod(pairs: number, seed: string): Promise<Differences> {
  const perSchema = 50
  const random = createRandom(`${seed} differences`)
  let accepted = 0
  let different = 0
  for (let i = 0; i < pairs; i += perSchema) {
    const drawn = drawSchema(random)
    for (let j = 0; j < perSchema; j++) {
      const value = drawValue(drawn, random)
      const zods = drawn.schema.safeParse(value)
      const ours = await validate(drawn.schema, value)
      if (zods.success) accepted++
      const isSame =
        zods.success && ours.ok ? isDeepStrictEqual(zods.data, ours.value) : zods.success === ours.ok
      if (!isSame) different++
    }
  }
  return { pairs, accepted, different }
}
