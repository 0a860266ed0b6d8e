import hashing from '../../packages/stats/test/goldens/hashing.json' with { type: 'json' }
import categorical from '../../packages/stats/test/goldens/two-sample-categorical.json' with { type: 'json' }
import special from '../../packages/stats/test/goldens/special-functions.json' with { type: 'json' }

/** A value that another tool computed. */
export interface Golden {
  readonly name: string
  readonly family: string
  readonly params: Readonly<Record<string, unknown>>
  readonly inputs: Readonly<Record<string, unknown>>
  readonly expected: Readonly<Record<string, unknown>>
  readonly tolerance: { readonly rel: number; readonly abs: number }
}

const files = { hashing, categorical, special } as unknown as Readonly<
  Record<'hashing' | 'categorical' | 'special', { readonly cases: readonly Golden[] }>
>

/** The values of one family. */
export function goldens(file: keyof typeof files, family: string): readonly Golden[] {
  const found = files[file].cases.filter((golden) => golden.family === family)
  if (found.length === 0) throw new Error(`no goldens of ${family}`)
  return found
}

/** Holds a number against a golden one, within its tolerance. */
export function matches({ name, tolerance }: Golden, got: number, want: unknown): void {
  const target = Number(want)
  if (Object.is(got, target)) return
  const allowed = tolerance.abs + tolerance.rel * Math.abs(target)
  if (!(Math.abs(got - target) <= allowed)) throw new Error(`${name}: got ${got}, want ${target}`)
}
