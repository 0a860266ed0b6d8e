import { sha256Hex } from '@plimsoll/stats'
import { describeSchema } from './describe-schema.ts'

/** What a digest is made from. */
export interface DigestSource {
  /** `name@version`; part of the digest, so that two models with equal schemas share no cache entry. */
  readonly name: string
  readonly input: unknown
  readonly output: unknown
  readonly label: unknown
  readonly tag: string | undefined
}

/** A digest, and the paths of what it could not read. */
export interface Digest {
  /** 64 hexadecimal digits. */
  readonly digest: string
  readonly opaque: string[]
}

/**
 * Computes the SHA-256 of a contract's canonical form: name, version, tag and the rules of its schemas.
 *
 * Equal in every JavaScript runtime. A rule that can't be read is listed in `opaque`, and a change to it
 * leaves the digest as it is: that is what the tag is for.
 */
export function digestOf(source: DigestSource): Digest {
  const input = describeSchema(source.input, 'input')
  const output = describeSchema(source.output, 'output')
  const label = source.label === undefined ? undefined : describeSchema(source.label, 'label')
  const canonical = JSON.stringify([
    'plimsoll contract 1',
    source.name,
    source.tag ?? null,
    input.description,
    output.description,
    label?.description ?? null,
  ])
  return {
    digest: sha256Hex(canonical),
    opaque: [...input.opaque, ...output.opaque, ...(label?.opaque ?? [])],
  }
}
