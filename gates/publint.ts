import { readFileSync } from 'node:fs'
import { publint as lint } from 'publint'
import { formatMessage } from 'publint/utils'
import type { Gate } from './gate.ts'
import type { Manifest } from './pack.ts'

/** What is in a tarball is what its manifest says, in the formats it says. */
export const publint: Gate = {
  name: 'publint',
  holds: 'tarballs are what their manifests say',
  async check(subject) {
    const problems = []
    for (const { tarball, manifest } of subject.packed().packages) {
      problems.push(...(await lintTarball(tarball, manifest)))
    }
    return problems
  },
}

export async function lintTarball(tarball: string, manifest: Manifest): Promise<readonly string[]> {
  const bytes = new Uint8Array(readFileSync(tarball)).buffer
  const { messages } = await lint({ pack: { tarball: bytes }, strict: true })
  return messages.map((message) => {
    const said = formatMessage(message, { ...manifest }, { color: false }) ?? ''
    return `${manifest.name}: ${message.code} ${said}`
  })
}
